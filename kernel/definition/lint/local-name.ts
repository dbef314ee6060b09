import type { Rule } from './ground.ts'

const everywhere = ['content.name', 'category']

const covers = (path: string, kept: string): boolean =>
  path === kept || path.startsWith(`${kept}.`) || kept.startsWith(`${path}.`)

/** 同一事项同标准 One item has one name, one code and one ground in every district: no implementation may change them. */
export const localName: Rule = function* ({ definition }) {
  for (const [index, path] of (definition.local ?? []).entries())
    if (everywhere.some(kept => covers(path, kept)))
      yield {
        path: ['local', index],
        zh: `同一事项在各区的名称、编码、类别和依据须一致，“${path}”不得由地方改变`,
        en: `Name, code, kind and basis are the same in every district: “${path}” may not be local`,
        basis: { law: '优化营商环境条例', articles: [35] },
      }
}
