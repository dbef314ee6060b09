import type { Text } from '#kernel/definition'
import { attribute, type Html, html } from './html.ts'
import { inLanguage, type Language, type Locales } from './locale.ts'
import type { Acting } from './person.ts'

/** What every page is drawn with: the reader's language, his type size, and the address of the page itself. */
export interface View {
  readonly language: Language
  readonly chosen: boolean
  readonly elder: boolean
  readonly demo: boolean
  /** There is a page on which one may choose who to be. */
  readonly demoHome?: boolean
  readonly path: string
  /** The query of this page without language and type size. */
  readonly query: Readonly<Record<string, string>>
  /** 代办 For whom the reader acts, said at the head of the page; absent: for himself, or the page does not know its reader. */
  readonly acting?: Acting & { readonly csrf: string }
  /** A sentence of the pages by its key; `{name}` is filled in. */
  say(key: string, values?: Readonly<Record<string, string | number>>): string
  /** Whether there is such a sentence. */
  has(key: string): boolean
  /** A text of the content, in the reader's language where there is one. */
  show(text: Text): Html
  plain(text: Text): string
  /** An address of ours that keeps language and type size. */
  to(path: string, query?: Readonly<Record<string, string | undefined>>): string
  /** A date as people here write it. */
  day(date: string): string
}

export interface ViewWanted {
  readonly language: Language
  /** Said in the address, so that links must say it too. */
  readonly chosen: boolean
  readonly elder: boolean
  readonly demo: boolean
  /** There is a page on which one may choose who to be. */
  readonly demoHome?: boolean
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

export function makeView(locales: Locales, wanted: ViewWanted): View {
  const { language, chosen, elder } = wanted
  const words = locales[language]
  return {
    ...wanted,
    has: key => words.has(key),
    say: (key, values = {}) =>
      (words.get(key) ?? locales.zh.get(key) ?? key).replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
        String(values[name] ?? whole),
      ),
    show(text) {
      const shown = inLanguage(text, language)
      return shown.lang === language || !/\p{Script=Han}/u.test(shown.text)
        ? html`${shown.text}`
        : html`<span${attribute('lang', 'zh-CN')}>${shown.text}</span>`
    },
    plain: text => inLanguage(text, language).text,
    to(path, query = {}) {
      const all = { ...query, ...(chosen && { lang: language }), ...(elder && { elder: '1' }) }
      const said = Object.entries(all).filter(
        (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
      )
      return said.length === 0 ? path : `${path}?${new URLSearchParams(said).toString()}`
    },
    day(date) {
      const { year, month, day } = Temporal.PlainDate.from(date)
      return language === 'zh'
        ? `${year}年${month}月${day}日`
        : Temporal.PlainDate.from(date).toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
    },
  }
}
