import { itemOf } from './item.ts'
import { officer } from './small-city.ts'
import { type Walk, type WalkSettings, walk } from './walk.ts'

export const majorDecision = await itemOf('major-decision')

type Body = Readonly<Record<string, unknown>>

export const proposal: Body = {
  'proposal.title': '城区供热价格调整方案',
  'proposal.summary': '调整居民供热价格并设困难家庭补贴',
  'proposal.public': true,
  'proposal.expert': true,
  'proposal.risk': true,
}
export const drafted: Body = { 'consult.days': 30, 'consult.urgent': false }
export const advised: Body = { 'expert.count': 5, 'expert.noInterest': true, 'expert.adopted': '采纳三条' }
export const lawful: Body = { 'legality.lawful': true, 'legality.reform': false }
export const weighed: Body = { 'opinions.summary': '收到意见二百条，采纳四十条' }

export const member = (nth: number) => officer('executive-meeting', nth)
export const chief = officer('government-head')
/** Three of the four members and the head: two thirds of five are four. */
export const attendance = {
  present: ['executive-meeting-1', 'executive-meeting-2', 'executive-meeting-3', 'government-head-1'],
  absent: { 'executive-meeting-4': 'duty' },
}

/** 决策 A major decision, posted for thirty days, as far as the named stage (which is then open). */
export function decisionAt(
  stage: 'consult' | 'adopt' | 'legality' | 'deliberate' | 'decide' | 'publish',
  settings: Partial<WalkSettings> = {},
): Walk {
  const at = walk({ item: majorDecision, start: 'plan', ...settings })
  at.act('lodge', { fields: proposal })
  at.act('open', {})
  at.act('complete', { stage: 'draft', fields: drafted })
  at.act('complete', { stage: 'experts', fields: advised })
  at.act('complete', { stage: 'risk', fields: { 'risk.controllable': true } })
  at.act('publish', { kind: 'draft' })
  const steps: readonly [string, () => unknown][] = [
    [
      'consult',
      () => {
        at.wait('32 day')
        at.act('complete', { stage: 'consult' })
      },
    ],
    ['adopt', () => at.act('complete', { stage: 'adopt', fields: weighed })],
    [
      'legality',
      () => {
        at.wait('8 workday')
        at.act('complete', { stage: 'legality', opinion: 'agree', fields: lawful })
      },
    ],
    ['deliberate', () => discuss(at)],
    ['decide', () => at.act('decide', { outcome: 'adopt', reason: '集体讨论多数同意' })],
  ]
  for (const [key, go] of steps) {
    if (key === stage) break
    go()
  }
  return at
}

/** 讨论 One dissents, one abstains, the head speaks last and is with most. */
export function discuss(at: Walk): void {
  at.act('convene', attendance)
  at.act('vote', { for: 'adopt', opinion: '同意' }, member(1))
  at.act('vote', { for: 'revise', opinion: '建议推迟一个采暖期' }, member(2))
  at.act('vote', { for: 'adopt', reserved: true, opinion: '补贴须先到位' }, member(3))
  at.act('vote', { for: 'adopt', opinion: '同意' }, chief)
  at.act('deliberate', { minutes: '会议记录' })
}
