import { Type } from 'typebox'
import { Expression, Key, Provision, Text } from './words.ts'

const strict = { additionalProperties: false } as const

/** 5 要件 One paper or record the case needs; what a voucher or register already gives is fetched, not asked. */
export const Material = Type.Object(
  {
    id: Key,
    name: Text,
    from: Type.Union([
      Type.Literal('applicant'),
      Type.Object({ voucher: Type.String() }, strict),
      Type.Object({ register: Type.String() }, strict),
      Type.Literal('officer'),
    ]),
    originals: Type.Optional(Type.Integer({ minimum: 0 })),
    copies: Type.Optional(Type.Integer({ minimum: 0 })),
    onlyIf: Type.Optional(Expression),
    commitment: Type.Optional(Type.Boolean()),
    lateAllowed: Type.Optional(Type.Boolean()),
    sample: Type.Optional(Type.Boolean()),
    formats: Type.Optional(
      Type.Array(Type.Enum(['pdf', 'png', 'jpeg', 'mp4']), {
        minItems: 1,
        uniqueItems: true,
        description: '收什么样的文件: pdf, png and jpeg where nothing is said',
      }),
    ),
    sign: Type.Optional(Text),
    stage: Type.Optional(Key),
    basis: Type.Optional(Provision),
  },
  strict,
)

/** 6 条件 Plain text shown before, and the test that decides. */
export const Condition = Type.Object(
  {
    id: Key,
    text: Text,
    test: Expression,
    at: Type.Optional(Type.Array(Type.String())),
    basis: Type.Optional(Provision),
  },
  strict,
)

/** What happens when a rule does not hold. */
export const Otherwise = Type.Union([
  Type.Enum(['refuse', 'human', 'alarm']),
  Type.Object({ refuse: Text }, strict),
  Type.Object({ refuseAcceptance: Text, referTo: Type.Optional(Type.String()) }, strict),
  Type.Object({ human: Text }, strict),
  Type.Object({ alarm: Text }, strict),
])

/** The word a table row writes before its results; named apart because an object with `then` looks like a promise. */
const result = 'then' as const

const DecisionTable = Type.Object(
  {
    hit: Type.Enum(['unique', 'first', 'priority', 'any', 'collect', 'rule-order', 'output-order']),
    /** Of a `collect` table with one output: what its results come to. */
    aggregate: Type.Optional(Type.Enum(['sum', 'min', 'max', 'count'])),
    inputs: Type.Array(Type.String(), { minItems: 1 }),
    /** `values`: the order of precedence for `priority` and `output-order`, highest first. */
    outputs: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          type: Type.String(),
          values: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Number()]), { minItems: 1 })),
        },
        strict,
      ),
      { minItems: 1 },
    ),
    rules: Type.Array(
      Type.Object(
        {
          id: Key,
          when: Type.Array(Type.String()),
          [result]: Type.Array(Type.Unknown()),
          basis: Type.Optional(Provision),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
)

/** 7 规则 A test or a table, at which verbs, and what follows when it does not hold. */
export const Rule = Type.Object(
  {
    id: Key,
    at: Type.Array(Type.String(), { minItems: 1 }),
    when: Type.Optional(Expression),
    test: Type.Optional(Expression),
    table: Type.Optional(DecisionTable),
    text: Type.Optional(Text),
    else: Type.Optional(Otherwise),
    basis: Type.Optional(Provision),
  },
  strict,
)

/** 9 数据比对 A verify question put to another register, what is expected, and what follows otherwise. */
export const Comparison = Type.Object(
  {
    id: Key,
    at: Type.Array(Type.String(), { minItems: 1 }),
    when: Type.Optional(Expression),
    ask: Type.String({ pattern: '^[a-z][A-Za-z0-9-]*\\.[a-z][A-Za-z0-9]*$' }),
    with: Type.Record(Type.String(), Type.String()),
    expect: Type.Union([Type.Boolean(), Type.String(), Type.Integer()]),
    else: Otherwise,
    unknown: Type.Enum(['human', 'wait', 'refuse']),
    basis: Provision,
    consent: Type.Optional(Type.Boolean()),
  },
  strict,
)
