import type { Provision } from '../settings/words.ts'
import type { Rule } from './ground.ts'

const coercive: ReadonlySet<string> = new Set(['enforcement', 'release'])

/** What coerces is set up by law alone: measures and enforcement, punishment, fees. */
const measures: Provision = { law: '行政强制法', articles: [10, 13] }
const punishment: Provision = { law: '行政处罚法', articles: [4] }
const fees: Provision = { law: '优化营商环境条例', articles: [25] }

/** 公共服务不强制 A public service makes nobody pay, bear or do anything: what coerces is a power and belongs in the drawer of its kind. */
export const serviceCoerces: Rule = function* ({ definition, stages }) {
  const { category, content, authority } = definition
  if (category.drawer !== 'service') return
  for (const { stage, path } of stages)
    if (coercive.has(stage.kind))
      yield {
        path: [...path, 'kind'],
        zh: '公共服务不得有强制环节',
        en: 'A public service has no coercive stage',
        basis: measures,
      }
  for (const [name, { money, enforcement }] of Object.entries(content.outcomes)) {
    const path = ['content', 'outcomes', name]
    if (enforcement)
      yield {
        path,
        zh: '公共服务的结果不得强制执行',
        en: 'What a public service says is not enforced',
        basis: measures,
      }
    if (money?.direction === 'in')
      yield {
        path: [...path, 'money'],
        zh: '公共服务不得向人收款',
        en: 'A public service makes nobody pay',
        basis: fees,
      }
  }
  if (content.parties.respondent)
    yield {
      path: ['content', 'parties'],
      zh: '公共服务没有被处理的人',
      en: 'A public service is done to nobody',
      basis: punishment,
    }
  for (const [key, basis] of [
    ['fine', punishment],
    ['urgent', measures],
  ] as const)
    if (authority[key])
      yield {
        path: ['authority', key],
        zh: '公共服务没有强制手段',
        en: 'A public service has no means to coerce',
        basis,
      }
}
