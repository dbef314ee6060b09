import { Refusal } from '#kernel/refusal'
import { type CompiledTable, compileTable, type DecisionTable, type HitPolicy, type Scope } from '#kernel/rules'
import type { Finding } from './finding.ts'
import type { Positions } from './located.ts'
import { feelType } from './scope.ts'
import { fieldTypePattern } from './settings/content.ts'
import type { ItemDefinition } from './settings/item.ts'

type Written = NonNullable<ItemDefinition['rules'][number]['table']>

const isCell = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

/** Results are checked to be cells before. The table of a rule as the rules module reads it: the same words, hit policies with a space, types of the form. */
const tableOf = (name: string, table: Written, basis: DecisionTable['basis']): DecisionTable => ({
  name,
  ...(basis && { basis }),
  hit: table.hit.replace('-', ' ') as HitPolicy,
  inputs: table.inputs.map(expression => ({ expression })),
  ...(table.aggregate && { aggregate: table.aggregate }),
  outputs: table.outputs.map(({ name: output, type, values }) => ({
    name: output,
    type: feelType({ type }),
    ...(values && { values }),
  })),
  rules: table.rules as DecisionTable['rules'],
})

/** 决策表 The decision tables of an item, by the id of their rule; what does not compile becomes a finding at its rule. */
export function compileTables(
  definition: ItemDefinition,
  scope: Scope,
  positions: Positions,
  findings: Finding[],
): ReadonlyMap<string, CompiledTable> {
  const tables = new Map<string, CompiledTable>()
  for (const { id, table, basis } of definition.rules) {
    if (!table) continue
    const path = ['rules', id, 'table']
    const say = (rule: string, zh: string, en: string) =>
      findings.push({ severity: 'error', rule, ...positions.at(path), path: positions.shown(path), text: { zh, en } })
    const odd = table.outputs.find(({ type }) => !new RegExp(fieldTypePattern).test(type))
    if (odd) {
      say(
        'RULE_TABLE_INVALID',
        `“${odd.name}”的类型“${odd.type}”不是字段类型`,
        `“${odd.type}” of “${odd.name}” is not a field type`,
      )
      continue
    }
    const bad = table.rules.find(rule => !rule.then.every(isCell))
    if (bad) {
      say('RULE_TABLE_INVALID', `第“${bad.id}”行的结果不是值`, `The results of row “${bad.id}” are not values`)
      continue
    }
    try {
      tables.set(id, compileTable(tableOf(id, table, basis), scope))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      say(error.code, `决策表:${error.message}`, `The table: ${error.message}`)
    }
  }
  return tables
}
