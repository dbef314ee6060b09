import { lawsWith, provision, type Rule } from './ground.ts'

/** 执法人员 No fewer officers than the law asks, each with a certificate. */
export const officers: Rule = function* ({ definition, library }) {
  const { authority, category } = definition
  for (const law of lawsWith(library, 'officers'))
    for (const duty of law.officers ?? []) {
      if (!duty.drawers.includes(category.drawer)) continue
      const basis = provision(law, duty.article)
      if ((authority.officers?.min ?? 1) < duty.min)
        yield {
          path: ['authority', 'officers'],
          zh: `执法人员不得少于 ${duty.min} 人`,
          en: `No fewer than ${duty.min} officers`,
          basis,
        }
      if (duty.certificate && authority.certificate === undefined)
        yield {
          path: ['authority', 'certificate'],
          zh: '执法人员应当具有执法资格',
          en: 'Officers must hold a certificate',
          basis,
        }
    }
}
