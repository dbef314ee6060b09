import { spanOf } from '../settings/words.ts'
import { lawsWith, provision, type Rule } from './ground.ts'

/** 加处罚款 No more a day than the law says, never beyond the fine, standing still while a remedy runs; days to pay in full. */
export const surcharge: Rule = function* ({ definition, library }) {
  if (definition.category.drawer !== 'penalty') return
  for (const law of lawsWith(library, 'surcharge')) {
    const pay = law.surcharge && law.limits.find(({ id }) => id === 'pay')
    if (!law.surcharge || !pay) continue
    for (const [name, { money, effects }] of Object.entries(definition.content.outcomes)) {
      const path = ['content', 'outcomes', name]
      const written = money?.surcharge
      if (written && Number(written.rate.replace('/day', '')) > Number(law.surcharge.perDay))
        yield {
          path: [...path, 'money', 'surcharge', 'rate'],
          zh: `加处罚款每日不超过 ${law.surcharge.perDay}`,
          en: 'The surcharge is higher than the law says',
          basis: provision(law, law.surcharge.article),
        }
      if (
        written &&
        law.surcharge.stopsDuring.some(
          remedy => !(written.stopsDuring as readonly string[] | undefined)?.includes(remedy),
        )
      )
        yield {
          path: [...path, 'money', 'surcharge', 'stopsDuring'],
          zh: '复议、诉讼期间不计加处罚款',
          en: 'No surcharge runs during a remedy',
          basis: provision(law, law.surcharge.stopsArticle),
        }
      for (const [index, effect] of effects.entries()) {
        const due = 'ledger' in effect && effect.due ? spanOf(effect.due) : undefined
        if (due && (due.unit !== pay.unit || due.value < pay.value))
          yield {
            path: [...path, 'effects', index, 'due'],
            zh: `缴款期限为 ${pay.value} ${pay.unit}`,
            en: `The party has ${pay.value} ${pay.unit} to pay`,
            basis: provision(law, pay.article ?? ''),
          }
      }
    }
  }
}
