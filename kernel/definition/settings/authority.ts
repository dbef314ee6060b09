import { Type } from 'typebox'
import { Close, Reopen } from './enforcement.ts'
import { Urgent } from './flow.ts'
import { fieldPattern, Key, Provision, Span, Text } from './words.ts'

const strict = { additionalProperties: false } as const

/** 当场处罚的上限 In fen, of a person and of a firm (行政处罚法51). */
export const onSpotCeiling = { person: 20_000, firm: 300_000 } as const

/** 4 权限 Who may do it: posts, certificates, how many officers, who must not be the same person, who must stand back. */
export const Authority = Type.Object(
  {
    posts: Type.Record(
      Key,
      Type.String({ pattern: '^(post|party|organ|body)/[a-z][a-z0-9-]*(@[a-z][a-z0-9-]*)?$' }),
      strict,
    ),
    certificate: Type.Optional(Key),
    officers: Type.Optional(
      Type.Object({ min: Type.Integer({ minimum: 1 }), at: Type.Optional(Type.Array(Key)) }, strict),
    ),
    separate: Type.Optional(Type.Array(Type.Array(Type.String(), { minItems: 2, maxItems: 2 }))),
    avoid: Type.Object(
      {
        grounds: Type.Array(Type.Enum(['party', 'near-relative', 'interest', 'other']), { minItems: 1 }),
        decideBy: Key,
        challenge: Type.Optional(Type.Boolean()),
        /** 被投诉人 Of a complaint: which answers name the case and the organ complained of. */
        complainedOf: Type.Optional(
          Type.Object(
            {
              case: Type.String({ pattern: fieldPattern }),
              organ: Type.String({ pattern: fieldPattern }),
            },
            {
              ...strict,
              description:
                'whoever had a hand in that case, and those below him, stand back from the first moment and are told nothing; that organ does not hear it',
            },
          ),
        ),
      },
      strict,
    ),
    delegable: Type.Optional(Type.Union([Type.Boolean(), Type.Array(Key)])),
    ifSeparationImpossible: Type.Optional(Type.Enum(['superior-organ'])),
    discretion: Type.Union([
      Type.Literal('none'),
      Type.Object({ table: Type.String(), reasonOutside: Type.Boolean() }, strict),
    ]),
    fine: Type.Optional(
      Type.Object(
        {
          min: Type.Integer({ minimum: 0 }),
          max: Type.Integer({ minimum: 1 }),
          onSpot: Type.Optional(Type.Boolean({ description: '当场处罚: decided without a procedure (行政处罚法51)' })),
          basis: Provision,
        },
        { ...strict, description: '法定罚款幅度, in fen: a case keeps the one it was opened under' },
      ),
    ),
    mitigation: Type.Optional(
      Type.Array(Type.Object({ id: Key, text: Text, basis: Type.Optional(Provision) }, strict), { minItems: 1 }),
    ),
    urgent: Type.Optional(Urgent),
    close: Type.Optional(Close),
    reopen: Type.Optional(Reopen),
    claim: Type.Optional(Type.Object({ within: Span }, strict)),
    /** Who hands out the tasks of the organ (指派). */
    assign: Type.Optional(Type.Object({ by: Key }, strict)),
  },
  strict,
)
