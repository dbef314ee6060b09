import { type CaseDetail, type CaseState, primaryParty } from '#kernel/case'
import { maskIdentifier, maskName } from '#kernel/code'
import type { CompiledItem } from '#kernel/definition'
import { type Ground, type Reader, type ReadQuestion, readingOf } from '#kernel/grant'
import { type Reason, refusal } from '#kernel/refusal'
import { sealed, sealedRole } from './case-view.ts'

export const readingRefused = refusal('READING_REFUSED', 403, 'You may not read this')

/** One answer or text of a step, under the name that a grant gives it: a field of the form, or `<verb>.<text>`. */
interface Said {
  readonly name: string
  readonly value: unknown
}

export interface DetailView {
  readonly seq: number
  readonly verb: string
  readonly at: string
  readonly by: { readonly post: string } | { readonly party: string } | { readonly system: string }
  /** The party it concerns; null for what belongs to the case. */
  readonly of: string | null
  readonly erased: boolean
  readonly said: Readonly<Record<string, unknown>>
}

export interface Reading {
  readonly items: readonly DetailView[]
  readonly fields: readonly string[]
  readonly grants: readonly string[]
  readonly subjects: readonly string[]
}

/** What an officer's act tells a party by law: 行政许可法 7, 8, 32, 38, 42, 69, 70; 行政处罚法 44, 63, 64. Notes among officers stay theirs. */
const told: Readonly<Record<string, readonly string[]>> = {
  requestSupplement: ['note'],
  refuseAcceptance: ['reason'],
  extend: ['reason'],
  suspend: ['note'],
  notify: ['text'],
  reviewStatement: ['reason'],
  scheduleHearing: ['place'],
  hear: ['minutes'],
  decide: ['reason'],
  grantInstalment: ['reason'],
  release: ['reason'],
  returnGoods: ['differences'],
  terminate: ['reason'],
  notifyEnding: ['reason'],
  revoke: ['reason', 'review'],
  withdrawDecision: ['reason', 'review'],
  cancel: ['reason'],
}
const principal: ReadonlySet<string> = new Set(['subject', 'respondent', 'opponent'])

const saidIn = ({ verb, fields, text }: CaseDetail): readonly Said[] => [
  ...Object.entries(fields).map(([name, value]) => ({ name, value })),
  ...Object.entries(text).map(([name, value]) => ({ name: `${verb}.${name}`, value })),
]

const masked = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(masked)
    : typeof value !== 'string'
      ? '*'
      : /\d{5}/.test(value)
        ? maskIdentifier(value)
        : maskName(value)

function view(detail: CaseDetail, state: CaseState, hidden: ReadonlySet<string>, said: readonly Said[]): DetailView {
  const { seq, verb, at, actor, subject, erased } = detail
  const by =
    actor.kind === 'officer'
      ? { post: actor.post }
      : actor.kind === 'party'
        ? { party: hidden.has(actor.party) ? sealedRole : actor.party }
        : { system: actor.name }
  const of = subject === state.id ? null : subject
  return { seq, verb, at, by, of, erased, said: Object.fromEntries(said.map(({ name, value }) => [name, value])) }
}

const subjectsIn = (items: readonly DetailView[]): readonly string[] => [
  ...new Set(items.flatMap(({ of, said }) => (of !== null && Object.keys(said).length > 0 ? [of] : []))),
]

/**
 * 本人可阅 What a party reads of its case: what it said itself, and what the law says it must be told. A party that is not a
 * principal one (an informant, an interested person) reads its own words and nothing else.
 */
export function ownReading(details: readonly CaseDetail[], state: CaseState, party: string): Reading {
  const main = primaryParty(state)?.party ?? state.id
  const isPrincipal = state.parties.some(one => one.party === party && principal.has(one.role))
  const hidden = new Set(
    state.parties.filter(one => one.role === sealedRole && one.party !== party).map(one => one.party),
  )
  const items = details.flatMap((detail): DetailView[] => {
    const { actor, verb, subject } = detail
    const own = actor.kind === 'party' && actor.party === party
    const addressed = subject === party || (isPrincipal && (subject === main || subject === state.id))
    const names = told[verb]?.map(name => `${verb}.${name}`) ?? []
    // What was handed in at a counter was written down by an officer, and is the applicant's all the same.
    const handedIn =
      subject === party && (verb === 'supplement' || (verb === 'submit' && state.start === 'application'))
    const said = saidIn(detail).filter(({ name }) => own || handedIn || (addressed && names.includes(name)))
    return said.length > 0 || (detail.erased && subject === party) ? [view(detail, state, hidden, said)] : []
  })
  return {
    items,
    fields: [...new Set(items.flatMap(({ said }) => Object.keys(said)))],
    grants: [],
    subjects: [party],
  }
}

/**
 * 办案可阅 What a handler reads: each answer in clear where a grant covers its name, masked where one covers `<name>.masked`,
 * left out otherwise. What an informant said of himself is left out always. @throws READING_REFUSED where no grant reaches anything.
 */
export function handlerReading(
  details: readonly CaseDetail[],
  state: CaseState,
  definition: CompiledItem,
  reader: Reader,
  question: Omit<ReadQuestion, 'fields' | 'source'> & { readonly ground: Ground },
): Reading {
  const hidden = new Set(state.parties.filter(({ role }) => sealed(definition, role)).map(({ party }) => party))
  const open = details.filter(({ subject }) => !hidden.has(subject))
  const used = new Set<string>()
  let against: readonly Reason[] = []
  const may = (fields: readonly string[]): boolean => {
    const { verdict, grants } = readingOf(reader, { ...question, source: 'case.details', fields })
    if (verdict.granted) for (const id of grants) used.add(id)
    else against = verdict.reasons
    return verdict.granted
  }
  const names = [...new Set(open.flatMap(detail => saidIn(detail).map(({ name }) => name)))]
  const shown = new Map<string, 'clear' | 'masked'>()
  // Asked together first: a grant of the whole source needs no question for each name.
  const all = may(names.length > 0 ? names : ['*'])
  for (const name of names)
    if (all || may([name])) shown.set(name, 'clear')
    else if (may([`${name}.masked`])) shown.set(name, 'masked')
  if (!all && shown.size === 0) throw readingRefused({ reasons: against })
  const items = open.map(detail => {
    const said = saidIn(detail).flatMap(({ name, value }) =>
      shown.has(name) ? [{ name, value: shown.get(name) === 'clear' ? value : masked(value) }] : [],
    )
    return view(detail, state, hidden, said)
  })
  return {
    items,
    fields: [...shown].map(([name, how]) => (how === 'clear' ? name : `${name}.masked`)),
    grants: [...used],
    subjects: subjectsIn(items),
  }
}
