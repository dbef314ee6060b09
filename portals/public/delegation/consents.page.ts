import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { emptyNote, mineAside } from '../mine/mine.page.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { basisOf } from '../wording.ts'
import { type ConfirmationPage, confirmationProblems, confirmationSection } from './confirmation.parts.ts'
import type { ConsentShown } from './needs.ts'

export interface ConsentsPage extends ConfirmationPage {
  readonly consents: readonly ConsentShown[]
}

/** 查什么 What is looked into, in which register, by which article, until when. */
const lookedInto = (view: View, { organ, applicant, looked }: ConsentShown): Html =>
  html`<dl class="facts"><dt>${view.say('consents.who')}</dt><dd>${organ}</dd><dt>${view.say('consents.applicant')}</dt><dd>${applicant ?? view.say('consents.yourself')}</dd><dt>${view.say('consents.what')}</dt><dd>${looked.map(({ register, what, basis }, at) => html`${at === 0 ? null : html`<br>`}${view.show(what)}${view.say('list.bracket', { text: view.plain(register) })} ${basisOf(view, basis)}`)}</dd><dt>${view.say('consents.howLong')}</dt><dd>${view.say('consents.until')}</dd></dl>`

const pressed = (view: View, person: SignedIn, number: string, gives: 'yes' | 'no', key: string): Html =>
  formFor(
    view,
    person,
    { to: `/mine/consents/${number}`, class: 'inline' },
    html`<input type="hidden" name="gives" value="${gives}">${button(view.say(key), { quiet: gives === 'no' })}`,
  )

/** How it stands, and what may be done about it. */
function answered(view: View, person: SignedIn, { number, open, given }: ConsentShown): Html {
  if (given === null)
    return html`<p>${mark('amber', view.say('consents.waits'))}</p>${pressed(view, person, number, 'yes', 'consents.give')} ${pressed(view, person, number, 'no', 'consents.refuse')}`
  const said = given ? mark('jade', view.say('consents.given')) : mark('ink', view.say('consents.takenBack'))
  if (!open) return html`<p>${said}</p>${given ? html`<p class="small quiet">${view.say('consents.over')}</p>` : null}`
  return html`<p>${said}</p>${given ? pressed(view, person, number, 'no', 'consents.takeBack') : pressed(view, person, number, 'yes', 'consents.give')}`
}

const row = (view: View, person: SignedIn, one: ConsentShown): Html =>
  html`<li><h3>${one.applicant === null ? html`<a class="item-name" href="${view.to(`/mine/cases/${one.number}`)}">${view.show(one.name)}</a>` : view.show(one.name)}</h3><p>${view.say('consents.means', { organ: one.organ })}</p>${lookedInto(view, one)}${one.applicant === null && one.open && one.there ? html`<p class="small">${view.say('consents.there', one.there)}</p>` : null}${answered(view, person, one)}</li>`

/** 我的同意 What one is asked to agree to and what one agreed to, and the way to give, to refuse and to take back (个人信息保护法13、15). */
export const consentsPage = (view: View, page: ConsentsPage): PageParts => {
  const { person, consents } = page
  const { summary, wrong } = confirmationProblems(view, page)
  const waiting = consents.filter(({ given }) => given === null)
  const answers = consents.filter(({ given }) => given !== null)
  return {
    title: `${wrong ? view.say('field.titleWrong') : ''}${view.say('consents.title')}`,
    unlisted: true,
    main: html`${summary}<h1>${view.say('consents.title')}</h1><p class="lead">${view.say('consents.lead')}</p>${
      waiting.length === 0
        ? null
        : html`<section id="waiting"><h2>${view.say('consents.waiting')}</h2><ul class="items">${waiting.map(one => row(view, person, one))}</ul></section>`
    }${
      consents.length === 0
        ? emptyNote(view, 'consents.none', { to: '/mine', words: view.say('mine.casesTitle') })
        : answers.length === 0
          ? null
          : html`<section><h2>${view.say('consents.said')}</h2><ul class="items">${answers.map(one => row(view, person, one))}</ul></section>`
    }<p class="small quiet">${view.say('consents.says')}</p>${confirmationSection(view, page)}`,
    aside: mineAside(view),
  }
}
