import { type Static, Type } from 'typebox'
import { refusal } from '#kernel/refusal'
import { makeRulesReader } from './rules-file.ts'

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

/** 投诉规则 Under which item complaints are heard, and what the pages fill in; `content/rules/complaints.yaml`. */
export type ComplaintRules = Static<typeof Rules>

/** Reads the file. @throws COMPLAINT_RULES_INVALID with the places that do not fit. */
export const readComplaintRules = makeRulesReader(Rules, complaintRulesInvalid)
