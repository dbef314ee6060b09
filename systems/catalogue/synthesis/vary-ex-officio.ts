import type { Making } from './making.ts'
import { writeMeasures, writeQuestions, writeTimes } from './parts.ts'

export function fine(making: Making): void {
  const { chance, overlay, given, amounts, subject } = making
  writeMeasures(making, { field: 'investigate', condition: 'decide' })
  const [measure] = subject.measures
  const field = 'finding.extent'
  overlay.set(`content.form.${field}`, {
    type: 'integer',
    at: 'investigate',
    label: `违法程度（${measure![1]}）`,
    min: 0,
    max: 1_000_000,
    personal: false,
  })
  const steps = chance.whole(2, 4)
  const least = chance.whole(1, 20) * 10_000
  const rules = Array.from({ length: steps }, (_, at) => ({
    id: `band-${at + 1}`,
    when: [at === steps - 1 ? '-' : `<= ${(at + 1) * chance.whole(3, 9)}`],
    ['then' as const]: [least * (at + 1), least * (at + 2)],
  }))
  for (const [at, rule] of rules.entries())
    if (at > 0 && at < steps - 1) rule.when = [`<= ${Number(rules[at - 1]!.when[0]!.slice(3)) + chance.whole(2, 9)}`]
  const most = least * (steps + 1)
  const basis = { law: '行政处罚法', articles: [34] }
  overlay.set('authority.discretion', { table: 'fine-bands', reasonOutside: true })
  overlay.set('authority.fine', { min: least, max: most, basis })
  overlay.add('rules', {
    id: 'fine-bands',
    at: ['decide'],
    text: { zh: '罚款裁量基准（分）', en: 'Bands of the fine, in fen' },
    table: {
      hit: 'first',
      inputs: [field],
      outputs: [
        { name: 'min', type: 'integer' },
        { name: 'max', type: 'integer' },
      ],
      rules,
    },
    basis,
  })
  const amount = least + chance.whole(0, 9) * 1_000
  given[field] = 1
  given['finding.proposedFine'] = amount
  amounts.set(100_000, amount)
  overlay.set('content.facts.hearingDue', {
    test: `finding.proposedFine >= ${most + 1}`,
    text: '拟罚款数额较大，应当告知听证权',
    basis: { law: '行政处罚法', articles: ['63(1)'] },
  })
  overlay.set('publicity.decision.mask', ['respondent.name'])
  overlay.set('publicity.decision.for', chance.pick(['3 month', '6 month', '1 year', '3 year']))
  overlay.set('limits.serve.value', chance.whole(4, 7))
  overlay.add('materials', { id: 'caseFile', name: { zh: '案卷材料' }, from: 'officer', stage: 'investigate' })
  writeQuestions(making, ['file', 'decide'])
  writeTimes(making)
}

export function seizure(making: Making): void {
  const { chance, overlay, subject } = making
  writeMeasures(making, { field: 'propose', condition: 'decide' })
  overlay.set('limits.hold.value', chance.whole(7, 30))
  overlay.set('limits.hold.extend.by', `${chance.whole(5, 30)} day`)
  overlay.add('rules', {
    id: 'proportionate',
    at: ['decide'],
    when: 'outcome = "seize"',
    test: 'ground.evidence and not(ground.sealedAlready)',
    text: { zh: `只限于涉案的${chance.pick(subject.things)}`, en: 'Only what belongs to the case' },
    else: 'refuse',
    basis: { law: '行政强制法', articles: [23] },
  })
  overlay.add('materials', { id: 'photos', name: { zh: '现场照片' }, from: 'officer', stage: 'execute' })
  writeQuestions(making, ['file', 'decide'])
}

export function performance(making: Making): void {
  const { chance, overlay, given, amounts } = making
  writeMeasures(making, { field: 'check', condition: 'decide' })
  const cost = chance.whole(2, 900) * 10_000
  given['cost.estimate'] = cost
  amounts.set(500_000, cost)
  overlay.set('limits.urge.value', chance.whole(5, 10))
  overlay.set('limits.decide.value', chance.whole(20, 60))
  overlay.add('rules', {
    id: 'cost-within',
    at: ['decide'],
    when: 'outcome = "perform"',
    test: `cost.estimate <= ${cost * 2}`,
    text: { zh: '费用不超过预算上限', en: 'Within the budget' },
    else: 'refuse',
    basis: { law: '行政强制法', articles: [51] },
  })
  overlay.add('materials', { id: 'budget', name: { zh: '费用预算' }, from: 'officer', stage: 'check' })
  writeQuestions(making, ['file', 'decide'])
}

export function visit(making: Making): void {
  const { chance, overlay, given } = making
  writeMeasures(making, { field: 'visit', condition: 'decide' })
  const most = chance.whole(1, 4)
  overlay.add('rules', { id: 'not-too-often', test: `visit.time <= ${most}` })
  given['visit.time'] = chance.whole(1, most)
  overlay.set('limits.result.value', chance.whole(5, 20))
  overlay.add('materials', { id: 'checklist', name: { zh: '检查清单' }, from: 'officer', stage: 'visit' })
  writeQuestions(making, ['decide'])
}

export function plan(making: Making): void {
  const { chance, overlay, given } = making
  const least = chance.whole(1, 10)
  given['plan.percent'] = least + chance.whole(0, 30)
  given['plan.months'] = `${chance.whole(1, 6)}-${chance.whole(7, 12)}`
  overlay.set('content.objects.max', chance.whole(100, 900))
  overlay.add('conditions', {
    id: 'share',
    text: { zh: `抽查比例不低于百分之 ${least}`, en: `At least ${least} per cent` },
    at: ['draw'],
    test: `plan.percent >= ${least}`,
  })
  overlay.set('limits.finish.value', chance.whole(2, 10))
  overlay.set('limits.publish.value', chance.whole(5, 20))
  overlay.add('materials', { id: 'catalogue', name: { zh: '检查对象名录' }, from: 'officer', stage: 'plan' })
  writeQuestions(making, ['decide'])
}
