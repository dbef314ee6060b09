import { Type } from 'typebox'
import type { ExportLimits } from '#hubs/data/export'
import { refusal } from '#kernel/refusal'
import { makeRulesReader } from './rules-file.ts'

export const exportRulesInvalid = refusal('EXPORT_RULES_INVALID', 500, 'The rules of exports cannot be read')

const Count = Type.Integer({ minimum: 1 })
const limits = { persons: Count, kept: Count, answered: Count, cases: Count, days: Count, perDay: Count, taken: Count }
const Rules = Type.Object(
  { ...limits, source: Type.String(), verified: Type.Boolean() } satisfies Readonly<
    Record<keyof ExportLimits, unknown>
  > & {
    source: unknown
    verified: unknown
  },
  { additionalProperties: false },
)

/** 导出规则 How much, how often and how long; `content/rules/exports.yaml`. @throws EXPORT_RULES_INVALID with the places that do not fit. */
export const readExportRules: (file: string) => ExportLimits = makeRulesReader(Rules, exportRulesInvalid)
