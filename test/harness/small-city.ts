import { type Actor, placeOf } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { type Directory, type DirectoryRows, directoryOf, type Officer } from '#kernel/identity'
import type { Mutable } from './item.ts'

export const home = '210102-home'
export const superior = '210100-superior'
export const applicant = '00000000-0000-7000-8000-000000000001'
export const stranger = '00000000-0000-7000-8000-000000000009'
const since = { from: '2000-01-01', to: null }

/** The organ of a kind that serves the case: the home organ for none, else one named after it. */
export const organOf = (kind: string | undefined): string => kind ?? home

/** Officer n (from 1) of a post of the home organ; `collector@collecting-bank` for another organ's. */
export function officer(post: string, nth = 1, onBehalfOf?: string): Officer {
  const [code, organ = home] = post.split('@') as [string, string?]
  return {
    kind: 'officer',
    person: `${code}-${nth}${organ === superior ? '-up' : ''}`,
    post: `${organ}/${code}`,
    organ,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
  }
}

export const party = (id: string = applicant): Actor => ({ kind: 'party', party: id, account: 'account' })

/** A small city: the home organ with two officers in every post the item names and four in every body, its superior, and the organs it deals with. */
export function directoryFor(
  definition: CompiledItem,
  change: (rows: Mutable<DirectoryRows>) => void = () => {},
): Directory {
  const { posts, certificate } = definition.definition.authority
  const places = Object.keys(posts).map(role => placeOf(definition, home, organOf, role))
  const asked = ['natural-resources-bureau', 'energy-bureau', 'market-regulation-bureau'].map(organ => ({
    post: 'officer',
    organ,
  }))
  const bodies = [...definition.stages.values()].flatMap(({ body }) =>
    body === undefined ? [] : [body.slice(body.indexOf('/') + 1)],
  )
  const all = [
    ...places,
    ...bodies.map(post => ({ post, organ: home })),
    ...asked,
    { post: 'officer', organ: home },
    ...places.filter(({ organ }) => organ === home).map(({ post }) => ({ post, organ: superior })),
  ]
  const named = [...new Set(all.map(({ post, organ }) => `${organ}/${post === '*' ? 'officer' : post}`))]
  const organs = [...new Set(named.map(id => id.slice(0, id.indexOf('/'))))]
  const people = named.flatMap(post =>
    (bodies.includes(post.slice(post.indexOf('/') + 1)) ? [1, 2, 3, 4] : [1, 2]).map(nth => ({
      post,
      id: `${post.slice(post.indexOf('/') + 1)}-${nth}${post.startsWith(superior) ? '-up' : ''}`,
    })),
  )
  const ids = [...new Set(people.map(({ id }) => id))]
  const rows: DirectoryRows = {
    epoch: 0,
    regions: [],
    organs: organs.map(id => ({
      ...since,
      id,
      name: id,
      parent: null,
      superior: id === home ? superior : null,
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
        : ids
            .filter(id => !id.startsWith('uncertified'))
            .map(id => ({
              from: '2000-01-01',
              to: '2100-01-01',
              kind: certificate,
              number: id,
              person: id,
              revokedOn: null,
            })),
    delegations: [],
    administrators: [],
  }
  change(rows as Mutable<DirectoryRows>)
  return directoryOf(rows)
}
