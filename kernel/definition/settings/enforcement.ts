import { type Static, Type } from 'typebox'
import { Key, Provision, Span } from './words.ts'

const strict = { additionalProperties: false } as const

/** 强制执行方式 What the statute lets the organ itself do (行政强制法12). */
export const enforcementWays = ['transfer-deposit', 'auction', 'removal', 'substitute', 'other'] as const
/** 中止执行 Why it stands still (行政强制法39(1)): the party cannot, a third party claims the object, harm that cannot be made good, another reason. */
export const stayGrounds = ['hardship', 'third-party-claim', 'irreparable-harm', 'other'] as const
/**
 * 终结执行 On each of these nothing is left to enforce (行政强制法40); on the last it is enforced no more: the party has been unable to perform for
 * three years, and no evident harm comes of it (39(2)).
 */
export const closingGrounds = [
  'person-gone',
  'firm-gone',
  'object-gone',
  'other-law',
  'unable-for-three-years',
] as const
/** 重开 Why an ended case is taken up again: a court ordered a new decision, or it was ended without one, wrongly or too early. */
export const reopeningGrounds = ['ordered-anew', 'ended-in-error', 'new-facts'] as const

/**
 * 强制执行 What may be done for a decision that is not performed: first urged in writing (行政强制法35, 54), then enforced by the organ where
 * the statute gives it that power, or by the court it asks (53).
 */
export const Enforcement = Type.Object(
  {
    by: Key,
    urge: Type.Optional(Type.Object({ document: Key, within: Span, basis: Provision }, strict)),
    own: Type.Optional(
      Type.Object(
        {
          by: Key,
          ways: Type.Array(Type.Enum(enforcementWays), { minItems: 1, uniqueItems: true }),
          /** Only when nobody may ask for a remedy any more (行政强制法44, 46). */
          afterRemedies: Type.Optional(Type.Boolean()),
          basis: Provision,
        },
        strict,
      ),
    ),
    court: Type.Optional(Type.Object({ by: Key, basis: Provision }, strict)),
    /** 中止、恢复执行 Who may stay it and take it up again (行政强制法39). */
    stay: Type.Optional(Type.Object({ by: Key, basis: Provision }, strict)),
  },
  strict,
)
export type Enforcement = Static<typeof Enforcement>

/** 结案 Whoever may end a case whose duties nobody can perform any more, and on which grounds. */
export const Close = Type.Object(
  { by: Key, grounds: Type.Array(Type.Enum(closingGrounds), { minItems: 1, uniqueItems: true }), basis: Provision },
  strict,
)

/** 重开 Whoever may approve that an ended case is taken up again, at which stage, and on which grounds. */
export const Reopen = Type.Object(
  {
    by: Key,
    to: Type.Array(Key, { minItems: 1, uniqueItems: true }),
    grounds: Type.Array(Type.Enum(reopeningGrounds), { minItems: 1, uniqueItems: true }),
    basis: Provision,
  },
  strict,
)
