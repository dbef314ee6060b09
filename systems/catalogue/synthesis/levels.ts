import type { ItemDefinition } from '#kernel/definition'
import type { Chance } from './chance.ts'

type Levels = ItemDefinition['category']['levels']

/** Of a hundred items that are done at a counter near by, so many belong to the street. */
const streets: readonly (readonly [below: number, levels: Levels])[] = [
  [4, { county: '复杂的、跨街道的', street: '简单的、当场能办的' }],
  [9, { street: '街道办事处（乡镇人民政府）实施' }],
  [14, { street: '街道办事处（乡镇人民政府）实施', community: '社区代收、代办' }],
]
const others: readonly (readonly [below: number, levels: Levels])[] = [
  [60, { county: '县级实施' }],
  [80, { city: '市级实施' }],
  [100, { city: '跨区县的', county: '本行政区域内的' }],
]

/** 行使层级 Which levels carry an item out, as often as a city has it so; only what a counter alone can do is done by streets. */
export function levelsOf(chance: Chance, atTheStreet: boolean): Levels {
  const [draw, other] = [chance.whole(0, 99), chance.whole(0, 99)]
  const near = atTheStreet ? streets.find(([below]) => draw < below) : undefined
  return (near ?? others.find(([below]) => other < below)!)[1]
}

/** Whether nobody above the street carries it out. */
export const isStreetOnly = ({ city, county, street }: Levels): boolean =>
  street !== undefined && city === undefined && county === undefined
