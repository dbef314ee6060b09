import type { Segment } from '../located.ts'
import type { Provision } from '../settings/words.ts'
import type { Complaint, Rule } from './ground.ts'

interface Cited extends Provision {
  readonly from?: string
  readonly to?: string
}

const isCitation = (value: object): value is Cited =>
  'law' in value && 'articles' in value && typeof value.law === 'string' && Array.isArray(value.articles)

/** Every provision an item cites, wherever it stands. */
function citations(root: object): readonly (readonly [Cited, readonly Segment[]])[] {
  const found: (readonly [Cited, readonly Segment[]])[] = []
  const path: Segment[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (isCitation(value)) {
      found.push([value, [...path]])
      return
    }
    const isList = Array.isArray(value)
    for (const key in value) {
      path.push(isList ? Number(key) : key)
      visit((value as Readonly<Record<string, unknown>>)[key])
      path.pop()
    }
  }
  visit(root)
  return found
}

/** 依据有效 Every law cited is known, in force on the day the item takes effect, and has the article named. */
export const basisInForce: Rule = function* ({ definition, library }) {
  const day = definition.effective.from
  for (const [cited, path] of citations(definition)) {
    const law = library.find(cited.law)
    const basis = { law: cited.law, articles: cited.articles }
    const say = (zh: string, en: string): Complaint => ({ path, zh, en, basis })
    if (!law) {
      yield { ...say(`法规库里没有“${cited.law}”`, 'The law is not in the library'), severity: 'warning' }
      continue
    }
    if (day < law.inForce.from)
      yield say(
        `${cited.law}自 ${law.inForce.from} 起施行，事项生效时尚未施行`,
        `The law is in force only from ${law.inForce.from}`,
      )
    const above = law.yieldsTo === undefined ? undefined : library.find(law.yieldsTo)
    if (above && day >= above.inForce.from)
      yield {
        ...say(
          `${above.law}自 ${above.inForce.from} 起施行，${cited.law}同一事项的规定以它为准`,
          `${above.law} has been in force since ${above.inForce.from} and goes before it`,
        ),
        severity: 'warning',
      }
    if (law.inForce.to !== undefined && day >= law.inForce.to)
      yield say(
        `${cited.law}已于 ${law.inForce.to} 废止或者被替代`,
        `The law was repealed or replaced on ${law.inForce.to}`,
      )
    if ((cited.from !== undefined && day < cited.from) || (cited.to !== undefined && day > cited.to))
      yield say('所写的有效期间不含事项生效日', 'The days given do not contain the day the item takes effect')
    for (const article of cited.articles) {
      const number = Number.parseInt(String(article), 10)
      if (law.articles !== undefined && !(number >= 1 && number <= law.articles))
        yield say(`${cited.law}没有第${article}条`, `The law has no article ${article}`)
    }
    if (cited.articles.length === 0 && law.verified !== false)
      yield { ...say(`没有写出${cited.law}的条文`, 'No article is named'), severity: 'warning' }
  }
}
