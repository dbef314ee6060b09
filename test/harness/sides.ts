import { itemOf } from './item.ts'
import { applicant, stranger } from './small-city.ts'
import { type Walk, type WalkSettings, walk } from './walk.ts'

export const allowance = await itemOf('subsistence-allowance')
export const dispute = await itemOf('land-dispute')

type Body = Readonly<Record<string, unknown>>

const family: Body = {
  'applicant.name': '示例甲',
  'applicant.citizen': '210102198001010010',
  'applicant.phone': '13800000002',
  'applicant.account': '6200000000000000001',
  'household.members': 2,
}
export const visited: Body = {
  'household.number': 'H-210102-0001',
  'household.area': '210102',
  'household.monthlyIncome': 100_000,
  'household.assetsWithin': true,
}
export const visitors = ['home-visit-1@street', 'home-visit-2@street'].map(name => name.split('@')[0]!)

/** 低保 A household's case as far as the named point: opened, everybody consenting, visited, posted, granted, served. */
export function allowanceAt(
  point: 'accept' | 'check' | 'review' | 'announce' | 'posted' | 'decide' | 'pay',
  settings: Partial<WalkSettings> = {},
): Walk {
  const answers = { 'means.incomeAgrees': true, 'means.assetsWithin': true, ...settings.answers }
  const at = walk({ item: allowance, ...settings, answers })
  at.act('submit', { fields: family, materials: { application: 'original', consents: 'original' } })
  const steps: readonly [string, () => unknown][] = [
    ['accept', () => [1, 2].map(member => at.act('giveConsent', { member, gives: true })) && at.act('accept')],
    ['check', () => visit(at)],
    [
      'review',
      () => at.act('complete', { stage: 'review', fields: { 'aid.standard': 80_000, 'aid.monthly': 60_000 } }),
    ],
    ['announce', () => at.act('publish', { kind: 'result' })],
    ['posted', () => at.wait('6 workday')],
    ['decide', () => at.act('complete', { stage: 'announce' }) && at.act('decide', { outcome: 'grant' })],
  ]
  for (const [key, go] of steps) {
    if (key === point) return at
    go()
  }
  at.act('deliver', { stage: 'deliver' })
  at.act('publish')
  return at
}

export const visit = (at: Walk, officers: readonly string[] = visitors) =>
  at.act('complete', { stage: 'check', officers, fields: visited, materials: { visitRecord: 'original' } })

export const terms = { terms: '以中心线为界', present: [applicant, stranger] }
const both = [applicant, stranger]

/** 争议 A dispute as far as the named point: told, answered, surveyed and evidence brought, at the table, ruled on. */
export function disputeAt(
  point: 'answer' | 'facts' | 'mediate' | 'propose' | 'serve',
  settings: Partial<WalkSettings> = {},
): Walk {
  const at = walk({ item: dispute, ...settings, answers: { 'court.hasCaseOnParcel': false, ...settings.answers } })
  at.act('submit', {
    fields: {
      'applicant.name': '示例村民小组甲',
      'opponent.name': '示例村民小组乙',
      'land.parcel': '示例村 12 号地',
      'land.area': 3200.5,
      'claim.text': '请求确认林带东侧土地归本组',
      'land.inUse': false,
    },
    materials: { application: 'original', proof: 'copy' },
  })
  at.act('accept')
  at.act('notify', { stage: 'answer', document: 'answer-notice', states: ['claim', 'answerWithin', 'rights'] })
  const steps: readonly [string, () => unknown][] = [
    ['answer', () => answered(at)],
    ['facts', () => established(at)],
    ['mediate', () => at.act('mediate', { result: 'failed' })],
    ['propose', () => ruled(at)],
  ]
  for (const [key, go] of steps) {
    if (key === point) return at
    go()
  }
  return at
}

function answered(at: Walk): void {
  at.act('makeStatement', { party: stranger, text: '历史上由本组耕种' }, 'dispute-officer')
  at.act('complete', { stage: 'answer' })
}

function established(at: Walk): void {
  for (const stage of ['survey', 'evidence']) at.act('invite', { stage, parties: both, on: at.today })
  for (const party of both)
    at.act('submitEvidence', { stage: 'evidence', kind: 'documentary', summary: '证存根', party }, 'dispute-officer')
  at.act('complete', { stage: 'survey', officers: ['dispute-officer-1', 'dispute-officer-2'] })
  at.act('complete', { stage: 'evidence' })
}

function ruled(at: Walk): void {
  at.act('reviewStatement', { accepted: true, reason: '已核对' })
  at.act('complete', { stage: 'propose', fields: { 'ruling.right': '归甲组' } })
  at.act('complete', { stage: 'legality', opinion: 'agree' })
  at.act('decide', { outcome: 'ruled', reason: '权属来源清楚' })
}
