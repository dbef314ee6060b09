import type { Deed, Step } from '../script/script.ts'
import type { Rehearsed, Told, Trial, Wrong } from './wrong.ts'

export interface Place {
  readonly told: Told
  readonly at: number
  readonly deed: Deed
}

/** Every deed of every clean life. */
export const places = ({ clean }: Rehearsed): readonly Place[] =>
  clean.flatMap(told => told.script.deeds.map((deed, at) => ({ told, at, deed })))

/** The first of each sort: a wrong of one kind is planted in one place of an item, and in another of the next sort. */
export function firstOfEach<T extends Place>(all: readonly T[], sortOf: (place: T) => string): readonly T[] {
  const seen = new Set<string>()
  return all.filter(place => {
    const sort = sortOf(place)
    if (seen.has(sort)) return false
    seen.add(sort)
    return true
  })
}

/** A trial that must be refused for one of these reasons; afterwards the life goes on. */
export const tried = (
  kind: string,
  codes: readonly string[],
  { told, at }: Pick<Place, 'told' | 'at'>,
  trial: (right: Step) => Trial,
  more: Partial<Wrong> = {},
): Wrong => ({
  foreseen: { kind, expect: 'refused', codes, made: true, ...(more.ends && { abandoned: true }) },
  example: told.example,
  at,
  trial,
  ...more,
})

/** 无从得知 To an officer whose organ has nothing to do in the case yet, or no more, there is no such case. */
export const unseenBy = ({ actor, before }: Pick<Deed, 'actor' | 'before'>): readonly string[] =>
  actor.kind === 'officer' &&
  actor.organ !== before.organ &&
  !Object.values(before.tasks).some(({ organ }) => organ === actor.organ)
    ? ['CASE_NOT_FOUND']
    : []

export const stageOf = ({ body }: Deed): string | undefined =>
  typeof body['stage'] === 'string' ? body['stage'] : undefined
