import type { Finding } from '../finding.ts'
import type { Positions } from '../located.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { groundOf, type LintFinding } from './ground.ts'
import type { LawLibrary } from './law.ts'
import { rules } from './rules.ts'

const table = Object.entries(rules)

/** 法律检查 What the law says against a definition: every rule of the table, in its order. Pure: it reads no file and no clock. */
export function lint(definition: ItemDefinition, laws: LawLibrary): readonly LintFinding[] {
  const ground = groundOf(definition, laws)
  const findings: LintFinding[] = []
  for (const [rule, check] of table)
    for (const { path, zh, en, basis, severity = 'error' } of check(ground))
      findings.push({ severity, rule, path, text: { zh, en }, ...(basis && { basis }) })
  return findings
}

/** The same findings with file, line and column, for whoever has the file. */
export const placed = (findings: readonly LintFinding[], positions: Positions): readonly Finding[] =>
  findings.map(finding => ({ ...finding, ...positions.at(finding.path), path: positions.shown(finding.path) }))
