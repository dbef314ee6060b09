import type { CompiledLimit } from './compiled.ts'
import type { ItemDefinition } from './settings/item.ts'
import type { Limit } from './settings/limits.ts'
import { spanOf } from './settings/words.ts'
import { stagesOf } from './stages.ts'

/** 时点 Moments of a case that a limit may run from or to, besides the completion of a stage. */
export const moments = [
  'receipt',
  'supplement-notice',
  'supplement',
  'statement',
  'hearing-asked',
  'hearing-notice',
  'service',
  'decision',
  'payment',
  'publication',
  'posting',
  'recheck',
  'withdrawal-ground',
  'withdrawal',
  'goods-returned',
  'deposit-taken',
  'deposit-returned',
  'urgent',
  'ratified',
  'expiry',
  'hearing',
  'invitation',
] as const

const aliases: Readonly<Record<string, string>> = { hearingNotice: 'hearing-notice' }

/** The one name of an anchor. */
export const anchorOf = (anchor: string): string => aliases[anchor] ?? anchor

/** The limits by name, without `stops`, which stand in the same map of the file. */
export function namedLimits(definition: ItemDefinition): readonly (readonly [string, Limit])[] {
  return Object.entries(definition.limits).filter((entry): entry is [string, Limit] => entry[0] !== 'stops')
}

const levels = ['notice', 'yellow', 'red'] as const

function rungsOf(definition: ItemDefinition, id: string): CompiledLimit['rungs'] {
  const on = `limits.${id}`
  return definition.alarms
    .filter(alarm => alarm.on === on)
    .flatMap(alarm =>
      levels.flatMap(level => {
        const written =
          alarm.rungs?.[level] ?? (alarm.rungs === undefined && (alarm.level ?? 'red') === level ? '100%' : undefined)
        return written === undefined ? [] : [{ percent: Number(written.slice(0, -1)), level, alarm: alarm.id }]
      }),
    )
    .sort(
      (a, b) =>
        a.percent - b.percent || levels.indexOf(a.level) - levels.indexOf(b.level) || (a.alarm < b.alarm ? -1 : 1),
    )
}

/** 时限表 Each limit with its anchors named once, its extension as numbers, and the alarm rungs that watch it. */
export function compileLimits(definition: ItemDefinition): ReadonlyMap<string, CompiledLimit> {
  const stages = new Set(stagesOf(definition.flow).map(({ stage }) => stage.stage))
  return new Map(
    namedLimits(definition).map(([id, limit]) => [
      id,
      {
        ...limit,
        id,
        ...(limit.from !== undefined && { from: anchorOf(limit.from) }),
        // a limit named after a stage and without an end of its own ends there: `serve: { from: decide }`
        ends: limit.to === undefined ? (stages.has(id) ? [id] : []) : [limit.to].flat().map(anchorOf),
        ...(limit.extend && { extendBy: spanOf(limit.extend.by) }),
        rungs: rungsOf(definition, id),
      },
    ]),
  )
}

/**
 * 随之停止 What stands still by a stop that names limits: those, and with a limit of the law the promise that shortens it. What the law does not
 * count (行政许可法45) the office cannot have promised to do in.
 */
export function stoppedWith(definition: ItemDefinition, named: readonly string[]): readonly string[] {
  const limits = compileLimits(definition)
  const ends = named.flatMap(id => (limits.get(id)?.kind === 'max' ? limits.get(id)!.ends : []))
  const promises = [...limits.values()].filter(
    ({ id, promised, kind, binds, ends: own }) =>
      (promised === true || id === 'promised') &&
      kind === 'max' &&
      binds !== 'party' &&
      !named.includes(id) &&
      own.some(end => ends.includes(end)),
  )
  return [...named, ...promises.map(({ id }) => id)]
}
