import type { Control, ControlInput } from '#kernel/case'
import { alarmed, granted, humanDecides, refused } from '#kernel/refusal'
import { compileTable, type DecisionTable, type HitPolicy } from '#kernel/rules'

type Table = ReturnType<typeof compileTable>
const tables = new WeakMap<object, Table>()

type Written = NonNullable<ControlInput['definition']['definition']['rules'][number]['table']>

/** The item's own table in the words of kernel/rules. */
const tableFrom = (name: string, { hit, inputs, outputs, rules }: Written): DecisionTable => ({
  name,
  hit: hit.replace('-', ' ') as HitPolicy,
  inputs: inputs.map(expression => ({ expression })),
  outputs: outputs.map(output => ({ name: output.name, type: { kind: 'integer' } })),
  rules: rules.map(({ id, when, then }) => ({ id, when, then: then as DecisionTable['rules'][number]['then'] })),
})

function tableOf({ definition }: ControlInput): { readonly id: string; readonly table: Table } | undefined {
  const { discretion } = definition.definition.authority
  if (discretion === 'none') return undefined
  const id = discretion.table.replace(/^rules\//, '').replace(/\.dmn$/, '')
  const rule = definition.definition.rules.find(declared => declared.id === id)
  if (!rule?.table) return undefined
  let table = tables.get(rule)
  if (!table) {
    table = compileTable(tableFrom(id, rule.table), definition.scope)
    tables.set(rule, table)
  }
  return { id, table }
}

/** 裁量 The amount lies in the band the table gives for these facts; outside it only with a reason, and the supervisors are told (行政处罚法34). */
export const discretion: Control = {
  name: 'discretion',
  judge: input => {
    const { definition, body, facts } = input
    const declared = definition.definition.authority.discretion
    const outcome = definition.definition.content.outcomes[String(body['outcome'])]
    const amount = body['amount']
    if (declared === 'none' || !outcome?.effects.some(effect => 'ledger' in effect) || typeof amount !== 'number') return granted
    const found = tableOf(input)
    const band = found?.table.evaluate(facts.raw)
    const basis = { law: '行政处罚法', articles: ['34'] }
    if (!found || !band) return humanDecides({ code: 'DISCRETION_UNKNOWN', text: '裁量基准无法确定', basis })
    const { min, max } = band.outputs as unknown as { min: number; max: number }
    if (amount >= min && amount <= max) return granted
    const reason = { code: 'DISCRETION_OUTSIDE_BAND', text: '数额超出裁量基准', rule: found.id, facts: { amount, min, max }, basis }
    return declared.reasonOutside && typeof body['outsideBand'] === 'string' ? alarmed(reason) : refused(reason)
  },
}
