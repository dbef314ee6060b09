import { spanOf } from '../settings/words.ts'
import { entriesFor, provision, type Rule } from './ground.ts'

/**
 * 时限长短 An organ's time is never longer, a waiting time never shorter than the law says; a party's own days are exactly
 * the law's. An extension is never longer, nor granted more often, than the law allows.
 */
export const limitLength: Rule = function* (ground) {
  for (const [id, limit] of ground.limits) {
    const entries = entriesFor(ground, id, limit).filter(({ entry }) => entry.unit === limit.unit)
    if (entries.length === 0) continue
    const path = ['limits', id]
    const fits = entries.some(({ entry }) => {
      if (entry.binds === 'party') return limit.value === entry.value
      return entry.kind === 'max' ? limit.value <= entry.value : limit.value >= entry.value
    })
    const { law, entry } = entries[0]!
    const basis = provision(law, entry.article ?? '')
    if (!fits)
      yield {
        path: [...path, 'value'],
        zh: `法定为${entry.kind === 'max' ? '最长' : '最短'} ${entry.value} ${entry.unit}（${entry.what}），这里写了 ${limit.value}`,
        en: `The law says ${entry.kind === 'max' ? 'at most' : 'at least'} ${entry.value} ${entry.unit}, this says ${limit.value}`,
        basis,
      }
    if (!limit.extend) continue
    const by = spanOf(limit.extend.by)
    const allowed = entries.find(
      ({ entry: { extend } }) => extend && extend.unit === by.unit && by.value <= extend.value,
    )
    if (!allowed)
      yield {
        path: [...path, 'extend', 'by'],
        zh: '法律没有给这么长的延长',
        en: 'The law grants no such extension',
        basis,
      }
    else if ((limit.extend.times ?? 1) > 1 && law.verified !== false)
      yield { path: [...path, 'extend', 'times'], zh: '只能延长一次', en: 'It may be extended once only', basis }
  }
}
