import { readFileSync } from 'node:fs'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import type { RefusalKind } from '#kernel/refusal'

/** 规则文件 Reads a file of `content/rules`; `file` in, its content out. @throws what `invalid` makes, with the first twenty places that do not fit. */
export function makeRulesReader<Rules extends TSchema>(
  rules: Rules,
  invalid: RefusalKind,
): (file: string) => Static<Rules> {
  const checker = Compile(rules)
  return file => {
    const raw: unknown = parse(readFileSync(file, 'utf8'))
    if (checker.Check(raw)) return raw
    const faults = checker
      .Errors(raw)
      .map(({ instancePath, message }) => `${instancePath || '/'}: ${message}`)
      .slice(0, 20)
    throw invalid({ detail: faults.join('; '), facts: { faults } })
  }
}
