import type { CompiledItem, CompiledStage } from '#kernel/definition'
import type { Beacon, PopulationQuestion } from '#kernel/draw'
import { type Directory, personsOf } from '#kernel/identity'
import { type ActInput, type Facts, placeOf } from './act.ts'
import type { Actor } from './event.ts'
import type { CaseState } from './state.ts'

/** Under which name what a draw needs is handed to its acts. */
export const drawMaterial = 'draw:material'

/** 抽取所需 What is gathered before a draw is prepared or made: deciding it needs no I/O. */
export interface DrawMaterial {
  readonly from: PopulationQuestion
  readonly keys: readonly string[]
  /** Hex. It comes from the random key that the case got when it began: nobody chooses it, and nobody sees it before the draw. */
  readonly seed: string
  /** Who could go today. */
  readonly eligible: readonly string[]
  /** The root of the log beyond the step that prepared the draw; null while it is not yet known. */
  readonly beacon: Beacon | null
  /** What was frozen cannot be read again as it was, or no root will ever follow: the draw may be prepared anew. */
  readonly lost: boolean
}

export const materialOf = ({ evidence }: Pick<ActInput, 'evidence'>): DrawMaterial | undefined =>
  evidence?.find(({ comparison }) => comparison === drawMaterial)?.value as DrawMaterial | undefined

interface Eligibility {
  readonly definition: CompiledItem
  readonly state: Pick<CaseState, 'organ' | 'acted' | 'avoided' | 'challenges'>
  readonly directory: Directory
  readonly organOf: Facts['organOf']
  readonly on: string
  readonly actor: Actor
}

/** Whoever drew, or stands on another side of the case, does not go; nor who must stand back. */
function keptOut({ definition, state, actor }: Eligibility, { stage }: CompiledStage): ReadonlySet<string> {
  const target = [...definition.stages.values()].find(({ subCase }) => subCase)?.stage ?? stage
  const opposite = (definition.definition.authority.separate ?? [])
    .filter(pair => pair.includes(target))
    .flatMap(pair => pair.filter(key => key !== target))
  const drawing = actor.kind === 'officer' && opposite.includes(stage) ? personsOf(actor) : []
  return new Set([
    ...state.avoided,
    ...Object.keys(state.challenges),
    ...opposite.flatMap(key => state.acted[key] ?? []),
    ...drawing,
  ])
}

/** 检查人员名录库 Who may be drawn to go: holders of the post today, with the certificate the item asks for, in the order of their ids. */
export function eligibleToGo(input: Eligibility, stage: CompiledStage): readonly string[] {
  const { definition, state, directory, organOf, on } = input
  const role = stage.draw?.role
  if (role === undefined) return []
  const { post, organ } = placeOf(definition, state.organ, organOf, role)
  const { certificate } = definition.definition.authority
  const out = keptOut(input, stage)
  return (post === '*' ? directory.membersOf(organ, on) : directory.holdersOf(post, organ, on))
    .filter(person => !out.has(person) && directory.administratorKind(person, on) === undefined)
    .filter(person => certificate === undefined || directory.certificateOf(person, certificate, on) !== undefined)
    .toSorted()
}

const plain = (value: unknown): string | number | boolean =>
  typeof value === 'bigint' ? Number(value) : (value as string | number | boolean)

/** 冻结 What the item says may be drawn, with the case's own facts filled in. */
export function questionOf(
  { draw }: CompiledStage,
  facts: Pick<Facts, 'value'>,
  { on, recordedAt }: Pick<PopulationQuestion, 'on' | 'recordedAt'>,
): PopulationQuestion {
  const { from, where = {}, except } = draw!
  const given = (source: string) => plain(facts.value(source))
  return {
    register: from,
    on,
    recordedAt,
    where,
    ...(except && {
      except: {
        register: except.register,
        by: except.by,
        where: Object.fromEntries(Object.entries(except.where ?? {}).map(([field, source]) => [field, given(source)])),
        atLeast: Number(given(except.atLeast)),
      },
    }),
  }
}

/** How many of so many are drawn: the item's number, or its percentage rounded up; undefined where it is no whole number. */
export function countOf({ draw }: CompiledStage, facts: Pick<Facts, 'value'>, size: number): number | undefined {
  const value = Number(facts.value((draw!.count ?? draw!.percent)!) ?? Number.NaN)
  if (!Number.isSafeInteger(value) || value < 1) return undefined
  return Math.min(size, draw!.count === undefined ? Math.ceil((size * value) / 100) : value)
}
