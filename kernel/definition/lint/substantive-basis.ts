import type { Rule } from './ground.ts'

/** The article by which each kind of power needs a law that gives it. */
const grounds: Readonly<Record<string, { readonly law: string; readonly articles: number[] }>> = {
  permit: { law: '行政许可法', articles: [4] },
  penalty: { law: '行政处罚法', articles: [38] },
  compulsion: { law: '行政强制法', articles: [4] },
}

/**
 * 设定依据 A permit, a penalty, a compulsory measure exists because some law on the matter says so; the general law of procedure
 * and the law of remedies give no power. A warning, because the draft of a published file may still lack it.
 */
export const substantiveBasis: Rule = function* ({ definition, library }) {
  const basis = grounds[definition.category.drawer]
  if (!basis || definition.category.basis.some(({ law }) => !library.find(law)?.general)) return
  yield {
    path: ['category', 'basis'],
    zh: '只列了程序法，没有列设定这项权力的法律、法规、规章',
    en: 'Only laws of procedure are named, none that gives this power',
    basis,
    severity: 'warning',
  }
}
