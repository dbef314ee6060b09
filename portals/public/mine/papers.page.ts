import type { Refusal } from '#kernel/refusal'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import { word } from '../wording.ts'
import { mineAside } from './mine.page.ts'
import type { PaperShown } from './needs.ts'

/** 文书 What one may take home of a case: each made when it is first asked for, signed, and checked by anybody. */
export const papersSection = (view: View, number: string, papers: readonly PaperShown[]): Html | null =>
  papers.length === 0
    ? null
    : html`<section id="papers"><h2>${view.say('paper.title')}</h2><ul>${papers.map(
        one =>
          html`<li><a href="${view.to(`/mine/cases/${number}/papers/${one.paper}`)}">${view.say('paper.download', { name: word(view, 'paper.kind', one.kind) })}</a> <span class="small quiet">${one.number === null ? null : html`${one.number}${view.say('list.semi')}`}${view.day(one.on)}</span></li>`,
      )}</ul><p class="small quiet">${view.say('paper.says')}</p></section>`

/** Why a paper cannot be had, and what to do. */
export function paperRefusedPage(view: View, number: string, { code, facts }: Refusal): PageParts {
  const key = `paper.cannotSays.${code}`
  const { signs = [] } = facts as { readonly signs?: readonly string[] }
  const seen = signs.map(sign => `${String.fromCodePoint(Number.parseInt(sign.slice(2), 16))} ${sign}`)
  return {
    title: view.say('paper.cannot'),
    unlisted: true,
    main: html`<h1>${view.say('paper.cannot')}</h1><p class="lead">${view.say(view.has(key) ? key : 'paper.cannotSays.OTHER', { signs: seen.join(view.say('list.join')) })}</p><p><a href="${view.to(`/mine/cases/${number}`)}">${view.say('receipt.follow')}</a></p>`,
    aside: mineAside(view),
  }
}
