import { type Refusal, type RefusalKind, refusal } from '#kernel/refusal'

/** Where in the source: offsets, end exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

export const faults = {
  syntax: refusal('RULE_SYNTAX', 422, 'The expression does not parse'),
  outside: refusal('RULE_OUTSIDE_SUBSET', 422, 'The expression uses what the compiled subset does not have'),
  name: refusal('RULE_UNKNOWN_NAME', 422, 'The expression names something that is not declared'),
  function: refusal('RULE_UNKNOWN_FUNCTION', 422, 'The expression calls a function that is not declared'),
  type: refusal('RULE_TYPE_MISMATCH', 422, 'The expression mixes types'),
  unit: refusal('RULE_UNIT_MISMATCH', 422, 'The expression mixes units'),
  value: refusal('RULE_UNKNOWN_VALUE', 422, 'The expression compares with a value the field never has'),
  large: refusal('RULE_TOO_LARGE', 422, 'The expression is too large'),
  scope: refusal('RULE_SCOPE_INVALID', 422, 'The declared names are not usable'),
  fact: refusal('RULE_FACT_INVALID', 422, 'A fact does not have its declared type'),
  table: refusal('RULE_TABLE_INVALID', 422, 'The decision table is not usable'),
} as const

/** Thrown while reading; the source is added where it is known, so that line and column can be told. */
export class Fault extends Error {
  readonly kind: RefusalKind
  readonly at: Span
  readonly remedy: string
  constructor(kind: RefusalKind, at: Span, detail: string, remedy: string) {
    super(detail)
    this.kind = kind
    this.at = at
    this.remedy = remedy
  }
}

export const fault = (kind: RefusalKind, at: Span, detail: string, remedy: string): Fault =>
  new Fault(kind, at, detail, remedy)

/** Turns a fault into the refusal the caller sees: what, line and column (from 1), what to write instead. */
export function refusalOf(found: Fault, source: string, where = ''): Refusal {
  const before = source.slice(0, found.at.from).split('\n')
  const line = before.length
  const column = [...before.at(-1)!].length + 1
  return found.kind({
    detail: `${where === '' ? '' : `${where}: `}line ${line}, column ${column}: ${found.message}`,
    remedy: found.remedy,
    facts: {
      ...(where !== '' && { where }),
      line,
      column,
      from: found.at.from,
      to: found.at.to,
      text: source.slice(found.at.from, found.at.to),
    },
  })
}
