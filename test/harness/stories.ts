import { type Walk, type WalkSettings, walk } from './walk.ts'

type Body = Readonly<Record<string, unknown>>

export const permitFields: Body = {
  'applicant.uscc': '91210102MA0UQ4XK0Y',
  'applicant.name': '沈阳示例热力有限公司',
  'project.code': '2601-210102-04-01-123456',
  'project.name': '余热回收改造',
  'contact.name': '示例联系人',
  'contact.phone': '13800000001',
  'energy.total': 1200,
  'energy.power': 0,
  'project.twoHigh': false,
  'project.stateApproved': false,
  'project.crossDepartment': false,
}
export const permitMaterials: Body = { application: 'original', report: 'original' }
export const clueFields: Body = {
  'respondent.uscc': '91210100900000014X',
  'respondent.name': '沈阳示例铸造有限公司',
  'clue.summary': '2025年度能源利用状况报告至今未报送',
  'clue.foundOn': '2026-04-10',
}
export const finding = (more: Body = {}): Body => ({
  'finding.act': 'late',
  'finding.daysLate': 12,
  'finding.repeated': false,
  'finding.corrected': false,
  'finding.endedOn': '2026-04-30',
  'finding.facts': '责令限期改正后逾期十二日仍未报送',
  'finding.complex': false,
  'finding.publicInterest': false,
  'finding.serious': false,
  'finding.crime': false,
  'finding.proposedFine': 1_500_000,
  ...more,
})
export const grave: Body = {
  'finding.act': 'untrue',
  'finding.repeated': true,
  'finding.complex': true,
  'finding.serious': true,
  'finding.proposedFine': 4_500_000,
}
/** 表决 Who was for what, in speaking order. */
export const votes = (...said: readonly (readonly [person: string, vote: string])[]) =>
  said.map(([person, vote]) => ({ person, for: vote }))
/** Four of the five members of the small city's committee, the chief last. */
export const discussed = (outcome: string) =>
  votes(...[1, 2, 3].map(nth => [`penalty-committee-${nth}`, outcome] as const), ['bureau-head-1', outcome])
/** 告知书 What a prior notice says: everything it must, and no more than is due. */
export const noticeStates = ['proposed', 'facts', 'grounds', 'basis', 'rights']
export const two = ['investigator-1', 'investigator-2']

/** 许可 A permit, as far as the named stage (which is then open). */
export function permitAt(
  stage: 'accept' | 'expert' | 'review' | 'decide' | 'deliver',
  settings: WalkSettings,
  review: Body = { 'review.opinion': 'grant', 'review.majorInterest': false },
): Walk {
  const at = walk(settings)
  at.act('submit', { fields: permitFields, materials: permitMaterials })
  const steps: readonly [string, () => unknown][] = [
    ['accept', () => at.act('accept')],
    ['expert', () => at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })],
    ['review', () => at.act('complete', { stage: 'review', fields: review })],
    ['decide', () => at.act('decide', { outcome: 'grant' })],
  ]
  for (const [key, go] of steps) {
    if (key === stage) break
    go()
  }
  return at
}

/** 处罚 A penalty, as far as the named stage (which is then open). */
export function penaltyAt(
  stage: 'file' | 'investigate' | 'notify' | 'decide' | 'serve' | 'pay',
  settings: WalkSettings,
  found: Body = {},
): Walk {
  const at = walk({ start: 'clue', on: '2026-05-11', ...settings })
  at.act('lodge', { fields: clueFields })
  const steps: readonly [string, () => unknown][] = [
    ['file', () => at.act('open')],
    [
      'investigate',
      () => {
        at.act('recordEvidence', {
          stage: 'investigate',
          kind: 'documentary',
          summary: '责令改正通知书及送达回证',
          officers: two,
        })
        at.act('complete', { stage: 'investigate', officers: two, fields: finding(found) })
      },
    ],
    [
      'notify',
      () => {
        at.act('notify', { stage: 'notify', document: 'priorNotice', officers: two })
        at.act('makeStatement', { waived: true })
      },
    ],
    [
      'decide',
      () =>
        at.act('decide', {
          outcome: 'fine',
          amount: 1_500_000,
          reason: '逾期三十日以内',
          fields: { socialImpact: false },
        }),
    ],
    ['serve', () => at.act('deliver', { stage: 'serve', way: 'direct' })],
  ]
  for (const [key, go] of steps) {
    if (key === stage) break
    go()
  }
  return at
}
