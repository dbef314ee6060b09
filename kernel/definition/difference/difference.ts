import type { Bilingual } from '../finding.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { type Widening, wideningOf } from '../widening.ts'
import { type Change, changesBetween } from './change.ts'
import { type Phrases, type Said, sayIn } from './said.ts'
import { speak } from './speak.ts'

/**
 * 方向 For whom a change makes what easier: `lighter` or `heavier` for the party; `wider` or `narrower` is the organ's power or what is done
 * with personal data; `wording` changes no rule. A change may be two of them, or none that can be told from the file.
 */
export const directions = ['lighter', 'heavier', 'wider', 'narrower', 'wording'] as const
export type Direction = (typeof directions)[number]

/** 差异 One thing that is otherwise: where, the sentence that says it with what fills its blanks, and both values as they were written. */
export interface Difference {
  /** As an override names it: `flow.expert.by`. */
  readonly path: string
  readonly sentence: string
  readonly values: Readonly<Record<string, Said>>
  readonly directions: readonly Direction[]
  readonly before?: unknown
  readonly after?: unknown
}

/** 差异的话 A difference as people read it. */
export interface DifferenceTold extends Omit<Difference, 'values'> {
  readonly text: Bilingual
}

const covers = (path: string, other: string): boolean => other === path || other.startsWith(`${path}.`)

/** Whether what the widening is about is what this change changes: its own place, a part of it, or a whole row that came or went with it. */
function isAbout({ path: wider }: Widening, { at, kind }: Change): boolean {
  const path = at.join('.')
  if (at.includes('basis')) return false
  const whole = kind === 'added' || kind === 'removed'
  // of a question only whether it is asked and whether it is personal, of a list of levels only which there are
  if (wider.startsWith('content.form.') && path !== wider) return path === `${wider}.personal`
  if (wider === 'category.levels') return whole
  return covers(wider, path) || (whole && covers(path, wider))
}

/** The numbering and the template it was filled in from say nothing about the item. */
const compared = ({ version: _, extends: __, ...content }: ItemDefinition) => content

/**
 * 版本对比 What the second definition says otherwise than the first, in the order of the file; nothing where both say the same. Every change
 * has its sentence or is shown by its path with both values: nothing is left out. Which change widens power or data is asked of `wideningOf`.
 */
export function differenceOf(before: ItemDefinition, after: ItemDefinition): readonly Difference[] {
  const [wider, narrower] = [wideningOf(before, after), wideningOf(after, before)]
  const told = new Set<Widening>()
  const differences = changesBetween(compared(before), compared(after)).map((change): Difference => {
    const spoken = speak(change, { before, after })
    const own = spoken.directions ?? []
    const about = own.includes('wording') ? [] : wider.filter(one => isAbout(one, change))
    for (const one of about) told.add(one)
    const isNarrower = about.length === 0 && !own.includes('wording') && narrower.some(one => isAbout(one, change))
    return {
      path: change.at.join('.'),
      sentence: spoken.sentence,
      values: spoken.values ?? {},
      directions: [...own, ...(about.length > 0 ? (['wider'] as const) : isNarrower ? (['narrower'] as const) : [])],
      ...(change.before !== undefined && { before: change.before }),
      ...(change.after !== undefined && { after: change.after }),
    }
  })
  // what one change elsewhere brings about: a party that may now be a person makes every answer personal
  const brought = wider.filter(one => !told.has(one))
  return [
    ...differences,
    ...brought.map(
      ({ path, text }): Difference => ({
        path,
        sentence: 'difference.brought',
        values: { where: path, what: { text } },
        directions: ['wider'],
      }),
    ),
  ]
}

/** 说明差异 Each difference in one plain sentence of either language. */
export const tellDifferences = (differences: readonly Difference[], phrases: Phrases): readonly DifferenceTold[] =>
  differences.map(({ values, ...difference }) => {
    const said: Said = { say: difference.sentence, values }
    return { ...difference, text: { zh: sayIn(phrases, 'zh', said), en: sayIn(phrases, 'en', said) } }
  })

/** 差异概要 How many differences there are, and how many of each direction. */
export const countDifferences = (
  differences: readonly Pick<Difference, 'directions'>[],
): Readonly<Record<Direction | 'all', number>> => ({
  all: differences.length,
  ...(Object.fromEntries(
    directions.map(direction => [direction, differences.filter(one => one.directions.includes(direction)).length]),
  ) as Record<Direction, number>),
})
