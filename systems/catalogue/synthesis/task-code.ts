import { drawerOfCode } from '../intake/power-words.ts'

const typeOfDrawer: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(drawerOfCode).map(([type, drawer]) => [drawer, type]),
)
const otherPower = '10'

/** So many main items a department may number; the rest are their sub-items. */
const mains = 999

/**
 * 基本编码 Twelve digits of GB/T 39554 for the n-th invented item (from 0): source, type of its drawer, no department, main and sub-item.
 * `source` is a province, or `00` for the national list.
 */
export const basicCode = (source: string, drawer: string, place: number): string =>
  [
    source,
    typeOfDrawer[drawer] ?? otherPower,
    '00',
    String(1 + (place % mains)).padStart(3, '0'),
    String(Math.floor(place / mains)).padStart(3, '0'),
  ].join('')
