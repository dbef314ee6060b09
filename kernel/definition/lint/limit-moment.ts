import { endsOf, entriesFor, isAmong, provision, type Rule } from './ground.ts'

/** 起算与届满 A limit runs from the moment the law names, binds whom the law binds, and its end does what the law says. */
export const limitMoment: Rule = function* (ground) {
  for (const [id, limit] of ground.limits) {
    const entries = entriesFor(ground, id, limit)
    if (entries.length === 0) {
      const law = limit.basis && ground.library.find(limit.basis.law)
      const cited = (limit.basis?.articles ?? []).map(String)
      const meant =
        law?.limits.filter(
          ({ article, remedy }) => article !== undefined && remedy === undefined && cited.includes(article),
        ) ?? []
      if (law && meant.length > 0 && endsOf(ground, id, limit).length > 0)
        yield {
          path: ['limits', id, 'to'],
          zh: `该条的期限不是到这里为止（${meant[0]!.what}）`,
          en: 'The limit of that article ends elsewhere',
          basis: provision(law, meant[0]!.article!),
        }
      continue
    }
    const { law, entry } = entries[0]!
    const basis = provision(law, entry.article ?? '')
    const { from } = limit
    if (from !== undefined && !entries.some(one => isAmong(ground, from, one.entry.from)))
      yield {
        path: ['limits', id, 'from'],
        zh: `该条的期限不从这里起算（${entry.what}）`,
        en: 'The limit of that article begins elsewhere',
        basis,
      }
    if (!entries.some(one => one.entry.binds === (limit.binds ?? 'organ')))
      yield {
        path: ['limits', id, 'binds'],
        zh: `该条约束的是${entry.binds === 'organ' ? '机关' : '当事人'}`,
        en: `That article binds the ${entry.binds}`,
        basis,
      }
    if (entries.every(one => one.entry.onExpiry !== undefined && one.entry.onExpiry !== limit.onExpiry?.effect))
      yield {
        path: ['limits', id, 'onExpiry'],
        zh: `届满的后果法定为 ${entry.onExpiry}`,
        en: `The law says what its end does: ${entry.onExpiry}`,
        basis,
      }
    if (limit.lastDay !== 'stays' && entries.every(one => one.entry.lastDay === 'stays'))
      yield {
        path: ['limits', id, 'lastDay'],
        zh: '期间是当事人的负担，末日为节假日的不顺延（lastDay: stays）',
        en: 'The period is a burden on the party: its last day stays where it falls (lastDay: stays)',
        basis,
      }
    if (!limit.clear && entries.every(one => one.entry.clear))
      yield {
        path: ['limits', id, 'clear'],
        zh: '期间须全部届满后方可办理（clear: true）',
        en: 'The whole period must have run before the act (clear: true)',
        basis,
      }
  }
}
