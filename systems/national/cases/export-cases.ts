import { vouchersOf } from '#hubs/application/voucher'
import { type CaseState, primaryParty } from '#kernel/case'
import { type Clock, uuidv7 } from '#kernel/clock'
import type { Implementations } from '#kernel/definition'
import type { Reads } from '#kernel/grant'
import type { Identity, Officer } from '#kernel/identity'
import type { Parties } from '#kernel/party'
import { Refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import type { NationalCodes } from '../codes.schema.ts'
import { type Found, findingsOf, guidOf, type Shipment, shipmentOf } from '../manifest.ts'
import { exchangeGround, type Signed, type SigningNeeds, signedBy } from '../signed.ts'
import type { NationalRow } from '../table.schema.ts'
import { nationalTables } from '../tables.ts'
import {
  type Cursor,
  changedCases,
  cursorText,
  headOfLog,
  isErased,
  type NewShipment,
  readCase,
  recordShipment,
  sentRows,
} from './case.store.ts'
import { type ApplicantShown, type CaseSource, localTime } from './case-source.ts'
import { rowsOfCase } from './rows-of-case.ts'

export interface CaseExportNeeds extends SigningNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly identity: Pick<Identity, 'directory' | 'prove'>
  readonly parties: Pick<Parties, 'reveal'>
  readonly reads: Pick<Reads, 'recorder'>
  readonly implementations: Pick<Implementations, 'implemented' | 'byId'>
}

export interface CaseExport {
  readonly signed: Signed
  readonly codes: NationalCodes
  /** Days of opening, both included. */
  readonly from?: string
  readonly to?: string
  /** Only what changed after this position. */
  readonly since?: Cursor
}

export interface CaseShipment {
  readonly shipment: Shipment
  readonly cases: number
  /** Cases whose party was erased: their rows go out as deletions, or not at all. */
  readonly erased: number
  /** Cases not accepted yet, or whose respondent has not been told: the tables have no row for them. */
  readonly open: number
  /** Where the next export goes on. */
  readonly cursor: string
}

const fields = ['name', 'identifiers'] as const

/** Whoever is looked into learns of it with the notice, not from the record that his name was read for the State's tables. */
const isTold = (state: CaseState): boolean =>
  state.start === 'application' ||
  primaryParty(state)?.role !== 'respondent' ||
  state.notice !== undefined ||
  state.outcome !== undefined

/**
 * 办件导出 Cases as the five kinds of national rows, from their own trail. An act of its own: two persons, a purpose, a grant; a read record
 * for every person before his name is in a row; a line in the journal and a leaf. Who reported is in none of them. Rows of one whose data was
 * erased go out as deletions.
 */
export function makeCaseExport(needs: CaseExportNeeds) {
  const { db, clock, identity, parties, reads, implementations } = needs

  async function applicantOf(
    sql: Sql,
    state: CaseState,
    actor: Officer,
    purpose: string,
    used: readonly string[],
  ): Promise<ApplicantShown | 'none' | 'erased'> {
    const primary = primaryParty(state)
    if (primary === undefined) return 'none'
    if (await isErased(sql, primary.party)) return 'erased'
    const record = reads.recorder({
      actor,
      purpose,
      ground: exchangeGround,
      grants: used,
      source: 'party',
      disclosure: { kind: 'at-once' },
    })
    try {
      return await parties.reveal(sql, primary.party, record)
    } catch (fault) {
      if (fault instanceof Refusal && fault.code === 'PARTY_ERASED') return 'erased'
      throw fault
    }
  }

  return async function exportCases({ signed, codes, from, to, since }: CaseExport): Promise<CaseShipment> {
    return db.transaction(async sql => {
      const { actor, beside, used } = await signedBy(needs, sql, signed, 'party', fields)
      const directory = await identity.directory(sql)
      const [on, id, now] = [clock.today().toString(), uuidv7(clock), clock.now()]
      const at = localTime(now.toString(), clock.zone)
      const reached = await headOfLog(sql)
      const tables = new Map<string, NationalRow[]>([...nationalTables.keys()].map(name => [name, []]))
      const findings: Found[] = []
      const sent: NewShipment['sent'][number][] = []
      const gone: NewShipment['gone'][number][] = []
      const exchange = { cd_batch: id.replaceAll('-', ''), cd_time: at, data_source: codes.dataSource.value }
      const counts = { cases: 0, erased: 0, open: 0 }
      const add = (table: string, row: NationalRow, of: string) => {
        tables.get(table)!.push(row)
        findings.push(...findingsOf(table, row, of))
      }

      for (const caseId of await changedCases(sql, { from, to, since })) {
        const read = await readCase(sql, caseId)
        if (!read) continue
        const { number, state, events } = read
        const before = await sentRows(sql, caseId)
        if (!isTold(state)) {
          counts.open++
          continue
        }
        const applicant = await applicantOf(sql, state, actor, signed.purpose, used)
        const organ = directory.organ(state.organ, on) ?? directory.organ(state.organ, state.openedOn)
        const present = new Set<string>()
        if (applicant === 'erased') counts.erased++
        else {
          const source: CaseSource = {
            ...{ number, state, events, applicant, zone: clock.zone },
            definition: await implementations.implemented(state.hash, state.implementation, sql),
            implementation:
              state.implementation === null
                ? undefined
                : (await implementations.byId(state.implementation, sql)).implementation,
            organ: {
              id: state.organ,
              name: organ?.name ?? state.organ,
              uscc: organ?.uscc ?? null,
              region: state.region,
            },
            vouchers: await vouchersOf(sql, caseId),
            postOf: post => directory.post(post, on)?.name,
          }
          const rows = rowsOfCase(source, codes)
          if (rows.length === 0) counts.open++
          else counts.cases++
          const known = new Set(before.filter(row => !row.gone).map(row => row.rowGuid))
          for (const { table, place, cells } of rows) {
            const rowGuid = guidOf(table, caseId, place)
            present.add(rowGuid)
            const filled = Object.entries(cells).flatMap(([name, value]) =>
              value === undefined || value === '' ? [] : [[name, String(value)] as const],
            )
            add(
              table,
              {
                row_guid: rowGuid,
                ...exchange,
                cd_operation: known.has(rowGuid) ? 'U' : 'I',
                ...Object.fromEntries(filled),
              },
              number,
            )
            sent.push({ table, rowGuid, caseId, number })
          }
        }
        for (const { table, rowGuid } of before.filter(row => !present.has(row.rowGuid))) {
          add(table, { row_guid: rowGuid, ...exchange, cd_operation: 'D', project_no: number }, number)
          gone.push({ table, rowGuid })
        }
      }
      await recordShipment(sql, {
        id,
        at: now,
        officer: actor.person,
        beside,
        purpose: signed.purpose,
        from,
        to,
        head: reached,
        cases: counts.cases,
        sent,
        gone,
      })
      await identity.prove(sql, actor, 'national-exported', {
        shipment: id,
        beside,
        purpose: signed.purpose,
        cases: counts.cases,
        rows: sent.length + gone.length,
      })
      const shipment = shipmentOf({ kind: 'cases', batch: exchange.cd_batch, at, codes, tables, findings })
      return { shipment, ...counts, cursor: cursorText(reached) }
    })
  }
}
