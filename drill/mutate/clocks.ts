import { type ItemDefinition, type Limit, namedLimits } from '#kernel/definition'
import { limitOf, type Mutator, stages } from './mutator.ts'

const limits = (
  rule: string,
  wording: string,
  wanted: (limit: Limit, id: string, item: ItemDefinition) => boolean,
  change: (limit: Limit, item: ItemDefinition) => unknown,
): Mutator => ({
  rule,
  wording,
  at: item =>
    namedLimits(item)
      .filter(([id, limit]) => wanted(limit, id, item))
      .map(([id]) => ({ what: id, apply: one => change(limitOf(one, id), one) })),
})

/** 时限的写法 Limits without end, of nobody's task, in no unit that can be counted backward, or under a name that is taken. */
export const ofClocks: readonly Mutator[] = [
  limits(
    'LIMIT_ENDLESS',
    'limits that contradict: a limit that nothing ends',
    ({ binds, kind }, id, item) =>
      binds !== 'party' && kind !== 'before' && !stages(item).some(({ stage }) => stage === id),
    limit => void delete limit.to,
  ),
  limits(
    'LIMIT_OF_A_TASK',
    'limits that contradict: a limit of a task that runs elsewhere',
    ({ of, from }) => of === undefined && from !== undefined,
    limit => {
      limit.of = 'task'
    },
  ),
  limits(
    'LIMIT_BACKWARD_IN_HOURS',
    'a wrong unit: hours counted backward',
    () => true,
    limit => {
      limit.kind = 'before'
      limit.unit = 'hour'
    },
  ),
  {
    rule: 'LIMIT_NAME_TAKEN',
    wording: 'schema errors: a limit under a name that the term of a result has',
    at: item =>
      (['expiry', 'renewal'] as const).flatMap(name =>
        namedLimits(item).map(([id, limit]) => ({
          what: `${id} as ${name}`,
          apply: (one: ItemDefinition) => {
            one.limits[name] = structuredClone(limit)
          },
        })),
      ),
  },
  {
    rule: 'LIMIT_UNKNOWN',
    wording: 'a stop of a limit there is not',
    at: item =>
      (item.limits.stops ?? []).map((_, at) => ({
        what: `stop ${at}`,
        apply: one => {
          one.limits.stops![at]!.limits = [...(one.limits.stops![at]!.limits ?? []), 'nothing']
        },
      })),
  },
]
