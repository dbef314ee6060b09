import type { Making } from './making.ts'
import { writeMaterials, writeMeasures, writeQuestions, writeStages, writeTimes } from './parts.ts'

/** What begins with an application and is decided on measures and papers. */
export function onApplication(making: Making): void {
  writeMeasures(making, { refusedAt: 'accept' })
  writeMaterials(making)
  writeStages(making, 'reviewer')
  writeQuestions(making, ['accept', 'decide'])
  writeTimes(making)
}

export function levy(making: Making): void {
  const { chance, overlay, given, amounts, subject } = making
  onApplication(making)
  const rate = chance.whole(1, 400) * 100
  const quantity = chance.whole(2, 60)
  given['levy.quantity'] = quantity
  given['levy.assessed'] = quantity * rate
  amounts.set(1_500_000, quantity * rate)
  overlay.set('content.form.levy.rate', {
    type: 'money',
    at: 'review',
    label: '征收标准（分）',
    min: 0,
    personal: false,
  })
  given['levy.rate'] = rate
  overlay.set('content.form.levy.quantity', {
    label: `计征数量（${subject.measures[0]![1]}，${subject.measures[0]![2]}）`,
  })
  overlay.add('rules', {
    id: 'rate',
    at: ['decide'],
    when: 'outcome = "levy"',
    test: `levy.assessed <= levy.quantity * levy.rate and levy.rate <= ${rate}`,
    text: { zh: `每单位不超过 ${rate} 分`, en: `At most ${rate} fen a unit` },
    else: 'refuse',
  })
}

export function allowance(making: Making): void {
  const { chance, overlay, given, amounts } = making
  const amount = chance.whole(40, 2_400) * 100
  amounts.set(80_000, amount)
  const least = chance.whole(18, 90)
  overlay.set('content.form.applicant.years', {
    type: 'integer',
    label: chance.pick(['周岁', '连续居住年数', '从业年数']),
    min: 0,
    max: 130,
    personal: true,
  })
  given['applicant.years'] = least + chance.whole(0, 9)
  overlay.add('conditions', {
    id: 'years',
    text: { zh: `不少于 ${least} 年（岁）`, en: `At least ${least} years` },
    at: ['decide'],
    test: `outcome != "grant" or applicant.years >= ${least}`,
  })
  overlay.add('rules', {
    id: 'within-standard',
    at: ['decide'],
    when: 'outcome = "grant"',
    test: `aid.monthly <= ${amount + chance.whole(0, 300) * 100}`,
    text: { zh: '不超过公布的标准', en: 'Within the published standard' },
    else: 'refuse',
  })
  overlay.set('limits.review.value', chance.whole(8, 15))
  const days = chance.whole(3, 5)
  overlay.set('limits.announce.value', days)
  overlay.add('flow', { stage: 'announce', publicity: { scope: 'community', for: `${days} workday` } })
  overlay.set('publicity.result.for', `${days} workday`)
  writeMaterials(making)
  writeQuestions(making, ['decide'])
  writeTimes(making)
}

export function dispute(making: Making): void {
  const { chance, overlay, given } = making
  const [field, label, unit, about] = chance.pick(making.subject.measures)
  overlay.set(`content.form.${field}`, { type: 'integer', label: `争议的${label}`, unit, min: 0, personal: false })
  given[field] = about
  overlay.add('conditions', {
    id: 'concerned',
    text: { zh: `争议的${label}大于零`, en: 'Something is in dispute' },
    at: ['accept'],
    test: `${field} > 0`,
  })
  overlay.set('limits.answer.value', chance.whole(5, 30))
  overlay.set('limits.accept.value', chance.whole(2, 5))
  if (chance.yes(0.5)) {
    overlay.add('flow', { stage: 'answer' })
    overlay.add('flow', { stage: 'survey', name: { zh: '实地调查' }, kind: 'survey', by: 'officer' })
    making.acts.push({ after: 'complete answer', acts: [{ complete: 'survey' }] })
  }
  writeMaterials(making)
  writeQuestions(making, ['accept', 'decide'])
  writeTimes(making)
}

export function reward(making: Making): void {
  writeMeasures(making, { refusedAt: 'accept' })
  writeMaterials(making)
  const days = making.chance.whole(3, 5)
  making.overlay.add('flow', {
    stage: 'announce',
    publicity: { scope: making.chance.pick(['organ', 'city']), for: `${days} workday` },
  })
  making.overlay.set('publicity.result.for', `${days} workday`)
  writeQuestions(making, ['accept', 'decide'])
  writeTimes(making)
}

export function complaint(making: Making): void {
  writeMeasures(making, { field: 'review', condition: 'decide' })
  writeMaterials(making)
  writeStages(making, 'reviewer')
  writeQuestions(making, ['decide'])
  writeTimes(making)
}
