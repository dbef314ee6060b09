import { acts, openStages } from '#kernel/case'
import { separatedPosts } from '../script/staff.ts'
import { firstOfEach, type Place, places, stageOf, tried } from './making.ts'
import type { Maker, Rehearsed, Wrong } from './wrong.ts'

const home = 'example-organ'
const postOf = ({ deed: { actor } }: Place): string => (actor.kind === 'officer' ? actor.post.split('/')[1]! : '')
const organOf = ({ deed: { actor } }: Place): string => (actor.kind === 'officer' ? actor.organ : '')

/** Verbs whose hands the item names by a role. */
const ofRoles: ReadonlySet<string> = new Set([
  'accept',
  'open',
  'complete',
  'decide',
  'deliver',
  'notify',
  'payOut',
  'release',
])

/** Acts that say who took part. */
const namesOfficers = ({ deed: { verb } }: Place): boolean =>
  'officers' in ((acts[verb].body as { properties?: object }).properties ?? {})

/** Where several must act together: the stages the item names, else wherever evidence is taken. */
function together({ item }: Rehearsed, { deed }: Place): boolean {
  const at = item.definition.authority.officers?.at
  const stage = stageOf(deed) ?? openStages(deed.before)[0]
  if (at) return stage !== undefined && at.includes(stage)
  return deed.verb === 'recordEvidence'
}

/** 另一岗位、当事人、没有证件的人 Hands that are not the right ones. */
function byOtherHands(rehearsed: Rehearsed): readonly Wrong[] {
  const { certificate, officers } = rehearsed.item.definition.authority
  const own = places(rehearsed).filter(place => ofRoles.has(place.deed.verb) && organOf(place) === home)
  const anyPost = own.filter(place => !rehearsed.item.stages.get(stageOf(place.deed) ?? '')?.organs)
  const jointly = places(rehearsed).filter(place => organOf(place) === home && together(rehearsed, place))
  const min = officers?.min ?? 1
  return [
    ...firstOfEach(
      anyPost.filter(place => postOf(place) !== 'officer'),
      ({ deed }) => deed.verb,
    ).map(place =>
      tried('authority/wrong-post', ['AUTHORITY_WRONG_POST'], place, () => ({
        hand: ({ staff, seat }) => staff.of(seat.organ, 'officer', 2),
      })),
    ),
    ...firstOfEach(
      own.filter(({ deed }) => deed.verb === 'decide' && deed.before.parties.length > 0),
      () => 'decide',
    ).map(place =>
      tried('authority/party-decides', ['AUTHORITY_NOT_AN_OFFICER', 'OFFICERS_ONLY', 'CASE_NOT_FOUND'], place, () => ({
        hand: ({ accounts }) => accounts[0]!,
      })),
    ),
    ...(certificate === undefined ? [] : firstOfEach(jointly, ({ deed }) => deed.verb)).map(place =>
      tried('authority/no-certificate', ['CERTIFICATE_NONE'], place, () => ({
        hand: ({ staff, seat }) => staff.uncertified(seat.organ, postOf(place)),
      })),
    ),
    ...(certificate === undefined ? [] : firstOfEach(jointly, () => 'lapsed')).map(place =>
      tried('authority/certificate-lapsed', ['CERTIFICATE_NOT_IN_FORCE'], place, () => ({
        hand: ({ staff, seat }) => staff.lapsed(seat.organ, postOf(place)),
      })),
    ),
    ...(min < 2 ? [] : firstOfEach(jointly.filter(namesOfficers), ({ deed }) => deed.verb)).map(place =>
      tried('authority/one-officer', ['CERTIFICATE_TOO_FEW_OFFICERS', 'OFFICERS_TOO_FEW'], place, () => ({
        finish: (body, by) => ({ ...body, officers: by.kind === 'officer' ? [by.person] : [] }),
      })),
    ),
  ]
}

const actedAt = (stage: string, { before, after }: Place['deed']): boolean =>
  (after.acted[stage]?.length ?? 0) > (before.acted[stage]?.length ?? 0)

/** 一人兼任 One person does both of two stages that must be separate: the first rightly, the second not. */
const bySamePerson = (rehearsed: Rehearsed): readonly Wrong[] =>
  separatedPosts(rehearsed.item).flatMap(({ stages, posts }) =>
    rehearsed.clean
      .flatMap(told => {
        const deedsOf = (stage: string, post: string) =>
          told.script.deeds.flatMap((deed, at) =>
            actedAt(stage, deed) && organOf({ told, at, deed }) === home && postOf({ told, at, deed }) === post
              ? [at]
              : [],
          )
        const [one, other] = [deedsOf(stages[0], posts[0]), deedsOf(stages[1], posts[1])]
        const at = other.find(later => one.some(earlier => earlier < later))
        return at === undefined
          ? []
          : [
              tried(
                'authority/same-person',
                ['SEPARATION_SAME_PERSON'],
                { told, at },
                () => ({
                  hand: ({ staff, seat }) => ({
                    ...staff.double(seat.organ, posts[0], posts[1]),
                    post: `${seat.organ}/${posts[1]}`,
                  }),
                }),
                {
                  stands: {
                    deeds: one.filter(earlier => earlier < at),
                    hand: ({ staff, seat }) => staff.double(seat.organ, posts[0], posts[1]),
                  },
                },
              ),
            ]
      })
      .slice(0, 1),
  )

/** 权限 Whoever is not in the post, has no certificate, is alone, or has done the other part before. */
export const ofAuthority: Maker = rehearsed => [...byOtherHands(rehearsed), ...bySamePerson(rehearsed)]
