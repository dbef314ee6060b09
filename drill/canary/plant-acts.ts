import type { Chance } from '../fuzz/chance.ts'
import type { LivedCity } from '../fuzz/places.ts'
import { type Draft, uuidBy } from '../fuzz/request.ts'
import type { Canaries } from './words.ts'

const organ = '210102-approval-bureau'
const bureau = '210102-energy-bureau'

/** 办理中的话 Acts that are taken in, each with something a person says: reasons, notes, statements, summaries, opinions. */
export function plantActs(city: LivedCity, canaries: Canaries, chance: Chance): readonly Omit<Draft, 'operation'>[] {
  const people = city.words.officers as readonly (readonly string[])[]
  const act = (
    number: string | undefined,
    verb: string,
    who: string | number,
    body: Record<string, unknown>,
    way = 'acts',
  ): Omit<Draft, 'operation'> => ({
    method: 'POST',
    target: `/api/cases/${number}/${way}/${verb}`,
    token: city.tokenOf(who),
    body,
    parameters: {},
    query: [],
    headers: [['idempotency-key', uuidBy(chance)]],
    mutations: [`act ${verb}`],
  })
  const say = (place: string) => canaries.text(`act ${place}`)
  const [submitted, accepted, waiting, reviewing, deciding] = city.permits
  const [lodged, opened, evidenced, investigated, notified] = city.penalties
  const officers = people[0]!
  return [
    act(submitted?.[0], 'requestSupplement', `${organ}/acceptance`, { materials: ['report'], note: say('note') }),
    act(submitted?.[0], 'requestSupplement', `${organ}/acceptance`, {
      materials: ['report'],
      fields: [canaries.name('supplement field'), canaries.citizen('supplement field')],
    }),
    act(submitted?.[1], 'refuseAcceptance', `${organ}/acceptance`, {
      ground: 'not-this-organ',
      reason: say('refuse reason'),
      referTo: say('refer to'),
    }),
    act(submitted?.[2], 'withdraw', 0, { reason: say('withdraw') }),
    act(submitted?.[2], 'accept', `${organ}/acceptance`, { judgements: { 'firm-active': say('judgement') } }),
    act(accepted?.[0], 'claim', `${organ}/review`, {}),
    act(accepted?.[0], 'delegate', `${organ}/review`, { to: canaries.citizen('delegate'), reason: say('delegate') }),
    act(accepted?.[1], 'extend', `${organ}/bureau-head`, { limit: 'decide', reason: say('extend') }),
    act(waiting?.[0], 'complete', `${organ}/review`, {
      stage: 'expert',
      materials: { expertOpinion: 'original' },
      note: say('expert'),
    }),
    act(reviewing?.[0], 'transfer', `${organ}/review`, { to: canaries.citizen('transfer'), reason: say('transfer') }),
    act(reviewing?.[0], 'complete', `${organ}/review`, {
      stage: 'review',
      note: say('review'),
      fields: { 'review.opinion': 'refuse', 'review.majorInterest': false },
    }),
    act(reviewing?.[0], 'notify', `${organ}/review`, {
      stage: 'tell',
      document: 'hearing-rights-notice',
      states: ['facts', 'grounds', 'rights'],
      offersHearing: false,
      receipt: true,
    }),
    act(reviewing?.[0], 'makeStatement', 3, { text: say('statement') }),
    act(reviewing?.[0], 'reviewStatement', `${organ}/review`, { accepted: false, reason: say('review of statement') }),
    act(reviewing?.[0], 'decide', `${organ}/bureau-head`, { outcome: 'refuse', reason: say('decision') }),
    act(reviewing?.[1], 'returnTo', `${organ}/review`, { from: 'review', to: 'accept', reason: say('return') }),
    act(deciding?.[0], 'decide', `${organ}/bureau-head`, { outcome: 'grant', reason: say('grant') }),
    act(deciding?.[1], 'declareAvoidance', `${organ}/bureau-head`, { ground: 'interest', note: say('avoidance') }),
    act(lodged?.[0], 'terminate', `${bureau}/investigator`, { ground: 'no-grounds', reason: say('terminate') }),
    act(opened?.[0], 'recordEvidence', `${bureau}/investigator`, {
      stage: 'investigate',
      kind: 'documentary',
      summary: say('evidence'),
      officers,
    }),
    act(evidenced?.[0], 'complete', `${bureau}/investigator`, { stage: 'investigate', officers, note: say('found') }),
    act(investigated?.[0], 'notify', `${bureau}/investigator`, {
      stage: 'notify',
      document: 'priorNotice',
      officers,
      states: ['proposed', 'facts', 'grounds', 'basis', 'rights'],
      receipt: true,
    }),
    act(
      investigated?.[0],
      'recordEvidence',
      `${bureau}/investigator`,
      {
        madeOn: '2026-07-03',
        reason: say('paper'),
        body: { kind: 'documentary', summary: say('paper evidence'), officers },
      },
      'paper',
    ),
    act(notified?.[0], 'reviewStatement', `${bureau}/investigator`, { accepted: true, reason: say('early review') }),
  ]
}
