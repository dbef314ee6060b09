import { refusal } from '#kernel/refusal'
import type { Positions, Segment } from './located.ts'
import type { Provision } from './settings/words.ts'

/** 位置 Where something stands: file as given, line and column counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/**
 * 发现 One thing wrong, or doubtful, in a definition file. `rule` is a permanent SCREAMING_SNAKE code; `path` names the
 * place as a clerk would (`flow.expert.by`), `line` and `column` as an editor would.
 */
export interface Finding extends Place {
  readonly severity: 'error' | 'warning'
  readonly rule: string
  readonly path: string
  readonly text: Bilingual
  readonly remedy?: Bilingual
  readonly basis?: Provision
}

/** A finding before its place is known: the linter names a path, the loader knows where it was written. */
export interface Remark {
  readonly severity: 'error' | 'warning'
  readonly rule: string
  readonly path: readonly Segment[]
  readonly text: Bilingual
  readonly basis?: Provision
}

/** Puts file, line and column to a remark. */
export const placeRemark = (remark: Remark, positions: Positions): Finding => ({
  ...remark,
  ...positions.at(remark.path),
  path: positions.shown(remark.path),
})

export const definitionInvalid = refusal('DEFINITION_INVALID', 422, 'The definition file has errors')

/** The refusal that carries findings: its first error is the detail, all of them are facts. */
export function refuseFindings(findings: readonly Finding[]) {
  const first = findings.find(finding => finding.severity === 'error') ?? findings[0]
  return definitionInvalid({
    ...(first && { detail: saidOf(first) }),
    ...(first?.remedy && { remedy: first.remedy.zh }),
    facts: { findings },
  })
}

const saidOf = ({ basis, column, file, line, path, rule, text }: Finding): string =>
  `${file}:${line}:${column} ${rule} ${path ? `${path} ` : ''}${text.zh} ${text.en}${basis ? ` 《${basis.law}》${basis.articles.map(article => `第${article}条`).join('、')}` : ''}`

/** `items/x.yaml:12:7 DEFINITION_DUPLICATE_KEY … → …`: one finding as one line of a terminal, and what to do about it. */
export const lineOf = (finding: Finding): string =>
  `${saidOf(finding)}${finding.remedy ? ` → ${finding.remedy.zh} ${finding.remedy.en}` : ''}`

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error')
