import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'
import { provinces } from './province.ts'
import { acceptedCode, type CodeContext, type Divisions, findings, type Parsed, refusedCode } from './scheme.ts'

const divisionsInvalid = refusal('DIVISIONS_INVALID', 422, 'The list of divisions is not usable')

const Place = Type.Object({ code: Type.String(), name: Type.String(), statistical: Type.Optional(Type.Boolean()) })
const City = Type.Object({
  source: Type.String(),
  city: Place,
  districts: Type.Array(
    Type.Object({ code: Type.String(), name: Type.String(), kind: Type.String(), streets: Type.Array(Place) }),
  ),
})

/** Reads the divisions of the cities in a folder (`210100.yaml`): city, districts, streets. @throws DIVISIONS_INVALID. */
export function readDivisions(folder: string): Divisions {
  const names = new Map<string, string>()
  const cities = new Set<string>()
  const statistical = new Set<string>()
  const add = (code: string, name: string, shape: RegExp, within: string) => {
    if (!shape.test(code) || !code.startsWith(within) || names.has(code))
      throw divisionsInvalid({ detail: `${code} ${name} is misplaced or listed twice` })
    names.set(code, name)
  }
  for (const file of readdirSync(folder).filter(name => /^\d{6}\.yaml$/.test(name))) {
    const content: unknown = parse(readFileSync(join(folder, file), 'utf8'))
    if (!Value.Check(City, content))
      throw divisionsInvalid({ detail: `${file} is not a city with districts and streets` })
    const prefix = content.city.code.slice(0, 4)
    add(content.city.code, content.city.name, /^\d{4}00$/, '')
    cities.add(prefix)
    for (const district of content.districts) {
      add(district.code, district.name, /^\d{6}$/, prefix)
      for (const street of district.streets) {
        add(street.code, street.name, /^\d{9}$/, district.code)
        if (street.statistical) statistical.add(street.code)
      }
    }
  }
  return { cities, names, statistical }
}

/** No city listed: only the shape is checked. */
export const noDivisions: Divisions = { cities: new Set(), names: new Map(), statistical: new Set() }

export interface DivisionParts {
  readonly level: 'province' | 'city' | 'county' | 'street' | 'village'
  readonly province: string
  readonly provinceName: string
  readonly city: string | null
  readonly cityName: string | null
  readonly county: string | null
  readonly countyName: string | null
  readonly street: string | null
  readonly streetName: string | null
  readonly village: string | null
  /** Whether the city's whole list was at hand, so that the code is known and not only well-formed. */
  readonly listed: boolean
}

/** 行政区划代码 6 (GB/T 2260), 9 or 12 digits (统计用区划代码); trailing zeros name the division above. */
export function parseDivision(value: string, { divisions }: Pick<CodeContext, 'divisions'>): Parsed<DivisionParts> {
  const found = findings()
  const refuse = () => refusedCode<DivisionParts>('division', found.problems)
  if (!found.expect([6, 9, 12].includes(value.length), 'length', `区划代码应为 6、9 或 12 位,现为 ${value.length} 位`))
    return refuse()
  if (!found.expect(/^\d+$/.test(value), 'digits', '区划代码只有数字')) return refuse()
  const full = value.padEnd(12, '0')
  const steps = [full.slice(0, 2), full.slice(2, 4), full.slice(4, 6), full.slice(6, 9), full.slice(9)]
  const depth = steps.findLastIndex(step => /[1-9]/.test(step))
  found.expect(Object.hasOwn(provinces, steps[0]!), 'province', `“${steps[0]}”不是省级代码`)
  const gap = steps.slice(0, depth).some(step => /^0+$/.test(step))
  found.expect(!gap, 'gap', '上级为 0 而下级不为 0')
  if (found.problems.length > 0) return refuse()
  const listed = divisions.cities.has(full.slice(0, 4))
  const named = (digits: number, step: number) => {
    if (depth < step) return { code: null, name: null }
    const code = full.slice(0, digits).padEnd(6, '0')
    const name = divisions.names.get(code) ?? null
    if (listed) found.expect(name !== null, 'unknown', `${code} 不在该市区划名单内`)
    return { code, name }
  }
  const [city, county, street] = [named(4, 1), named(6, 2), named(9, 3)]
  if (found.problems.length > 0) return refuse()
  return acceptedCode('division', value, {
    level: (['province', 'city', 'county', 'street', 'village'] as const)[depth]!,
    province: `${steps[0]}0000`,
    provinceName: provinces[steps[0]!]!,
    city: city.code,
    cityName: city.name,
    county: county.code,
    countyName: county.name,
    street: street.code,
    streetName: street.name,
    village: depth === 4 ? full : null,
    listed,
  })
}
