import { namedLimits } from '../limits.ts'
import type { ItemDefinition } from '../settings/item.ts'
import type { Limit } from '../settings/limits.ts'
import { spanOf } from '../settings/words.ts'
import { same, type Widened } from './difference.ts'

/** Time for the organ longer, time for the party shorter, the clock stopped more often. */
export function widerLimits(previous: ItemDefinition, next: ItemDefinition, widened: Widened): void {
  const after = new Map(namedLimits(next))
  for (const [id, limit] of namedLimits(previous)) {
    const now = after.get(id)
    const path = `limits.${id}`
    if (!now) {
      widened(path, '取消了时限', 'The limit is gone')
      continue
    }
    if (
      !same([limit.kind, limit.from, limit.to, limit.binds, limit.of], [now.kind, now.from, now.to, now.binds, now.of])
    )
      widened(path, '时限的起止或约束对象改变', 'It runs between other moments or binds another')
    else if (isWorse(limit, now))
      widened(
        path,
        `由 ${limit.value} ${limit.unit} 改为 ${now.value} ${now.unit}`,
        `From ${limit.value} ${limit.unit} to ${now.value} ${now.unit}`,
      )
    if (
      now.extend &&
      (!limit.extend ||
        spanOf(now.extend.by).unit !== spanOf(limit.extend.by).unit ||
        spanOf(now.extend.by).value > spanOf(limit.extend.by).value ||
        (now.extend.times ?? 1) > (limit.extend.times ?? 1))
    )
      widened(`${path}.extend`, '可以延长更久', 'It may be extended further')
    if ((limit.lastDay === 'stays' && now.lastDay !== 'stays') || (limit.clear && !now.clear))
      widened(path, '末日或整段期间的算法改变', 'Its last day moves, or it need not have run whole')
    if (limit.onExpiry && !same(limit.onExpiry, now.onExpiry))
      widened(`${path}.onExpiry`, '届满的效果改变', 'Another effect on expiry')
  }
  for (const stop of next.limits.stops ?? [])
    if (!previous.limits.stops?.some(old => same({ ...old, basis: null }, { ...stop, basis: null })))
      widened('limits.stops', `新增或改变中止“${stop.for}”`, `The clock stops for “${stop.for}”`)
}

/** Whether the new limit leaves the organ more time or the party less. Another unit cannot be compared: it counts. */
export function isWorse(before: Limit, after: Limit): boolean {
  if (before.unit !== after.unit) return true
  const organ = after.binds !== 'party'
  const longerIsWorse = after.kind === 'max' ? organ : !organ
  // a minimum for the organ (seven working days' notice of a hearing) protects the person: shorter is worse
  return longerIsWorse ? after.value > before.value : after.value < before.value
}
