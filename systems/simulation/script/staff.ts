import { placeOf, stageRoles } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { officerHand } from '../hand.ts'
import type { House } from '../house.ts'
import type { Officer } from '../world.ts'

/** 承办机关 An organ that carries an item out, and where it lies. */
export interface Seat {
  readonly organ: string
  readonly region: string
}

export interface Staff {
  /** The n-th, from 1, of those who were put into a post for the run; each holds that post alone. */
  of(organ: string, code: string, nth?: number): Officer
  /** The same, where somebody was put there. */
  find(organ: string, code: string, nth?: number): Officer | undefined
  /** Somebody in the post without the certificate that the item asks for, or whose certificate has run out. */
  uncertified(organ: string, code: string): Officer
  lapsed(organ: string, code: string): Officer
  /** Somebody who holds both posts, in the first of them. */
  double(organ: string, code: string, other: string): Officer
  /** The organ of a kind that serves a seat, found as the engine finds it. */
  organOf(kind: string | undefined, seat: Seat): string
}

/** How many stand in a post: nobody who acted on one side of a separate pair acts on the other. */
const perPost = 3
const by = { kind: 'system', name: 'simulation' } as const
const since = '2025-01-01'
const until = '2030-01-01'

const numberOf = (organ: string, code: string, what: number | string): string => `SIM-${organ}-${code}-${what}`

const organFinder =
  (directory: Directory, on: string): Staff['organOf'] =>
  (kind, { organ, region }) =>
    kind === undefined
      ? organ
      : ((directory.organsFor(kind, on, region)[0] ?? directory.organsFor(kind, on)[0])?.id ?? organ)

/** Organs that carry an item out: those that say so, else every organ of its kind. */
export async function seatsOf(
  { implementations }: Pick<House, 'implementations'>,
  { definition }: CompiledItem,
  directory: Directory,
  on: string,
): Promise<readonly Seat[]> {
  const carriedOut = await implementations.inForce(definition.item, on)
  if (carriedOut.length > 0)
    return carriedOut.flatMap(({ organ }) => {
      const found = directory.organ(organ, on)
      return found ? [{ organ, region: found.region }] : []
    })
  return directory.organsFor(definition.category.organ.post, on).map(({ id, region }) => ({ organ: id, region }))
}

/** Where each role of an item works, and the post `officer` where any will do. */
export function placesOf(item: CompiledItem, seat: Seat, organOf: Staff['organOf']) {
  const { posts } = item.definition.authority
  const at = (role: string) => placeOf(item, seat.organ, kind => organOf(kind, seat), role)
  const bodies = [...item.stages.values()].flatMap(({ body, organs }) => [
    ...(body === undefined ? [] : [{ organ: seat.organ, post: body.slice(body.indexOf('/') + 1) }]),
    ...(organs ?? []).map(kind => ({ organ: organOf(kind, seat), post: 'officer' })),
  ])
  return [...Object.keys(posts).map(at), ...bodies, { organ: seat.organ, post: 'officer' }].map(({ organ, post }) => ({
    organ,
    post: post === '*' ? 'officer' : post,
  }))
}

/** Pairs of posts of one organ whose stages one person must not combine. */
export function separatedPosts(
  item: CompiledItem,
): readonly { readonly stages: readonly [string, string]; readonly posts: readonly [string, string] }[] {
  const { separate = [], posts } = item.definition.authority
  const codeOf = (stage: string): string | undefined => {
    const by = [item.stages.get(stage)?.by ?? []].flat()[0]
    const address = by === undefined ? undefined : (posts[by] ?? `post/${by}`)
    return address?.startsWith('post/') && !address.includes('@') ? address.slice('post/'.length) : undefined
  }
  return separate.flatMap(([one, other]) => {
    const [first, second] = [codeOf(one!), codeOf(other!)]
    return first === undefined || second === undefined || first === second
      ? []
      : [{ stages: [one!, other!] as const, posts: [first, second] as const }]
  })
}

interface Wanted {
  readonly item: CompiledItem
  readonly seats: readonly Seat[]
}

const sits = (item: CompiledItem, post: string): boolean =>
  [...item.stages.values()].some(({ body }) => body?.slice(body.indexOf('/') + 1) === post)

/** Who presides over a body: in an example the members are counted without them. */
function headsOf(item: CompiledItem, body: string, organ: string, directory: Directory, on: string): Set<string> {
  const stages = [...item.stages.values()].filter(stage => stage.body?.endsWith(`/${body}`))
  const roles = stages.flatMap(stage => stageRoles(item, stage))
  return new Set(roles.flatMap(role => directory.holdersOf(placeOf(item, organ, () => organ, role).post, organ, on)))
}

/** 配备人员 Puts into every post that the items name as many people as their lives need, through the changes an administrator makes. */
export async function appointStaff(
  { db, identity }: Pick<House, 'db' | 'identity'>,
  wanted: readonly Wanted[],
  { on, wrongs }: { readonly on: string; readonly wrongs: boolean },
): Promise<Staff> {
  const before = await identity.directory()
  const organOf = organFinder(before, on)
  const found = new Map<string, string>()
  const people = new Map<string, { posts: [string, string][]; certificates: Set<string> }>()
  const want = (number: string, certificate: string | undefined, ...posts: [string, string][]) => {
    const known = people.get(number) ?? { posts, certificates: new Set() }
    if (certificate !== undefined) known.certificates.add(certificate)
    people.set(number, known)
  }
  for (const { item, seats } of wanted)
    for (const seat of seats) {
      const { certificate } = item.definition.authority
      for (const { organ, post } of placesOf(item, seat, organOf)) {
        if (sits(item, post)) {
          // Whoever sits on a body already, sits there: new members would change how many make a quorum.
          const heads = headsOf(item, post, organ, before, on)
          const all = before.holdersOf(post, organ, on)
          const members = [...all.filter(one => !heads.has(one)), ...all.filter(one => heads.has(one))]
          for (const [at, person] of members.entries()) found.set(numberOf(organ, post, at + 1), person)
          if (members.length > 1) continue
        }
        for (let nth = 1; nth <= perPost; nth++) want(numberOf(organ, post, nth), certificate, [organ, post])
        if (!wrongs || certificate === undefined) continue
        want(numberOf(organ, post, 'uncertified'), undefined, [organ, post])
        want(numberOf(organ, post, 'lapsed'), certificate, [organ, post])
      }
      if (!wrongs) continue
      for (const { posts } of separatedPosts(item))
        want(numberOf(seat.organ, posts[0], posts[1]), certificate, [seat.organ, posts[0]], [seat.organ, posts[1]])
    }
  await db.transaction(async sql => {
    const made = new Set<string>()
    for (const [number, { posts, certificates }] of people) {
      const person = await identity.recordPerson(sql, by, {
        personnelNumber: number,
        name: `演示${number}`,
        from: since,
      })
      found.set(number, person)
      for (const [organ, code] of posts) {
        const post = `${organ}/${code}`
        if (!made.has(post) && before.post(post, on) === undefined)
          await identity.recordPost(sql, by, { organ, code, name: `演示岗位${code}`, level: 'officer', from: since })
        made.add(post)
        await identity.appoint(sql, by, { person, post, from: since })
      }
      for (const kind of certificates)
        await identity.certify(sql, by, {
          person,
          kind,
          number: `DEMO-${number}-${kind}`,
          from: since,
          to: number.endsWith('-lapsed') ? on : until,
        })
    }
  })
  const find = (number: string, organ: string, code: string): Officer | undefined => {
    const person = found.get(number)
    return person === undefined ? undefined : officerHand(person, organ, code)
  }
  const hand = (number: string, organ: string, code: string): Officer => {
    const officer = find(number, organ, code)
    if (officer === undefined) throw new RangeError(`nobody was put into ${organ}/${code}`)
    return officer
  }
  return {
    of: (organ, code, nth = 1) => hand(numberOf(organ, code, nth), organ, code),
    find: (organ, code, nth = 1) => find(numberOf(organ, code, nth), organ, code),
    uncertified: (organ, code) => hand(numberOf(organ, code, 'uncertified'), organ, code),
    lapsed: (organ, code) => hand(numberOf(organ, code, 'lapsed'), organ, code),
    double: (organ, code, other) => hand(numberOf(organ, code, other), organ, code),
    organOf,
  }
}
