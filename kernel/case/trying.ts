import type { TSchema } from 'typebox'
import type { CompiledItem, CompiledStage } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'
import { type Act, type ActInput, type Facts, stageRoles } from './act.ts'
import { acts, lateVerbs, type Verb } from './acts/index.ts'
import type { Control, Controls, Evidence, Judged } from './control.ts'
import type { StepInput } from './decide-step.ts'
import { factsOf } from './facts.ts'
import { authorityLacking, bodyInvalid, caseEnded, controlsRefuse, drawNotPossible } from './refusals.ts'
import { type CaseState, unopened } from './state.ts'

/** 试作 What the engine says to an act before its form is filled in: whether it stands open, and if not, why. */
export interface TriedAct {
  readonly verb: Verb
  /** The stage it would belong to. */
  readonly stage: string | null
  readonly refusal: Refusal | null
  /** What the controls answer that need no form: `human` is not known yet and keeps nobody from opening the form. */
  readonly judged: readonly Judged[]
}

export interface TryInput extends Omit<StepInput, 'command' | 'controls' | 'evidence' | 'opening'> {
  readonly verb: Verb
  readonly actor: StepInput['command']['actor']
  readonly controls: readonly Control[]
  /** What a member of the body may name here, by the member. */
  readonly choices: Readonly<Record<string, readonly string[]>>
  /** What is known already: the mandate of whoever acts for another. */
  readonly evidence?: readonly Evidence[]
}

/** Controls that judge what stands in the form. */
const ofForm: ReadonlySet<string> = new Set([
  'discretion',
  'refusal-grounds',
  'acceptance-grounds',
  'recipient',
  'notice',
  'service',
  'paper',
  'officers',
  'drawn',
  'comparison',
  'adjustment',
  'hours',
  'limits',
  'deliberation',
])
/** Said of a form that lacks something, or of what is gathered only for the act itself. */
const notYet: ReadonlySet<string> = new Set([bodyInvalid.code, drawNotPossible.code])
/** What these decide on is read from elsewhere when they are done. */
const gathersFirst: ReadonlySet<Verb> = new Set(['prepareDraw', 'draw', 'adjust'])
/** Members that say what kind of act it is, although they may be left out. */
const tellKind: ReadonlySet<string> = new Set(['kind', 'notice'])
/** Words without which an act says nothing. */
const sayMost: ReadonlySet<string> = new Set(['reason', 'text'])
/** Where several stages are open, the act may be of any of them. */
const tellStage: ReadonlySet<string> = new Set(['stage', 'from'])
const mostTries = 24
const nobody = '00000000-0000-0000-0000-000000000000'

type Members = Readonly<Record<string, TSchema & Readonly<Record<string, unknown>>>>

/** Values that would do in a member of this shape: every word where it has words, else one. */
function valuesFor(schema: Members[string], named: readonly string[] | undefined, on: string): readonly unknown[] {
  if (schema.type === 'integer' && named && named.length > 0) return named.map(Number)
  if (schema.type === 'array') return [named && named.length > 0 ? [named[0]] : ['none']]
  if (named && named.length > 0) return named
  if (Array.isArray(schema.enum)) return schema.enum
  if (schema.type === 'boolean') return [true, false]
  if (schema.type === 'integer') return [typeof schema.minimum === 'number' ? schema.minimum : 1]
  if (schema.type === 'object') return [{}]
  if (schema.format === 'date') return [on]
  return [typeof schema.pattern === 'string' && schema.pattern.includes('{12}') ? nobody : 'none']
}

/** Bodies as the form could send them: each way the members that tell the kind of act can be filled in, up to a bound. */
function bodiesOf({ body }: Act, choices: TryInput['choices'], on: string): readonly Record<string, unknown>[] {
  const { properties = {}, required = [] } = body as { properties?: Members; required?: readonly string[] }
  let bodies: Record<string, unknown>[] = [{}]
  for (const [name, schema] of Object.entries(properties)) {
    const must = required.includes(name) || (sayMost.has(name) && schema.type === 'string')
    const several = tellStage.has(name) && (choices[name]?.length ?? 0) > 1
    if (!must && !several && !tellKind.has(name)) continue
    const values = valuesFor(schema, choices[name], on)
    const ways = must ? values : [undefined, ...values]
    bodies = bodies
      .flatMap(made => ways.map(value => (value === undefined ? made : { ...made, [name]: value })))
      .slice(0, mostTries)
  }
  return bodies
}

const asks = ({ body }: Act, member: string): boolean =>
  Object.hasOwn((body as { properties?: object }).properties ?? {}, member)

/** Whether a control judges what the form of this very act is to say, or what is read for it: papers, who goes along, other cases. */
const waitsForForm = (act: Act, control: string, stage: CompiledStage | undefined): boolean =>
  ofForm.has(control) ||
  (control === 'subCases' && stage?.subCase !== undefined) ||
  (control === 'materials' && asks(act, 'materials')) ||
  (control === 'certificate' && asks(act, 'officers'))

const aboutHands: ReadonlySet<string> = new Set(['authority', 'avoidance', 'separation', 'certificate'])

/** What the controls have against it, as the act itself would be refused. */
function refusedBy(judged: readonly Judged[]): Refusal | null {
  const no = judged.filter(({ verdict }) => !verdict.granted && verdict.outcome === 'refuse')
  if (no.length === 0) return null
  const reasons = no.flatMap(({ id, verdict }) =>
    verdict.granted ? [] : verdict.reasons.map(reason => ({ ...reason, rule: reason.rule ?? id })),
  )
  return (no.some(({ id }) => aboutHands.has(id)) ? authorityLacking : controlsRefuse)({ reasons })
}

/** Nothing personal is opened for a mere button: what depends on it is not known. */
const withoutPersonal = (definition: CompiledItem, facts: Facts): Facts => {
  const open = (source: string) => definition.personalNamesIn([source]).length === 0
  return {
    ...facts,
    test: source => (open(source) ? facts.test(source) : null),
    value: source => (open(source) ? facts.value(source) : null),
  }
}

/** One way of doing it: what is thrown is why it cannot be done that way. */
function tryOnce(input: TryInput, act: Act, body: Readonly<Record<string, unknown>>): Omit<TriedAct, 'verb'> {
  const { definition, state, actor, sources, today, directory, verb, now, evidence = [] } = input
  const proposed = typeof body['outcome'] === 'string' ? { outcome: body['outcome'] } : {}
  const facts = withoutPersonal(
    definition,
    factsOf({ ...sources, definition, proposed }, () => state),
  )
  const on = today
  const at = now.toString()
  const actInput: ActInput = { definition, state, body, actor, facts, on, at, evidence }
  let stage: string | null = null
  let judged: readonly Judged[] = []
  try {
    const own = act.stage?.(actInput)
    stage = own?.stage ?? null
    const roles = act.roles?.(actInput) ?? (own ? stageRoles(definition, own) : [])
    const asked = { ...actInput, verb, directory, roles, stage: own?.stage, evidence, urgent: false, today }
    judged = input.controls
      .filter(({ name }) => !waitsForForm(act, name, own))
      .flatMap(({ name, judge }): readonly Judged[] => {
        const answer = judge(asked)
        return 'granted' in answer ? [{ id: name, verdict: answer }] : answer
      })
    // That the case is elsewhere says more than that this hand may not.
    if (!gathersFirst.has(verb)) act.decide(actInput)
    return { stage, refusal: refusedBy(judged), judged }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return { stage, refusal: notYet.has(fault.code) ? refusedBy(judged) : fault, judged }
  }
}

/**
 * 试作 Asks of one act what would stand against it now, whatever is written in its form: the same act, the same controls; nothing is
 * written. It stands open where one way of filling in the form is not refused; the first refusal says why it does not.
 */
export function tryAct(input: TryInput): TriedAct {
  const { verb, state, actor, choices, today } = input
  const act: Act = acts[verb]
  if (state.status === 'ended' && !lateVerbs.has(verb))
    return { verb, stage: null, judged: [], refusal: caseEnded({ facts: { result: state.result ?? '' } }) }
  if (act.who === 'officer' && actor.kind === 'party')
    return { verb, stage: null, judged: [], refusal: authorityLacking({ detail: 'AUTHORITY_NOT_AN_OFFICER' }) }
  let first: Omit<TriedAct, 'verb'> | undefined
  for (const body of bodiesOf(act, choices, today)) {
    const tried = tryOnce(input, act, body)
    if (tried.refusal === null) return { verb, ...tried }
    // Who may not at all is told so, rather than that the stage is another.
    if (
      first === undefined ||
      (first.refusal?.code !== authorityLacking.code && tried.judged.length > first.judged.length)
    )
      first = tried
  }
  return { verb, ...first! }
}

/** 试办 How one case of an item could begin: as an application, on a clue, by plan. */
export interface OpeningTried extends TriedAct {
  readonly start: string
  /** As the act finds it: a case of which nothing is known but where it would be. */
  readonly state: CaseState
}

/** Asks the opening verb of each way in which a case of this item may begin what would stand against this hand beginning it so. */
export function tryOpenings({
  place,
  controls,
  choicesOf,
  ...input
}: Omit<TryInput, 'verb' | 'state' | 'controls' | 'choices'> & {
  readonly place: Pick<CaseState, 'organ' | 'region'>
  readonly controls: Controls
  readonly choicesOf: (verb: Verb, state: CaseState) => TryInput['choices']
}): readonly OpeningTried[] {
  const { definition, today } = input
  const { item, category } = definition.definition
  return category.starts.map(start => {
    const verb = start === 'application' ? 'submit' : 'lodge'
    const { organ, region } = place
    const state = { ...unopened(nobody), item, organ, region, start, openedOn: today }
    const tried = tryAct({ ...input, verb, state, controls: controls[verb], choices: choicesOf(verb, state) })
    return { start, state, ...tried }
  })
}
