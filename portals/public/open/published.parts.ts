import type { Text } from '#kernel/definition'
import { type Html, html } from '../html.ts'
import { mark } from '../marks.ts'
import type { View } from '../view.ts'
import type { PublishedShown } from './needs.ts'

export const withdrawnSaid = (view: View, { withdrawnOn, reason }: PublishedShown): Html | null =>
  withdrawnOn === null
    ? null
    : html`<p>${mark('amber', view.say('open.withdrawn', { day: view.day(withdrawnOn) }))}${reason === null ? null : html` ${view.show(reason)}`}</p>`

/** 公示的一项 A day is written as people write it; published as a text, it is one all the same. */
export const publishedSaid = (view: View, value: Text): Html | string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? view.day(value) : view.show(value)

/** 公示 What is published, one under the other, each with a page of its own. */
export const publishedList = (view: View, items: readonly PublishedShown[]): Html =>
  html`<ul class="items">${items.map(one => html`<li><a class="item-name" href="${view.to(`/open/${one.id}`)}">${view.show(one.name)}</a><p class="small">${one.fields.map(({ label, value }, at) => html`${at === 0 ? null : view.say('list.semi')}${view.show(label)}${view.say('list.colon')}${publishedSaid(view, value)}`)}</p>${withdrawnSaid(view, one)}<p class="small quiet">${view.show(one.organ)}${view.say('list.semi')}${view.day(one.publishedOn)}${one.scope === 'city' ? null : html`${view.say('list.semi')}${view.say(`open.scope.${one.scope}`)}`}</p></li>`)}</ul>`
