import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unopened, type Verb } from '#kernel/case'
import { type Bent, itemOf } from './item.ts'
import { officer } from './small-city.ts'
import { discussed, finding, grave, penaltyAt, permitAt, permitFields, permitMaterials, two } from './stories.ts'
import { type Walk, walk } from './walk.ts'

/**
 * Writes `kernel/case/golden/cases-v1.jsonl`: cases that together hold every event type of version 1. Run by hand, once for a
 * new version; what was released is never written again.
 */
const permit = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
const urgent = await itemOf('energy-review', ({ authority, flow }: Bent) => {
  const basis = { law: '行政强制法', articles: [19] }
  const rights = {
    grounds: ['人身安全'],
    acts: ['accept'],
    report: '24 hour',
    approver: 'head',
    ifNotApproved: 'release-now',
    basis,
  }
  Object.assign(authority, { urgent: rights })
  for (const stage of flow)
    if ('stage' in stage && stage.stage === 'review') stage.may = ['consult', 'add-signer', 'transfer', 'withdraw']
})
const good = { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } }

function acts(at: Walk, list: readonly (readonly [Verb, object?, string?])[]): Walk {
  for (const [verb, body, by] of list) at.act(verb, (body ?? {}) as never, by)
  return at
}

function slowPermit(): Walk {
  const at = walk({ item: permit, answers: { 'enterprise.isActive': false } })
  acts(at, [
    ['submit', { fields: permitFields, materials: { application: 'original' } }],
    ['requestSupplement', { materials: ['report'] }],
    ['supplement', { materials: permitMaterials, fields: { 'energy.power': 5 } }],
    ['accept', { judgements: { 'firm-active': '已当面核验' } }],
    ['suspend', { for: 'expert', notice: true }],
  ])
  at.wait('3 workday')
  acts(at, [
    ['complete', { stage: 'expert', materials: { expertOpinion: 'original' } }],
    ['extend', { reason: '复杂', notice: true }],
    ['claim', { stage: 'review' }],
    ['unclaim', { stage: 'review' }],
    ['transfer', { stage: 'review', to: 'review-2', reason: '出差' }],
  ])
  at.act('delegate', { stage: 'review', to: 'review-1', reason: '学习' }, officer('review', 2))
  at.act('addSigner', { stage: 'review', to: 'acceptance-1', reason: '窗口意见' })
  at.act('complete', good)
  at.act('complete', good, 'acceptance')
  at.act('returnTo', { from: 'decide', to: 'review', reason: '复核' })
  at.act('complete', good)
  at.wait('60 day')
  acts(at, [['decide', { outcome: 'grant', judgements: { 'firm-active': '已核验' } }]])
  at.act('deliver', { stage: 'deliver' }, undefined, { madeOn: at.today })
  return acts(at, [
    ['publish'],
    ['recordRemedy', { kind: 'litigation', status: 'started' }],
    ['recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' }],
    ['withdrawPublication', { ground: 'revoked', reason: '判决' }],
  ])
}

function heardPenalty(): Walk {
  const at = penaltyAt('investigate', { item: penalty })
  at.act('recordEvidence', { stage: 'investigate', kind: 'documentary', summary: '通知书', officers: two })
  at.act('challengeAvoidance', { person: 'legal-reviewer-2', ground: 'interest', reason: '亲属' })
  at.act('decideAvoidance', { person: 'legal-reviewer-2', avoids: true, reason: '属实' })
  at.act('complete', { stage: 'investigate', officers: two, fields: finding(grave) })
  acts(at, [
    ['notify', { stage: 'notify', officers: two }],
    ['askHearing'],
    ['makeStatement', { text: '请求从轻' }],
    ['scheduleHearing', { on: '2026-06-01' }],
  ])
  at.wait('2026-06-01')
  acts(at, [
    ['hear', { attended: true }],
    ['reviewStatement', { accepted: false, reason: '不成立' }],
    ['complete', { stage: 'review', opinion: 'agree' }],
    ['deliberate', { votes: [...discussed('none').slice(0, 1), ...discussed('fine').slice(1)] }],
    ['decide', { outcome: 'fine', amount: 4_200_000, reason: '再犯', fields: { socialImpact: true } }],
    ['deliver', { stage: 'serve' }],
    ['publish'],
    ['grantInstalment', { months: 3, requestedOn: '2026-06-01', reason: '困难' }],
    ['pay', { amount: 1_000_000 }],
    ['recordRemedy', { kind: 'reconsideration', status: 'started' }],
    ['recordRemedy', { kind: 'reconsideration', status: 'ended', result: 'revoked' }],
  ])
  return at
}

function paidPenalty(): Walk {
  return acts(penaltyAt('pay', { item: penalty }), [['pay', { amount: 1_500_000 }]])
}

function changedPenalty(): Walk {
  return acts(paidPenalty(), [
    ['recordRemedy', { kind: 'reconsideration', status: 'started' }],
    ['recordRemedy', { kind: 'reconsideration', status: 'ended', result: 'changed', amount: 1_200_000 }],
    ['refund', { reference: 'R-1' }],
  ])
}

function urgentPermit(approved: boolean): Walk {
  const at = permitAt('accept', { item: urgent })
  at.act('accept', {}, officer('review'), { urgent: 0 })
  if (approved) at.act('ratify', { approved: true })
  else at.wait('25 hour')
  at.fire()
  at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
  at.act('declareAvoidance', { ground: 'interest' }, officer('review', 2))
  at.act('consult', { stage: 'review', organs: ['energy-bureau'], question: '?' })
  at.act('answerConsultation', { opinion: 'agree' }, 'officer@energy-bureau')
  return acts(at, [['withdraw']])
}

const refusedPermit = (): Walk =>
  acts(permitAt('accept', { item: permit }), [
    ['refuseAcceptance', { ground: 'not-this-organ', referTo: 'province', reason: '超过权限' }],
  ])
const silentPermit = (): Walk => {
  const at = permitAt('accept', { item: permit })
  at.wait('10 day')
  at.fire()
  return at
}
const terminated = (): Walk =>
  acts(penaltyAt('investigate', { item: penalty }), [['terminate', { ground: 'no-grounds', reason: '不能成立' }]])

const stories = {
  slowPermit,
  heardPenalty,
  paidPenalty,
  changedPenalty,
  ratified: () => urgentPermit(true),
  lapsed: () => urgentPermit(false),
  refusedPermit,
  silentPermit,
  terminated,
}
const lines = Object.entries(stories).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
// Reserved in version 1 and made by nobody yet.
const comparison = { ...unopened('c'), seq: 1 }
const at = '2026-03-02T01:00:00Z'
const made = { seq: 1, type: 'comparison.made', v: 1, at, on: '2026-03-02', actor: { kind: 'system', name: 'test' } }
lines.push(
  JSON.stringify({
    name: 'reserved',
    events: [{ ...made, data: { id: 'firm-active', granted: true, unknown: false } }],
    state: comparison,
  }),
)
const file = join(import.meta.dirname, '../../kernel/case/golden/cases-v1.jsonl')
writeFileSync(file, `${lines.join('\n')}\n`)
