import type { TSchema } from 'typebox'
import type { Calendar } from '#kernel/calendar'
import type { CompiledItem, CompiledStage } from '#kernel/definition'
import { makeMemory } from '#kernel/memory'
import type { Evidence } from './control.ts'
import type { Actor, NewEvent, TaskOpened } from './event.ts'
import { actNotPermitted, actOutOfOrder } from './refusals.ts'
import type { CaseState, OrderState } from './state.ts'

/** 已知事实 What a step may look at besides the state: gathered before the case is decided, so deciding needs no I/O. */
export interface Facts {
  readonly calendar: Calendar
  /** Raw form values, personal ones included where an expression of this act reads them. */
  raw(): Readonly<Record<string, unknown>>
  /** True, false, or null for unknown. */
  test(source: string): boolean | null
  value(source: string): unknown
  /** The organ of this kind that serves the case's region; undefined means the case's own organ. */
  organOf(kind: string | undefined): string
  /** What an order still owes on a date, in fen. */
  owed(
    order: OrderState,
    on: string,
    remedies: CaseState['remedies'],
  ): { readonly principal: number; readonly surcharge: number; readonly credit: number }
}

export interface ActInput<Body = Readonly<Record<string, unknown>>> {
  readonly definition: CompiledItem
  readonly state: CaseState
  readonly body: Body
  readonly actor: Actor
  readonly facts: Facts
  /** The legal date the act counts from. */
  readonly on: string
  readonly at: string
  /** What was obtained before the step. */
  readonly evidence?: readonly Evidence[]
}

/** 动作 One verb: the form of its body, whose role it is, and what it makes happen. Pure. */
export interface Act {
  readonly body: TSchema
  /** Who may at all: an officer in a role, a party of the case, or either (the counter acts for the party). */
  readonly who: 'officer' | 'party' | 'either'
  /** The stage the act belongs to; undefined when it concerns the case as a whole. Refuses when out of order. */
  stage?(input: ActInput): CompiledStage
  /** Role keys of `authority.posts` that may do it; defaults to the stage's `by`. */
  roles?(input: ActInput): readonly string[]
  decide(input: ActInput): readonly NewEvent[]
}

/** Keeps the body's type inside the act while the table stays uniform. */
export const act = <Body>(
  definition: Omit<Act, 'decide' | 'stage' | 'roles'> & {
    stage?(input: ActInput<Body>): CompiledStage
    roles?(input: ActInput<Body>): readonly string[]
    decide(input: ActInput<Body>): readonly NewEvent[]
  },
): Act => definition as unknown as Act

/** The open stage of one of these kinds, or the named one; out of order otherwise. */
export function openStage(
  input: ActInput<unknown>,
  kinds: readonly string[] | undefined,
  named?: string,
): CompiledStage {
  const { definition, state } = input
  if (named !== undefined) {
    const stage = definition.stages.get(named)
    if (stage && state.stages[named]?.status === 'open' && (!kinds || kinds.includes(stage.kind))) return stage
    throw actOutOfOrder({
      detail: `stage ${named} is not open for this act`,
      facts: { stage: named, open: openStages(state) },
    })
  }
  for (const key of openStages(state)) {
    const stage = definition.stages.get(key)
    if (stage && (!kinds || kinds.includes(stage.kind))) return stage
  }
  throw actOutOfOrder({
    detail: kinds ? `no stage of kind ${kinds.join(' or ')} is open` : 'no stage is open',
    facts: { open: openStages(state) },
    remedy: 'Read the case again and take the next step it shows.',
  })
}

export const openStages = ({ stages }: CaseState): readonly string[] =>
  Object.keys(stages).filter(key => stages[key]!.status === 'open')

/** Refuses unless the stage's row says `may: [permission]`. */
export function permitted(stage: CompiledStage, permission: string): void {
  if (!stage.permits.has(permission))
    throw actNotPermitted({
      detail: `stage ${stage.stage} does not allow ${permission}`,
      facts: { stage: stage.stage, permission },
    })
}

/** The roles of a stage: its `by`, or the handler of the case's first stage where the row leaves it out. */
export function stageRoles(definition: CompiledItem, stage: CompiledStage): readonly string[] {
  if (stage.by !== undefined) return typeof stage.by === 'string' ? [stage.by] : stage.by
  if (stage.kind === 'payment' && definition.definition.authority.posts['collector'] !== undefined) return ['collector']
  for (const first of definition.stages.values())
    if (first.by !== undefined) return typeof first.by === 'string' ? [first.by] : first.by
  return []
}

interface Address {
  readonly sort: string
  readonly code: string
  readonly kind: string | undefined
}

/** Every act asks where its role works, and the items of a city name few addresses: each is taken apart once. */
const addresses = makeMemory<Address>(2_000)

const addressOf = (written: string): Address =>
  addresses(written, () => {
    const [place, kind] = written.split('@') as [string, string | undefined]
    const [sort, code] = place.split('/') as [string, string]
    return { sort, code, kind }
  })

/** Where a role works: `post/review` in the case's own organ, `post/collector@bank` in the bank that serves it, `organ/bank` anybody there. */
export function placeOf(
  definition: CompiledItem,
  organ: string,
  organOf: Facts['organOf'],
  role: string,
): { readonly post: string; readonly organ: string } {
  const { sort, code, kind } = addressOf(definition.definition.authority.posts[role] ?? `post/${role}`)
  if (sort === 'organ') return { post: '*', organ: organOf(code) }
  return { post: code, organ: kind === undefined ? organ : organOf(kind) }
}

/** The tasks that open with a stage: one for each role, and for each organ where the row names several; none where the work is done in parts. */
export function tasksOf(
  definition: CompiledItem,
  organ: string,
  organOf: Facts['organOf'],
  stage: CompiledStage,
  round: number,
): readonly TaskOpened[] {
  if (stage.joint) return []
  const tasks: TaskOpened[] = []
  for (const role of stageRoles(definition, stage)) {
    const place = placeOf(definition, organ, organOf, role)
    const organs = stage.organs ? stage.organs.map(organOf) : [place.organ]
    const post = stage.organs ? '*' : place.post
    for (const at of organs) tasks.push({ task: `${stage.stage}.${round}.${tasks.length + 1}`, role, post, organ: at })
  }
  return tasks
}

/** The tasks of a stage in this very case: where it was drawn who goes, each of them has one, by name. */
export function tasksIn(
  definition: CompiledItem,
  { organ, drawn }: Pick<CaseState, 'organ' | 'drawn'>,
  organOf: Facts['organOf'],
  stage: CompiledStage,
  round: number,
): readonly TaskOpened[] {
  const tasks = tasksOf(definition, organ, organOf, stage, round)
  if (!drawn || drawn.persons.length === 0) return tasks
  return tasks
    .flatMap(task => (task.role === drawn.role ? drawn.persons.map(person => ({ ...task, person })) : [task]))
    .map((task, index) => ({ ...task, task: `${stage.stage}.${round}.${index + 1}` }))
}
