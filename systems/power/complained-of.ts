import type { OpenRequest } from '#kernel/case'
import { placeOf } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { Directory, PostLevel } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import { statement } from '#kernel/storage'
import { concerns, findCase } from './access.ts'
import type { OpeningBody, OpeningNeeds } from './openings.ts'

export const complaintMisdirected = refusal(
  'COMPLAINT_MISDIRECTED',
  422,
  'A complaint does not go to whoever is complained of, and is about a case of one’s own',
)

const handsIn = statement(
  'power.handsIn',
  `select distinct actor::json ->> 'person' as person from kernel.case_steps where case_id = $1 and actor::json ->> 'kind' = 'officer'`,
)

const rank: Readonly<Record<PostLevel, number>> = { officer: 0, section: 1, head: 2 }

/** How high somebody stands in each organ in which he has a post. */
const standing = (directory: Directory, person: string, on: string): ReadonlyMap<string, number> => {
  const highest = new Map<string, number>()
  for (const { post, organ } of directory.postsOf(person, on))
    highest.set(organ.id, Math.max(highest.get(organ.id) ?? 0, rank[post.level]))
  return highest
}

/** 下属 Somebody who has a post below this one in the same organ. */
const isBelow = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean =>
  [...other].some(([organ, height]) => (one.get(organ) ?? height) < height)

/**
 * 被投诉人 Who may have no part in a complaint, and learns nothing of it: whoever had a hand in the case it is about, and of those who could
 * be given it whoever stands below one of them (信访工作条例28、30). The organ that is complained of does not hear it at all.
 */
export function makeComplainedOf({ db, clock, identity }: Pick<OpeningNeeds, 'db' | 'clock' | 'identity'>) {
  /** @throws COMPLAINT_MISDIRECTED */
  return async (
    definition: CompiledItem,
    { organ, parties, body }: OpeningBody,
  ): Promise<OpenRequest['imposed'] | undefined> => {
    const { avoid, posts } = definition.definition.authority
    if (!avoid.complainedOf) return undefined
    const fields = (body['fields'] ?? {}) as Readonly<Record<string, unknown>>
    const [about, named] = [fields[avoid.complainedOf.case], fields[avoid.complainedOf.organ]]
    const misdirected = (field: string, problem: string) =>
      complaintMisdirected({ facts: { fields: { [field]: problem } } })
    const on = clock.today().toString()
    const directory = await identity.directory()
    if (named === organ || named === directory.organ(organ, on)?.name)
      throw misdirected(avoid.complainedOf.organ, 'SAME_OFFICE')
    if (typeof about !== 'string' || about === '') return { persons: [] }
    const row = await findCase(db, about)
    if (!row || !parties.some(({ party }) => concerns(row.state, party)))
      throw misdirected(avoid.complainedOf.case, 'NOT_YOUR_CASE')
    if (row.state.organ === organ) throw misdirected(avoid.complainedOf.organ, 'SAME_OFFICE')
    const hands = (await db.run<{ person: string }>(handsIn, [row.id])).map(({ person }) => person)
    const heights = hands.map(person => standing(directory, person, on))
    const superior = directory.superiorOf(organ, on)?.id
    const seats = Object.keys(posts).flatMap(role =>
      [organ, ...(superior === undefined ? [] : [superior])].map(
        at => [placeOf(definition, at, kind => kind ?? '', role).post, at] as const,
      ),
    )
    const able = new Set(seats.flatMap(([post, at]) => directory.holdersOf(post, at, on)))
    const below = [...able].filter(person => heights.some(height => isBelow(standing(directory, person, on), height)))
    return { persons: [...new Set([...hands, ...below])], about }
  }
}
