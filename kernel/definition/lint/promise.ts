import { endsOf, inDays, kindOf, type Rule } from './ground.ts'

/** 承诺时限 A promise is never longer than the law's own time between the same two moments. */
export const promise: Rule = function* (ground) {
  const statutory = ground.limits.filter(([, limit]) => limit.basis && !limit.promised && limit.kind === 'max')
  for (const [id, promised] of ground.limits) {
    if (!promised.promised || promised.kind !== 'max') continue
    const ends = new Set(endsOf(ground, id, promised).map(end => kindOf(ground, end)))
    for (const [name, legal] of statutory) {
      const same = endsOf(ground, name, legal).some(end => ends.has(kindOf(ground, end)))
      if (!same || kindOf(ground, legal.from ?? '') !== kindOf(ground, promised.from ?? '')) continue
      if (inDays(promised.value, promised.unit) > inDays(legal.value, legal.unit))
        yield {
          path: ['limits', id, 'value'],
          zh: `承诺 ${promised.value} ${promised.unit} 长于法定 ${legal.value} ${legal.unit}`,
          en: `The promise of ${promised.value} ${promised.unit} is longer than the law's ${legal.value} ${legal.unit}`,
          ...(legal.basis && { basis: legal.basis }),
        }
    }
  }
}
