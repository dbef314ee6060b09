import fc from 'fast-check'
import { type Verb, verbs } from '#kernel/case'
import { applicant, stranger } from './small-city.ts'
import { discussed, finding, grave, two } from './stories.ts'
import type { Walk } from './walk.ts'

const posts = [
  'acceptance',
  'review',
  'bureau-head',
  'publicity',
  'hearing-chair',
  'investigator',
  'legal-reviewer',
  'collector@collecting-bank',
  'officer@energy-bureau',
  'officer@natural-resources-bureau',
] as const

/** Bodies that might be right somewhere, and some that never are. */
const bodies: { readonly [V in Verb]?: readonly object[] } = {
  refuseAcceptance: [{ ground: 'not-this-organ', referTo: 'province', reason: 'x' }],
  requestSupplement: [
    { materials: ['report'] },
    { materials: ['nothing'] },
    { materials: [], fields: ['energy.power'], onTheSpot: true },
  ],
  supplement: [{ materials: { report: 'copy' } }, { fields: { 'energy.power': 5 } }, { fields: { nope: 1 } }],
  transfer: [
    { to: 'review-2', reason: 'x' },
    { to: 'investigator-2', reason: 'x' },
    { to: 'ghost', reason: 'x' },
  ],
  delegate: [{ to: 'review-2', reason: 'x' }],
  addSigner: [
    { to: 'review-2', reason: 'x' },
    { to: 'acceptance-1', reason: 'x' },
  ],
  consult: [{ organs: ['energy-bureau'], question: '?' }],
  answerConsultation: [{ opinion: 'agree' }],
  recordEvidence: [
    { kind: 'documentary', summary: 'x', officers: two },
    { kind: 'witness', summary: 'x', officers: ['ghost'] },
  ],
  complete: [
    {},
    { materials: { expertOpinion: 'original' } },
    { opinion: 'agree' },
    { opinion: 'disagree' },
    { fields: { 'review.opinion': 'grant', 'review.majorInterest': false } },
    { fields: { 'review.opinion': 'refuse', 'review.majorInterest': true } },
    { officers: two, fields: finding() },
    { officers: two, fields: finding(grave) },
  ],
  returnTo: [
    { to: 'review', reason: 'x' },
    { to: 'accept', reason: 'x' },
    { to: 'investigate', reason: 'x' },
    { to: 'decide', reason: 'x' },
  ],
  suspend: [{ notice: true }, {}],
  extend: [{ reason: 'x', notice: true }, { reason: 'x' }],
  notify: [
    { officers: two },
    { officers: two, document: 'priorNotice', way: 'electronic' },
    { document: 'hearing-rights-notice' },
  ],
  giveConsent: [{ member: 1, gives: true }],
  invite: [
    { parties: [applicant], on: '2026-06-01' },
    { parties: [stranger], on: '2026-06-01' },
  ],
  submitEvidence: [{ kind: 'documentary', summary: 'x' }],
  mediate: [{ terms: 'x' }, { result: 'failed' }, { result: 'settled' }],
  agreeSettlement: [{ agrees: true }],
  object: [{ text: 'x' }],
  answerObjection: [
    { upheld: false, reason: 'x' },
    { upheld: true, reason: 'x' },
  ],
  correct: [{ document: 'penalty-decision', was: 'x', is: 'y', reason: 'x' }],
  disburse: [{ amount: 1, period: '2026-06' }],
  recheck: [{ changed: true }],
  adjust: [{ case: '21010220260302000000001', change: 'ended' }],
  fulfil: [{ obligation: 'publish' }, { obligation: 'rectify' }],
  makeStatement: [{ waived: true }, { text: 'x' }, {}],
  reviewStatement: [{ accepted: true, reason: 'x' }],
  scheduleHearing: [{ on: '2026-07-01' }, { on: '2026-09-01' }, { on: '2020-01-01' }],
  hear: [{ attended: true }, { attended: false }],
  deliberate: [{ votes: discussed('fine') }, { votes: [{ person: 'a', for: 'none' }] }],
  decide: [
    { outcome: 'grant' },
    { outcome: 'refuse', reason: 'x' },
    { outcome: 'fine', amount: 1_500_000, reason: 'x', fields: { socialImpact: true } },
    { outcome: 'fine', amount: 4_500_000, reason: 'x' },
    { outcome: 'none', reason: 'x' },
    { outcome: 'fine', reason: 'x' },
    { outcome: 'toString', reason: 'x' },
  ],
  deliver: [{}, { way: 'direct' }, { way: 'pigeon' }],
  pay: [{ amount: 1_500_000 }, { amount: 700_000 }, { amount: 1 }],
  grantInstalment: [{ months: 3, requestedOn: '2026-05-11', reason: 'x' }],
  recordRemedy: [
    { kind: 'litigation', status: 'started' },
    { kind: 'litigation', status: 'ended', result: 'revoked' },
    { kind: 'litigation', status: 'ended', result: 'upheld' },
    { kind: 'litigation', status: 'ended', result: 'changed', amount: 900_000 },
  ],
  assign: [{ to: 'review-2', reason: 'x' }],
  notifyEnding: [{ ending: 'withdraw', ground: 'beyond-powers', reason: 'x' }],
  answerEnding: [{ waived: true }, { text: 'x' }],
  revoke: [{ ground: 'law-changed', reason: 'x', compensation: 0 }],
  compensate: [{ amount: 1 }],
  withdrawDecision: [{ ground: 'beyond-powers', reason: 'x', review: 'x' }],
  cancel: [{ ground: 'given-up', reason: 'x' }],
  refund: [{}],
  publish: [{}],
  withdrawPublication: [{ ground: 'revoked', reason: 'x' }],
  declareAvoidance: [{ ground: 'interest' }],
  challengeAvoidance: [
    { person: 'review-1', ground: 'interest', reason: 'x' },
    { person: 'ghost', ground: 'interest', reason: 'x' },
  ],
  decideAvoidance: [
    { person: 'review-1', avoids: false, reason: 'x' },
    { person: 'review-1', avoids: true, reason: 'x' },
  ],
  ratify: [{ approved: true }],
  terminate: [{ ground: 'other', reason: 'x' }],
  transferToJustice: [
    { status: 'sent', to: 'public-security', reason: 'x' },
    { status: 'declined', reason: 'x' },
    { status: 'prosecuted', reason: 'x' },
  ],
  urge: [{}, { states: [] }],
  reduce: [
    { amount: 1, agreedOn: '2026-06-15', agreement: 'x' },
    { amount: 1, agreedOn: '2026-06-15', agreement: 'x', until: '2026-06-20' },
  ],
  enforce: [{ way: 'auction', heard: 'silent', reason: 'x' }],
  stayEnforcement: [
    { ground: 'hardship', reason: 'x' },
    { ground: 'other', reason: 'x' },
  ],
  resumeEnforcement: [{ reason: 'x' }],
  lapseAgreement: [{ reason: 'x' }],
  applyToCourt: [{ status: 'filed', materials: [] }],
  close: [{ ground: 'firm-gone', reason: 'x' }],
  reopen: [
    { ground: 'ended-in-error', to: 'investigate', reason: 'x' },
    { ground: 'ordered-anew', to: 'investigate', reason: 'x' },
  ],
  renew: [{ granted: true }, { granted: false }],
}

/** What carries a case on from a stage of this kind; tried more often than what cannot be right. */
const onward: Readonly<Record<string, readonly (readonly [Verb, object])[]>> = {
  acceptance: [
    ['accept', {}],
    ['accept', {}],
    ['requestSupplement', { materials: ['report'] }],
    ['supplement', { materials: { report: 'copy' } }],
  ],
  filing: [['open', {}]],
  evidence: [
    ['complete', { officers: two, fields: finding() }],
    ['complete', { officers: two, fields: finding(grave) }],
    ['recordEvidence', { kind: 'documentary', summary: 'x', officers: two }],
    ['recordEvidence', { kind: 'documentary', summary: 'x', officers: two }],
    ['recordEvidence', { kind: 'witness', summary: 'x', officers: two }],
  ],
  consult: [
    ['complete', { opinion: 'agree' }],
    ['complete', { opinion: 'agree' }],
  ],
  expert: [
    ['complete', { materials: { expertOpinion: 'original' } }],
    ['suspend', { notice: true }],
    ['resume', {}],
    ['extend', { reason: 'x', notice: true }],
  ],
  review: [
    ['complete', { fields: { 'review.opinion': 'grant', 'review.majorInterest': false } }],
    ['complete', { fields: { 'review.opinion': 'refuse', 'review.majorInterest': true } }],
    ['addSigner', { to: 'review-2', reason: 'x' }],
    ['transfer', { to: 'review-2', reason: 'x' }],
    ['claim', {}],
    ['returnTo', { to: 'accept', reason: 'x' }],
  ],
  notice: [['notify', { officers: two }]],
  hearing: [
    ['askHearing', {}],
    ['makeStatement', { waived: true }],
    ['scheduleHearing', { on: '2026-09-01' }],
    ['hear', { attended: true }],
  ],
  'legal-review': [
    ['complete', { opinion: 'agree' }],
    ['complete', { opinion: 'disagree' }],
  ],
  deliberation: [['deliberate', { votes: discussed('fine') }]],
  decision: [
    ['decide', { outcome: 'grant' }],
    ['decide', { outcome: 'fine', amount: 1_500_000, reason: 'x', fields: { socialImpact: true } }],
    ['decide', { outcome: 'fine', amount: 4_500_000, reason: 'x', fields: { socialImpact: false } }],
    ['decide', { outcome: 'none', reason: 'x' }],
    ['makeStatement', { waived: true }],
    ['makeStatement', { text: 'x' }],
    ['reviewStatement', { accepted: true, reason: 'x' }],
    ['returnTo', { to: 'review', reason: 'x' }],
    ['returnTo', { to: 'investigate', reason: 'x' }],
  ],
  delivery: [['deliver', {}]],
  payment: [
    ['pay', { amount: 1_500_000 }],
    ['pay', { amount: 1_500_000 }],
    ['pay', { amount: 700_000 }],
    ['urge', {}],
    ['close', { ground: 'firm-gone', reason: 'x' }],
    ['grantInstalment', { months: 3, requestedOn: '2026-05-11', reason: 'x' }],
    ['publish', {}],
  ],
  none: [
    ['askRenewal', {}],
    ['renew', { granted: true }],
    ['publish', {}],
    ['recordRemedy', { kind: 'litigation', status: 'started' }],
    ['recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' }],
    ['withdrawPublication', { ground: 'revoked', reason: 'x' }],
    ['refund', {}],
  ],
}

/** Acts on what neither item has: money that goes out, goods that are held, drafts the public is asked about, members who vote. */
const elsewhere: ReadonlySet<string> = new Set([
  'payOut',
  'release',
  'returnGoods',
  'takeDeposit',
  'returnDeposit',
  'prepareDraw',
  'draw',
  'comment',
  'answerComments',
  'convene',
  'vote',
])
const later = verbs.filter(verb => verb !== 'submit' && verb !== 'lodge' && !elsewhere.has(verb))
/** 一试 One try: an act that carries the case on, or any act at all with a body from the list, by whoever. */
export interface Tried {
  readonly forward: boolean
  readonly verb: Verb
  readonly body: number
  readonly by: string | undefined
  readonly wait: number
  readonly paper: number
}
export const tried: fc.Arbitrary<Tried> = fc.record({
  forward: fc.constantFrom(true, true, true, false),
  verb: fc.constantFrom<Verb>(...later),
  body: fc.nat(1_000),
  by: fc.option(fc.constantFrom<string>(...posts, 'party'), { nil: undefined, freq: 3 }),
  wait: fc.constantFrom(0, 0, 0, 0, 1, 3, 9, 40),
  paper: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 2),
})

/** The act this try stands for in the case as it is now. */
export function actOf({ state, item }: Pick<Walk, 'state' | 'item'>, { forward, verb, body, by }: Tried) {
  const open = Object.keys(state.stages).find(key => state.stages[key]?.status === 'open')
  const kind = open === undefined ? 'none' : item.stages.get(open)!.kind
  const ways = onward[kind] ?? []
  if (forward && ways.length > 0) {
    const [way, given] = ways[body % ways.length]!
    const asked = ['officer@energy-bureau', 'officer@natural-resources-bureau'][body % 2]
    return { verb: way, body: given, by: kind === 'consult' ? asked : undefined }
  }
  const options = bodies[verb] ?? [{}]
  return { verb, body: options[body % options.length]!, by }
}
