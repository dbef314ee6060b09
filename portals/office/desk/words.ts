import { facts, language } from './session.ts'

/** A text of the content: Chinese alone, or both languages. */
export type Text = string | { readonly zh: string; readonly en?: string | undefined }

/** 一句话 A sentence of the desk; what has none is shown by its key, which a test would notice. */
export function say(key: string, told: Readonly<Record<string, string | number>> = {}): string {
  const sentence = facts.words[key] ?? key
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(told[name] ?? ''))
}

export const has = (key: string): boolean => facts.words[key] !== undefined

/** The first of these that the desk has a word for, else the last part of the key. */
export const sayFirst = (...keys: readonly string[]): string => {
  const found = keys.find(has)
  return found === undefined ? (keys.at(-1)?.split('.').at(-1) ?? '') : say(found)
}

/** A text of an item in the officer's language; Chinese where it has no English. */
export const textOf = (text: Text | null | undefined): string =>
  text === null || text === undefined
    ? ''
    : typeof text === 'string'
      ? text
      : language === 'en'
        ? (text.en ?? text.zh)
        : text.zh

/** 依据 《行政许可法》第32条、第42条 */
export function basisOf(basis: { law: string; articles: readonly (string | number)[] } | null | undefined): string {
  if (!basis) return ''
  const articles = basis.articles.map(article => say('article', { article })).join(say('listed'))
  return say('basis', { law: basis.law, articles })
}

export const verbName = (verb: string): string => sayFirst(`verb.${verb}`)

/** 2026-03-02 as it is read; an instant by its day and minute in the city's time. */
export function dayOf(text: string | null | undefined): string {
  if (!text) return ''
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? []
  return day === undefined ? text : say('day', { year: year!, month: Number(month), day: Number(day) })
}

const clockFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})
export const minuteOf = (instant: string): string => clockFormat.format(new Date(instant))

/** 金额 From fen, as it is read. */
export const yuanOf = (fen: number): string => {
  const whole = Math.trunc(fen / 100)
  const rest = String(Math.abs(fen % 100)).padStart(2, '0')
  return say('yuan', { amount: `${String(whole).replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${rest}` })
}
