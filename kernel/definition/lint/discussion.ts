import { lawsWith, provision, type Rule } from './ground.ts'

const marks = ['chiefLast', 'minutes', 'dissent', 'reasonsIfAgainstMajority'] as const

/** 集体讨论 The chief speaks last, dissent is on record, and a decision against the majority gives its reasons. */
export const discussion: Rule = function* ({ definition, library, stages }) {
  for (const law of lawsWith(library, 'deliberation')) {
    const duty = law.deliberation
    if (!duty?.drawers.includes(definition.category.drawer)) continue
    for (const { stage, path } of stages) {
      if (stage.kind !== 'deliberation') continue
      const missing = marks.filter(mark => duty[mark] && !stage.deliberation?.[mark])
      if (missing.length > 0)
        yield {
          path: [...path, 'deliberation'],
          zh: `${duty.what}：缺少 ${missing.join('、')}`,
          en: `Missing: ${missing.join(', ')}`,
          basis: provision(law, duty.article),
        }
    }
  }
}
