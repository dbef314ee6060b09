import type { Actor, Officer } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { type Changes, type MandateTerms, mandateUnknown } from './changes.ts'
import * as store from './mandate.store.ts'
import type { MandateKind } from './mandate.ts'
import type { MandateNeeds } from './needs.ts'
import { type DocumentSeen, type MandateReading, type MandateWords, sealedAt, type Ward } from './reading.ts'

export const mandateOfOne = refusal('MANDATE_OF_ONE', 403, 'Whoever recorded it does not confirm it himself')

/** 窗口登记 What an officer records of mandates by a document he has looked at, and what another one confirms. */
export function makeRecording(needs: MandateNeeds, reading: MandateReading, changes: Changes) {
  const { clock, keyring, parties } = needs
  const { today, prove, tell, add, mustHold, faultsOfTerms, locked, ended } = changes

  return {
    /** 窗口登记 A guardianship, a mandate on paper or the help of a village, by a document that an officer has looked at. @throws MANDATE_INVALID */
    async record(
      sql: Sql,
      by: Officer,
      given: MandateTerms & {
        readonly kind: Exclude<MandateKind, 'clerk' | 'representation'>
        readonly principal: string
        readonly agent: string
        readonly ward?: Ward | undefined
        readonly words: MandateWords
      },
    ): Promise<string> {
      const { kind, principal, agent, ward, words } = given
      const incapacity = ward === 'incapacitated'
      mustHold({
        ...faultsOfTerms(given, kind === 'guardianship'),
        ...(kind === 'guardianship' && given.until !== null && given.until >= today() && { until: undefined }),
        agent: agent === principal ? 'OWN' : undefined,
        document: (words.document ?? '').trim() === '' ? 'MISSING' : undefined,
        // 认定无民事行为能力 is a court's alone: its ruling is named by court and number (民法典24).
        issuer: incapacity && (words.issuer ?? '').trim() === '' ? 'MISSING' : undefined,
        number: incapacity && (words.documentNumber ?? '').trim() === '' ? 'MISSING' : undefined,
      })
      await parties.mustStand(sql, [principal, agent])
      const id = await add(sql, by, { ...given, recorder: by })
      if (!incapacity) await tell(sql, id, 'recorded', [principal, agent])
      return id
    },

    /** 窗口终止 On a judgement or document that an officer has seen; what it was is sealed with the mandate. */
    async endAtCounter(
      sql: Sql,
      by: Actor,
      id: string,
      { why, ...ending }: DocumentSeen & { readonly why: 'court' | 'document' },
    ): Promise<void> {
      const row = await locked(sql, id)
      const sealed = keyring.seal(
        keyring.unwrap(row.wrapped),
        JSON.stringify({ ...reading.wordsOf(row), ending }),
        sealedAt(id),
      )
      if (row.endedAt === null) await sql.run(store.sealEnding, [id, sealed])
      await ended(sql, by, row, why)
    },

    /**
     * 核对 Another officer of the same organ has looked at the ruling as well: from now on the guardian acts (民法典24).
     * @throws MANDATE_UNKNOWN, MANDATE_OF_ONE
     */
    async confirmIncapacity(sql: Sql, by: Officer, id: string): Promise<void> {
      const row = await locked(sql, id)
      if (row.ward !== 'incapacitated' || row.endedAt !== null || row.recordedAt !== by.organ) throw mandateUnknown()
      if (row.recordedBy === by.person)
        throw mandateOfOne({ remedy: 'Another officer of this organ looks at the ruling and confirms.' })
      if ((await sql.run(store.confirmIncapacity, [id, by.person, clock.now()])).length === 0) return
      await prove(sql, by, 'confirm-mandate', id, { ward: row.ward })
      await tell(
        sql,
        id,
        'recorded',
        [row.principal, row.agent].filter(one => one !== null),
      )
    },
  }
}
