import type { Bilingual, Finding } from '../finding.ts'
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
    for (const { path, zh, en, basis, severity = 'error' } of check(ground)) {
      const text = marked({ zh, en }, basis !== undefined && laws.find(basis.law)?.verified === false)
      findings.push({ severity, rule, path, text, ...(basis && { basis }) })
    }
  return findings
}

/** Whoever reads a finding is told when nobody has read the law behind it. */
const marked = (text: Bilingual, unread: boolean): Bilingual =>
  unread ? { zh: `${text.zh}（该法正式文本未核对）`, en: `${text.en} (its official text was not read)` } : text

/** The same findings with file, line and column, for whoever has the file. */
export const placed = (findings: readonly LintFinding[], positions: Positions): readonly Finding[] =>
  findings.map(finding => ({ ...finding, ...positions.at(finding.path), path: positions.shown(finding.path) }))
