import type { Text } from '../settings/words.ts'
import { effectsOf } from '../stages.ts'
import { type Ground, lawsWith, provision, type Rule } from './ground.ts'

const sensitive =
  /指纹|人脸|面部|虹膜|声纹|基因|生物识别|宗教|信仰|民族|病史|病历|诊断|疾病|健康状况|残疾等级|政治面貌|政治观点|血缘|亲属关系|特定身份|医疗|健康信息|行踪|轨迹|十四周岁|biometric|fingerprint|religion|belief|ethnic|diagnos|illness|kinship/i

/** 金融账户: an account of a person or household; a firm's is its own business. */
const accounts = /金融账户|银行账[户号]|银行卡|存折|bank account/i

const chinese = (text: Text): string => (typeof text === 'string' ? text : text.zh)

function fieldsOf({ definition }: Ground): readonly string[] {
  const { form, parties } = definition.content
  const persons = [parties.subject, parties.respondent, parties.opponent].some(role =>
    [role?.unit ?? []].flat().some(unit => unit === 'person' || unit === 'household'),
  )
  return Object.entries(form)
    .filter(([name, { label }]) => {
      const text = `${name} ${chinese(label)}`
      return sensitive.test(text) || (persons && accounts.test(text))
    })
    .map(([name]) => name)
}

const mentions = (source: string, name: string): boolean =>
  new RegExp(`(^|[^A-Za-z0-9.])${name.replaceAll('.', '\\.')}($|[^A-Za-z0-9.])`).test(source)

/** 敏感信息 Biometrics, belief, ethnicity, health, accounts, whereabouts, opinion and kinship stay inside their own case, and only on an assessment. */
export const sensitiveField: Rule = function* (ground) {
  const { definition, library } = ground
  const law = lawsWith(library, 'sensitive')[0]
  const basis = law?.sensitive ? { basis: provision(law, law.sensitive.article) } : {}
  const names = fieldsOf(ground)
  for (const name of names)
    if (!definition.content.impactAssessment || definition.content.form[name]!.personal !== true)
      yield {
        path: ['content', 'form', name],
        zh: '敏感信息须标明 personal 并有影响评估',
        en: 'A sensitive field is marked personal and needs an assessment',
        ...basis,
      }
  const leaves = (name: string) => ({
    zh: `敏感信息“${name}”不得离开本案`,
    en: `The sensitive field ${name} may not leave its case`,
    ...basis,
  })
  for (const name of names) {
    for (const { effect, path } of effectsOf(definition))
      if ('register' in effect && Object.values(effect.set ?? {}).some(source => mentions(source, name)))
        yield { path, ...leaves(name) }
    const { decision, draft, result } = definition.publicity
    const shown = {
      decision: decision === 'none' ? undefined : decision?.fields,
      draft: draft?.fields,
      result: result?.fields,
    }
    for (const [part, fields] of Object.entries(shown))
      if (fields?.includes(name)) yield { path: ['publicity', part, 'fields'], ...leaves(name) }
    for (const comparison of definition.comparison)
      if (Object.values(comparison.with).some(source => mentions(source, name)))
        yield { path: ['comparison', comparison.id, 'with'], ...leaves(name) }
  }
  for (const patrol of definition.patrol)
    if (sensitive.test(`${patrol.find} ${patrol.exempt ?? ''}`))
      yield {
        path: ['patrol', patrol.id, 'find'],
        zh: '轮巡不得查看敏感信息',
        en: 'A patrol may not look at sensitive data',
        ...basis,
      }
}
