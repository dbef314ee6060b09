import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { officerName } from './names.ts'
import { demoCreditCode } from './numbers.ts'
import {
  citySeats,
  districtSeats,
  firstDistrictSeats,
  laterCitySeats,
  laterFirstDistrictSeats,
  laterStreetSeats,
  latestCitySeats,
  latestFirstDistrictSeats,
  makeStaff,
  namedBeforeAdministrators,
  streetSeats,
} from './staff.ts'

/**
 * Writes organs.yaml and officers.yaml of a demonstration city from its city.yaml and divisions:
 * `node tools/synthetic/write-city.ts content/cities/shenyang`. The same input gives the same bytes.
 */

interface Division {
  readonly code: string
  readonly name: string
  readonly statistical?: boolean
  readonly streets?: readonly Division[]
}
interface CityFile {
  readonly divisions: string
  readonly organTypes: string
}
interface Type {
  readonly name: string
}

const districtTypes = [
  'approval-bureau',
  'energy-bureau',
  'market-regulation-bureau',
  'natural-resources-bureau',
  'civil-affairs-bureau',
  'justice-bureau',
  'finance-bureau',
  'supervision',
  'audit-bureau',
]
const cityOnly = ['treasury-payment', 'collecting-bank', 'data-bureau']
const laterCityOnly = ['civil-defence-office']
const latestCityOnly = ['intellectual-property-bureau']
/** The other bureaus that a city and each of its districts have. */
const latestDistrictTypes = [
  'ecology-bureau',
  'housing-bureau',
  'urban-management-bureau',
  'transport-bureau',
  'water-bureau',
  'agriculture-bureau',
  'culture-bureau',
  'health-bureau',
  'education-bureau',
  'labour-bureau',
  'emergency-bureau',
  'forestry-bureau',
]
const cityNames: Readonly<Record<string, string>> = {
  'approval-bureau': '营商环境建设局(行政审批局)',
  'energy-bureau': '发展和改革委员会(能源局)',
}

const folder = process.argv[2]!
const read = <T>(path: string): T => parse(readFileSync(path, 'utf8')) as T
const file = read<CityFile>(join(folder, 'city.yaml'))
const { city, districts } = read<{ city: Division; districts: Division[] }>(join(folder, file.divisions))
const types = read<Record<string, Type>>(join(folder, file.organTypes))

const organs: string[] = []
const staff = makeStaff()
let serial = 0
const add = (id: string, type: string, name: string, region: string, links: Readonly<Record<string, string>>) => {
  const uscc = demoCreditCode('11', region.slice(0, 6), ++serial)
  const more = Object.entries(links)
    .map(([key, value]) => `, ${key}: ${value}`)
    .join('')
  organs.push(`- { id: ${id}, type: ${type}, name: ${name}, region: "${region}"${more}, uscc: ${uscc} }`)
}

organs.push(`# ${city.name}`)
const cityId = (type: string) => `${city.code}-${type}`
add(cityId('city-government'), 'city-government', `${city.name}人民政府`, city.code, {})
for (const type of [...districtTypes, ...cityOnly]) {
  const name = `${city.name}${cityNames[type] ?? types[type]!.name}`
  add(cityId(type), type, type === 'collecting-bank' ? `${name}(演示)` : name, city.code, {
    parent: cityId('city-government'),
  })
}
for (const [type, seats] of Object.entries(citySeats)) staff.fill(cityId(type), seats)

const streetOffice = (name: string) => (name.endsWith('街道') ? `${name}办事处` : `${name}人民政府`)
for (const [place, district] of districts.entries()) {
  const id = (type: string) => `${district.code}-${type}`
  const government = id('county-government')
  organs.push(`# ${district.name}`)
  add(government, 'county-government', `${district.name}人民政府`, district.code, { parent: cityId('city-government') })
  for (const type of districtTypes)
    add(id(type), type, `${district.name}${types[type]!.name}`, district.code, {
      parent: government,
      superior: cityId(type),
    })
  // Farms and the two statistical areas are places without an office of their own.
  const streets = (district.streets ?? []).filter(street => /(?:街道|镇|乡)$/.test(street.name) && !street.statistical)
  for (const street of streets)
    add(`${street.code}-street`, 'street', `${district.name}${streetOffice(street.name)}`, street.code, {
      parent: government,
    })
  for (const [type, seats] of Object.entries({ ...districtSeats, ...(place === 0 ? firstDistrictSeats : {}) }))
    staff.fill(id(type), seats)
  if (place === 0) staff.fill(`${streets[0]!.code}-street`, streetSeats)
}

// Organs and seats that came later stand last: credit codes and personnel numbers of the earlier ones stay.
organs.push(`# ${city.name}：后设机关`)
for (const type of laterCityOnly)
  add(cityId(type), type, `${city.name}${types[type]!.name}`, city.code, { parent: cityId('city-government') })
for (const [type, seats] of Object.entries(laterCitySeats)) staff.fill(cityId(type), seats)
const [first] = districts
if (first) {
  for (const [type, seats] of Object.entries(laterFirstDistrictSeats)) staff.fill(`${first.code}-${type}`, seats)
  staff.fill(`${first.streets?.[0]?.code}-street`, laterStreetSeats)
}

function addBureaus(title: string, district: readonly string[], cityOnly: readonly string[] = []): void {
  organs.push(`# ${city.name}：${title}`)
  for (const type of [...cityOnly, ...district])
    add(cityId(type), type, `${city.name}${types[type]!.name}`, city.code, { parent: cityId('city-government') })
  for (const { code, name } of districts) {
    organs.push(`# ${name}：${title}`)
    for (const type of district)
      add(`${code}-${type}`, type, `${name}${types[type]!.name}`, code, {
        parent: `${code}-county-government`,
        superior: cityId(type),
      })
  }
}
addBureaus('其他职能部门', latestDistrictTypes, latestCityOnly)
addBureaus('公安、消防', ['public-security-bureau', 'fire-rescue-brigade'])
for (const [type, seats] of Object.entries(latestCitySeats)) staff.fill(cityId(type), seats)
if (first)
  for (const [type, seats] of Object.entries(latestFirstDistrictSeats)) staff.fill(`${first.code}-${type}`, seats)

const header = (title: string) =>
  `# ${title}\n# Written by tools/synthetic/write-city.ts; numbers pass their checks and belong to nobody.\n`
writeFileSync(
  join(folder, 'organs.yaml'),
  `${header('机关 Organs by type (content/organs/organ-types.yaml). Credit codes begin with DEM: invented.')}${organs.join('\n')}\n`,
)
const officers = staff.officers.map(
  ({ number, name, posts, certificate }) =>
    `  - { number: ${number}, name: ${name}, posts: [${posts.join(', ')}]${certificate ? `, certificates: [{ kind: law-enforcement, number: ${certificate}, from: "2024-01-01", until: "2028-12-31" }]` : ''} }`,
)
const administrators = (['system', 'security', 'audit'] as const).map(
  (kind, at) => `  - { number: SYD-900${at + 1}, name: ${officerName(namedBeforeAdministrators + at)}, kind: ${kind} }`,
)
writeFileSync(
  join(folder, 'officers.yaml'),
  `${header('人员 Invented officers, the posts they hold, their certificates (until: the last printed day), and the three administrators.')}officers:\n${officers.join('\n')}\nadministrators:\n${administrators.join('\n')}\n`,
)
process.stdout.write(`${serial} organs, ${staff.officers.length} officers\n`)
