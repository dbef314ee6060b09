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
  return view.say('basis.law', { law: basis.law }) + articles.join(view.say('basis.join'))
}

export const basisOf = (view: View, basis: Provision | null | undefined): Html | null =>
  basis ? html`<span class="basis">${cited(view, basis)}</span>` : null

/** `60 day` → 60日. */
export function spanSaid(view: View, span: string | { readonly value: number; readonly unit: string }): string {
  const [value, unit] =
    typeof span === 'string' ? (span.split(' ') as [string, string]) : [String(span.value), span.unit]
  return view.say(Number(value) === 1 ? `unit.one.${unit}` : `unit.${unit}`, { value })
}

/** A word of the definition language in the reader's own words; unknown ones stand as they are. */
export const word = (view: View, group: string, key: string): string =>
  view.has(`${group}.${key}`) ? view.say(`${group}.${key}`) : key

export const textOf = (name: unknown): Text =>
  typeof name === 'string' || (typeof name === 'object' && name !== null && 'zh' in name)
    ? (name as Text)
    : String(name)
