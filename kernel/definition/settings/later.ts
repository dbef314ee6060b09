import { type Static, Type } from 'typebox'
import { Key, Provision, Span } from './words.ts'

const strict = { additionalProperties: false } as const

const ending = <const G extends readonly string[]>(grounds: G) => ({
  by: Key,
  grounds: Type.Array(Type.Enum(grounds), { minItems: 1, uniqueItems: true }),
  basis: Provision,
})

/** 撤回事由 The law on which it stood was changed, or the facts were, and the public interest asks for it (行政许可法8). */
export const revocationGrounds = ['law-changed', 'circumstances-changed'] as const
/** 撤销事由 What made the decision unlawful (行政许可法69). */
export const withdrawalGrounds = [
  'abuse-of-office',
  'beyond-powers',
  'procedure-violated',
  'applicant-unqualified',
  'obtained-by-deceit',
  'other-unlawful',
] as const
/** 注销事由 Why it is struck off although nobody found fault with it (行政许可法70). */
export const cancellationGrounds = ['expired', 'person-gone', 'firm-dissolved', 'impossible', 'given-up'] as const

/** 决定的后续 What may become of a decision that stands: taken back, set aside, struck off; and how long the party has to answer first. */
export const Later = Type.Object(
  {
    answer: Type.Optional(Span),
    revoke: Type.Optional(
      Type.Object({ ...ending(revocationGrounds), compensation: Type.Optional(Type.Boolean()) }, strict),
    ),
    withdraw: Type.Optional(Type.Object(ending(withdrawalGrounds), strict)),
    cancel: Type.Optional(Type.Object(ending(cancellationGrounds), strict)),
    /** 延续 Applied for so long before the last valid day; no answer until then is a yes (行政许可法50). */
    renew: Type.Optional(Type.Object({ by: Key, before: Span, basis: Provision }, strict)),
  },
  strict,
)
export type Later = Static<typeof Later>
