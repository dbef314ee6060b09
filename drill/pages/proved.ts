import type { Looked } from './look.ts'
import type { Sheet, Way } from './sheet.ts'

type Stands = Pick<Looked, 'heading' | 'title' | 'text'>
/** What stood in each state that was looked at, by its name. */
export type Stood = ReadonlyMap<string, Stands>

const textOf = (one: Stands | undefined) => (one === undefined ? '' : `${one.heading}\n${one.text}`)
/** Where else the words of a state must not stand. What was typed into a full page still stands there in error. */
const others: Readonly<Record<string, readonly string[]>> = {
  full: ['empty'],
  empty: ['full'],
  error: ['full', 'empty'],
  dialog: ['full', 'empty'],
}

/** 各态有别 A state proves something by words that do not stand there otherwise; a full one not by the page's own name either. */
export function unproved({ full, empty, error, dialog }: Sheet, stood: Stood): readonly string[] {
  const ways: readonly (readonly [string, Way | { readonly none: string } | undefined])[] = Object.entries({
    ...{ full, empty, error },
    // The acts of a case open one after another: no words stand in all of them.
    ...(dialog && !dialog.each && { dialog }),
  })
  return ways.flatMap(([state, way]) => {
    const own = stood.get(state)
    // What was not reached has been told already.
    if (way === undefined || 'none' in way || own === undefined) return []
    const { shows } = way
    if (shows === undefined) return [`${state}: nothing is said to stand there`]
    const name = state === 'full' && `${own.heading}\n${own.title}`.includes(shows) ? ['the name of the page'] : []
    const also = others[state]!.filter(other => textOf(stood.get(other)).includes(shows))
    return [...name, ...also.map(other => `the ${other} page`)].map(what => `${state}: ${shows} stands in ${what} too`)
  })
}
