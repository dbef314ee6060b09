import type { CompiledItem } from '#kernel/definition'
import { itemOf } from './item.ts'
import { officer } from './small-city.ts'
import { type Walk, walk } from './walk.ts'

export const fund = await itemOf('energy-saving-fund')
export const seizure = await itemOf('food-seizure')

export const fundFields = {
  'applicant.uscc': '91210100900000030K',
  'applicant.name': '沈阳示例机械有限公司',
  'applicant.account': '2100000000000000001',
  'project.name': '空压站节能改造',
  'project.investment': 200_000_000,
  'fund.requested': 40_000_000,
  'fund.line': 'energy-saving',
}
export const fundMaterials = { application: 'original', 'review-opinion': 'voucher', invoices: 'copy' }
export const shares = { 'fund.approved': 30_000_000, 'fund.first': 20_000_000, 'fund.retained': 10_000_000 }

/** A fund granted and served: the first payment is next. */
export function grantedFund(item: CompiledItem = fund): Walk {
  const answers = { 'enterprise.isActive': true, 'budget.hasBalance': true, 'fund-grant.paidForProject': false }
  const at = walk({ item, answers })
  at.act('submit', { fields: fundFields, materials: fundMaterials })
  at.act('accept', {})
  at.act('complete', { stage: 'review', fields: shares })
  at.act('publish', { kind: 'result' })
  at.wait('6 workday')
  at.act('complete', { stage: 'announce' })
  at.act('decide', { outcome: 'grant', amount: 30_000_000, reason: '节能效果明显' })
  at.act('deliver', {})
  at.act('publish', {})
  return at
}

export const checked = (passed: boolean) => ({
  stage: 'verify',
  officers: ['fund-verifier-1', 'fund-verifier-2'],
  fields: { 'verify.saved': passed ? 450 : 0, 'verify.passed': passed },
})

export const inventory = {
  'inventory.name': ['示例火腿肠'],
  'inventory.quantity': [120],
  'inventory.state': ['包装完好'],
  'execution.partyPresent': true,
  'keep.place': '罚没物品库',
}
export const pair = ['inspector-1', 'inspector-2']

/** A seizure decided on: the officers are about to carry it out. */
export function decidedSeizure(item: CompiledItem = seizure): Walk {
  const at = walk({ item, start: 'clue', answers: { 'seizure.isSealed': false } })
  at.act('lodge', { fields: { 'respondent.name': '示例食品商行', 'clue.summary': '抽样超标' } })
  at.act('open', {})
  at.act('complete', {
    stage: 'propose',
    fields: {
      'seizure.number': '2026-QZ-001',
      'seizure.place': '示例仓库',
      'ground.evidence': true,
      'ground.necessities': false,
      'ground.sealedAlready': false,
    },
  })
  at.act('complete', { stage: 'approve', opinion: 'agree' }, officer('bureau-head'))
  at.act('notify', { stage: 'tell', document: 'seizure-decision', officers: pair })
  at.act('makeStatement', { waived: true })
  at.act('decide', { outcome: 'seize', reason: '有检验报告' }, officer('bureau-head'))
  return at
}

export function carriedOut(item: CompiledItem = seizure): Walk {
  const at = decidedSeizure(item)
  at.act('complete', { stage: 'execute', officers: pair, fields: inventory })
  return at
}
