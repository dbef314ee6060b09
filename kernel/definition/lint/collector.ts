import type { Rule } from './ground.ts'

/** 罚缴分离 Whoever decides a fine does not collect it. */
export const collector: Rule = function* ({ definition, stages }) {
  const { authority, category, content } = definition
  const basis = { law: '行政处罚法', articles: [67] }
  const posts = (kind: string) =>
    stages
      .filter(({ stage }) => stage.kind === kind)
      .flatMap(({ stage }) => [stage.by ?? []].flat().map(role => authority.posts[role] ?? role))
  for (const [name, { money }] of Object.entries(content.outcomes)) {
    if (money?.direction !== 'in') continue
    const path = ['content', 'outcomes', name, 'money', 'collector']
    if (!money.collector) yield { path, zh: '没有写明收缴机构', en: 'The collector is not named', basis }
    else if (
      money.collector === category.organ.post ||
      posts('decision').includes(authority.posts[money.collector] ?? `post/${money.collector}`)
    )
      yield { path, zh: '作出罚款决定的机关不得自行收缴', en: 'The decider may not collect', basis }
    const deciders = new Set(posts('decision'))
    if (posts('payment').some(post => deciders.has(post)))
      yield { path: ['flow'], zh: '收缴环节与决定环节是同一岗位', en: 'One post decides and collects', basis }
  }
}
