import { type Static, Type } from 'typebox'
import { refusal } from '#kernel/refusal'
import { makeRulesReader } from './rules-file.ts'

export const ratingRulesInvalid = refusal('RATING_RULES_INVALID', 500, 'The rules of ratings cannot be read')

const strict = { additionalProperties: false } as const
const Rules = Type.Object(
  {
    window: Type.Object(
      {
        value: Type.Integer({ minimum: 1 }),
        unit: Type.Enum(['day', 'workday']),
        source: Type.String(),
        verified: Type.Boolean(),
      },
      strict,
    ),
    smallest: Type.Object(
      { count: Type.Integer({ minimum: 2 }), source: Type.String(), verified: Type.Boolean() },
      strict,
    ),
  },
  strict,
)

/** 评价规则 How long one may rate, and from how many on it is told; `content/rules/ratings.yaml`. */
export type RatingRules = Static<typeof Rules>

/** Reads the file. @throws RATING_RULES_INVALID with the places that do not fit. */
export const readRatingRules = makeRulesReader(Rules, ratingRulesInvalid)
