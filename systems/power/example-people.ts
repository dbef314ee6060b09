import { type CaseState, placeOf } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { type Actor, type Directory, directoryOf } from '#kernel/identity'
import { makeMemory } from '#kernel/memory'

/** The organ of every example. */
export const home = 'example-organ'
const since = { from: '2000-01-01', to: null }

const directories = new WeakMap<CompiledItem, Directory>()

/** A city of one organ with two officers in every post the item names, all certified: enough to walk an example through. */
export function exampleDirectory(definition: CompiledItem): Directory {
  const known = directories.get(definition) ?? directoryLike(definition)
  directories.set(definition, known)
  return known
}

/** By the posts and the certificate that an item names: many items name the same. */
const alike = makeMemory<Directory>(300)

function directoryLike(definition: CompiledItem): Directory {
  const { certificate } = definition.definition.authority
  const named = postsNamed(definition)
  return alike(JSON.stringify([certificate, named]), () => makeDirectory(named, certificate))
}

function postsNamed(definition: CompiledItem): readonly string[] {
  const { posts } = definition.definition.authority
  const places = [
    ...Object.keys(posts).map(role => placeOf(definition, home, organOf, role)),
    { post: 'officer', organ: home },
    ...[...definition.stages.values()].flatMap(({ body }) =>
      body === undefined ? [] : [{ post: body.slice(body.indexOf('/') + 1), organ: home }],
    ),
  ]
  return [...new Set(places.map(({ post, organ }) => `${organ}/${post === '*' ? 'officer' : post}`))]
}

function makeDirectory(named: readonly string[], certificate: string | undefined): Directory {
  const organs = [...new Set(named.map(id => id.slice(0, id.indexOf('/'))))]
  const people = named.flatMap(post =>
    [1, 2, 3].map(number => ({ post, id: `${post.slice(post.indexOf('/') + 1)}-${number}` })),
  )
  const ids = [...new Set(people.map(({ id }) => id))]
  return directoryOf({
    epoch: 0,
    regions: [],
    organs: organs.map(id => ({
      ...since,
      id,
      name: id,
      parent: null,
      superior: null,
      region: '210102',
      nature: 'statutory',
      entruster: null,
      uscc: null,
      functions: [id],
    })),
    posts: named.map(id => ({
      ...since,
      id,
      organ: id.slice(0, id.indexOf('/')),
      code: id.slice(id.indexOf('/') + 1),
      name: id,
      level: 'officer',
    })),
    persons: ids.map(id => ({ id, personnelNumber: id, name: id, statuses: [{ ...since, status: 'active' }] })),
    appointments: people.map(({ id, post }) => ({ ...since, person: id, post })),
    certificates:
      certificate === undefined
        ? []
        : ids.map(id => ({
            from: '2000-01-01',
            to: '2100-01-01',
            kind: certificate,
            number: id,
            person: id,
            revokedOn: null,
          })),
    delegations: [],
    administrators: [],
  })
}

export const organOf = (kind: string | undefined): string => kind ?? home

/** The officer an example names: `executive-meeting-2` is the second holder of that post. */
export const officerNamed = (person: string): Actor => ({
  kind: 'officer',
  person,
  post: `${home}/${person.replace(/-\d+$/, '')}`,
  organ: home,
})

type Pairs = CompiledItem['definition']['authority']['separate']
const apartIn = new WeakMap<NonNullable<Pairs>, readonly string[]>()

/** The stages that the item wants in different hands; asked at every act, so read out of its pairs once. */
function stagesApart(pairs: Pairs): readonly string[] {
  if (!pairs) return []
  const stages = apartIn.get(pairs) ?? [...new Set(pairs.flat().map(key => key.split('.')[0]!))]
  apartIn.set(pairs, stages)
  return stages
}

/** The officer an example means when it names none: the first of the post whose part it is, and who has not acted on the other side. */
export function officerFor(definition: CompiledItem, state: CaseState, roles: readonly string[]): Actor {
  const apart = stagesApart(definition.definition.authority.separate)
  const separated = (person: string) => apart.some(stage => state.acted[stage]?.includes(person))
  for (const role of roles) {
    const { post, organ } = placeOf(definition, home, organOf, role)
    const code = post === '*' ? 'officer' : post
    const sent = role === state.drawn?.role ? state.drawn.persons[0] : undefined
    const person =
      sent ??
      [`${code}-1`, `${code}-2`, `${code}-3`].find(id => !separated(id) || state.acted[role]?.includes(id)) ??
      `${code}-1`
    return { kind: 'officer', person, post: `${organ}/${code}`, organ }
  }
  return { kind: 'officer', person: 'officer-1', post: `${home}/officer`, organ: home }
}
