import { acts, type ChoicesOf, limitsOf, openingVerbs, openStages, type Verb } from '#kernel/case'
import type { CompiledStage, Text } from '#kernel/definition'
import { type QuestionWords, unnamedQuestion } from './question-words.ts'

/** 可选 One thing a form may name here, and how it is said. */
export interface Choice {
  readonly value: string
  readonly text: Text
}

export type Around = Parameters<ChoicesOf>[1]
/** Undefined: whatever the act itself has words for. */
type Source = (around: Around, verb: Verb, asked: QuestionWords['asked']) => readonly Choice[] | undefined

const choice = (value: string, text: Text | undefined = value): Choice => ({ value, text })

const openOf = ({ definition, state }: Around): readonly CompiledStage[] =>
  openStages(state).flatMap(key => definition.stages.get(key) ?? [])
const stagesNamed = ({ definition }: Around, keys: Iterable<string>): readonly Choice[] =>
  [...new Set(keys)].map(key => choice(key, definition.stages.get(key)?.name))

const opens: ReadonlySet<Verb> = new Set(openingVerbs)
/** 线索来源 The lines by which a clue or a task comes in. */
const lines = ['hotline', 'letter', 'visit', 'patrol', 'media', 'transferred'] as const

const outcomesOf: Source = around => {
  const { outcomes } = around.definition.definition.content
  const at = openOf(around).find(({ kind }) => kind === 'decision')
  return (at?.outcomes ?? Object.keys(outcomes)).map(key => choice(key, outcomes[key]?.name))
}
/** Papers that may be asked for or given: by the applicant at first, those asked for, those a later stage still lacks. */
const materialsOf: Source = ({ definition, state }, verb) => {
  const asked = state.awaiting?.materials ?? []
  const fits = ({ id, from, stage }: { id: string; from: unknown; stage?: string | undefined }): boolean => {
    if (verb === 'requestSupplement') return from === 'applicant'
    if (opens.has(verb)) return from === 'applicant' && stage === undefined
    return verb === 'supplement' ? asked.includes(id) : from === 'officer' || state.materials[id] === undefined
  }
  return definition.definition.materials.filter(fits).map(({ id, name }) => choice(id, name))
}
const fieldsOf: Source = (around, verb) => {
  const stages = new Set(openStages(around.state))
  const asked = around.state.awaiting?.fields ?? []
  return Object.entries(around.definition.definition.content.form)
    .filter(([name, { at }]) => {
      if (verb === 'requestSupplement' || opens.has(verb)) return at === undefined
      if (verb === 'supplement') return asked.includes(name)
      return at !== undefined && stages.has(at)
    })
    .map(([name, { label }]) => choice(name, label))
}
/** 经办人员 Whom a party may ask to stand back: whoever has, or had, its case in hand; who that is the law lets it know (行政处罚法43、55). */
const handsIn = ({ state, directory }: Pick<Around, 'state' | 'directory'>): readonly Choice[] => {
  const taken = Object.values(state.tasks).flatMap(({ person }) => person ?? [])
  const chair = state.hearing?.chair ?? []
  const hands = new Set([...Object.values(state.acted).flat(), ...taken, ...[chair].flat()])
  return [...hands]
    .filter(person => !state.avoided.includes(person) && state.challenges[person] === undefined)
    .map(person => choice(person, directory.person(person)?.name))
}
/** Colleagues of the organ by name: those of the post where the task stays within it. */
const peopleOf: Source = ({ definition, state, directory, actor, on }, verb) => {
  if (actor.kind !== 'officer') return handsIn({ state, directory })
  const task = Object.values(state.tasks).find(({ organ }) => organ === actor.organ)
  const organ = verb === 'decideAvoidance' || verb === 'challengeAvoidance' ? state.organ : actor.organ
  const within = (verb === 'transfer' || verb === 'assign') && task && task.post !== '*'
  const people = within ? directory.holdersOf(task.post, task.organ, on) : directory.membersOf(organ, on)
  // Who sits on a body, and whoever presides there by another post.
  const body =
    verb === 'convene' ? [...definition.stages.values()].find(({ kind }) => kind === 'deliberation')?.body : undefined
  const seats = body === undefined ? [] : directory.holdersOf(body.slice(body.indexOf('/') + 1), organ, on)
  return [...new Set([...seats, ...people])].map(person => choice(person, directory.person(person)?.name))
}
const partiesOf: Source = ({ definition, state }) => {
  const sealed = definition.definition.content.parties.informant?.sealed === true
  return state.parties
    .filter(({ role }) => !(sealed && role === 'informant'))
    .map(({ party, role }) => choice(party, role))
}
/** 征求意见 Organs of the case's own region and of the city. */
const organsOf: Source = ({ state, directory, actor, on }) =>
  [state.region, `${state.region.slice(0, 4)}00`]
    .flatMap(region => directory.organsIn(region, on))
    .filter(({ id }) => actor.kind !== 'officer' || id !== actor.organ)
    .map(({ id, name }) => choice(id, name))
/** 送达方式 Those that the open stages name; another one would be refused. */
const waysOf: Source = around => {
  const named = new Set(openOf(around).flatMap(({ service }) => service?.ways ?? []))
  return named.size === 0 ? undefined : [...named].map(way => choice(way))
}
/** 告知书、催告书 The paper that an act gives: of a notice, what its open stage needs; of an urging, what the outcome names. */
function papersOf({ definition, state }: Around, verb: Verb) {
  const { documents = [], outcomes } = definition.definition.content
  const urging = verb === 'urge' ? outcomes[state.outcome ?? '']?.enforcement?.urge?.document : undefined
  const needed = openStages(state).flatMap(key => definition.stages.get(key)?.needs ?? [])
  return documents.filter(({ id }) => (verb === 'urge' ? id === urging : needed.includes(id)))
}
/** 写明 What that paper must state; each is ticked by whoever wrote it. */
const statesOf: Source = (around, verb) => {
  const must = papersOf(around, verb).flatMap(({ mustState = [] }) => mustState)
  return [...new Set(must)].map(what => choice(what))
}
const keysOf =
  (pick: (around: Around) => object | undefined): Source =>
  around =>
    Object.keys(pick(around) ?? {}).map(key => choice(key))
/** 义务 What is owed, as the item says it; what is to be paid has no words there but its key, which the desk says. */
const owedOf =
  (pick: (around: Around) => object): Source =>
  around => {
    const { definition, stages } = around.definition
    const effects = [...Object.values(definition.content.outcomes), ...stages.values()].flatMap(
      one => one.effects ?? [],
    )
    const said = new Map(effects.flatMap(one => ('obligation' in one ? [[one.obligation, one.text] as const] : [])))
    return Object.keys(pick(around)).map(key => choice(key, said.get(key)))
  }
/** 第几条 What has but a running number: the objections, what the public said. */
const numbered = (keys: readonly string[]): readonly Choice[] =>
  keys.map(key => choice(key, { zh: `第${key.replace(/^\D+/, '')}条`, en: `No. ${key.replace(/^\D+/, '')}` }))
/** 条件、规则、比对 A comparison has no words of its own in the item: it is called by the question it puts. */
const standing: Source = ({ definition: { definition } }, _, asked) =>
  [...definition.conditions, ...definition.rules, ...definition.comparison].map(one =>
    choice(one.id, 'ask' in one ? asked(one.ask) : one.text),
  )

/** By member; `verb.member` goes before the member's own. */
const sources: Readonly<Record<string, Source>> = {
  stage: around => stagesNamed(around, openStages(around.state)),
  from: around => stagesNamed(around, openStages(around.state)),
  'returnTo.to': around =>
    stagesNamed(
      around,
      openOf(around).flatMap(({ returnTo }) => returnTo),
    ),
  'reopen.to': around => stagesNamed(around, around.definition.stages.keys()),
  'answerObjection.to': around => stagesNamed(around, around.definition.stages.keys()),
  'assign.to': peopleOf,
  'transfer.to': peopleOf,
  'delegate.to': peopleOf,
  'addSigner.to': peopleOf,
  person: peopleOf,
  'challengeAvoidance.ground': ({ definition }) =>
    definition.definition.authority.avoid.grounds.map(ground => choice(ground)),
  chair: peopleOf,
  chief: peopleOf,
  officers: peopleOf,
  'convene.present': peopleOf,
  'mediate.present': partiesOf,
  parties: partiesOf,
  party: partiesOf,
  payee: partiesOf,
  organs: organsOf,
  outcome: outcomesOf,
  'vote.for': around => [...(outcomesOf(around, 'vote', () => unnamedQuestion) ?? []), choice('abstain')],
  'deliver.way': waysOf,
  'notify.way': waysOf,
  conclusion: outcomesOf,
  mitigation: ({ definition }) =>
    (definition.definition.authority.mitigation ?? []).map(({ id, text }) => choice(id, text)),
  grounds: standing,
  rule: standing,
  materials: materialsOf,
  fields: fieldsOf,
  'lodge.source': () => lines.map(line => choice(line)),
  limit: ({ definition }) =>
    [...limitsOf(definition).values()]
      .filter(({ extend }) => extend !== undefined)
      .map(({ id, text }) => choice(id, text)),
  'close.ground': ({ definition }) =>
    (definition.definition.authority.close?.grounds ?? []).map(ground => choice(ground)),
  'suspend.for': around =>
    stagesNamed(
      around,
      (around.definition.definition.limits.stops ?? []).map(({ for: what }) => what),
    ),
  document: ({ definition }) => (definition.definition.content.documents ?? []).map(({ id, name }) => choice(id, name)),
  'notify.document': around => papersOf(around, 'notify').map(({ id, name }) => choice(id, name)),
  'notify.states': statesOf,
  'urge.states': statesOf,
  order: keysOf(({ state }) => ({ ...state.orders, ...state.grants })),
  deposit: ({ definition }) =>
    Object.entries(definition.definition.content.deposits ?? {}).map(([key, { name }]) => choice(key, name)),
  of: owedOf(({ state }) => ({ ...state.orders, ...state.obligations })),
  obligation: owedOf(({ state }) => state.obligations),
  measure: keysOf(({ state }) => state.measures),
  entitlement: keysOf(({ state }) => state.entitlements),
  consultation: keysOf(({ state }) => state.consultations),
  objection: ({ state }) => numbered(Object.keys(state.objections ?? {})),
  'compensate.amount': ({ state }) =>
    [state.obligations['compensation']?.amount ?? []].flat().map(amount => choice(String(amount))),
  comments: ({ state }) => numbered(state.comments?.open ?? []),
}

/** A member that the act itself gives words to. */
interface Worded {
  readonly enum?: readonly unknown[]
  readonly items?: { readonly enum?: readonly unknown[] }
}

/**
 * 可选项 What each member of an act's form may name in this case, in the item's own words; empty where there is nothing to name, absent
 * where the member is free. Whoever shows them says what questions are called; whoever only tries an act need not.
 */
export const choicesOf = (
  verb: Verb,
  around: Around,
  asked: QuestionWords['asked'] = () => unnamedQuestion,
): Readonly<Record<string, readonly Choice[]>> => {
  const { properties = {} } = acts[verb].body as { properties?: Readonly<Record<string, Worded>> }
  return Object.fromEntries(
    Object.entries(properties).flatMap(([member, schema]) => {
      const worded = schema.enum !== undefined || schema.items?.enum !== undefined
      const source = sources[`${verb}.${member}`] ?? (worded ? undefined : sources[member])
      const named = source?.(around, verb, asked)
      return named ? [[member, named] as const] : []
    }),
  )
}
