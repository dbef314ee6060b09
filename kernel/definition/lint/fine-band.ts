import { provision, type Rule } from './ground.ts'

/** 裁量幅度 Every band lies within the range of the article it applies, and begins below where it ends. */
export const fineBand: Rule = function* ({ definition, library }) {
  const { discretion } = definition.authority
  if (discretion === 'none' || definition.category.drawer !== 'penalty') return
  const rule = definition.rules.find(({ id }) => id === discretion.table)
  const at = (name: string) => rule?.table?.outputs.findIndex(output => output.name === name) ?? -1
  const [low, high] = [at('min'), at('max')]
  const ranges = definition.category.basis.flatMap(({ law: name, articles }) => {
    const law = library.find(name)
    return (law?.fines ?? [])
      .filter(({ article }) => articles.map(String).includes(article))
      .map(fine => ({ law: law!, fine }))
  })
  for (const row of rule?.table?.rules ?? []) {
    const [min, max] = [Number(row.then[low]), Number(row.then[high])]
    const path = ['rules', discretion.table, 'table', 'rules', row.id]
    if (!(min <= max)) yield { path, zh: '幅度的下限高于上限', en: 'The band begins above where it ends' }
    const range = ranges[0]
    if (range && !ranges.some(({ fine }) => min >= fine.min && max <= fine.max))
      yield {
        path,
        zh: `幅度超出法定的 ${range.fine.min}–${range.fine.max} 分`,
        en: `The band leaves the range of the law, ${range.fine.min}–${range.fine.max} fen`,
        basis: provision(range.law, range.fine.article),
      }
  }
}
