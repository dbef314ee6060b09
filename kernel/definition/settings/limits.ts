import { type Static, Type } from 'typebox'
import { Key, Provision, Span, Text, Unit } from './words.ts'

const strict = { additionalProperties: false } as const
const Anchor = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$' })

export const expiryEffects = [
  'alarm',
  'deemed-accepted',
  'deemed-granted',
  'deemed-consent',
  'lapse',
  'release',
  'automatic-release-elsewhere',
] as const

/** 时限 A limit in the unit its law names: where it runs from, what ends it, whom it binds, what its end does. */
export const Limit = Type.Object(
  {
    kind: Type.Enum(['max', 'min', 'before']),
    value: Type.Integer({ minimum: 1 }),
    unit: Unit,
    from: Type.Optional(Anchor),
    to: Type.Optional(Type.Union([Anchor, Type.Array(Anchor, { minItems: 1 })])),
    binds: Type.Optional(Type.Enum(['organ', 'party'])),
    basis: Type.Optional(Provision),
    extend: Type.Optional(
      Type.Object(
        {
          by: Span,
          approver: Key,
          notice: Type.Optional(Type.Boolean()),
          times: Type.Optional(Type.Integer({ minimum: 1 })),
          basis: Type.Optional(Provision),
        },
        strict,
      ),
    ),
    onExpiry: Type.Optional(
      Type.Object({ effect: Type.Enum(expiryEffects), dated: Type.Optional(Type.Enum(['receipt', 'expiry'])) }, strict),
    ),
    of: Type.Optional(
      Type.Enum(['case', 'task', 'voucher', 'row'], {
        description:
          'whose limit it is: of each task of the stage it ends at; of the voucher or register row that the decision made, and then it runs on when the case has ended',
      }),
    ),
    promised: Type.Optional(Type.Boolean()),
    /** A last day that is a rest day moves to the next workday (民法典203) unless the period is a burden: 查封、扣押三十日 `stays`. */
    lastDay: Type.Optional(Type.Enum(['moves', 'stays'])),
    /** For `min` and `before`: the whole period must have run (催告书送达十日后), one day further off than its last day. */
    clear: Type.Optional(Type.Boolean()),
    text: Type.Optional(Text),
  },
  strict,
)
export type Limit = Static<typeof Limit>

/** 中止 What stops the clock, for how long at most, and that the party is told in writing (行政许可法45). */
export const Stop = Type.Object(
  {
    for: Key,
    max: Type.Optional(Span),
    notice: Type.Boolean(),
    limits: Type.Optional(Type.Array(Key)),
    basis: Provision,
  },
  strict,
)

/** 8 时限 Limits by name (dots group them: `hearing.ask`), and `stops`. */
export const Limits = Type.Unsafe<{ stops?: Static<typeof Stop>[] } & Record<string, Limit>>(
  // one schema of one object: what looks at several at once (unevaluatedProperties) makes every check of an item slower
  Type.Object(
    { stops: Type.Optional(Type.Array(Stop)) },
    { patternProperties: { '^(?!stops$)[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$': Limit }, ...strict },
  ),
)
