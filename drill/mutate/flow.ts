import { type ItemDefinition, namedLimits } from '#kernel/definition'
import {
  atStages,
  decides,
  limitOf,
  type Mutation,
  type Mutator,
  ofKind,
  type Stage,
  stageOf,
  stages,
} from './mutator.ts'

const silent = new Set<Stage['kind']>(['statement', 'publicity', 'archive'])

const authority: readonly Mutator[] = [
  atStages(
    'AUTHORITY_NOBODY',
    'a verb nobody may do',
    stage => stage.by !== undefined && !stage.body && !stage.organs && !silent.has(stage.kind),
    'nobody does it',
    stage => void delete stage.by,
  ),
  atStages(
    'AUTHORITY_UNKNOWN_POST',
    'a verb nobody may do: no such post',
    stage => stage.by !== undefined,
    'by a role there is not',
    stage => {
      stage.by = 'nobody'
    },
  ),
  {
    rule: 'AUTHORITY_VERB_NOBODY',
    wording: 'a verb nobody may do',
    at: item => [
      ...(namedLimits(item).some(([, { extend }]) => extend)
        ? [
            {
              what: 'nobody may extend',
              apply: (one: ItemDefinition) => {
                for (const stage of stages(one)) if (stage.may) stage.may = stage.may.filter(verb => verb !== 'extend')
              },
            },
          ]
        : []),
      ...(['mediate', 'draw', 'hear', 'convene'] as const)
        .filter(verb => {
          const kind = { mediate: 'mediation', draw: 'draw', hear: 'hearing', convene: 'deliberation' } as const
          return ofKind(item, kind[verb]).length === 0 && !stages(item).some(({ stage }) => stage === verb)
        })
        .flatMap(verb =>
          item.rules.map(({ id }, at) => ({
            what: `rule ${id} at ${verb}`,
            apply: (one: ItemDefinition) => {
              one.rules[at]!.at = [verb]
            },
          })),
        ),
    ],
  },
  {
    rule: 'AUTHORITY_UNKNOWN_VERB',
    wording: 'a verb nobody may do: no such verb',
    at: item => [
      ...item.rules.map(({ id }, at) => ({
        what: `rule ${id}`,
        apply: (one: ItemDefinition) => {
          one.rules[at]!.at = ['approveSpecially']
        },
      })),
      ...item.comparison.map(({ id }, at) => ({
        what: `comparison ${id}`,
        apply: (one: ItemDefinition) => {
          one.comparison[at]!.at = ['approveSpecially']
        },
      })),
    ],
  },
  {
    rule: 'AUTHORITY_UNKNOWN_STAGE',
    wording: 'separation of a stage there is not',
    at: item =>
      (item.authority.separate ?? []).map(([, right], at) => ({
        what: `pair ${at}`,
        apply: one => {
          one.authority.separate![at] = ['nowhere', right!]
        },
      })),
  },
]

const flow: readonly Mutator[] = [
  atStages(
    'FLOW_UNREACHABLE',
    'a stage that cannot be reached',
    stage => !decides(stage),
    'never',
    stage => {
      stage.when = 'false'
    },
  ),
  atStages(
    'FLOW_NO_WAY_OUT',
    'a stage that cannot be left',
    decides,
    'no outcome',
    stage => void delete stage.outcomes,
  ),
  atStages(
    'FLOW_NO_WAY_OUT',
    'a stage that cannot be left',
    stage => stage.kind === 'deliberation' && stage.body !== undefined,
    'no body',
    stage => void delete stage.body,
  ),
  {
    rule: 'FLOW_WITHOUT_DECISION',
    wording: 'a flow without decision',
    at: item =>
      ['inspection', 'asset', 'fund', 'project', 'personnel', 'service', 'decision'].includes(item.category.drawer)
        ? []
        : [
            {
              what: 'the decision is a review',
              apply: one => {
                for (const stage of ofKind(one, 'decision')) {
                  stage.kind = 'review'
                  delete stage.outcomes
                }
              },
            },
            {
              what: 'the decision is left out',
              apply: one => {
                one.flow = one.flow.filter(node => !('stage' in node) || node.kind !== 'decision')
              },
            },
          ],
  },
  {
    rule: 'FLOW_GATE_SHUT',
    wording: 'a gate that never opens',
    at: item =>
      (['legal-review', 'collective', 'hearing'] as const)
        .filter(need => {
          const kind = { 'legal-review': 'legal-review', collective: 'deliberation', hearing: 'hearing' } as const
          return ofKind(item, kind[need]).length === 0
        })
        .flatMap(need =>
          ofKind(item, 'decision').map(({ stage }) => ({
            what: `${stage} needs ${need}`,
            apply: (one: ItemDefinition) => {
              stageOf(one, stage).gates = [...(stageOf(one, stage).gates ?? []), { need }]
            },
          })),
        ),
  },
  {
    rule: 'FLOW_GATE_TOO_LATE',
    wording: 'a gate behind what it guards',
    at: item => {
      const order = item.flow.flatMap(node => ('stage' in node ? [node.stage] : []))
      const at = order.indexOf(ofKind(item, 'decision')[0]?.stage ?? '')
      return at < 0
        ? []
        : order.slice(at + 1).map(later => ({
            what: `the gate before ${order[at]} stands at ${later}`,
            apply: one => {
              stageOf(one, later).gates = [{ need: 'statement', before: order[at]! }]
            },
          }))
    },
  },
  atStages(
    'FLOW_RETURN_FORWARD',
    'a return that does not lead back',
    stage => stage.kind !== 'archive',
    'returns to itself',
    stage => {
      stage.may = [...(stage.may ?? []), { return: [stage.stage] }]
    },
  ),
  atStages(
    'FLOW_UNKNOWN_STAGE',
    'a return to nowhere',
    stage => stage.kind !== 'archive',
    'returns to nowhere',
    stage => {
      stage.may = [...(stage.may ?? []), { return: ['nowhere'] }]
    },
  ),
  atStages('FLOW_PHASE', 'a stage after the decision that stands before it', decides, 'after itself', stage => {
    stage.phase = 'after-decision'
  }),
]

const limits: readonly Mutator[] = (
  [
    [
      'LIMIT_UNKNOWN_ANCHOR',
      'a limit from or to nowhere',
      (_, one) => {
        one.to = 'nowhere'
      },
    ],
    [
      'LIMIT_NO_START',
      'a limit that never begins',
      (limit, one) => (limit.kind !== 'before' && limit.of !== 'task' ? void delete one.from : undefined),
    ],
    [
      'LIMIT_BACKWARDS',
      'limits that contradict: an end before the beginning',
      (limit, one, item) => {
        const stage = stages(item).find(row => row.stage === limit.to)?.stage
        if (stage) one.from = stage
      },
    ],
  ] as readonly [string, string, (limit: LimitOf, one: LimitOf, item: ItemDefinition) => unknown][]
).map(
  ([rule, wording, change]): Mutator => ({
    rule,
    wording,
    at: item =>
      namedLimits(item)
        .filter(([, limit]) => {
          const probe = structuredClone(limit)
          change(limit, probe, item)
          return JSON.stringify(probe) !== JSON.stringify(limit)
        })
        .map(([id, limit]) => ({ what: id, apply: one => change(limit, limitOf(one, id), one) })),
  }),
)
type LimitOf = ReturnType<typeof limitOf>

const contradict: Mutator = {
  rule: 'LAW_LIMITS_CONTRADICT',
  wording: 'limits that contradict',
  at: item =>
    namedLimits(item)
      .filter(
        ([, limit]) =>
          limit.basis && !limit.promised && limit.kind === 'max' && limit.value > 2 && limit.of === undefined,
      )
      .flatMap(([id, limit]): readonly Mutation[] => [
        {
          what: `${id}: written a second time with other days`,
          apply: one => {
            one.limits['again'] = { ...structuredClone(limit), value: limit.value - 1 }
          },
        },
        {
          what: `${id}: at least longer than at most`,
          apply: one => {
            const { extend: _, onExpiry: __, ...rest } = structuredClone(limit)
            one.limits['again'] = { ...rest, kind: 'min', value: limit.value + 5 }
          },
        },
      ]),
}

/** 流程 Verbs nobody may do, stages nobody reaches or leaves, limits that contradict. */
export const ofFlow: readonly Mutator[] = [...authority, ...flow, ...limits, contradict]
