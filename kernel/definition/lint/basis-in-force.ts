import type { Provision } from '../settings/words.ts'
import { type Cited, citationsOf } from './citations.ts'
import type { Complaint, Rule } from './ground.ts'
import type { EarlierRevision, Law } from './law.ts'

/** The revision that bound on a day before the one in force now. */
const revisionOn = ({ earlier }: Law, day: string): EarlierRevision | undefined =>
  earlier?.find(({ from, to }) => day >= from && day < to)

/** The revision a citation itself is dated by: the day it gives as issue or end lies before the law as it stands. */
function revisionMeant(law: Law, { issued, to }: Cited): EarlierRevision | undefined {
  const isDay = issued !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(issued)
  const latest = law.revised?.at(-1)
  if (to !== undefined && to < law.inForce.from) return revisionOn(law, to)
  if (!isDay || latest === undefined || issued >= latest || issued === law.issued) return undefined
  return law.earlier?.find(({ revised, from, to: end }) => issued === revised || (issued >= from && issued < end))
}

const number = (article: string | number): string => String(Number.parseInt(String(article), 10))

/** What the articles of an old revision are called now, as far as anybody wrote it down. */
const nowCalled = ({ became }: EarlierRevision, articles: Provision['articles']): string =>
  articles
    .flatMap(article => {
      const now = became?.[number(article)]
      return now ? [`第${article}条现为第${now.join('、')}条`] : []
    })
    .join('；')

/** 依据有效 Every law cited is known, in force on the day the item takes effect, and has the article named. */
export const basisInForce: Rule = function* ({ definition, library }) {
  const day = definition.effective.from
  for (const [cited, path] of citationsOf(definition)) {
    const law = library.find(cited.law)
    const basis = { law: cited.law, articles: cited.articles }
    const say = (zh: string, en: string): Complaint => ({ path, zh, en, basis })
    if (!law) {
      yield { ...say(`法规库里没有“${cited.law}”`, 'The law is not in the library'), severity: 'warning' }
      continue
    }
    const old = day < law.inForce.from ? revisionOn(law, day) : undefined
    const meant = old ? undefined : revisionMeant(law, cited)
    if (meant) {
      const now = nowCalled(meant, cited.articles)
      yield say(
        `所引${cited.law}是 ${meant.to} 前的版本${now === '' ? '，条文须按现行版本核对' : `：${now}`}`,
        `The revision cited no longer bound from ${meant.to} on${now === '' ? '' : `: ${now}`}`,
      )
      continue
    }
    if (day < law.inForce.from && !old)
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
    const articles = old ? old.articles : law.articles
    for (const article of cited.articles) {
      const place = Number(number(article))
      if (articles !== undefined && !(place >= 1 && place <= articles))
        yield say(`${cited.law}没有第${article}条`, `The law has no article ${article}`)
    }
    if (cited.articles.length === 0 && law.verified !== false)
      yield { ...say(`没有写出${cited.law}的条文`, 'No article is named'), severity: 'warning' }
  }
}
