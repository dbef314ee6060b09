import { type ItemDefinition, stagesOf } from '#kernel/definition'
import { atStages, decides, type Mutation, type Mutator, ofKind, stageOf, stages } from './mutator.ts'

/** 环节的写法 Stages, branches and ways back that a flow cannot have, and what no limit or no separation stands behind. */
export const ofBranches: readonly Mutator[] = [
  {
    rule: 'FLOW_DECISION_IN_PARALLEL',
    wording: 'a stage that cannot be left: a decision in one of several branches',
    at: item =>
      ofKind(item, 'decision').flatMap(({ stage }): readonly Mutation[] => {
        const at = item.flow.findIndex(node => 'stage' in node && node.stage === stage)
        return at < 0
          ? []
          : [
              {
                what: `${stage} beside an inspection on the spot`,
                apply: one => {
                  const decision = one.flow[at]
                  if (!decision || !('stage' in decision)) return
                  const beside = { stage: 'beside', name: '现场核查', kind: 'survey' as const, by: decision.by! }
                  one.flow[at] = { parallel: 'both', branches: [[decision], [beside]] }
                },
              },
            ]
      }),
  },
  {
    rule: 'FLOW_KEY_TWICE',
    wording: 'schema errors: a block of branches written twice',
    at: item =>
      item.flow.flatMap((node, at): readonly Mutation[] =>
        'parallel' in node
          ? [{ what: node.parallel, apply: one => void one.flow.push(structuredClone(one.flow[at]!)) }]
          : [],
      ),
  },
  atStages(
    'FLOW_MODE',
    'a stage that cannot be left: so many of several where one answers',
    stage => stage.mode !== 'k-of-n',
    'one of one',
    stage => {
      stage.k = 1
    },
  ),
  atStages(
    'FLOW_NO_WAY_OUT',
    'a stage that cannot be left: more answers than are asked',
    stage => stage.kind !== 'joint' && stage.organs === undefined,
    'three answers of one',
    stage => {
      stage.mode = 'k-of-n'
      stage.k = 3
      stage.organs = ['finance-bureau']
    },
  ),
  atStages(
    'FLOW_OUTCOMES_ELSEWHERE',
    'a stage that decides without being a decision',
    stage => !decides(stage),
    'offers an outcome',
    (stage, item) => {
      stage.outcomes = [Object.keys(item.content.outcomes)[0] ?? 'grant']
    },
  ),
  {
    rule: 'FLOW_RETURN_INTO_PARALLEL',
    wording: 'a stage that cannot be reached: back into one branch of several',
    at: item => {
      const placed = stagesOf(item.flow)
      return placed
        .filter(({ path }) => path.length > 2)
        .flatMap(({ stage: inside, node }) =>
          placed
            .filter(other => other.node > node && other.stage.kind !== 'archive')
            .map(({ stage: { stage } }) => ({
              what: `${stage} returns to ${inside.stage}`,
              apply: (one: ItemDefinition) => {
                const from = stageOf(one, stage)
                from.may = [...(from.may ?? []), { return: [inside.stage] }]
              },
            })),
        )
    },
  },
  {
    rule: 'FLOW_RETURN_WITH_EFFECT',
    wording: 'an outcome that leads back and nevertheless takes effect',
    at: item => {
      const [first] = stages(item)
      return Object.entries(item.content.outcomes)
        .filter(([, { effects, validity }]) => effects.length > 0 || validity !== undefined)
        .map(([name]) => ({
          what: name,
          apply: (one: ItemDefinition) => {
            one.content.outcomes[name]!.returnsTo = first!.stage
          },
        }))
    },
  },
  {
    rule: 'AUTHORITY_SEPARATE_SELF',
    wording: 'separation that cannot be: a stage from itself',
    at: item =>
      stages(item).map(({ stage }) => ({
        what: stage,
        apply: one => {
          one.authority.separate = [...(one.authority.separate ?? []), [stage, stage]]
        },
      })),
  },
  {
    rule: 'AUTHORITY_NOTHING_TO_EXTEND',
    wording: 'a verb nobody may do: extend what cannot be extended',
    at: item => {
      const extendable = Object.entries(item.limits).some(([, limit]) => 'extend' in limit && limit.extend)
      return extendable
        ? []
        : stages(item).map(({ stage }) => ({
            what: stage,
            apply: (one: ItemDefinition) => {
              const changed = stageOf(one, stage)
              changed.may = [...(changed.may ?? []), 'extend']
            },
          }))
    },
  },
]
