import type { Provision, Text } from '#kernel/definition'
import { type Html, html } from './html.ts'
import type { View } from './view.ts'

/** 《行政许可法》第四十二条: the provision as it is cited. */
export function cited(view: View, basis: Provision | null | undefined): string {
  if (!basis) return ''
  const articles = basis.articles.map(article => {
    const [, number, item] = /^(\d+)(?:\((.+)\))?$/.exec(String(article)) ?? [undefined, String(article)]
    return view.say(item === undefined ? 'basis.article' : 'basis.articleItem', { number: number!, item: item ?? '' })
  })
  return view.say('basis.law', { law: word(view, 'law', basis.law) }) + articles.join(view.say('basis.join'))
}

export const basisOf = (view: View, basis: Provision | null | undefined): Html | null =>
  basis ? html`<span class="basis">${cited(view, basis)}</span>` : null

/** 2026年3月2日 09:30, in the city's own time. */
export const timeSaid = (view: View, at: string): string => {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Shanghai')
  return `${view.day(local.toPlainDate().toString())} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** `60 day` → 60日. */
export function spanSaid(view: View, span: string | { readonly value: number; readonly unit: string }): string {
  const [value, unit] =
    typeof span === 'string' ? (span.split(' ') as [string, string]) : [String(span.value), span.unit]
  return view.say(Number(value) === 1 ? `unit.one.${unit}` : `unit.${unit}`, { value })
}

/** 1500000 → 15,000元. Money is kept in fen and never shown in it. */
export const moneySaid = (view: View, fen: number): string =>
  view.say('money.yuan', {
    amount: (fen / 100).toLocaleString('en-US', { minimumFractionDigits: fen % 100 === 0 ? 0 : 2 }),
  })

/** `0.03/day` → 3: per cent of what is overdue, each day. */
export const percentSaid = (rate: string): string => String(Number((Number(rate.split('/')[0]) * 100).toFixed(4)))

/** 甲、乙 Texts of the content one after the other, each marked with its language. */
export const listOf = (view: View, texts: readonly Text[]): Html =>
  html`${texts.map((text, at) => html`${at === 0 ? null : view.say('list.join')}${view.show(text)}`)}`

/** 甲；乙 Parts of one cell, as the language sets them apart. */
export const joined = (view: View, parts: readonly string[]): string => parts.join(view.say('list.semi'))

/** A word of the definition language in the reader's own words; unknown ones stand as they are. */
export const word = (view: View, group: string, key: string): string =>
  view.has(`${group}.${key}`) ? view.say(`${group}.${key}`) : key

export const textOf = (name: unknown): Text =>
  typeof name === 'string' || (typeof name === 'object' && name !== null && 'zh' in name)
    ? (name as Text)
    : String(name)
