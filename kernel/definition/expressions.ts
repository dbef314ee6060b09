import type { ItemDefinition } from './settings/item.ts'
import { effectsOf, stagesOf } from './stages.ts'

export type Want = 'boolean' | 'number' | 'fen' | 'any'

/** 表达式出处 One expression of an item: its text, where it stands, what it must give, and whose names it sees. */
export interface ExpressionAt {
  readonly source: string
  readonly path: readonly (string | number)[]
  readonly want: Want
  /** A patrol looks at the rows of registers instead of the case. */
  readonly patrol?: string
}

type Push = (source: string | undefined, want: Want, ...path: (string | number)[]) => void

/** Every expression an item contains, derived facts excepted: they are compiled first, in their own order. */
export function expressionsOf(definition: ItemDefinition): readonly ExpressionAt[] {
  const all: ExpressionAt[] = []
  const push: Push = (source, want, ...path) => {
    if (source !== undefined) all.push({ source, want, path })
  }
  ofForm(definition, push)
  ofOutcomes(definition, push)
  ofFlow(definition, push)
  ofGrounds(definition, push)
  const published = definition.publicity.decision
  if (published && published !== 'none') push(published.when, 'boolean', 'publicity', 'decision', 'when')
  for (const patrol of definition.patrol) {
    all.push({ source: patrol.find, want: 'boolean', path: ['patrol', patrol.id, 'find'], patrol: patrol.id })
    if (patrol.exempt !== undefined)
      all.push({ source: patrol.exempt, want: 'boolean', path: ['patrol', patrol.id, 'exempt'], patrol: patrol.id })
  }
  return all
}

function ofForm({ content }: ItemDefinition, push: Push): void {
  for (const [name, { required }] of Object.entries(content.form))
    if (typeof required === 'string') push(required, 'boolean', 'content', 'form', name, 'required')
}

function ofOutcomes(definition: ItemDefinition, push: Push): void {
  for (const [name, { amount }] of Object.entries(definition.content.deposits ?? {}))
    push(amount, 'fen', 'content', 'deposits', name, 'amount')
  for (const [name, { money }] of Object.entries(definition.content.outcomes))
    push(money?.amount, 'fen', 'content', 'outcomes', name, 'money', 'amount')
  for (const { effect, path } of effectsOf(definition)) {
    if ('ledger' in effect) push(effect.amount, 'fen', ...path, 'amount')
    if ('register' in effect)
      for (const [column, source] of Object.entries(effect.set ?? {})) push(source, 'any', ...path, 'set', column)
    if ('obligation' in effect)
      for (const [index, { set = {} }] of (effect.met ?? []).entries())
        for (const [column, source] of Object.entries(set)) push(source, 'any', ...path, 'met', index, 'set', column)
  }
}

function ofFlow({ flow }: ItemDefinition, push: Push): void {
  for (const { stage, path } of stagesOf(flow)) {
    push(stage.when, 'boolean', ...path, 'when')
    for (const [index, gate] of (stage.gates ?? []).entries())
      push(gate.when, 'boolean', ...path, 'gates', index, 'when')
    push(stage.draw?.count, 'number', ...path, 'draw', 'count')
    push(stage.draw?.percent, 'number', ...path, 'draw', 'percent')
    push(stage.draw?.except?.atLeast, 'number', ...path, 'draw', 'except', 'atLeast')
    for (const [field, source] of Object.entries(stage.draw?.except?.where ?? {}))
      push(source, 'any', ...path, 'draw', 'except', 'where', field)
    for (const [index, part] of (stage.joint?.parts ?? []).entries())
      push(part.when, 'boolean', ...path, 'joint', 'parts', index, 'when')
    push(stage.publicity?.days, 'number', ...path, 'publicity', 'days')
    push(stage.publicity?.shorterIf, 'boolean', ...path, 'publicity', 'shorterIf')
  }
}

function ofGrounds(definition: ItemDefinition, push: Push): void {
  for (const material of definition.materials) push(material.onlyIf, 'boolean', 'materials', material.id, 'onlyIf')
  for (const condition of definition.conditions) push(condition.test, 'boolean', 'conditions', condition.id, 'test')
  for (const rule of definition.rules) {
    push(rule.when, 'boolean', 'rules', rule.id, 'when')
    push(rule.test, 'boolean', 'rules', rule.id, 'test')
    for (const [index, input] of (rule.table?.inputs ?? []).entries())
      push(input, 'any', 'rules', rule.id, 'table', 'inputs', index)
  }
  for (const comparison of definition.comparison) {
    push(comparison.when, 'boolean', 'comparison', comparison.id, 'when')
    for (const [name, source] of Object.entries(comparison.with))
      push(source, 'any', 'comparison', comparison.id, 'with', name)
  }
}
