import { Type } from 'typebox'
import { Expression, IsoDate, Key, Provision, Span, Text } from './words.ts'

const strict = { additionalProperties: false } as const

/** The plan's own word for what follows a finding; named apart because an object with `then` looks like a promise. */
const followed = 'then' as const

/** 10 轮巡周期 A question put to a whole population at intervals; its finding is a lead, never a decision. */
export const Patrol = Type.Object(
  {
    id: Key,
    every: Type.Enum(['day', 'week', 'month', 'quarter', 'half-year', 'year']),
    over: Key,
    join: Type.Optional(Type.Record(Key, Type.Object({ register: Key, on: Type.String() }, strict), strict)),
    find: Expression,
    basis: Provision,
    population: Type.Optional(Text),
    runner: Type.Optional(Key),
    exempt: Type.Optional(Expression),
    [followed]: Type.Object(
      { lead: Type.Object({ about: Type.Enum(['beneficiary', 'official']), to: Type.String() }, strict) },
      strict,
    ),
  },
  strict,
)

const scopes = Type.Enum(['city', 'organ', 'community'])
const withdrawals = ['changed', 'revoked', 'declaredUnlawful', 'declaredInvalid', 'expired', 'error'] as const

/** 11 公示评价 What is published, where and until when; who may rate, and within how long a bad rating is answered. */
export const Publicity = Type.Object(
  {
    decision: Type.Optional(
      Type.Union([
        Type.Literal('none'),
        Type.Object(
          {
            when: Type.Optional(Expression),
            outcomes: Type.Optional(Type.Array(Key)),
            within: Span,
            for: Type.Union([Type.Enum(['validity']), Span]),
            scope: scopes,
            fields: Type.Array(Type.String(), { minItems: 1 }),
            mask: Type.Optional(Type.Array(Type.String())),
            withdraw: Type.Optional(
              Type.Object(
                {
                  on: Type.Array(Type.Enum(withdrawals), { minItems: 1 }),
                  within: Span,
                  reason: Type.Boolean(),
                  basis: Type.Optional(Provision),
                },
                strict,
              ),
            ),
            basis: Type.Optional(Provision),
          },
          strict,
        ),
      ]),
    ),
    draft: Type.Optional(
      Type.Object(
        {
          within: Type.Optional(Span),
          for: Span,
          scope: scopes,
          objections: Type.Boolean(),
          comments: Type.Optional(
            Type.Boolean({ description: '公开征求意见: anybody may say what he thinks of it while it hangs' }),
          ),
          fields: Type.Optional(Type.Array(Type.String())),
        },
        strict,
      ),
    ),
    result: Type.Optional(
      Type.Object(
        { for: Span, scope: scopes, objections: Type.Boolean(), fields: Type.Optional(Type.Array(Type.String())) },
        strict,
      ),
    ),
    rating: Type.Union([
      Type.Literal('none'),
      Type.Object(
        {
          levels: Type.Literal(5),
          bad: Type.Array(Type.Integer({ minimum: 1, maximum: 5 })),
          answer: Type.Object(
            { value: Type.Integer({ minimum: 1 }), unit: Type.Enum(['day', 'workday']), source: Type.String() },
            strict,
          ),
        },
        strict,
      ),
    ]),
    exports: Type.Optional(
      Type.Literal('masked', {
        description: '导出只能脱敏: nobody takes its parties out in clear, whatever he needs them for',
      }),
    ),
    reads: Type.Optional(
      Type.Object(
        {
          shown: Type.Enum(['at-once', 'on-close', 'on-date']),
          statute: Type.Optional(Provision),
          until: Type.Optional(IsoDate),
        },
        strict,
      ),
    ),
  },
  strict,
)

/** 12 监督节点 Where supervisors watch, and what for. */
export const Checkpoint = Type.Object({ at: Key, watch: Type.String(), by: Type.String() }, strict)

const Rung = Type.String({ pattern: '^(100|[1-9]?[0-9])%$' })

const AlarmLevel = Type.Enum(['notice', 'yellow', 'red'])

/** 报警 In an example: that it is raised, or also how far it rises. */
export const ExpectedAlarm = Type.Union([Type.String(), Type.Object({ id: Type.String(), level: AlarmLevel }, strict)])

/** 13 违规报警 On what, at which rungs, to whom. */
export const Alarm = Type.Object(
  {
    id: Key,
    on: Type.String(),
    rungs: Type.Optional(Type.Partial(Type.Object({ notice: Rung, yellow: Rung, red: Rung }, strict))),
    level: Type.Optional(AlarmLevel),
    to: Type.Array(Type.String(), { minItems: 1 }),
  },
  strict,
)

/** 14 问题管控 Which alarms open a problem, and who answers, rectifies and verifies it; never the same hand. */
export const Problem = Type.Object(
  {
    from: Type.Array(Type.String(), { minItems: 1 }),
    open: Key,
    answer: Span,
    rectify: Span,
    verifyBy: Type.String(),
    escalate: Type.Optional(Type.Array(Type.String())),
  },
  strict,
)
