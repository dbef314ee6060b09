import { type Control, type ControlInput, primaryParty } from '#kernel/case'
import { onSpotCeiling } from '#kernel/definition'
import { alarmed, granted, humanDecides, type Reason, refused } from '#kernel/refusal'

/** The band table the item names: one of its own rules, compiled with it. */
function tableOf({ definition }: ControlInput) {
  const { discretion } = definition.definition.authority
  if (discretion === 'none') return undefined
  const id = discretion.table.replace(/^rules\/|\.dmn$/g, '')
  const table = definition.tables.get(id)
  return table && { id, table }
}

/** 当场处罚 At most 200 yuan for a person and 3,000 for a firm, whatever the article allows: above that a procedure is owed (行政处罚法51). */
function beyondTheSpot({ state }: ControlInput, amount: number): readonly Reason[] {
  const unit = primaryParty(state)?.unit
  const max = unit === 'firm' || unit === 'organ' ? onSpotCeiling.firm : onSpotCeiling.person
  if (amount <= max) return []
  return [
    {
      code: 'FINE_ABOVE_ON_SPOT',
      text: '超过当场处罚的罚款上限，应当适用普通程序',
      facts: { amount, max },
      basis: { law: '行政处罚法', articles: ['51'] },
    },
  ]
}

/**
 * 法定幅度 What the law itself allows no reason can widen: never above its maximum; below its minimum only on a named ground of
 * mitigation (行政处罚法32). The range is the item's own, so a running case keeps the one it was opened under.
 */
function beyondStatute(input: ControlInput, amount: number): readonly Reason[] {
  const { definition, body } = input
  const { fine, mitigation } = definition.definition.authority
  if (!fine) return []
  const spot = fine.onSpot ? beyondTheSpot(input, amount) : []
  if (spot.length > 0) return spot
  const { min, max } = fine
  const basis = { law: fine.basis.law, articles: fine.basis.articles.map(String) }
  if (amount > max)
    return [{ code: 'FINE_ABOVE_STATUTE', text: '数额超过法定最高罚款', facts: { amount, min, max }, basis }]
  if (amount >= min || mitigation?.some(({ id }) => id === body.mitigation)) return []
  const may = mitigation?.map(({ id }) => id) ?? []
  return [
    {
      code: 'FINE_BELOW_STATUTE',
      text: '低于法定最低罚款，须写明减轻处罚的法定情形',
      facts: { amount, min, max, may },
      basis,
    },
  ]
}

/** 裁量 The amount lies in the band the table gives for these facts; outside it only with a reason, and the supervisors are told (行政处罚法34). */
export const discretion: Control = {
  name: 'discretion',
  judge: input => {
    const { definition, body, facts } = input
    const declared = definition.definition.authority.discretion
    const outcome = definition.definition.content.outcomes[String(body.outcome)]
    const amount = body.amount
    if (!outcome?.effects.some(effect => 'ledger' in effect) || typeof amount !== 'number') return granted
    const beyond = beyondStatute(input, amount)
    if (declared === 'none') return beyond.length > 0 ? refused(...beyond) : granted
    const found = tableOf(input)
    const band = found?.table.evaluate(facts.raw())
    const basis = { law: '行政处罚法', articles: ['34'] }
    if (beyond.length === 0 && (!found || !band))
      return humanDecides({ code: 'DISCRETION_UNKNOWN', text: '裁量基准无法确定', basis })
    if (!found || !band) return refused(...beyond)
    const { min, max } = band.outputs as unknown as { min: number; max: number }
    const outside: readonly Reason[] =
      amount >= min && amount <= max
        ? []
        : [
            {
              code: 'DISCRETION_OUTSIDE_BAND',
              text: '数额超出裁量基准',
              rule: found.id,
              facts: { amount, min, max },
              basis,
            },
          ]
    if (beyond.length > 0) return refused(...beyond, ...outside)
    if (outside.length === 0) return granted
    return declared.reasonOutside && typeof body.outsideBand === 'string' ? alarmed(...outside) : refused(...outside)
  },
}
