import { type Static, Type } from 'typebox'
import { Effect } from './content.ts'
import { Joint } from './joint.ts'
import { Expression, Key, Provision, Service, Span, Text } from './words.ts'

const strict = { additionalProperties: false } as const

/** 环节种类 What a stage is; each kind has its own verbs. */
export const stageKinds = [
  'acceptance',
  'filing',
  'plan',
  'draw',
  'evidence',
  'review',
  'expert',
  'survey',
  'consult',
  'notice',
  'statement',
  'hearing',
  'legal-review',
  'deliberation',
  'mediation',
  'decision',
  'payment',
  'delivery',
  'publicity',
  'enforcement',
  'release',
  'recheck',
  'joint',
  'archive',
] as const

export const modes = ['one', 'all', 'any', 'k-of-n'] as const

/** 闸口 What must have happened first, when the expression holds (or always). */
export const gateNeeds = [
  'evidence',
  'legal-review',
  'collective',
  'statement',
  'hearing-offered',
  'hearing',
  'publicity',
  'notice',
  'deposit',
] as const
export const Gate = Type.Object(
  {
    before: Type.Optional(Key),
    need: Type.Enum(gateNeeds),
    when: Type.Optional(Expression),
    basis: Type.Optional(Provision),
  },
  strict,
)
export type Gate = Static<typeof Gate>

export const stageVerbs = [
  'supplement',
  'refuse-acceptance',
  'extend',
  'suspend',
  'transfer',
  'delegate',
  'add-signer',
  'consult',
  'withdraw',
  'terminate',
  'transfer-to-justice',
] as const
export const Permission = Type.Union([
  Type.Enum(stageVerbs),
  Type.Object({ return: Type.Array(Key, { minItems: 1 }) }, strict),
])

export const Deliberation = Type.Partial(
  Type.Object(
    {
      quorum: Type.String({ pattern: '^([1-9][0-9]*|[1-9][0-9]*/[1-9][0-9]*)$' }),
      chiefLast: Type.Boolean(),
      minutes: Type.Boolean(),
      dissent: Type.Boolean(),
      reasonsIfAgainstMajority: Type.Boolean(),
      binding: Type.Boolean({ description: 'the decision may not differ from what was concluded' }),
    },
    strict,
  ),
)

/** 抽取 From which rows of a register, how many of them, and which officers go there: drawn, not chosen. */
export const Draw = Type.Object(
  {
    from: Key,
    where: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Boolean(), Type.Number()]))),
    count: Type.Optional(Expression),
    percent: Type.Optional(Expression),
    except: Type.Optional(
      Type.Object(
        {
          register: Key,
          by: Type.String({ description: 'a field of both registers' }),
          where: Type.Optional(Type.Record(Type.String(), Expression)),
          atLeast: Expression,
        },
        { ...strict, description: 'whoever stands in another register that often is not drawn again' },
      ),
    ),
    inspectors: Type.Optional(Type.Integer({ minimum: 1 })),
    role: Type.Optional(Key),
  },
  strict,
)
export type Draw = Static<typeof Draw>

/** 子办件 Every object drawn becomes a case of its own; its form is filled from the object's row and from this case's form. */
export const SubCase = Type.Object(
  {
    item: Key,
    each: Type.Optional(Type.Literal('object')),
    fields: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          '`object.<field>` of the row, `object.turn`: how many times with this one, or a field of this form',
      }),
    ),
  },
  strict,
)
export type SubCase = Static<typeof SubCase>

/** 环节 One row of the table a clerk reads: who does what, when, and what may come of it. */
export const Stage = Type.Object(
  {
    stage: Key,
    name: Text,
    kind: Type.Enum(stageKinds),
    by: Type.Optional(Type.Union([Key, Type.Array(Key, { minItems: 1 })])),
    mode: Type.Optional(Type.Enum(modes)),
    k: Type.Optional(Type.Integer({ minimum: 1 })),
    organs: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    when: Type.Optional(Expression),
    needs: Type.Optional(Type.Array(Key)),
    invites: Type.Optional(
      Type.Array(Type.Enum(['subject', 'respondent', 'opponent', 'interested']), {
        minItems: 1,
        uniqueItems: true,
        description: '通知到场: the roles in which everybody is told when and where, before the stage is done',
      }),
    ),
    may: Type.Optional(Type.Array(Permission)),
    repeat: Type.Optional(Type.Boolean()),
    phase: Type.Optional(Type.Enum(['before-decision', 'after-decision'])),
    service: Type.Optional(Service),
    outcomes: Type.Optional(Type.Array(Key, { minItems: 1 })),
    effects: Type.Optional(
      Type.Array(Effect, { minItems: 1, description: 'what completing the stage does, before or after the decision' }),
    ),
    gates: Type.Optional(Type.Array(Gate)),
    body: Type.Optional(Type.String()),
    deliberation: Type.Optional(Deliberation),
    publicity: Type.Optional(
      Type.Object(
        {
          scope: Type.Enum(['city', 'organ', 'community']),
          for: Span,
          days: Type.Optional({
            ...Expression,
            description: 'how many days are announced, where that is for the case to say',
          }),
          shorterIf: Type.Optional({
            ...Expression,
            description: 'when fewer may be announced than `for`; never otherwise',
          }),
        },
        strict,
      ),
    ),
    draw: Type.Optional(Draw),
    subCase: Type.Optional(SubCase),
    joint: Type.Optional(Joint),
  },
  strict,
)
export type Stage = Static<typeof Stage>

/** 并行 Branches run side by side and join; block-structured, so a flow is sound by construction. */
export const Parallel = Type.Object(
  { parallel: Key, branches: Type.Array(Type.Array(Stage, { minItems: 1 }), { minItems: 2 }) },
  strict,
)

/** 3 流程 The stages in order. */
export const Flow = Type.Array(Type.Union([Stage, Parallel]), { minItems: 1 })
export type FlowNode = Static<typeof Flow>[number]

export const Urgent = Type.Object(
  {
    grounds: Type.Array(Text, { minItems: 1 }),
    acts: Type.Array(Type.String(), { minItems: 1 }),
    report: Span,
    approver: Key,
    ifNotApproved: Type.Enum(['release-now', 'withdraw']),
    basis: Provision,
  },
  strict,
)
