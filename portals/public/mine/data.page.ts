import { contentsNav, contentsRail, type PagePart } from '../contents.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { cited, timeSaid, word } from '../wording.ts'
import type { HeldListed } from './held.needs.ts'
import { copyForms, partShown } from './held.page.ts'
import { messageRow } from './message.parts.ts'
import { emptyNote, mineAside } from './mine.page.ts'
import type { MessageShown, Page, ReadShown, VoucherShown } from './needs.ts'

/** 看了什么 By the name that people know: the city’s own word, the question of the form, or what was written when something was done. */
function fieldSaid(view: View, field: string, labels: ReadShown['labels']): string {
  if (view.has(`read-field.${field}`)) return view.say(`read-field.${field}`)
  const label = labels[field]
  if (label !== undefined) {
    const name = view.plain(label)
    return field.endsWith('.masked') ? view.say('data.masked', { name }) : name
  }
  const [verb = ''] = field.split('.')
  return view.has(`told.${verb}`) ? view.say(`told.${verb}`) : view.say('data.saidInHandling')
}

/** 何人何时因何 One look at one's data: organ and post, purpose and ground, never the officer's name. */
function readRow(
  view: View,
  { at, organ, post, purpose, ground, groundName, fields, item, labels, deferredBy }: ReadShown,
): Html {
  const who = organ === null ? view.say('data.program') : `${organ}${post === null ? '' : ` ${post}`}`
  const why =
    ground === 'case'
      ? view.say('data.forCase', { item: item === null ? groundName : view.plain(item) })
      : word(view, 'ground', groundName)
  const waited =
    deferredBy === null
      ? null
      : html` <span class="small quiet">${view.say('data.toldLater')} <span class="basis">${cited(view, { law: deferredBy.law, articles: [...deferredBy.articles] })}</span></span>`
  return html`<tr><th scope="row">${who}</th><td data-label="${view.say('data.when')}${view.say('list.colon')}">${timeSaid(view, at)}</td><td data-label="${view.say('data.why')}${view.say('list.colon')}">${word(view, 'purpose', purpose)}${view.say('list.semi')}${why}${waited}</td><td data-label="${view.say('data.what')}${view.say('list.colon')}">${[...new Set(fields.map(field => fieldSaid(view, field, labels)))].join(view.say('list.join'))}</td></tr>`
}

export interface DataShown {
  readonly person: SignedIn
  readonly held: readonly HeldListed[]
  /** A copy is taken only after one has proved again that it is oneself. */
  readonly mustProve: boolean
  readonly reads: Page<ReadShown, string>
  readonly continued: boolean
}

/** 我的数据 What the city holds about the reader, and who looked at it, when and why. */
export function dataPage(view: View, { person, held, mustProve, reads, continued }: DataShown): PageParts {
  const contents: readonly PagePart[] = [
    ...held.map(({ part }) => [`held-${part}`, word(view, 'held.part', part)] as const),
    ['copy', view.say('held.copy')],
    ['reads', view.say('data.reads')],
  ]
  // That one looked at oneself is on record too, and no news; that everything was taken away is.
  const others = reads.items.filter(({ ground, source }) => ground !== 'own' || source === 'own-copy')
  return {
    title: view.say('mine.dataTitle'),
    unlisted: true,
    main: html`<h1>${view.say('mine.dataTitle')}</h1><p class="lead">${view.say('data.lead')}</p>
${contentsNav(view, contents)}
<section><h2>${view.say('data.held')}</h2><p>${view.say('data.wrong')}</p>${held.map(one => partShown(view, one))}</section>
${copyForms(view, person, mustProve)}
<section id="reads"><h2>${view.say('data.reads')}</h2><p>${view.say('data.readsSay')}</p>${others.length === 0 ? emptyNote(view, continued ? 'mine.noMore' : 'data.noReads', continued ? { to: '/mine/data', words: view.say('data.fromTheLatest') } : { to: '/mine', words: view.say('mine.casesTitle') }) : html`<div class="table" tabindex="0" role="region" aria-label="${view.say('data.reads')}"><table class="cards"><thead><tr><th scope="col">${view.say('data.who')}</th><th scope="col">${view.say('data.when')}</th><th scope="col">${view.say('data.why')}</th><th scope="col">${view.say('data.what')}</th></tr></thead><tbody>${others.map(one => readRow(view, one))}</tbody></table></div>`}${reads.next === null ? null : html`<p><a href="${view.to('/mine/data', { before: reads.next })}">${view.say('directory.more')}</a></p>`}</section>`,
    aside: html`${contentsRail(view, contents)}${mineAside(view)}`,
  }
}

/** 消息 Everything one was told, the latest first. */
export const messagesPage = (view: View, { items, next }: Page<MessageShown, number>): PageParts => ({
  title: view.say('mine.messagesTitle'),
  unlisted: true,
  main: html`<h1>${view.say('mine.messagesTitle')}</h1><p class="lead">${view.say('mine.messagesLead')}</p>${items.length === 0 ? emptyNote(view, 'mine.noMessages', { to: '/mine', words: view.say('mine.casesTitle') }) : html`<ul>${items.map(one => messageRow(view, one))}</ul>`}${next === null ? null : html`<p><a href="${view.to('/mine/messages', { before: String(next) })}">${view.say('directory.more')}</a></p>`}`,
  aside: mineAside(view),
})

/** 证照 What one holds: number, until when, and the code by which anybody can check it. */
export const vouchersPage = (view: View, vouchers: readonly VoucherShown[]): PageParts => ({
  title: view.say('mine.vouchersTitle'),
  unlisted: true,
  main: html`<h1>${view.say('mine.vouchersTitle')}</h1><p class="lead">${view.say('mine.vouchersLead')}</p>${vouchers.length === 0 ? emptyNote(view, 'mine.noVouchers', { to: '/', words: view.say('directory.all') }) : html`<ul class="items">${vouchers.map(one => html`<li><p class="item-name">${one.number}</p><p class="small">${word(view, 'voucher-status', one.status)}${view.say('list.semi')}${view.say('verify.issued', { day: view.day(one.issuedOn) })}${one.validUntil === null ? null : html`${view.say('list.semi')}${view.say('verify.until', { day: view.day(one.validUntil) })}`}</p><p class="small quiet">${view.say('verify.code')} ${one.checkCode}</p></li>`)}</ul>`}<p><a href="${view.to('/verify')}">${view.say('verify.title')}</a></p>`,
  aside: mineAside(view),
})
