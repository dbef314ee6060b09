import type { Control, ControlInput } from '#kernel/case'
import { alarmed, granted, humanDecides, refused } from '#kernel/refusal'

/** The band table the item names: one of its own rules, compiled with it. */
function tableOf({ definition }: ControlInput) {
  const { discretion } = definition.definition.authority
  if (discretion === 'none') return undefined
  const id = discretion.table.replace(/^rules\/|\.dmn$/g, '')
  const table = definition.tables.get(id)
  return table && { id, table }
}

/** 裁量 The amount lies in the band the table gives for these facts; outside it only with a reason, and the supervisors are told (行政处罚法34). */
export const discretion: Control = {
  name: 'discretion',
  judge: input => {
    const { definition, body, facts } = input
    const declared = definition.definition.authority.discretion
    const outcome = definition.definition.content.outcomes[String(body.outcome)]
    const amount = body.amount
    if (declared === 'none' || !outcome?.effects.some(effect => 'ledger' in effect) || typeof amount !== 'number')
      return granted
    const found = tableOf(input)
    const band = found?.table.evaluate(facts.raw)
    const basis = { law: '行政处罚法', articles: ['34'] }
    if (!found || !band) return humanDecides({ code: 'DISCRETION_UNKNOWN', text: '裁量基准无法确定', basis })
    const { min, max } = band.outputs as unknown as { min: number; max: number }
    if (amount >= min && amount <= max) return granted
    const reason = {
      code: 'DISCRETION_OUTSIDE_BAND',
      text: '数额超出裁量基准',
      rule: found.id,
      facts: { amount, min, max },
      basis,
    }
    return declared.reasonOutside && typeof body.outsideBand === 'string' ? alarmed(reason) : refused(reason)
  },
}
