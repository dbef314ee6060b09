import { say } from '../house.ts'
import { isThing, type makeHolding } from './held.ts'
import { expectedOf, type Route, readTable, rowsOf } from './table.ts'

export interface Compared {
  readonly wrong: readonly string[]
  /** How many pairs of a cell and an address were asked. */
  readonly pairs: number
  /** Of them by the session of the desk. */
  readonly desk: number
  /** Of those that may: who was let do it, who was told that the thing does not stand so, who was sent back for the form of what he sent. */
  readonly reached: number
  readonly heard: number
  readonly unheard: readonly string[]
  /** Those that may, of what is not there. */
  readonly vacuous: readonly string[]
  /** Asked, of things made for it, although the table leaves open what is answered; and left out, for they change who asks or the house. */
  readonly open: readonly string[]
  readonly unasked: readonly string[]
}

/** 对表 The whole table, or the addresses that begin with one of these. */
export async function compare(
  holding: ReturnType<typeof makeHolding>,
  routes: readonly Route[],
  {
    only,
    cells,
    tell,
  }: { readonly only: readonly string[]; readonly cells: readonly string[]; readonly tell: boolean },
): Promise<Compared> {
  const wrong: string[] = []
  const unheard: string[] = []
  const vacuous: string[] = []
  const open: string[] = []
  const unasked: string[] = []
  let [pairs, desk, reached, heard] = [0, 0, 0, 0]
  const { rowFor, unused } = rowsOf(readTable())
  for (const route of routes) {
    const row = rowFor(route)
    if (!row) {
      wrong.push(`${route.method} ${route.path} stands in no row`)
      continue
    }
    if (only.length > 0 && !only.some(prefix => route.path.startsWith(prefix))) continue
    for (const [cell, expected] of Object.entries(expectedOf(row))) {
      // Changes whoever asks, or the house, and with it what is asked afterwards: only what is made anew for it is asked.
      if (expected === 'any' && route.method !== 'GET' && !isThing(row.object)) {
        unasked.push(`${route.method} ${route.path} ${cell}`)
        continue
      }
      for (const by of holding.waysOf(route, cell)) {
        pairs++
        if (by === 'desk') desk++
        const held = await holding.held(route, row, cell, expected, by)
        if (held.wrong !== undefined) wrong.push(held.wrong)
        else if (held.vacuous) vacuous.push(held.said)
        else if (expected === 'any') open.push(`${held.said}, any`)
        else if (expected === 'yes') {
          if (held.kind === 'unheard') unheard.push(held.said)
          else if (held.kind === 'heard') heard++
          else reached++
        }
      }
    }
    if (tell)
      for (const cell of cells)
        if (!(cell in row.expect) && Object.keys(row.expect).length > 0)
          say(`${route.method} ${route.path} ${cell}: ${await holding.told(route, row, cell)}`)
  }
  for (const route of unused()) wrong.push(`${route}: no such address`)
  return { wrong, pairs, desk, reached, heard, unheard, vacuous, open, unasked }
}
