import { promiseOf } from '../guide.promise.ts'
import { pointSaid } from '../guide.sections.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { plumbLine } from '../plumb-line.ts'
import { lineOf } from '../progress.line.ts'
import type { View } from '../view.ts'
import { basisOf, spanSaid } from '../wording.ts'
import { mineAside } from './mine.page.ts'
import type { CaseShown, PaperShown } from './needs.ts'
import { papersSection } from './papers.page.ts'

/** How long the decision takes once it is accepted: what the guide said before. */
function decisionSaid(view: View, { definition }: CaseShown): Html | null {
  const promise = promiseOf(definition)
  if (!promise) return null
  const from = pointSaid(view, definition, promise.from)
  return html`<dt>${view.say('receipt.decision')}</dt><dd>${view.say(promise.promised ? 'receipt.promised' : 'receipt.within', { from, span: spanSaid(view, promise) })} ${basisOf(view, promise.basis)}</dd>`
}

/** 受理前回执 That it has come in, under which number, until when it is answered, and the proof that nobody can undo it. */
export function receiptPage(view: View, shown: CaseShown, papers: readonly PaperShown[]): PageParts {
  const { number, name, organ, openedOn, due, checkCode } = shown
  return {
    title: view.say('receipt.title'),
    unlisted: true,
    main: html`<p class="small quiet">${view.show(name)}</p><h1>${view.say('receipt.title')}</h1>
<div class="note jade" role="status"><p>${mark('jade', view.say('receipt.came', { day: view.day(openedOn), organ }))}</p></div>
<dl class="facts"><dt>${view.say('progress.number')}</dt><dd><strong>${number}</strong></dd><dt>${view.say('follow.code')}</dt><dd><strong>${checkCode}</strong><br><span class="small quiet">${view.say('receipt.codeSays')}</span></dd><dt>${view.say('receipt.first')}</dt><dd>${due?.on ? html`${view.say('progress.until', { day: view.day(due.on) })} <span class="quiet">${spanSaid(view, due)}</span> ${basisOf(view, due.basis)}` : view.say('receipt.noLimit')}</dd>${decisionSaid(view, shown)}</dl>
${plumbLine(lineOf(view, shown), 'receipt-line', view.elder)}
<section><h2>${view.say('receipt.next')}</h2><p>${view.say('receipt.nextSays')}</p><p><a class="button" href="${view.to(`/mine/cases/${number}`)}">${view.say('receipt.follow')}</a></p></section>
${papersSection(view, number, papers)}
<section><h2>${view.say('mine.proofTitle')}</h2><p>${view.say('mine.proofSays')}</p><p><a href="${view.to(`/mine/cases/${number}/proof`)}">${view.say('mine.proof')}</a></p></section>`,
    aside: mineAside(view),
  }
}

/** The log takes a step in within seconds; until then there is nothing to prove it with. */
export const proofLaterPage = (view: View, number: string): PageParts => ({
  title: view.say('mine.proofTitle'),
  unlisted: true,
  main: html`<h1>${view.say('mine.proofTitle')}</h1><p class="lead">${view.say('mine.proofLater')}</p><p><a href="${view.to(`/mine/cases/${number}/proof`)}">${view.say('mine.proof')}</a></p><p><a href="${view.to(`/mine/cases/${number}`)}">${view.say('receipt.follow')}</a></p>`,
})
