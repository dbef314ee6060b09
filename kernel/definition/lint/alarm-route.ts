import type { ItemDefinition } from '../settings/item.ts'
import type { Provision } from '../settings/words.ts'
import type { Rule } from './ground.ts'

/** Who an alarm or a problem can reach besides the roles of the item. */
const routes = new Set(['holder', 'superior', 'supervision', 'organHead', 'organ', 'city', 'party', 'audit'])

/** 监督 The article by which those who exercise a power are watched over, and what is found wrong is put right. */
const watched: Readonly<Partial<Record<ItemDefinition['category']['drawer'], Provision>>> = {
  permit: { law: '行政许可法', articles: [10] },
  penalty: { law: '行政处罚法', articles: [75] },
}
const ofAllOfficials: Provision = { law: '公务员法', articles: [57] }

/** 报警去向 Every alarm fires and reaches somebody; what the law limits also reaches supervision; nobody verifies his own repair. */
export const alarmRoute: Rule = function* ({ definition, limits }) {
  const { alarms, authority, problems } = definition
  const basis = watched[definition.category.drawer] ?? ofAllOfficials
  const known = (to: string) =>
    routes.has(to) || Object.hasOwn(authority.posts, to) || /^(post|organ|body)\/[a-z]/.test(to)
  for (const alarm of alarms) {
    const path = ['alarms', alarm.id]
    for (const to of alarm.to)
      if (!known(to))
        yield { path: [...path, 'to'], zh: `“${to}”收不到报警`, en: `Nobody is reached by “${to}”`, basis }
    if (
      alarm.on.startsWith('limits.')
        ? alarm.rungs !== undefined && Object.keys(alarm.rungs).length === 0
        : alarm.level === undefined
    )
      yield { path, zh: '没有级别，永远不会报警', en: 'It has no rung or level and never fires', basis }
  }
  for (const [id, limit] of limits) {
    if (
      !limit.basis ||
      limit.promised ||
      limit.binds === 'party' ||
      limit.kind !== 'max' ||
      limit.onExpiry?.effect !== 'alarm'
    )
      continue
    const red = alarms.filter(
      alarm => alarm.on === `limits.${id}` && (alarm.rungs?.red !== undefined || alarm.rungs === undefined),
    )
    if (!red.some(({ to }) => to.includes('supervision')))
      yield {
        path: ['limits', id, 'onExpiry'],
        zh: '法定时限届满的红色报警必须送监督部门',
        en: 'The red alarm of a legal limit must reach supervision',
        basis: limit.basis,
      }
  }
  for (const [index, problem] of problems.entries()) {
    if (['organ', 'holder', 'organHead'].includes(problem.verifyBy) || Object.hasOwn(authority.posts, problem.verifyBy))
      yield {
        path: ['problems', index, 'verifyBy'],
        zh: '整改不得由整改者自己验收',
        en: 'Who rectified may not verify',
        basis,
      }
    for (const to of problem.escalate ?? [])
      if (!known(to))
        yield {
          path: ['problems', index, 'escalate'],
          zh: `“${to}”收不到升级`,
          en: `Nobody is reached by “${to}”`,
          basis,
        }
  }
}
