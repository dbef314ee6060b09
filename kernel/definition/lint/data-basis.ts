import type { Provision } from '../settings/words.ts'
import type { Ground, Rule } from './ground.ts'

const stands = ({ library }: Ground, { law, articles }: Provision): boolean => {
  const known = library.find(law)
  return known !== undefined && (articles.length > 0 || known.verified === false)
}

/** An organ handles data within its power and procedure: what names an article itself keeps it. */
const within: Provision = { law: '个人信息保护法', articles: [34] }

/** 比对和轮巡依据 Data are compared, and populations looked through, only where a law says so. */
export const dataBasis: Rule = function* (ground) {
  for (const { id, basis } of ground.definition.comparison)
    if (!stands(ground, basis))
      yield {
        path: ['comparison', id, 'basis'],
        zh: '数据比对没有依据',
        en: 'The comparison has no basis in law',
        basis: basis.articles.length > 0 ? basis : within,
      }
  for (const { id, basis } of ground.definition.patrol)
    if (!stands(ground, basis))
      yield {
        path: ['patrol', id, 'basis'],
        zh: '轮巡没有依据',
        en: 'The patrol has no basis in law',
        basis: basis.articles.length > 0 ? basis : within,
      }
}
