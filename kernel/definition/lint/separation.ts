import type { Provision } from '../settings/words.ts'
import { type Ground, lawsWith, provision, type Rule } from './ground.ts'
import { powerArticle } from './power-article.ts'

const postsOf = ({ definition, stageAt }: Ground, side: string): readonly string[] => {
  const [stage = '', role] = side.split('.')
  const roles = role === undefined ? [stageAt.get(stage)?.stage.by ?? []].flat() : [role]
  return roles.map(name => definition.authority.posts[name] ?? name)
}

/** The article that keeps two stages apart; where only the item does, the one by which the power is exercised. */
function keptApart({ definition, library, stageAt }: Ground, ...sides: readonly string[]): Provision {
  const { drawer } = definition.category
  const kinds = sides.map(side => stageAt.get(side.split('.')[0]!)?.stage.kind)
  for (const law of lawsWith(library, 'separate'))
    for (const duty of law.separate ?? [])
      if (duty.drawers.includes(drawer) && duty.kinds.every(kind => kinds.includes(kind)))
        return provision(law, duty.article)
  return powerArticle(drawer)
}

/** 职责分离 Who must not be the same person, is not; where one post does both, the superior organ steps in. */
export const separation: Rule = function* (ground) {
  const { definition, library, stages } = ground
  const pairs = definition.authority.separate ?? []
  for (const [index, [one = '', other = '']] of pairs.entries()) {
    const posts = new Set(postsOf(ground, one))
    const shared = postsOf(ground, other).some(post => posts.has(post))
    if (shared && definition.authority.ifSeparationImpossible === undefined)
      yield {
        path: ['authority', 'separate', index],
        zh: `${one} 与 ${other} 是同一岗位，岗位只有一人时无法分离，须写明由上级机关办理`,
        en: `${one} and ${other} are one post: say what happens where it has one holder`,
        basis: keptApart(ground, one, other),
      }
  }
  for (const law of lawsWith(library, 'separate'))
    for (const duty of law.separate ?? []) {
      if (!duty.drawers.includes(definition.category.drawer)) continue
      const [left, right] = duty.kinds.map(kind =>
        stages.filter(({ stage }) => stage.kind === kind).map(({ stage }) => stage.stage),
      )
      const joined = left!.some(one => right!.every(other => !pairs.some(pair => has(pair, one) && has(pair, other))))
      if (left!.length > 0 && right!.length > 0 && joined)
        yield {
          path: ['authority', 'separate'],
          zh: `缺少职责分离：${duty.what}`,
          en: `A separation of the law is missing: ${duty.kinds.join(' / ')}`,
          basis: provision(law, duty.article),
        }
    }
}

const has = (pair: readonly string[], stage: string): boolean => pair.some(side => side.split('.')[0] === stage)
