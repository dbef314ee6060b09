import { answerSaid } from '../field.ts'
import { attribute, type Html, html } from '../html.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { basisOf, textOf, timeSaid, word } from '../wording.ts'
import type { HeldFact, HeldItem, HeldListed, HeldPartShown } from './held.needs.ts'
import { messageSaid } from './message.parts.ts'

/** 掌握的一项 What it is called, as people say it. */
export const factName = (view: View, { name, field, label }: HeldFact): Html | string =>
  field ? view.show(field.label) : label ? view.show(label) : word(view, 'held.field', name)

/** What it says, as people read it. */
export function factSaid(view: View, { value, field, as }: HeldFact): Html | string {
  if (field) return answerSaid(view, field, value)
  if (Array.isArray(value))
    return html`${value.map((one, at) => html`${at === 0 ? null : view.say('list.join')}${factSaid(view, { name: '', value: one, ...(as && { as }) })}`)}`
  if (typeof value === 'boolean') return view.say(value ? 'yes' : 'no')
  if (as === 'day') return view.day(String(value))
  if (as === 'time') return timeSaid(view, String(value))
  if (as === 'text') return view.show(textOf(value))
  if (as === undefined) return html`<span class="said">${String(value)}</span>`
  return 'message' in as ? messageSaid(view, as.message) : word(view, as.words, String(value))
}

const line = (view: View, facts: readonly HeldFact[]): Html =>
  html`${facts.map((one, at) => html`${at === 0 ? null : view.say('list.semi')}${factName(view, one)}${view.say('list.colon')}${factSaid(view, one)}`)}`

/** Whose number and which firm it is stands one under the other; of cases, records and files there are many, a line each. */
const asTable = new Set(['identity', 'registers'])

export const factList = (view: View, { facts }: HeldItem): Html =>
  html`<dl class="facts">${facts.map(one => html`<dt>${factName(view, one)}</dt><dd>${factSaid(view, one)}</dd>`)}</dl>`

const itemRow = (view: View, { name, to, facts }: HeldItem): Html => {
  const words = name === undefined ? (to === undefined ? null : view.say('held.open')) : view.show(name)
  const head =
    words === null
      ? null
      : to === undefined
        ? html`<p class="item-name">${words}</p>`
        : html`<a class="item-name" href="${view.to(to)}">${words}</a>`
  return html`<li>${head}<p class="small">${line(view, facts)}</p></li>`
}

const articles = (view: View, basis: HeldPartShown['basis']): Html =>
  html`${basis.map((one, at) => html`${at === 0 ? null : view.say('list.join')}${basisOf(view, one)}`)}`

/** 目的、依据、期限 Why the city holds it, for how long, and on which articles, a line each. */
export const whySaid = (view: View, { purpose, basis, kept }: HeldPartShown): Html =>
  html`<p class="small quiet">${view.say('held.purpose')}${view.show(purpose)} ${articles(view, basis)}<br>${view.say('held.kept')}${kept === null ? view.say('held.notSaid') : html`${view.show(kept.says)}${kept.own ? view.say('held.own') : null} ${articles(view, kept.basis)}`}</p>`

/** 一类 What is held of one kind, the first of it, and where all of it is. */
export function partShown(view: View, listed: HeldListed): Html {
  const { part, items, more, to } = listed
  const shown =
    items.length === 0
      ? html`<p class="quiet">${view.say('held.none')}</p>`
      : asTable.has(part)
        ? html`${items.map(one => html`${one.name === undefined ? null : html`<h4>${view.show(one.name)}</h4>`}${factList(view, one)}`)}`
        : html`<ul class="items">${items.map(one => itemRow(view, one))}</ul>`
  const whole = more
    ? html`<p>${to === null ? view.say('held.inCopy') : html`<a href="${view.to(to)}">${view.say('held.all', { part: word(view, 'held.part', part) })}</a>`}</p>`
    : null
  return html`<section${attribute('id', `held-${part}`)}><h3>${word(view, 'held.part', part)}</h3>${whySaid(view, listed)}${shown}${whole}</section>`
}

/** 副本 Everything of one's own, to take away: for a program, and for people (个人信息保护法45). */
export function copyForms(view: View, person: SignedIn, mustProve: boolean): Html {
  const one = (as: 'json' | 'page') =>
    formFor(
      view,
      person,
      { to: '/mine/data/copy', class: 'inline' },
      html`<input type="hidden" name="as" value="${as}">${button(view.say(`held.take.${as}`))}`,
    )
  return html`<section id="copy"><h2>${view.say('held.copy')}</h2><p>${view.say('held.copySays')}</p>${
    mustProve
      ? html`<p>${view.say('held.prove')} <a href="${view.to('/sign-in/prove', { to: '/mine/data' })}">${view.say('held.proveNow')}</a></p>`
      : html`${one('page')}${one('json')}`
  }</section>`
}
