import assert from 'node:assert/strict'
import type { ItemDefinition } from '../settings/item.ts'
import { stagesOf } from '../stages.ts'
import { loadItem } from './content.samples.ts'
import type { LintRule } from './rules.ts'

export const permit = loadItem('items/permit/energy-review.yaml')
export const penalty = loadItem('items/penalty/energy-report-penalty.yaml')
export const benefit = loadItem('items/benefit/subsistence-allowance.yaml')
export const seizure = loadItem('items/compulsion/food-seizure.yaml')
export const decision = loadItem('items/decision/major-decision.yaml')
export const service = loadItem('items/service/mayor-mailbox.yaml')
export const inspection = loadItem('items/inspection/market-double-random.yaml')
export const levy = loadItem('items/levy/grassland-restoration-fee.yaml')
export const dispute = loadItem('items/adjudication/land-dispute.yaml')

/** One way to spoil a lawful item, and the rule that must see it. */
export interface Fault {
  readonly what: string
  readonly in: { readonly definition: ItemDefinition }
  readonly spoil: (item: ItemDefinition) => unknown
  readonly found: LintRule
}

export const spoilt = (fault: Fault): ItemDefinition => {
  const item = structuredClone(fault.in.definition)
  fault.spoil(item)
  return item
}

export const limitOf = (item: ItemDefinition, id: string) => {
  const found = Object.entries(item.limits).find(([name]) => name === id)?.[1]
  assert.ok(found && !Array.isArray(found) && 'value' in found, `no limit ${id}`)
  return found
}

export const stageOf = (item: ItemDefinition, key: string) => {
  const found = stagesOf(item.flow).find(({ stage }) => stage.stage === key)?.stage
  assert.ok(found, `no stage ${key}`)
  return found
}

export const ungate = (item: ItemDefinition, stage: string, need: string) => {
  stageOf(item, stage).gates = stageOf(item, stage).gates?.filter(gate => gate.need !== need) ?? []
}

export const published = (item: ItemDefinition) => {
  const found = item.publicity.decision
  assert.ok(found && found !== 'none')
  return found
}
