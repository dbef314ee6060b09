import { Type } from 'typebox'
import { refusal } from '#kernel/refusal'
import { makeRulesReader } from './rules-file.ts'

export const sentRulesInvalid = refusal(
  'SENT_PAPER_RULES_INVALID',
  500,
  'The rules for papers that are sent cannot be read',
)

const strict = { additionalProperties: false } as const
const Words = Type.Array(Type.String({ minLength: 1 }))
const Lines = Type.Array(Words)
const readRules = makeRulesReader(
  Type.Object(
    {
      kinds: Lines,
      open: Words,
      others: Lines,
      past: Words,
      titled: Type.Object({ person: Words, firm: Words }, strict),
    },
    strict,
  ),
  sentRulesInvalid,
)

/** 看材料的规则 What a paper that has text is read by; `content/rules/sent-papers.yaml` says what each list is. */
export interface SentRules {
  /** Names of one kind of paper each. */
  readonly kinds: readonly (readonly string[])[]
  readonly open: readonly string[]
  readonly others: readonly string[]
  readonly past: readonly string[]
  readonly titled: Readonly<Record<'person' | 'firm', readonly string[]>>
}

/** Reads the file. @throws SENT_PAPER_RULES_INVALID with the places that do not fit. */
export function readSentRules(file: string): SentRules {
  const { others, ...rest } = readRules(file)
  return { ...rest, others: others.flat() }
}
