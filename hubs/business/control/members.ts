import { type ControlInput, placeOf, stageRoles } from '#kernel/case'
import type { CompiledStage } from '#kernel/definition'

type Asked = Pick<ControlInput, 'definition' | 'state' | 'facts' | 'directory' | 'actor' | 'on'>

/** The chief is whoever holds the post that presides there: nobody is by calling himself so. */
export const presides = (
  { definition, state, facts, directory, actor, on }: Asked,
  at: CompiledStage,
  person: string,
): boolean =>
  actor.kind === 'officer' &&
  stageRoles(definition, at).some(role => {
    const { post } = placeOf(definition, state.organ, facts.organOf, role)
    return directory.holdersOf(post, actor.organ, on).includes(person)
  })

export interface Members {
  /** Whoever sits on the body today: the holders of its post in the organ that decides, and the chief. */
  readonly all: readonly string[]
  /** Those of them who count: without who stands back from this case. */
  readonly counted: readonly string[]
}

/** 组成人员 Who sits on the body on the day; nobody where nobody holds its post. */
export function membersOf(
  { actor, directory, on, state }: Asked,
  { body }: Pick<CompiledStage, 'body'>,
  chief: string | undefined,
): Members {
  if (body === undefined || actor.kind !== 'officer') return { all: [], counted: [] }
  const holders = directory.holdersOf(body.slice(body.indexOf('/') + 1), actor.organ, on)
  const all = holders.length === 0 ? [] : [...new Set([...holders, ...(chief === undefined ? [] : [chief])])]
  return { all, counted: all.filter(person => !state.avoided.includes(person)) }
}

/** How many must be there: the number the item names, or that part of all members, rounded up; never one alone (集体). */
export function quorumOf(declared: string | undefined, members: number): number {
  const [part, whole = 0] = (declared ?? '1/2').split('/').map(Number) as [number, number?]
  return Math.max(2, whole === 0 ? part : Math.ceil((members * part) / whole))
}
