import type { Bilingual } from '../finding.ts'
import type { Text } from '../settings/words.ts'

/** 词句 The sentences by dotted key, in both languages, as `content/locales` has them; `{name}` is filled in. */
export type Phrases = Readonly<Record<keyof Bilingual, ReadonlyMap<string, string>>>

/** What fills a blank of a sentence: a word of the definition language, a text of the item, a span, a day, or another sentence. */
export type Said =
  | string
  | number
  | { readonly text: Text }
  | { readonly word: readonly [group: string, key: string] }
  | { readonly span: string | { readonly value: number; readonly unit: string } }
  | { readonly basis: { readonly law: string; readonly articles?: readonly (string | number)[] } }
  | { readonly day: string }
  | { readonly yuan: number }
  | { readonly list: readonly Said[] }
  | { readonly value: unknown }
  | { readonly say: string; readonly values?: Readonly<Record<string, Said>> }

type Language = keyof Bilingual

const longest = 160

/** A value as the file has it, cut where it would fill a page: the whole of it stands beside the sentence. */
function asWritten(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const signs = [...(text ?? '')]
  return signs.length > longest ? `${signs.slice(0, longest).join('')}…` : signs.join('')
}

function dayIn(language: Language, day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day
  const date = Temporal.PlainDate.from(day)
  return language === 'zh'
    ? `${date.year}年${date.month}月${date.day}日`
    : date.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

/** 说成话 One thing said, in one language. A key that the phrases lack stands as it is, so that nothing is silent. */
export function sayIn(phrases: Phrases, language: Language, said: Said): string {
  const words = phrases[language]
  const say = (key: string, values: Readonly<Record<string, Said>> = {}): string =>
    (words.get(key) ?? phrases.zh.get(key) ?? key).replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? sayIn(phrases, language, values[name]!) : whole,
    )
  if (typeof said === 'string' || typeof said === 'number') return String(said)
  if ('text' in said)
    return typeof said.text === 'string' ? said.text : language === 'en' ? (said.text.en ?? said.text.zh) : said.text.zh
  if ('word' in said) {
    const [group, key] = said.word
    return words.get(`${group}.${key}`) ?? key
  }
  if ('span' in said) {
    const [value, unit] =
      typeof said.span === 'string'
        ? (said.span.split(' ') as [string, string])
        : [String(said.span.value), said.span.unit]
    return say(Number(value) === 1 ? `unit.one.${unit}` : `unit.${unit}`, { value })
  }
  if ('basis' in said) {
    const { law, articles = [] } = said.basis
    const parts = articles.map(article => {
      const [, number, item] = /^(\d+)(?:\((.+)\))?$/.exec(String(article)) ?? [undefined, String(article)]
      return item === undefined
        ? say('basis.article', { number: number! })
        : say('basis.articleItem', { number: number!, item })
    })
    return say('basis.law', { law: { word: ['law', law] } }) + parts.join(say('basis.join'))
  }
  if ('day' in said) return dayIn(language, said.day)
  if ('yuan' in said)
    return say('money.yuan', {
      amount: (said.yuan / 100).toLocaleString('en-US', { minimumFractionDigits: said.yuan % 100 === 0 ? 0 : 2 }),
    })
  if ('list' in said) return said.list.map(one => sayIn(phrases, language, one)).join(say('list.join'))
  if ('say' in said) return say(said.say, said.values)
  return asWritten(said.value)
}
