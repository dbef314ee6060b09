import type { Rule } from './ground.ts'
import { powerArticles } from './power-article.ts'

/**
 * 设定依据 A permit, a penalty, a compulsory measure exists because some law on the matter says so; the general law of procedure
 * and the law of remedies give no power. A warning, because the draft of a published file may still lack it.
 */
export const substantiveBasis: Rule = function* ({ definition, library }) {
  const basis = powerArticles[definition.category.drawer]
  if (!basis || definition.category.basis.some(({ law }) => !library.find(law)?.general)) return
  yield {
    path: ['category', 'basis'],
    zh: '只列了程序法，没有列设定这项权力的法律、法规、规章',
    en: 'Only laws of procedure are named, none that gives this power',
    basis,
    severity: 'warning',
  }
}
