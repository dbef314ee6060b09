import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { parseUscc } from '#kernel/code'
import { refusal } from '#kernel/refusal'
import { partsOfPost } from '../actor.ts'
import type { AdministratorKind, Organ, Post, Region } from '../records.ts'
import { CityFile, DivisionsFile, OfficersFile, OrgansFile, type OrganTypes, OrganTypesFile } from './city.schema.ts'
import { initialsOf } from './initials.ts'

export const cityInvalid = refusal('CITY_INVALID', 422, 'The city’s files are not usable')

export interface CityOfficer {
  readonly number: string
  readonly name: string
  /** Post ids. */
  readonly posts: readonly string[]
  readonly certificates: readonly {
    readonly kind: string
    readonly number: string
    readonly from: string /** The day after the last printed one. */
    readonly to: string
  }[]
  readonly administrator: AdministratorKind | null
}

/** 城市 What a city's folder says, checked and ready to be written. */
export interface City {
  readonly city: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly demo: boolean
  readonly from: string
  readonly regions: readonly Region[]
  readonly organs: readonly Omit<Organ, 'from' | 'to'>[]
  readonly posts: readonly Omit<Post, 'from' | 'to'>[]
  readonly officers: readonly CityOfficer[]
}

async function readYaml<Schema extends TSchema>(path: string, schema: Schema, name: string): Promise<Static<Schema>> {
  let content: unknown
  try {
    content = parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw cityInvalid({ detail: `${name} cannot be read: ${cause instanceof Error ? cause.message : ''}`, cause })
  }
  if (Value.Check(schema, content)) return content as Static<Schema>
  const [first] = Value.Errors(schema, content)
  throw cityInvalid({ detail: `${name}${first?.instancePath ?? ''}: ${first?.message ?? 'not of its shape'}` })
}

type Organs = Static<typeof OrgansFile>
type Officers = Static<typeof OfficersFile>

function twice(values: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return values.find(value => seen.size === seen.add(value).size)
}

/** What no schema can say: links that lead nowhere, codes given twice, wrong check digits, an administrator in office. */
function findFault(
  regions: ReadonlySet<string>,
  types: OrganTypes,
  organs: Organs,
  { officers, administrators }: Officers,
): string | undefined {
  const known = new Set(organs.map(organ => organ.id))
  const repeated = twice(organs.map(organ => organ.id)) ?? twice(organs.flatMap(organ => organ.uscc ?? []))
  if (repeated !== undefined) return `organs.yaml: ${repeated} is given twice`
  for (const { id, type, region, parent, superior, entruster, uscc } of organs) {
    const nature = types[type]?.nature
    if (nature === undefined) return `organs.yaml ${id}: no type ${type} in the organ types`
    if (!regions.has(region)) return `organs.yaml ${id}: no region ${region} in the divisions`
    for (const link of [parent, superior, entruster])
      if (link !== undefined && (!known.has(link) || link === id)) return `organs.yaml ${id}: ${link} is no other organ`
    if ((nature === 'entrusted') !== (entruster !== undefined))
      return `organs.yaml ${id}: an entrusted organ, and no other, names its entruster`
    if (uscc !== undefined && !parseUscc(uscc).ok) return `organs.yaml ${id}: ${uscc} is no unified social credit code`
  }
  const typeOf = new Map(organs.map(organ => [organ.id, organ.type]))
  const number = twice([...officers, ...administrators].map(person => person.number))
  if (number !== undefined) return `officers.yaml: ${number} is given twice; an administrator holds no post`
  const certificate = twice(
    officers.flatMap(officer => officer.certificates?.map(one => `${one.kind} ${one.number}`) ?? []),
  )
  if (certificate !== undefined) return `officers.yaml: certificate ${certificate} is given twice`
  for (const officer of officers) {
    for (const post of officer.posts) {
      const { organ, code } = partsOfPost(post)
      if (!Object.hasOwn(types[typeOf.get(organ) ?? '']?.posts ?? {}, code))
        return `officers.yaml ${officer.number}: no post ${post}`
    }
    for (const { from, until } of officer.certificates ?? [])
      if (until < from) return `officers.yaml ${officer.number}: a certificate ends before it begins`
  }
  return undefined
}

/** Two organs under one would give one number to two papers. */
function sharedInitials(initials: ReadonlyMap<string, string>): string | undefined {
  const shared = twice([...initials.values()])
  if (shared === undefined) return undefined
  const organs = [...initials].flatMap(([id, said]) => (said === shared ? [id] : []))
  return `organs.yaml: ${organs.join(' and ')} share the initials ${shared}; give one of them its own`
}

/** 读取城市 Reads a city's folder (`city.yaml`, `organs.yaml`, `officers.yaml`) and what it points to. @throws CITY_INVALID with file and place. */
export async function readCity(directory: string): Promise<City> {
  const file = await readYaml(join(directory, 'city.yaml'), CityFile, 'city.yaml')
  const [divisions, types, organs, people] = await Promise.all([
    readYaml(join(directory, file.divisions), DivisionsFile, 'divisions'),
    readYaml(join(directory, file.organTypes), OrganTypesFile, 'organ types'),
    readYaml(join(directory, 'organs.yaml'), OrgansFile, 'organs.yaml'),
    readYaml(join(directory, 'officers.yaml'), OfficersFile, 'officers.yaml'),
  ])
  const regions: Region[] = [{ code: divisions.city.code, name: divisions.city.name, kind: 'city', parent: null }]
  for (const district of divisions.districts) {
    regions.push({ code: district.code, name: district.name, kind: 'district', parent: divisions.city.code })
    for (const street of district.streets)
      if (!street.statistical)
        regions.push({ code: street.code, name: street.name, kind: 'street', parent: district.code })
  }
  const places = [divisions.city, ...divisions.districts.flatMap(one => [one, ...one.streets])]
  const known = {
    places: new Map(places.flatMap(({ code, initials }) => (initials === undefined ? [] : [[code, initials]]))),
    kinds: new Map(
      Object.entries(types).flatMap(([type, { initials }]) => (initials === undefined ? [] : [[type, initials]])),
    ),
    regions: new Map(regions.map(region => [region.code, region])),
  }
  const initials = new Map(organs.map(organ => [organ.id, organ.initials ?? initialsOf(organ, known)]))
  const fault =
    findFault(new Set(regions.map(region => region.code)), types, organs, people) ?? sharedInitials(initials)
  if (fault !== undefined) throw cityInvalid({ detail: fault })

  return {
    city: file.city,
    name: file.name,
    demo: file.demo,
    from: file.from,
    regions,
    organs: organs.map(({ id, type, name, region, parent, superior, entruster, uscc }) => ({
      id,
      name,
      region,
      parent: parent ?? null,
      superior: superior ?? null,
      entruster: entruster ?? null,
      uscc: uscc ?? null,
      initials: initials.get(id)!,
      nature: types[type]!.nature,
      functions: [type, ...(types[type]!.functions ?? [])],
    })),
    posts: organs.flatMap(({ id, type }) =>
      Object.entries(types[type]!.posts).map(([code, { name, level, counter = false }]) => ({
        id: `${id}/${code}`,
        ...{ organ: id, code, name, level, counter },
      })),
    ),
    officers: [
      ...people.officers.map(({ number, name, posts, certificates = [] }) => ({
        number,
        name,
        posts,
        administrator: null,
        certificates: certificates.map(({ kind, number: printed, from, until }) => ({
          kind,
          number: printed,
          from,
          to: Temporal.PlainDate.from(until).add({ days: 1 }).toString(),
        })),
      })),
      ...people.administrators.map(({ number, name, kind }) => ({
        number,
        name,
        posts: [],
        certificates: [],
        administrator: kind,
      })),
    ],
  }
}
