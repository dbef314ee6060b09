import { acts, type Judged, type OpeningTried, type TriedAct, type Verb } from '#kernel/case'
import type { CompiledItem, Provision, Text } from '#kernel/definition'
import type { Reason } from '#kernel/refusal'
import { type Around, type Choice, choicesOf } from './act-choices.ts'
import type { QuestionWords } from './question-words.ts'
import type { ReasonShown } from './reason-names.ts'

/** 裁断 One answer of a control, rule or condition, with the words and the article of the item where it has them. */
export interface VerdictShown {
  readonly id: string
  readonly text: Text | null
  readonly basis: Provision | null
  /** `unknown`: a human decides, or the answer comes with the act. */
  readonly answer: 'holds' | 'refuses' | 'unknown' | 'alarms'
  readonly reasons: readonly Reason[]
}

/** 可办动作 One act as its button needs it: whether it stands open, why not, and its form. */
export interface ActShown {
  readonly verb: Verb
  readonly stage: string | null
  readonly possible: boolean
  /** Why not: the code of the refusal the engine would give, with its reasons. */
  readonly refusal: {
    readonly code: string
    readonly title: string
    readonly facts: Readonly<Record<string, unknown>>
    readonly reasons: readonly ReasonShown[]
  } | null
  readonly verdicts: readonly VerdictShown[]
  readonly strong: boolean
  /** JSON Schema of the body; only where the act stands open. */
  readonly form: unknown
  readonly choices: Readonly<Record<string, readonly Choice[]>>
}

const answers = { refuse: 'refuses', human: 'unknown', alarm: 'alarms' } as const

/** What the item says of a condition or rule, and what the question of a comparison is called. */
function saidOf(
  { definition }: CompiledItem,
  id: string,
  asked: QuestionWords['asked'],
): { text: Text | null; basis: Provision | null } {
  const found =
    definition.conditions.find(one => one.id === id) ??
    definition.rules.find(one => one.id === id) ??
    definition.comparison.find(one => one.id === id)
  if (!found) return { text: null, basis: null }
  return { text: 'ask' in found ? asked(found.ask) : (found.text ?? null), basis: found.basis ?? null }
}

/** 裁断 As it was stored with a step, or as it would be given now. */
export const verdictShown = (
  definition: CompiledItem,
  { id, verdict }: Judged,
  asked: QuestionWords['asked'],
): VerdictShown => ({
  id,
  ...saidOf(definition, id, asked),
  answer: verdict.granted ? 'holds' : answers[verdict.outcome],
  reasons: verdict.granted ? [] : verdict.reasons,
})

/** What an act is shown with: what questions are called, and whom a reason names. */
interface Showing extends Pick<QuestionWords, 'asked'> {
  readonly named: (reason: Reason) => ReasonShown
}

/** The act as its button needs it. */
export function actShown(
  definition: CompiledItem,
  { verb, stage, refusal, judged }: TriedAct,
  { asked, named, strong, choices }: Pick<ActShown, 'strong' | 'choices'> & Showing,
): ActShown {
  const possible = refusal === null
  return {
    verb,
    stage,
    possible,
    refusal: refusal && {
      code: refusal.code,
      title: refusal.title,
      facts: refusal.facts,
      reasons: refusal.reasons.map(named),
    },
    verdicts: judged.map(one => verdictShown(definition, one, asked)),
    strong,
    form: possible ? acts[verb].body : null,
    choices: possible ? choices : {},
  }
}

/** 可以开办 One way in which a case of the item may begin, as its button needs it. */
export const openingShown = (
  definition: CompiledItem,
  tried: OpeningTried,
  shown: Pick<ActShown, 'choices'> & Showing,
) => ({
  start: tried.start,
  ...actShown(definition, tried, { ...shown, strong: false }),
})

/** 当事人角色 Who may stand in a case of the item from the beginning: in which role, of which kind, how many. */
export const rolesShown = ({ definition }: CompiledItem) =>
  Object.entries(definition.content.parties).map(([role, declared]) => ({
    role,
    units: [declared?.unit ?? 'person'].flat(),
    min: declared?.min ?? (role === 'subject' ? 1 : 0),
    max: declared?.max ?? null,
  }))

/** 紧急实施 What the item lets be done before its approval, as long as its turn has not come: a verb, or the work of a stage. */
export function urgentActs(around: Around, asked?: QuestionWords['asked']) {
  const { definition, state } = around
  const declared = definition.definition.authority.urgent
  if (!declared || state.status !== 'open') return []
  return declared.acts.flatMap(named => {
    const at = Object.hasOwn(acts, named) ? undefined : definition.stages.get(named)
    const verb = (at ? 'complete' : named) as Verb
    if (!Object.hasOwn(acts, verb) || (at && state.stages[named] !== undefined)) return []
    // The form asks what the stage would ask if it were open.
    const opened = at && { ...state.stages, [named]: { status: 'open' as const, round: 1, on: around.on } }
    const choices = choicesOf(verb, opened ? { ...around, state: { ...state, stages: opened } } : around, asked)
    return [
      {
        ...{ verb, stage: at?.stage ?? null, name: at?.name ?? null, grounds: declared.grounds },
        basis: declared.basis,
        ...{ form: acts[verb].body, choices: at ? { ...choices, stage: [] } : choices },
      },
    ]
  })
}

/** 事项用语 What the version of this case calls its questions, papers, stages, results and limits, for whoever shows the case. */
export function itemWords({ definition }: CompiledItem, { asked }: Pick<QuestionWords, 'asked'>) {
  const { content, materials, limits, conditions, rules, comparison } = definition
  return {
    form: Object.fromEntries(
      Object.entries(content.form).map(
        ([name, { label, type, at, unit, options, help, repeat, required, min, max }]) => [
          name,
          {
            ...{ label, type, at: at ?? null, unit: unit ?? null, help: help ?? null, options: options ?? [] },
            ...{
              repeat: repeat?.max ?? null,
              required: required !== false,
              sometimes: typeof required === 'string',
              min: min ?? null,
              max: max ?? null,
            },
          },
        ],
      ),
    ),
    materials: materials.map(({ id, name, from, stage, onlyIf }) => ({
      ...{ id, name, stage: stage ?? null },
      from: typeof from === 'string' ? from : 'voucher' in from ? 'voucher' : 'register',
      onlySometimes: onlyIf !== undefined,
    })),
    outcomes: Object.fromEntries(
      Object.entries(content.outcomes).map(([key, { name, favourable }]) => [
        key,
        { name: name ?? key, favourable: favourable !== false },
      ]),
    ),
    documents: Object.fromEntries((content.documents ?? []).map(({ id, name }) => [id, name ?? id])),
    /** By the `rule` of a reason: what the condition, rule or comparison says. */
    grounds: Object.fromEntries([
      ...conditions.map(({ id, text }) => [`conditions.${id}`, text] as const),
      ...rules.flatMap(({ id, text }) => (text === undefined ? [] : [[`rules.${id}`, text] as const])),
      ...comparison.map(({ id, ask }) => [`comparison.${id}`, asked(ask)] as const),
    ]),
    limits: Object.fromEntries(
      Object.entries(limits).flatMap(([id, limit]) =>
        id === 'stops' ? [] : [[id, { text: 'text' in limit ? (limit.text ?? null) : null }] as const],
      ),
    ),
  }
}
