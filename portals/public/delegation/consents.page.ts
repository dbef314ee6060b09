import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { emptyNote, mineAside } from '../mine/mine.page.ts'
import { button, formFor } from '../own-form.ts'
import type { View } from '../view.ts'
import { type ConfirmationPage, confirmationProblems, confirmationSection } from './confirmation.parts.ts'
import type { ConsentShown } from './needs.ts'

export interface ConsentsPage extends ConfirmationPage {
  readonly consents: readonly ConsentShown[]
}

/** 我的同意 What one agreed to, and the way to take each back (个人信息保护法15). */
export const consentsPage = (view: View, page: ConsentsPage): PageParts => {
  const { person, consents } = page
  const { summary, wrong } = confirmationProblems(view, page)
  return {
    title: `${wrong ? view.say('field.titleWrong') : ''}${view.say('consents.title')}`,
    unlisted: true,
    main: html`${summary}<h1>${view.say('consents.title')}</h1><p class="lead">${view.say('consents.lead')}</p>${
      consents.length === 0
        ? emptyNote(view, 'consents.none')
        : html`<ul class="items">${consents.map(({ number, name, organ, open, given }) => html`<li><a class="item-name" href="${view.to(`/mine/cases/${number}`)}">${view.show(name)}</a><p>${view.say('consents.means', { organ })}</p><p>${given ? mark('jade', view.say('consents.given')) : mark('ink', view.say('consents.takenBack'))}</p>${given && open ? formFor(view, person, { to: `/mine/consents/${number}`, class: 'inline' }, button(view.say('consents.takeBack'), { quiet: true })) : given ? html`<p class="small quiet">${view.say('consents.over')}</p>` : null}</li>`)}</ul>`
    }<p class="small quiet">${view.say('consents.says')}</p>${confirmationSection(view, page)}`,
    aside: mineAside(view),
  }
}
