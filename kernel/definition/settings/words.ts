import { type Static, Type } from 'typebox'

const strict = { additionalProperties: false } as const

/** 名称 Chinese first, English second; a bare string is Chinese only. */
export const Text = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.Optional(Type.String({ minLength: 1 })) }, strict),
])
export type Text = Static<typeof Text>

/** A key inside the file: stage, field group, limit, rule … kebab-case or camelCase, never a path. */
export const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$' })

/** A dotted camelCase name that expressions can see: `energy.total`. */
export const fieldPattern = '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$'

export const IsoDate = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

/** 表达式 A Plumbline FEEL 1 expression. */
export const Expression = Type.String({ minLength: 1, description: 'Plumbline FEEL 1' })

export const units = ['hour', 'day', 'workday', 'month', 'year'] as const
/** The unit a law names. Working days and calendar days are different units, never an integer alone. */
export const Unit = Type.Enum(units)
export type Unit = (typeof units)[number]

/** A span as the law writes it: `60 day`, `6 month`, `24 hour`. */
export const Span = Type.String({ pattern: '^[1-9][0-9]* (hour|day|workday|month|year)$' })

export interface SpanValue {
  readonly value: number
  readonly unit: Unit
}

export function spanOf(span: string): SpanValue {
  const [value, unit] = span.split(' ')
  return { value: Number(value), unit: unit as Unit }
}

/** 条款 The provision something stands on. */
export const Provision = Type.Object(
  { law: Type.String({ minLength: 1 }), articles: Type.Array(Type.Union([Type.Integer(), Type.String()])) },
  strict,
)
export type Provision = Static<typeof Provision>

/** 职权依据 A provision with the days between which it is in force. */
export const DatedProvision = Type.Object(
  {
    law: Type.String({ minLength: 1 }),
    articles: Type.Array(Type.Union([Type.Integer(), Type.String()])),
    issued: Type.Optional(Type.String()),
    from: Type.Optional(IsoDate),
    to: Type.Optional(IsoDate),
  },
  strict,
)

/** 送达方式 How something reaches the party; electronic service needs the party's consent (行政处罚法61). */
export const ways = ['window', 'direct', 'lodged', 'post', 'electronic', 'entrusted', 'announcement'] as const
export const Way = Type.Enum(ways)

export const Service = Type.Object(
  {
    ways: Type.Array(Way, { minItems: 1, uniqueItems: true }),
    receipt: Type.Optional(Type.Boolean()),
    consent: Type.Optional(Way),
    each: Type.Optional(
      Type.Array(Type.Enum(['subject', 'respondent', 'opponent', 'interested']), {
        minItems: 1,
        uniqueItems: true,
        description: '分别送达: the roles in which everybody is served by itself',
      }),
    ),
  },
  strict,
)

/** 救济 Reconsideration or litigation, with the days the person has. */
export const Remedy = Type.Object(
  {
    kind: Type.Enum(['reconsideration', 'litigation', 'review', 'complaint', 'objection']),
    body: Type.Optional(Type.String()),
    within: Span,
    basis: Type.Optional(Provision),
  },
  strict,
)
