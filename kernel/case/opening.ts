import type { CompiledItem } from '#kernel/definition'
import type { Keyring, NewKey } from '#kernel/party'
import type { Detail, Drawn, PartyInCase } from './event.ts'
import { event, type NewEvent } from './event.ts'
import { bodyInvalid } from './refusals.ts'

export interface OpeningPlace {
  readonly organ: string
  readonly region: string
  readonly implementation: string | null
}

/** Nobody is his own agent or opponent; who reports something may be touched by it. */
const mayBeBoth: ReadonlySet<string> = new Set(['informant,interested'])

/** 当事人入案 The parties the act names, checked against the item's roles: how many, and of which kind. */
export function partiesOf(
  definition: CompiledItem,
  given: readonly { role: string; party: string; unit?: string; mandate?: string }[],
): readonly PartyInCase[] {
  const roles = definition.definition.content.parties as Readonly<
    Record<string, { unit?: string | readonly string[]; min?: number; max?: number } | undefined>
  >
  const problems: Record<string, string> = {}
  const parties = given.map(({ role, party, unit, mandate }) => {
    const declared = roles[role]
    // 法定代理 Whoever stands for another by law does so in every item: what the mandate covers was asked before.
    if (!declared && !(role === 'agent' && mandate !== undefined)) problems[role] = 'UNKNOWN_ROLE'
    const units = declared?.unit === undefined ? [] : [declared.unit].flat()
    if (unit !== undefined && units.length > 0 && !units.includes(unit)) problems[role] = 'WRONG_KIND_OF_PARTY'
    return { role, party, unit: unit ?? units[0] ?? 'person', ...(mandate !== undefined && { mandate }) }
  })
  for (const [at, { role, party }] of parties.entries()) {
    const before = parties.slice(0, at).filter(other => other.party === party)
    if (before.some(other => !mayBeBoth.has([other.role, role].sort().join()))) problems[role] ??= 'IN_ANOTHER_ROLE'
  }
  for (const [role, declared] of Object.entries(roles)) {
    const count = parties.filter(party => party.role === role).length
    const least = declared?.min ?? (role === 'subject' ? 1 : 0)
    if (count < least) problems[role] ??= 'MISSING'
    if (declared?.max !== undefined && count > declared.max) problems[role] ??= 'TOO_MANY'
  }
  if (Object.keys(problems).length > 0)
    throw bodyInvalid({ detail: 'the parties do not fit the item', facts: { parties: problems } })
  return parties
}

/** The event every case begins with. */
export const openingEvent = (
  definition: CompiledItem,
  start: string,
  channel: string,
  place: OpeningPlace,
  parties: readonly PartyInCase[],
  {
    source,
    origin,
    drawn,
    part,
  }: {
    readonly source?: string | undefined
    readonly origin?: string | undefined
    readonly drawn?: Drawn | undefined
    readonly part?: string | undefined
  } = {},
): NewEvent =>
  event('case.opened', {
    start,
    item: definition.definition.item,
    version: definition.definition.version,
    hash: definition.hash,
    drawer: definition.definition.category.drawer,
    ...place,
    channel,
    parties,
    ...(source !== undefined && { source }),
    ...(origin !== undefined && { origin }),
    ...(drawn !== undefined && { drawn }),
    ...(part !== undefined && { part }),
  })

/** One random key for the case and one for each party in it (ARCHITECTURE §4.2). */
export function keysFor(
  keyring: Keyring,
  caseId: string,
  parties: readonly PartyInCase[],
): ReadonlyMap<string, NewKey> {
  const subjects = new Set([caseId, ...parties.map(({ party }) => party)])
  return new Map([...subjects].map(subject => [subject, keyring.newKey()]))
}

/**
 * 案外人 One key for each person who is no party of the case and says something in it for the first time: it is forgotten with the person.
 * A party whose key is gone was forgotten, and is given no new one.
 */
export function keysForStrangers(
  keyring: Keyring,
  caseId: string,
  { parties }: { readonly parties: readonly PartyInCase[] },
  details: readonly Detail[],
  known: (subject: string) => unknown,
): ReadonlyMap<string, NewKey> {
  const strangers = details.flatMap(({ subject }) =>
    subject === undefined || subject === caseId || known(subject) || parties.some(({ party }) => party === subject)
      ? []
      : [subject],
  )
  return new Map([...new Set(strangers)].map(subject => [subject, keyring.newKey()]))
}

const weights = [7, 9, 10, 5, 8, 4, 2]

/** 办件编号 Region, day and a running number with a check digit: can be read out over the telephone, says nothing about the person. */
export function caseNumber(region: string, on: string, running: number): string {
  const body = `${region.slice(0, 6)}${on.replaceAll('-', '')}${String(running).padStart(7, '0')}`
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * weights[index % weights.length]!, 0)
  return `${body}${sum % 10}`
}
