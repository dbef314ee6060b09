import { Type } from 'typebox'
import { DatedProvision, IsoDate, Text } from './words.ts'

/** 抽屉 Ten kinds of power, and project, fund, asset, personnel, decision, service. Drawers are data. */
export const drawers = [
  'permit',
  'penalty',
  'compulsion',
  'levy',
  'benefit',
  'inspection',
  'confirmation',
  'reward',
  'adjudication',
  'other',
  'project',
  'fund',
  'asset',
  'personnel',
  'decision',
  'service',
] as const

/** 启动方式 What may open a case. */
export const starts = ['application', 'clue', 'plan', 'complaint', 'referral', 'other-case', 'annual'] as const

export const levels = ['city', 'county', 'street', 'community'] as const

/** 1 事权类别 What kind of power this is, whose, and since when and by which law it exists. */
export const Category = Type.Object(
  {
    drawer: Type.Enum(drawers),
    starts: Type.Array(Type.Enum(starts), { minItems: 1, uniqueItems: true }),
    levels: Type.Partial(
      Type.Object({ city: Text, county: Text, street: Text, community: Text }, { additionalProperties: false }),
    ),
    organ: Type.Object(
      {
        post: Type.String({ minLength: 1, description: 'the kind of organ that holds the power' }),
        nature: Type.Enum(['statutory', 'authorised', 'entrusted']),
        entruster: Type.Optional(Type.String()),
      },
      { additionalProperties: false },
    ),
    codes: Type.Optional(Type.Record(Type.String(), Type.String())),
    subCaseOf: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        uniqueItems: true,
        description: 'items whose cases open this one; nobody opens it by hand',
      }),
    ),
    listed: Type.Object(
      { list: Type.String(), entry: Type.String(), approvedBy: Type.String() },
      { additionalProperties: false },
    ),
    term: Type.Optional(
      Type.Object({ until: IsoDate, renewBy: Type.Optional(IsoDate) }, { additionalProperties: false }),
    ),
    basis: Type.Array(DatedProvision, { minItems: 1 }),
    duties: Type.Optional(Type.Array(Text)),
    liability: Type.Optional(Type.Array(Text)),
  },
  { additionalProperties: false },
)
