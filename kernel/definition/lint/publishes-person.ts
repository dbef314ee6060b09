import type { Rule } from './ground.ts'

const naming = new Set(['string', 'text', 'citizen', 'phone', 'person'])

/** 不公开个人 A person's name is masked in what the whole city can read; numbers and phones are never published. */
export const publishesPerson: Rule = function* ({ definition }) {
  const { decision, draft, result } = definition.publicity
  const { parties, form } = definition.content
  const persons = [parties.subject, parties.respondent, parties.opponent].some(
    role => role?.unit !== undefined && [role.unit].flat().some(unit => unit === 'person' || unit === 'household'),
  )
  const shown = [
    ...(decision && decision !== 'none'
      ? [{ part: 'decision', fields: decision.fields, mask: decision.mask ?? [], scope: decision.scope }]
      : []),
    ...(draft ? [{ part: 'draft', fields: draft.fields ?? [], mask: [], scope: draft.scope }] : []),
    ...(result ? [{ part: 'result', fields: result.fields ?? [], mask: [], scope: result.scope }] : []),
  ]
  for (const { part, fields, mask, scope } of shown)
    for (const [index, name] of fields.entries()) {
      const field = form[name]
      if (!field || !naming.has(field.type)) continue
      const path = ['publicity', part, 'fields', index]
      const secret = field.type === 'citizen' || field.type === 'phone'
      const personal = field.personal ?? persons
      if (secret || (personal && scope !== 'community' && !(mask as readonly string[]).includes(name)))
        yield {
          path,
          zh: `公示会暴露个人：${name}`,
          en: `This publishes a person: ${name}`,
          basis: { law: '政府信息公开条例', articles: [15] },
        }
    }
}
