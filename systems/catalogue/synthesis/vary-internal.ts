import type { Making } from './making.ts'
import { writeMaterials, writeMeasures, writeStages, writeTimes } from './parts.ts'

/** What a unit or an official asks of the city itself: measures, papers, stages and times. */
function asked(making: Making): void {
  writeMeasures(making, { refusedAt: 'accept' })
  writeMaterials(making)
  writeStages(making, 'reviewer')
  writeTimes(making)
}

export function project(making: Making): void {
  const { chance, overlay, answers, amounts } = making
  answers['government-project.registered'] = false
  const estimate = chance.whole(20, 9_000) * 1_000_000
  amounts.set(100_000_000, estimate)
  asked(making)
  overlay.add('rules', {
    id: 'scale',
    at: ['accept'],
    test: `project.estimate <= ${estimate * chance.whole(2, 9)}`,
    text: { zh: '投资估算超过本级审批权限的，报上级审批', en: 'Larger projects are approved above' },
    else: { refuseAcceptance: '超过本级审批权限', referTo: 'superior-organ' },
    basis: { law: '政府投资条例', articles: [9] },
  })
  overlay.set('content.outcomes.grant.validity', chance.pick(['1 year', '2 year', '3 year'] as const))
}

export function asset(making: Making): void {
  const { chance, overlay, answers, amounts } = making
  answers['state-asset.heldBy'] = true
  const value = chance.whole(1, 4_000) * 50_000
  amounts.set(38_000_000, value)
  asked(making)
  overlay.add('rules', {
    id: 'within-power',
    at: ['accept'],
    test: `asset.value <= ${value * chance.whole(2, 6)}`,
    text: { zh: '超过本级审批权限的，报上级审批', en: 'What is worth more is approved above' },
    else: { refuseAcceptance: '超过本级审批权限', referTo: 'superior-organ' },
    basis: { law: '行政事业性国有资产管理条例', articles: [9] },
  })
}

export function personnel(making: Making): void {
  const { chance, overlay, answers, given } = making
  answers['appointment.filled'] = true
  asked(making)
  const least = chance.whole(1, 12)
  given['assessment.years'] = least + chance.whole(0, 3)
  overlay.set('content.form.assessment.years', {
    type: 'integer',
    label: '连续考核称职年数',
    min: 0,
    max: 60,
    at: 'review',
    personal: true,
  })
  overlay.add('conditions', {
    id: 'assessed',
    text: { zh: `连续考核称职不少于 ${least} 年`, en: `Assessed as competent for ${least} years` },
    at: ['decide'],
    test: `outcome != "grant" or assessment.years >= ${least}`,
    basis: { law: '公务员法', articles: [95] },
  })
}

export function fund(making: Making): void {
  const { chance, overlay, answers, amounts } = making
  answers['budget.hasBalance'] = true
  const amount = chance.whole(2, 900) * 100_000
  amounts.set(30_000_000, amount)
  asked(making)
  overlay.add('rules', {
    id: 'ceiling',
    at: ['decide'],
    when: 'outcome = "grant"',
    test: `fund.approved <= ${amount * chance.whole(1, 5)}`,
    text: { zh: '单个项目不超过支持上限', en: 'At most so much for one project' },
    else: 'refuse',
    basis: { law: '预算法', articles: [57] },
  })
  overlay.set('limits.pay.value', chance.whole(15, 30))
}

export function decision(making: Making): void {
  const { chance, overlay, given, more, base } = making
  writeMeasures(making, { condition: 'decide' })
  writeMaterials(making)
  const cost = chance.whole(1, 800) * 10_000_000
  given['plan.cost'] = cost
  overlay.set('content.form.plan.cost', { type: 'money', label: '实施费用估算（分）', min: 0 })
  const bearable = cost * chance.whole(2, 5)
  overlay.add('rules', {
    id: 'risk-when-large',
    at: ['start'],
    when: `plan.cost > ${bearable}`,
    test: 'proposal.risk',
    text: { zh: '费用较大的，应当进行风险评估', en: 'What costs much is weighed for its risks' },
    else: 'refuse',
    basis: { law: '重大行政决策程序暂行条例', articles: [22] },
  })
  overlay.set('limits.publish.value', chance.whole(5, 20))
  overlay.set('limits.legality.value', chance.whole(7, 8))
  overlay.add('comparison', {
    id: 'not-begun',
    at: ['start'],
    ask: 'government-project.registered',
    with: { code: 'plan.code' },
    expect: false,
    else: 'human',
    unknown: 'human',
    basis: { law: '重大行政决策程序暂行条例', articles: [12] },
  })
  overlay.set('content.form.plan.code', { type: 'projectCode', label: '拟实施项目代码' })
  given['plan.code'] = '2601-210102-04-01-100002'
  making.answers['government-project.registered'] = false
  const first = base.examples[0]!
  more.push({
    name: '费用较大而没有进行风险评估',
    start: 'plan',
    given: { ...first.given, 'plan.cost': bearable + 1 },
    acts: first.acts.slice(0, 2),
    expect: { refused: 'risk-when-large', stage: 'start' },
  })
}
