import { lawsWith, provision, type Rule } from './ground.ts'

/** 影响评估 Personal data are processed only on an impact assessment that is still current on the day the item takes effect. */
export const impactAssessment: Rule = function* ({ definition, library }) {
  const { form, parties, impactAssessment: done } = definition.content
  const about = [parties.subject, parties.respondent, parties.opponent].flatMap(role =>
    role?.unit === undefined ? [] : [role.unit].flat(),
  )
  const personal =
    about.some(unit => unit === 'person' || unit === 'household') ||
    Object.values(form).some(
      field => field.personal || field.type === 'citizen' || field.type === 'phone' || field.type === 'person',
    )
  const law = lawsWith(library, 'impactAssessment')[0]
  if (!personal || !law?.impactAssessment) return
  const path = ['content', 'impactAssessment']
  const basis = provision(law, law.impactAssessment.article)
  const day = definition.effective.from
  if (!done) yield { path, zh: '处理个人信息而没有影响评估', en: 'Personal data without an impact assessment', basis }
  else if (done.done > day || done.validUntil < day)
    yield {
      path,
      zh: '影响评估在生效日无效',
      en: 'The impact assessment is not current on the day the item takes effect',
      basis,
    }
  else if (
    Temporal.PlainDate.compare(
      Temporal.PlainDate.from(done.done).add({ years: law.impactAssessment.years }),
      done.validUntil,
    ) < 0
  )
    yield {
      path: [...path, 'validUntil'],
      zh: `影响评估最长 ${law.impactAssessment.years} 年须重做`,
      en: `An assessment holds ${law.impactAssessment.years} years at most`,
      basis,
    }
}
