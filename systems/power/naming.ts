import type { Caller } from '#hubs/application/access'
import { caseHandling, maskedFields } from '#hubs/data/reading'
import type { CaseState } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { CompiledItem } from '#kernel/definition'
import { type Disclosure, type Grants, type Ground, type Reads, readingOf } from '#kernel/grant'
import type { Directory } from '#kernel/identity'
import type { MaskedParty, Parties } from '#kernel/party'
import type { Db, Sql } from '#kernel/storage'

export interface NamingNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly parties: Pick<Parties, 'masked'>
  readonly grants: Grants
  readonly reads: Reads
  readonly directory: () => Promise<Directory>
}

/** What is read when only this is answered: that the number is known, and of whom. */
const knownField = 'identifiers.known'

export type Names = ReadonlyMap<string, MaskedParty>
const nobody: Names = new Map()

/** When the person may see that he was looked at: at once, unless the item names the statute that lets it wait. */
export function disclosureOf({ definition }: CompiledItem, today: string): Disclosure {
  const { reads } = definition.publicity
  if (!reads?.statute || reads.shown === 'at-once') return { kind: 'at-once' }
  const statute = { law: reads.statute.law, articles: reads.statute.articles.map(String) }
  const latest = reads.until ?? Temporal.PlainDate.from(today).add({ months: 6 }).toString()
  // The day has come: from now on there is nothing to wait for.
  if (latest <= today) return { kind: 'at-once' }
  return reads.shown === 'on-close' ? { kind: 'on-close', statute, latest } : { kind: 'on-date', statute, date: latest }
}

/** Whether reads of such cases are held back until they close. */
export const showsReadsOnClose = ({ definition: { publicity } }: CompiledItem): boolean =>
  publicity.reads?.statute !== undefined && publicity.reads.shown === 'on-close'

export const caseGround = (caseId: string, state: CaseState): Ground => ({
  kind: 'case',
  case: caseId,
  item: state.item,
  open: state.status === 'open',
  organs: [...new Set([state.organ, ...Object.values(state.tasks).map(({ organ }) => organ)])],
})

/**
 * 列名 The masked names a list may show. No grant, no names: the list is shown without them and nothing is recorded. With
 * one, the read record is committed before the answer leaves.
 */
export function makeNaming({ db, clock, parties, grants, reads, directory }: NamingNeeds) {
  async function namesFor(
    caller: Caller,
    ground: Ground,
    subjects: readonly string[],
    disclosure: Disclosure = { kind: 'at-once' },
  ): Promise<Names> {
    const wanted = [...new Set(subjects)]
    if (wanted.length === 0) return nobody
    const { actor } = caller
    const at = clock.now()
    const reader = { grants: await grants.table(), directory: await directory(), on: clock.today().toString() }
    const { verdict, grants: used } = readingOf(reader, {
      actor,
      purpose: caseHandling,
      ground,
      source: 'party',
      fields: maskedFields,
      subjects: wanted,
      at,
    })
    if (!verdict.granted) return nobody
    const record = reads.recorder({ actor, purpose: caseHandling, ground, grants: used, source: 'party', disclosure })
    return db.transaction(sql => parties.masked(sql, wanted, record))
  }
  /**
   * 问过 Somebody asked whether a number is known here: the answer alone tells something of whoever has it, so the question is on
   * record whatever came of it, and the person finds it among the reads of his data.
   */
  async function recordQuestion(sql: Sql, { actor }: Caller, name: string, found: readonly string[]): Promise<void> {
    const ground = { kind: 'service', name } as const
    const record = { actor, purpose: caseHandling, ground, grants: [], source: 'party', fields: [knownField] }
    await reads.recordRead(sql, { ...record, subjects: found, disclosure: { kind: 'at-once' } })
  }

  return { namesFor, recordQuestion }
}
export type Naming = ReturnType<typeof makeNaming>

/** A party as a list shows it. */
export const shown = (names: Names, party: string) => {
  const found = names.get(party)
  return found ? { name: found.name, kind: found.kind, identifiers: found.identifiers } : null
}
