import { anchorOf, moments, namedLimits } from '../limits.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { spanOf, type Text } from '../settings/words.ts'
import { stagesOf } from '../stages.ts'
import { same } from '../widening/difference.ts'
import type { Change } from './change.ts'
import type { Direction } from './difference.ts'
import type { Said } from './said.ts'

/** The two definitions of which one is compared with the other. */
export interface Compared {
  readonly before: ItemDefinition
  readonly after: ItemDefinition
}

export interface Spoken {
  readonly sentence: string
  readonly values?: Readonly<Record<string, Said>>
  readonly directions?: readonly Direction[]
}

/** Says one change in a sentence of the catalogue, or leaves it to whoever comes next. */
export type Speaker = (change: Change, compared: Compared) => Spoken | undefined
/** By the path of the change; `*` stands for one step. The first that has something to say is heard. */
export type Speakers = readonly (readonly [pattern: string, speaker: Speaker])[]

export const spoken = (sentence: string, values: Spoken['values'] = {}, ...directions: Direction[]): Spoken => ({
  sentence: `difference.${sentence}`,
  values,
  directions,
})

/** Of what is one sentence when it came, another when it went, a third when it changed. */
export const byKind =
  (ways: { readonly [Kind in Change['kind']]?: Speaker }): Speaker =>
  (change, compared) =>
    ways[change.kind]?.(change, compared)

export const asText = (text: unknown, otherwise: string): Said =>
  typeof text === 'string' || (typeof text === 'object' && text !== null && 'zh' in text)
    ? { text: text as Text }
    : otherwise

const either = <Found>({ before, after }: Compared, find: (item: ItemDefinition) => Found | undefined) =>
  find(after) ?? find(before)

/** The row of a list that a change is in, as the later definition has it, else the earlier. */
export function rowOf<List extends 'materials' | 'conditions' | 'rules' | 'comparison' | 'patrol' | 'alarms'>(
  compared: Compared,
  list: List,
  id: string | undefined,
): ItemDefinition[List][number] | undefined {
  return either(compared, item => (item[list] as readonly { readonly id: string }[]).find(row => row.id === id)) as
    | ItemDefinition[List][number]
    | undefined
}

export const stageSaid = (compared: Compared, key: string): Said =>
  asText(
    either(compared, item => stagesOf(item.flow).find(({ stage }) => stage.stage === key)?.stage.name),
    key,
  )

export const outcomeSaid = (compared: Compared, key: string): Said =>
  asText(
    either(compared, item => item.content.outcomes[key]?.name),
    key,
  )

export const fieldSaid = (compared: Compared, key: string): Said =>
  asText(
    either(compared, item => item.content.form[key]?.label),
    key,
  )

const known = new Set<string>(moments)

/** A point of the case: a stage by its name, a moment by the catalogue's word. */
export function pointSaid(compared: Compared, anchor: unknown): Said {
  const name = anchorOf(String(anchor))
  return known.has(name) ? { word: ['moment', name] } : stageSaid(compared, name)
}

export const pointsSaid = (compared: Compared, anchors: unknown): Said =>
  anchors === undefined
    ? { say: 'difference.nothing' }
    : { list: [anchors].flat().map(anchor => pointSaid(compared, anchor)) }

/** A limit by its own words, else by what it runs from and to. */
export function limitSaid(compared: Compared, id: string): Said {
  const found = either(compared, item => namedLimits(item).find(([name]) => name === id)?.[1])
  if (!found) return id
  if (found.text !== undefined) return { text: found.text }
  const to = found.to ?? (id.includes('.') ? undefined : id)
  if (found.from === undefined) return { say: 'difference.of.limitTo', values: { to: pointsSaid(compared, to ?? id) } }
  const from = pointSaid(compared, found.from)
  return to === undefined
    ? { say: 'difference.of.limitFrom', values: { from } }
    : { say: 'difference.of.limit', values: { from, to: pointsSaid(compared, to) } }
}

export const roleSaid = (role: unknown): Said => ({
  list: [role ?? []].flat().map(one => ({ word: ['role', String(one)] })),
})

/** `60 day`, or nothing. */
export const spanSaid = (span: unknown): Said =>
  typeof span === 'string' ? { span } : span === undefined ? { say: 'difference.nothing' } : { value: span }

/** Whether the second of two spans is longer (1), shorter (-1), the same or not to be compared (0). */
export function longer(before: unknown, after: unknown): number {
  if (typeof before !== 'string' || typeof after !== 'string') return 0
  const [old, now] = [spanOf(before), spanOf(after)]
  return old.unit === now.unit ? Math.sign(now.value - old.value) : 0
}

/** Of a list that changed: what came, what went, or that only its order is another. */
export const listOf =
  (
    what: string | Speaker,
    word: (one: unknown, compared: Compared) => Said,
    { came = [], went = [] }: { readonly came?: readonly Direction[]; readonly went?: readonly Direction[] } = {},
  ): Speaker =>
  (change, compared) => {
    const named = typeof what === 'string' ? { say: `difference.of.${what}` } : what(change, compared)
    if (!named) return undefined
    const subject: Said = 'say' in named ? named : { say: named.sentence, values: named.values ?? {} }
    const [old, now] = [[change.before ?? []].flat(), [change.after ?? []].flat()]
    const gone = old.filter(one => !now.some(other => same(one, other)))
    const fresh = now.filter(one => !old.some(other => same(one, other)))
    const said = (list: readonly unknown[]): Said => ({ list: list.map(one => word(one, compared)) })
    if (fresh.length > 0 && gone.length > 0)
      return spoken('list.both', { what: subject, came: said(fresh), went: said(gone) }, ...came, ...went)
    if (fresh.length > 0) return spoken('list.came', { what: subject, came: said(fresh) }, ...came)
    if (gone.length > 0) return spoken('list.went', { what: subject, went: said(gone) }, ...went)
    return spoken('list.order', { what: subject, before: said(old), after: said(now) })
  }

export const asWord =
  (group: string) =>
  (one: unknown): Said => ({ word: [group, String(one)] })
