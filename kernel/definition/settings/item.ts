import { type Static, Type } from 'typebox'
import { Authority } from './authority.ts'
import { Category } from './category.ts'
import { Content } from './content.ts'
import { Flow } from './flow.ts'
import { Comparison, Condition, Material, Rule } from './grounds.ts'
import { Limits } from './limits.ts'
import { Migrates } from './migrates.ts'
import { Alarm, Checkpoint, ExpectedAlarm, Patrol, Problem, Publicity } from './oversight.ts'
import { IsoDate, Key } from './words.ts'

/** The fourteen settings (十四个设定) in the order the city's plan names them. */
export const settingNames = [
  'category',
  'content',
  'flow',
  'authority',
  'materials',
  'conditions',
  'rules',
  'limits',
  'comparison',
  'patrol',
  'publicity',
  'checkpoints',
  'alarms',
  'problems',
] as const

/** One thing an example does: `accept`, `{ complete: expert }`, or a verb with its whole body. */
export const ExampleAct = Type.Union([
  Type.String(),
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Record(Type.String(), Type.Unknown())]), {
    minProperties: 1,
    maxProperties: 1,
  }),
])

export const Example = Type.Object(
  {
    name: Type.Optional(Type.String()),
    given: Type.Record(Type.String(), Type.Unknown()),
    start: Type.Optional(Type.String()),
    at: Type.Optional(IsoDate),
    answers: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    acts: Type.Array(ExampleAct, { minItems: 1 }),
    expect: Type.Object(
      {
        outcome: Type.Optional(Type.String()),
        ended: Type.Optional(Type.Boolean()),
        refused: Type.Optional(Type.String()),
        stage: Type.Optional(Type.String()),
        owed: Type.Optional(Type.Integer()),
        alarms: Type.Optional(Type.Array(ExpectedAlarm)),
        /** 后续办件 Items of the cases found due. */
        next: Type.Optional(Type.Array(Key)),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
export type Example = Static<typeof Example>

/** 事项 The whole file, after its template has been filled in: one item at one version. */
export const ItemDefinition = Type.Object(
  {
    item: Key,
    version: Type.Integer({ minimum: 1 }),
    effective: Type.Object({ from: IsoDate, to: Type.Optional(IsoDate) }, { additionalProperties: false }),
    extends: Type.Optional(Type.String()),
    source: Type.Optional(
      Type.Object(
        { file: Type.String(), url: Type.Optional(Type.String()), note: Type.Optional(Type.String()) },
        { additionalProperties: false },
      ),
    ),
    category: Category,
    content: Content,
    flow: Flow,
    authority: Authority,
    materials: Type.Array(Material),
    conditions: Type.Array(Condition),
    rules: Type.Array(Rule),
    limits: Limits,
    comparison: Type.Array(Comparison),
    patrol: Type.Array(Patrol),
    publicity: Publicity,
    checkpoints: Type.Array(Checkpoint),
    alarms: Type.Array(Alarm),
    problems: Type.Array(Problem),
    examples: Type.Array(Example, { minItems: 1 }),
    /** 地方可定 What an implementation may change, by keyed path (`content.guide.windows`, `limits.promised`); nothing else. */
    local: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z][A-Za-z0-9-]*(\\.[a-z][A-Za-z0-9-]*)*$' }), { uniqueItems: true }),
    ),
    migrates: Type.Optional(Migrates),
  },
  { additionalProperties: false },
)
export type ItemDefinition = Static<typeof ItemDefinition>
