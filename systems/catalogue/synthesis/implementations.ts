import { stringify } from 'yaml'
import { composeItem } from '#kernel/code'
import { canonicalJson, type Implementation, type ItemDefinition } from '#kernel/definition'
import type { City } from '#kernel/identity'
import { chanceOf } from './chance.ts'

export type CarryingCity = Pick<City, 'regions' | 'organs' | 'posts'>
type Organ = City['organs'][number]

/** 行使层级 The digit of GB/T 39554. */
const levelDigit = { city: '3', district: '4', street: '5', community: '6' } as const

/** Who in a city carries items out. */
export interface Carriers {
  /**
   * At each level of an item the organ of its kind, at the street (and for its communities) the street office; wherever the posts are
   * that the item names. An item that has the street do a part of the work (`post/…@street`) is not the street's own.
   */
  of(definition: ItemDefinition): readonly Organ[]
  levelOf(organ: Organ): keyof typeof levelDigit
}

/** 承办机关 Which organs of a city carry an item out. */
export function carriersIn({ regions, organs, posts }: CarryingCity): Carriers {
  const kinds = new Map(regions.map(({ code, kind }) => [code, kind]))
  const there = new Set(posts.map(({ organ, code }) => `${organ}/${code}`))
  const levelOf = ({ region }: Organ) => kinds.get(region)!
  return {
    levelOf,
    of({ category, authority }) {
      const { city, county, street, community } = category.levels
      const wanted = { city, district: county, street: street ?? community, community: undefined }
      const addresses = Object.values(authority.posts)
      const needed = addresses.flatMap(address => /^post\/([a-z0-9-]+)$/.exec(address)?.[1] ?? [])
      const handsOn = addresses.some(address => address.endsWith('@street'))
      return organs.filter(organ => {
        const level = levelOf(organ)
        if (wanted[level] === undefined || (level === 'street' && handsOn)) return false
        const kind = level === 'street' ? 'street' : category.organ.post
        return organ.functions.includes(kind) && needed.every(code => there.has(`${organ.id}/${code}`))
      })
    },
  }
}

export interface ImplementationsWanted {
  readonly definition: ItemDefinition
  readonly carriers: Carriers
  /** The organs, where they are others than `carriers` finds. */
  readonly organs?: readonly Organ[]
  /** The item inside the codes, where it names none itself. */
  readonly basic: string
  /** What organs have said already: it stays as it is. */
  readonly said?: readonly Implementation[]
  /** How what is invented is marked: 演示, 合成. */
  readonly mark: string
}

const usualHours = '工作日 9:00-12:00 13:30-17:00'
const hours = [usualHours, usualHours, '工作日 8:30-17:00', '周一至周六 9:00-16:30'] as const
const firstDay = '2026-01-01'

const seedOf = (text: string): number => [...text].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) >>> 0, 7)

/** Never longer than the item promises, which is never longer than the law allows. */
function promiseOf({ limits }: ItemDefinition, chance: ReturnType<typeof chanceOf>): string | undefined {
  const promised = limits['promised'] as { readonly value?: number; readonly unit?: string } | undefined
  if (promised?.value === undefined || promised.unit === undefined) return undefined
  return `${chance.whole(Math.ceil(promised.value / 2), promised.value)} ${promised.unit}`
}

const defined = (values: object) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/**
 * 各机关实施清单 The file in which every organ of a city says how it carries an item out: code, window, hours, promise. What organs
 * have said before is written again word for word. The same input makes the same bytes.
 */
export function writeImplementations(wanted: ImplementationsWanted): { readonly text: string; readonly count: number } {
  const { definition, carriers, basic, said = [], mark } = wanted
  const { item, effective, content } = definition
  const known = new Map(said.map(one => [one.organ, one]))
  const head = {
    item,
    version: 1,
    effective: { from: effective.from > firstDay ? effective.from : firstDay },
    hours: usualHours,
    contacts: ['政务服务热线 12345'],
    supervision: '12345',
  }
  const invented = (organ: Organ): Implementation => {
    const { id, name, region, uscc } = organ
    const level = carriers.levelOf(organ)
    const chance = chanceOf(seedOf(item), seedOf(id))
    return {
      ...head,
      organ: id,
      region,
      taskCode: composeItem(uscc ?? '', levelDigit[level], basic),
      windows: [`${name}${level === 'street' ? '便民服务窗口' : '政务窗口'}（${mark}）`],
      hours: chance.pick(hours),
      contacts: [`024-00${String(chance.whole(0, 999_999)).padStart(6, '0')}（${mark}）`],
      ...defined({ promised: promiseOf(definition, chance) }),
    }
  }
  const others = (wanted.organs ?? carriers.of(definition)).filter(({ id }) => !known.has(id)).map(invented)
  const all = [...said, ...others].toSorted((a, b) => (a.organ < b.organ ? -1 : 1))
  const rows = all.map(({ organ, region, taskCode, ...more }) => ({
    organ,
    region,
    taskCode,
    ...rest({ organ, region, taskCode, ...more }, head),
  }))
  const name = typeof content.name === 'string' ? content.name : content.name.zh
  const flow = (value: unknown): string => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()
  const lines = [
    `# ${name}：各机关实施清单（${mark}，地址和编码为虚构）`,
    ...Object.entries(head).map(([key, value]) => `${key}: ${flow(value)}`),
    'organs:',
    ...rows.map(row => `  - ${flow(row)}`),
  ]
  return { text: `${lines.join('\n')}\n`, count: rows.length }
}

const inOrder = ['version', 'effective', 'windows', 'hours', 'contacts', 'supervision', 'promised', 'overrides']

/** What a row says that does not stand above it. @throws RangeError when it leaves out what stands above. */
function rest(one: Implementation, head: Readonly<Record<string, unknown>>): object {
  const values = one as Readonly<Record<string, unknown>>
  const left = Object.keys(head).filter(key => values[key] === undefined)
  if (left.length > 0) throw new RangeError(`${one.item} ${one.organ} says nothing of ${left.join(', ')}`)
  const own = inOrder.filter(key => canonicalJson(values[key] ?? null) !== canonicalJson(head[key] ?? null))
  return Object.fromEntries(own.map(key => [key, values[key]]))
}
