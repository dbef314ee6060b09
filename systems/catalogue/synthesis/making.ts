import type { Example, ItemDefinition } from '#kernel/definition'
import { makeOverlay, type Overlay } from '../intake/overlay.ts'
import type { Chance } from './chance.ts'
import type { Subject } from './subjects.ts'

type Act = Example['acts'][number]

/** An invented item that grows: what it writes over its template, and what its examples must answer because of that. */
export interface Making {
  readonly chance: Chance
  readonly subject: Subject
  readonly base: ItemDefinition
  readonly overlay: Overlay
  readonly given: Record<string, unknown>
  readonly answers: Record<string, unknown>
  /** Acts of stages the template does not have, by the verb or stage they follow. */
  readonly acts: { readonly after: string; readonly acts: readonly Act[] }[]
  /** Amounts the template's examples name, and what they are here. */
  readonly amounts: Map<number, number>
  /** Examples besides the template's. */
  readonly more: Example[]
}

export const makingOf = (chance: Chance, subject: Subject, base: ItemDefinition): Making => ({
  chance,
  subject,
  base,
  overlay: makeOverlay(),
  given: {},
  answers: {},
  acts: [],
  amounts: new Map(),
  more: [],
})

const nameOf = (act: Act): readonly string[] => {
  if (typeof act === 'string') return [act]
  const [verb, body] = Object.entries(act)[0]!
  const stage = typeof body === 'string' ? body : body['stage']
  return typeof stage === 'string' ? [verb, `${verb} ${stage}`] : [verb]
}

function changed(value: unknown, amounts: ReadonlyMap<number, number>): unknown {
  if (typeof value === 'number') return amounts.get(value) ?? value
  if (Array.isArray(value)) return value.map(one => changed(one, amounts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changed(one, amounts)]))
}

/** 示例 The template's examples with the answers, acts and amounts of this item, and its own. */
export function examplesOf({ base, given, answers, acts, amounts, more }: Making): readonly Example[] {
  const adapted = [...base.examples, ...more].map((example): Example => {
    const owed = example.expect.owed
    return {
      ...example,
      given: {
        ...(changed(example.given, amounts) as Example['given']),
        ...given,
        ...(more.includes(example) ? example.given : {}),
      },
      ...(Object.keys(answers).length > 0 && { answers: { ...answers, ...example.answers } }),
      acts: example.acts.flatMap(act => [
        changed(act, amounts) as Act,
        ...acts.filter(({ after }) => nameOf(act).includes(after)).flatMap(one => one.acts),
      ]),
      expect: owed === undefined ? example.expect : { ...example.expect, owed },
    }
  })
  return adapted
}
