import type { Caller } from '#hubs/application/access'
import { type CaseEvent, type CaseState, primaryParty } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { PartyActor } from '#kernel/identity'
import { type Names, shown } from './naming.ts'
import type { OpenedCase, PartShown } from './opened-cases.ts'
import type { Progress } from './progress.ts'

/** The one role an item can seal. */
export const sealedRole = 'informant'

/** The item says that nobody outside supervision learns who reported. */
export const sealed = (definition: CompiledItem, role: string): boolean =>
  role === sealedRole && definition.definition.content.parties.informant?.sealed === true

/** Parties whose names a reader of the case may see. */
export function partiesShown(state: CaseState, definition: CompiledItem, caller: Caller) {
  const { actor } = caller
  if (actor.kind === 'party') return state.parties.filter(({ party }) => party === actor.party)
  return state.parties.filter(({ role }) => !sealed(definition, role))
}

/** Answers of the form that whoever handed it in knows; what officers wrote at their stages is theirs until the decision. */
const ownFacts = ({ facts }: CaseState, { definition }: CompiledItem) =>
  Object.fromEntries(
    Object.entries(facts).filter(
      ([name]) => definition.content.form[name]?.at === undefined && name in definition.content.form,
    ),
  )

const commonView = (number: string, state: CaseState, definition: CompiledItem, progress: Progress) => ({
  number,
  item: state.item,
  name: definition.definition.content.name,
  version: state.version,
  drawer: state.drawer,
  organ: state.organ,
  region: state.region,
  status: state.status,
  start: state.start,
  channel: state.channel,
  openedOn: state.openedOn,
  seq: state.seq,
  outcome: state.outcome ?? null,
  result: state.result ?? null,
  ...progress,
})

/** 所开办件 What the case has opened: the cases that follow from it, and its parts. */
export interface Opens {
  readonly opened: readonly OpenedCase[]
  readonly parts: readonly PartShown[]
}

/** 办件 A case as its handler sees it. */
export const officerView = (
  number: string,
  state: CaseState,
  definition: CompiledItem,
  progress: Progress,
  names: Names,
  caller: Caller,
  { opened, parts }: Opens,
) => ({
  ...commonView(number, state, definition, progress),
  parties: partiesShown(state, definition, caller).map(one => ({ ...one, shown: shown(names, one.party) })),
  primary: primaryParty(state)?.party ?? null,
  tasks: Object.values(state.tasks).map(({ task, stage, organ, post, role, person }) => ({
    task,
    stage,
    organ,
    post,
    role,
    person: person ?? null,
  })),
  clocks: Object.entries(state.clocks).map(([clock, { limit, binds, start, due, provisional, status }]) => ({
    clock,
    limit,
    binds,
    start,
    due,
    provisional,
    status,
  })),
  facts: state.facts,
  materials: state.materials,
  files: state.files ?? {},
  disputed: state.disputed ?? {},
  missing: state.awaiting ?? null,
  obligations: state.obligations,
  orders: state.orders,
  publications: state.publications,
  remedies: state.remedies,
  origin: state.origin ?? null,
  opened: opened.filter(({ part }) => part === null),
  parts,
  subCases: Object.entries(state.subCases ?? {}).map(([stage, { item, cases, results }]) => ({
    stage,
    item,
    cases,
    results: results ?? null,
  })),
})

/** 我的办件 A case as a party to it sees it; an informant sees that it goes on, and nothing else. */
export function partyView(
  number: string,
  state: CaseState,
  definition: CompiledItem,
  progress: Progress,
  names: Names,
  caller: Caller,
  { parts }: Opens,
) {
  const own = partiesShown(state, definition, caller)
  const view = {
    ...commonView(number, state, definition, progress),
    parties: own.map(one => ({ ...one, shown: shown(names, one.party) })),
  }
  if (own.every(({ role }) => role === sealedRole)) return view
  return {
    ...view,
    facts: ownFacts(state, definition),
    materials: state.materials,
    files: state.files ?? {},
    disputed: state.disputed ?? {},
    missing: state.awaiting ?? null,
    obligations: Object.fromEntries(Object.entries(state.obligations).filter(([, { binds }]) => binds === 'party')),
    orders: state.orders,
    remedies: state.remedies,
    origin: state.part === undefined ? null : (state.origin ?? null),
    parts,
  }
}

/** What a party learns of the course of his case: what concerns him, not what officers say among themselves. */
const toldToParties =
  /^(case\.|stage\.|supplement\.|acceptance\.|notice\.|statement\.|hearing\.|decision\.|document\.|service\.|payment\.|part\.|instalment\.|obligation\.|publication\.|remedy\.)/

export interface EventView {
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly on: string
  readonly verb: string | null
  readonly by:
    | { readonly post: string; readonly name?: string }
    | { readonly party: string; readonly agent?: string; readonly mandate?: string }
    | { readonly system: string }
  readonly data?: unknown
}

type StoredEvent = Pick<CaseEvent, 'seq' | 'type' | 'at' | 'on' | 'actor'> & {
  readonly verb: string | null
  readonly data: unknown
}

/** The same data without those whose role is sealed: as an entry it is left out, as a bare id it is the name of the role. */
function withoutSealed(data: unknown, hidden: ReadonlySet<string>): unknown {
  if (hidden.size === 0) return data
  if (typeof data === 'string') return hidden.has(data) ? sealedRole : data
  if (Array.isArray(data))
    return data
      .filter(one => (one as { role?: unknown } | null)?.role !== sealedRole)
      .map(one => withoutSealed(one, hidden))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([name, one]) => [name, withoutSealed(one, hidden)]))
}

/** A party, and who acted in its stead on which mandate; nothing of whoever is sealed. */
const partyIn = ({ party, agent }: PartyActor, hidden: ReadonlySet<string>) =>
  hidden.has(party) ? { party: sealedRole } : { party, ...(agent && { agent: agent.party, mandate: agent.mandate }) }

/**
 * Events name posts: which officer stood behind one is for supervision, by its own grant. Who reported is told to nobody, the
 * respondent least of all; he himself reads that it was he.
 */
export function eventsView(
  events: readonly StoredEvent[],
  state: CaseState,
  definition: CompiledItem,
  { actor: reader }: Caller,
  nameOf: (post: string) => string | undefined,
): readonly EventView[] {
  const officer = reader.kind === 'officer'
  const own = officer ? undefined : reader.party
  const hidden = new Set(
    state.parties.filter(({ role, party }) => sealed(definition, role) && party !== own).map(({ party }) => party),
  )
  const postShown = (post: string) => {
    const name = nameOf(post)
    return { post, ...(name !== undefined && { name }) }
  }
  return events
    .filter(({ type }) => officer || toldToParties.test(type))
    .map(({ seq, type, at, on, actor, verb, data }) => ({
      seq,
      type,
      at,
      on,
      verb,
      by:
        actor.kind === 'officer'
          ? postShown(actor.post)
          : actor.kind === 'party'
            ? partyIn(actor, hidden)
            : { system: actor.name },
      ...(officer && { data: withoutSealed(data, hidden) }),
    }))
}
