import { anchorOf, moments, namedLimits } from '../limits.ts'
import type { Segment } from '../located.ts'
import { stageKinds } from '../settings/flow.ts'
import { type Ground, isBefore } from './ground.ts'

const known = new Set<string>(moments)
const kinds = new Set<string>(stageKinds)
/** Clocks that the engine keeps by itself under these names: of a term, and of another term asked for. */
const ofTheEngine = new Set(['expiry', 'renewal'])

/** 时限 Every limit begins and ends somewhere that exists, in that order; every stop stops something. */
export function checkLimits(ground: Ground): void {
  const { definition, stageAt, say } = ground
  const anchor = (name: string, path: readonly Segment[]) => {
    if (!stageAt.has(name) && !known.has(anchorOf(name)))
      say('LIMIT_UNKNOWN_ANCHOR', path, `没有环节或时点“${name}”`, `There is no stage or moment “${name}”`)
  }
  for (const [id, limit] of namedLimits(definition)) {
    const path = ['limits', id]
    if (ofTheEngine.has(id))
      say(
        'LIMIT_NAME_TAKEN',
        path,
        `“${id}”是有效期自己的时限，另取名称`,
        `“${id}” is a limit that a term has by itself: choose another name`,
      )
    if (limit.from !== undefined) anchor(limit.from, [...path, 'from'])
    const ends = limit.to === undefined ? [] : [limit.to].flat()
    for (const end of ends) anchor(end, [...path, 'to'])
    if (
      limit.of === 'task' &&
      (limit.kind !== 'max' || limit.from !== undefined || !ends.every(end => stageAt.has(end)))
    )
      say(
        'LIMIT_OF_A_TASK',
        path,
        '任务的时限自任务产生起算，止于其环节，只能是最长期限',
        'The limit of a task runs from its opening to its stage, and is a maximum',
      )
    if (limit.from === undefined && limit.kind !== 'before' && limit.of !== 'task')
      say('LIMIT_NO_START', path, '没有写从何时起算', 'It does not say from when it runs')
    if (ends.length === 0 && limit.binds !== 'party' && !stageAt.has(id))
      say('LIMIT_ENDLESS', path, '没有写到何时为止', 'It does not say what ends it')
    if (limit.kind === 'before' && ends.length === 0)
      say('LIMIT_NO_START', path, '没有写从哪一天往回数', 'It does not say from which day it counts backward')
    if (limit.kind === 'before' && limit.unit === 'hour')
      say('LIMIT_BACKWARD_IN_HOURS', path, '往回数的时限不能以小时计', 'A limit that counts backward is not in hours')
    const start = limit.from === undefined ? undefined : stageAt.get(limit.from)
    for (const end of ends) {
      const goal = stageAt.get(end)
      if (start && goal && start !== goal && isBefore(goal, start))
        say(
          'LIMIT_BACKWARDS',
          path,
          `从“${limit.from}”到“${end}”方向反了`,
          `It runs backwards from “${limit.from}” to “${end}”`,
        )
      if (start && goal && start === goal)
        say('LIMIT_BACKWARDS', path, '起点和终点是同一环节', 'It begins and ends at the same stage')
    }
  }
  const limits = new Set(namedLimits(definition).map(([id]) => id))
  for (const [index, stop] of (definition.limits.stops ?? []).entries()) {
    const path = ['limits', 'stops', index]
    if (!stageAt.has(stop.for) && !kinds.has(stop.for) && !known.has(stop.for))
      say('LIMIT_UNKNOWN_ANCHOR', [...path, 'for'], `没有环节“${stop.for}”`, `There is no stage “${stop.for}”`)
    for (const id of stop.limits ?? [])
      if (!limits.has(id)) say('LIMIT_UNKNOWN', [...path, 'limits'], `没有时限“${id}”`, `There is no limit “${id}”`)
  }
}
