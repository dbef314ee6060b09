import { readDocument } from './document.ts'
import { type Finding, hasErrors, refuseFindings } from './finding.ts'
import { type Positions, plain, positionsOf } from './located.ts'
import { ItemDefinition } from './settings/item.ts'
import { checkShape } from './shape.ts'
import { fillIn, type TemplateSource } from './template.ts'

/** A definition file after reading: whole, filled in from its template, of the right shape. */
export interface LoadedDefinition {
  readonly definition: ItemDefinition
  /** Where each part was written; parts that came from a template lie in the template's file. */
  readonly positions: Positions
  readonly file: string
  /** The file as written, byte for byte. */
  readonly source: string
}

export type ReadDefinition =
  | { readonly loaded: LoadedDefinition; readonly findings: readonly Finding[] }
  | { readonly loaded?: undefined; readonly findings: readonly Finding[] }

export const noTemplates: TemplateSource = () => undefined

/** 读事项 Reads one item file; what is wrong comes back as findings, each with file, line and column. Never throws for a bad file. */
export function readDefinition(
  file: string,
  bytes: Uint8Array | string,
  template: TemplateSource = noTemplates,
): ReadDefinition {
  const read = readDocument(file, typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
  if ('findings' in read) return { findings: read.findings }
  const filled = fillIn(read.root, template)
  if (hasErrors(filled.findings)) return { findings: filled.findings }
  const positions = positionsOf(filled.root)
  const definition = plain(filled.root)
  const findings = checkShape(ItemDefinition, definition, positions)
  if (findings.length > 0) return { findings }
  return {
    loaded: { definition: definition as ItemDefinition, positions, file, source: read.text },
    findings: filled.findings,
  }
}

/** The same, for whoever wants the definition or nothing. @throws DEFINITION_INVALID with the findings as facts. */
export function loadDefinition(
  file: string,
  bytes: Uint8Array | string,
  template: TemplateSource = noTemplates,
): LoadedDefinition {
  const { loaded, findings } = readDefinition(file, bytes, template)
  if (!loaded) throw refuseFindings(findings)
  return loaded
}
