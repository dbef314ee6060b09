import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { CompiledItem } from '#kernel/definition'
import { questionsOf } from '#portals/public'

/** Where this city asks one thing that a published file asks, or why it does not. */
export interface Place {
  readonly paper?: string
  readonly fields?: readonly string[]
  /** A paper that the city fetches itself. */
  readonly fetched?: string
  readonly not?: string
}

/** What a file lists by name; each must be found in the map. */
export const lists = ['materials', 'conditions', 'rejects'] as const
type List = (typeof lists)[number]

export type AskedItem = { readonly [name in List]?: Readonly<Record<string, Place>> } & {
  /** The form itself, which the files name and do not show. */
  readonly form?: Place
  /** What our form asks besides, and why. */
  readonly ours?: Readonly<Record<string, string>>
}

/** 来源对照 What each published file asks of whoever applies, and where this city asks it, by item. */
export const readAsked = (): Readonly<Record<string, AskedItem>> =>
  parse(readFileSync(join(import.meta.dirname, 'asked.yaml'), 'utf8')) as Readonly<Record<string, AskedItem>>

const placesOf = (asked: AskedItem): readonly Place[] => [
  ...(asked.form ? [asked.form] : []),
  ...lists.flatMap(list => Object.values(asked[list] ?? {})),
]

/** What the map says and the item has not, and what the form asks that stands at no place of the map: nothing is dropped, nothing invented. */
export function faultsIn(asked: AskedItem, compiled: CompiledItem): readonly string[] {
  const places = placesOf(asked)
  const questions = questionsOf(compiled).map(([name]) => name)
  const said = [...places.flatMap(({ fields = [] }) => fields), ...Object.keys(asked.ours ?? {})]
  const { materials } = compiled.definition
  const isThere = (id: string, fetched: boolean): boolean =>
    materials.some(({ id: own, from }) => own === id && (typeof from === 'object') === fetched)
  return [
    ...said.filter(name => !questions.includes(name)).map(name => `no such question: ${name}`),
    ...questions.filter(name => !said.includes(name)).map(name => `asked and traced to nothing: ${name}`),
    ...places.flatMap(({ paper, fetched }) => [
      ...(paper !== undefined && !isThere(paper, false) ? [`no such paper: ${paper}`] : []),
      ...(fetched !== undefined && !isThere(fetched, true) ? [`not fetched: ${fetched}`] : []),
    ]),
    ...places.filter(place => Object.keys(place).length === 0).map(() => 'a place that says nothing'),
  ]
}

type Source = { readonly [name in List]?: readonly (string | { readonly name: string })[] }

/** What the published file asks and the map does not know. */
export const droppedFrom = (asked: AskedItem, source: Source): readonly string[] =>
  lists.flatMap(list =>
    (source[list] ?? [])
      .map(one => (typeof one === 'string' ? one : one.name))
      .filter(name => asked[list]?.[name] === undefined),
  )
