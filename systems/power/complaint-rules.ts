import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'

export const complaintRulesInvalid = refusal('COMPLAINT_RULES_INVALID', 500, 'The rules of complaints cannot be read')

const strict = { additionalProperties: false } as const
const Rules = Type.Object(
  {
    item: Type.String(),
    otherwise: Type.String(),
    fields: Type.Object(
      { about: Type.String(), organ: Type.String(), case: Type.String(), item: Type.String() },
      strict,
    ),
    about: Type.Object({ case: Type.String(), window: Type.String(), guide: Type.String() }, strict),
  },
  strict,
)
const checker = Compile(Rules)

/** 投诉规则 Under which item complaints are heard, and what the pages fill in; `content/rules/complaints.yaml`. */
export type ComplaintRules = Static<typeof Rules>

/** Reads the file. @throws COMPLAINT_RULES_INVALID with the places that do not fit. */
export function readComplaintRules(file: string): ComplaintRules {
  const raw: unknown = parse(readFileSync(file, 'utf8'))
  if (checker.Check(raw)) return raw
  const faults = checker.Errors(raw).map(({ instancePath, message }) => `${instancePath || '/'}: ${message}`)
  throw complaintRulesInvalid({ detail: faults.slice(0, 20).join('; '), facts: { faults: faults.slice(0, 20) } })
}
