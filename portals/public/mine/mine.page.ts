import type { DraftListed } from '../apply/needs.ts'
import { addressOf } from '../apply/steps.ts'
import { type Html, html, type Part } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import { stateOf } from '../progress.page.ts'
import type { View } from '../view.ts'
import { moneySaid, spanSaid } from '../wording.ts'
import { messageRow } from './message.parts.ts'
import type { CaseListed, MessageShown, Page } from './needs.ts'

export interface MineShown {
  readonly person: SignedIn
  readonly name: string
  readonly cases: Page<CaseListed, string>
  readonly continued: boolean
  readonly drafts: readonly DraftListed[]
  readonly messages: readonly MessageShown[]
}

/** 空列表 Why nothing is here, and what to do next: another page of ours, or a place further down on this one. */
export const emptyNote = (view: View, key: string, next: { readonly to: string; readonly words: string }): Html =>
  html`<div class="empty"><p>${view.say(key)}</p><p><a href="${next.to.startsWith('#') ? next.to : view.to(next.to)}">${next.words}</a></p></div>`

/** How long it may still take, or whose turn it is. */
function leftSaid(view: View, { status, due, yours, holders, suspended }: CaseListed): Part {
  if (status === 'ended') return null
  const who = holders.map(({ organ, post }) => `${organ}${post === null ? '' : ` ${post}`}`).join(view.say('list.join'))
  const limit = due ?? yours[0]
  const days =
    limit === undefined
      ? ''
      : limit.on === null
        ? view.say('progress.stoppedWith', { days: spanSaid(view, { value: limit.workdaysLeft, unit: 'workday' }) })
        : view.say('progress.until', { day: view.day(limit.on) })
  return html`${[who, suspended && days === '' ? view.say('progress.suspended') : days].filter(Boolean).join(view.say('list.semi'))}`
}

const caseRow = (view: View, shown: CaseListed): Html =>
  html`<li><a class="item-name" href="${view.to(`/mine/cases/${shown.number}`)}">${view.show(shown.name)}</a><p>${stateOf(view, shown)}</p><p class="small quiet">${leftSaid(view, shown)}</p><p class="small quiet">${view.say('mine.line', { number: shown.number, day: view.day(shown.openedOn), organ: shown.organ })}</p></li>`

/** 轮到您 What waits for the person himself, before everything else. */
function turn(view: View, cases: readonly CaseListed[]): Html | null {
  const said = cases.flatMap(one => [
    ...(one.awaiting
      ? [
          html`<li><a href="${view.to(`/mine/cases/${one.number}`)}#supplement">${view.say('mine.supplement', { name: view.plain(one.name) })}</a></li>`,
        ]
      : []),
    ...one.payments.map(
      ({ left, surcharge, dueOn }) =>
        html`<li><a href="${view.to(`/mine/cases/${one.number}`)}">${view.say('mine.pay', { name: view.plain(one.name), amount: moneySaid(view, left + surcharge) })}</a>${dueOn === null ? null : html` ${view.say('pay.until', { day: view.day(dueOn) })}`}</li>`,
    ),
  ])
  return said.length === 0
    ? null
    : html`<div class="note amber"><h2>${view.say('mine.turn')}</h2><ul>${said}</ul></div>`
}

const draftRow = (view: View, person: SignedIn, draft: DraftListed): Html =>
  html`<li><a class="item-name" href="${view.to(addressOf(draft, 'fit'))}">${view.show(draft.name)}</a><p class="small quiet">${view.say('apply.goOn', { day: view.day(draft.updatedOn), organ: draft.organ })}</p>${formFor(view, person, { to: `/apply/${draft.item}/${draft.caseId}/drop`, class: 'inline' }, button(view.say('mine.drop'), { quiet: true }))}</li>`

/** The ways between a person's own pages. */
export const mineAside = (view: View): Html =>
  html`<section><h2>${view.say('mine.title')}</h2><ul>${(['cases', 'messages', 'vouchers', 'data'] as const).map(
    key =>
      html`<li><a href="${view.to(key === 'cases' ? '/mine' : `/mine/${key}`)}">${view.say(`mine.${key}Title`)}</a></li>`,
  )}${(['delegations', 'consents', 'acting'] as const).map(key => html`<li><a href="${view.to(`/mine/${key}`)}">${view.say(`${key}.title`)}</a></li>`)}<li><a href="${view.to('/sign-in/own')}">${view.say('own.title')}</a></li></ul></section><section><h2>${view.say('mine.new')}</h2><p><a href="${view.to('/')}">${view.say('directory.all')}</a></p></section>`

/** 我的 Everything that is a person's own, what waits for him first. */
export function minePage(view: View, { person, name, cases, continued, drafts, messages }: MineShown): PageParts {
  const { items, next } = cases
  return {
    title: view.say('mine.title'),
    unlisted: true,
    main: html`<h1>${view.say('mine.title')}</h1><p class="lead">${view.say('mine.lead', { name })}</p>
${turn(view, items)}
<section><h2>${view.say('mine.casesTitle')}</h2>${items.length === 0 ? emptyNote(view, continued ? 'mine.noMore' : 'mine.noCases', { to: '/', words: view.say('directory.all') }) : html`<ul class="items">${items.map(one => caseRow(view, one))}</ul>`}${next === null ? null : html`<p><a href="${view.to('/mine', { before: next })}">${view.say('directory.more')}</a></p>`}</section>
<section><h2>${view.say('mine.draftsTitle')}</h2>${drafts.length === 0 ? emptyNote(view, 'mine.noDrafts', { to: '/', words: view.say('directory.all') }) : html`<ul class="items">${drafts.map(one => draftRow(view, person, one))}</ul>`}</section>
<section><h2>${view.say('mine.messagesTitle')}</h2>${messages.length === 0 ? emptyNote(view, 'mine.noMessages', { to: '/mine/consents', words: view.say('consents.title') }) : html`<ul>${messages.map(one => messageRow(view, one))}</ul><p><a href="${view.to('/mine/messages')}">${view.say('mine.allMessages')}</a></p>`}</section>`,
    aside: mineAside(view),
  }
}
