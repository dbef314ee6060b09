import { type Html, html } from '../html.ts'
import { mark } from '../marks.ts'
import type { View } from '../view.ts'
import type { PublishedShown } from './needs.ts'

const withdrawal = (view: View, { withdrawnOn, reason }: PublishedShown): Html | null =>
  withdrawnOn === null
    ? null
    : html`<p>${mark('amber', view.say('open.withdrawn', { day: view.day(withdrawnOn) }))}${reason === null ? null : html` ${view.show(reason)}`}</p>`

/** 公示 Decisions that are shown to everybody, one under the other. */
export const publishedList = (view: View, items: readonly PublishedShown[]): Html =>
  html`<ul class="items">${items.map(one => html`<li><a class="item-name" href="${view.to(`/items/${one.item}`)}">${view.show(one.name)}</a><p class="small">${one.fields.map(({ label, value }, at) => html`${at === 0 ? null : view.say('list.semi')}${view.show(label)}${view.say('list.colon')}${view.show(value)}`)}</p>${withdrawal(view, one)}<p class="small quiet">${view.show(one.organ)}${view.say('list.semi')}${view.day(one.publishedOn)}</p></li>`)}</ul>`
