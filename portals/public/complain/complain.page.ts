import { errorSummary, type Problem } from '../error-summary.ts'
import { type Asked, fieldOf } from '../field.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import type { ComplaintNeeds, ComplaintPlace } from './needs.ts'

/** 投诉什么 Three ways to begin: from a case, from a guide, or by naming whose window it was. */
export function complainStartPage(
  view: View,
  { regions, missing }: { readonly regions: Awaited<ReturnType<ComplaintNeeds['organs']>>; readonly missing: boolean },
): PageParts {
  return {
    title: view.say('complaint.title'),
    main: html`<h1>${view.say('complaint.title')}</h1><p class="lead">${view.say('complaint.lead')}</p>
${missing ? html`<div class="note cinnabar" role="alert"><p>${mark('cinnabar', view.say('complaint.missing'))}</p></div>` : null}
<section><h2>${view.say('complaint.ofCase')}</h2><p>${view.say('complaint.ofCaseSays')}</p><p><a class="button" href="${view.to('/mine')}">${view.say('mine.title')}</a></p></section>
<section><h2>${view.say('complaint.ofGuide')}</h2><p>${view.say('complaint.ofGuideSays')}</p><p><a href="${view.to('/')}">${view.say('directory.all')}</a></p></section>
<section><h2>${view.say('complaint.ofWindow')}</h2><p>${view.say('complaint.ofWindowSays')}</p>
<form class="stacked" action="/complain" method="get"><div><label for="organ">${view.say('complaint.organ')}</label><select id="organ" name="organ">${regions.map(({ region, organs }) => html`<optgroup label="${region}">${organs.map(({ organ, name }) => html`<option value="${organ}">${name}</option>`)}</optgroup>`)}</select></div><input type="hidden" name="lang" value="${view.language}">${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}<button type="submit">${view.say('complaint.goOn')}</button></form></section>`,
  }
}

/** Whom it is about and who hears it. */
const whither = (view: View, { of, what, heardBy }: ComplaintPlace): Html =>
  html`<dl class="facts"><dt>${view.say('complaint.of')}</dt><dd>${view.show(of.name)}</dd>${what === null ? null : html`<dt>${view.say('complaint.what')}</dt><dd>${view.show(what)}</dd>`}<dt>${view.say('complaint.heardBy')}</dt><dd>${heardBy ? view.show(heardBy.name) : view.say('complaint.nobody')}</dd></dl>`

export interface ComplainShown {
  readonly place: ComplaintPlace
  readonly person: SignedIn | undefined
  readonly signIn: string
  readonly query: Readonly<Record<string, string | undefined>>
}

/** 投诉 Who hears it, what becomes of it, and whether one says who one is. */
export function complainPage(view: View, { place, person, signIn, query }: ComplainShown): PageParts {
  const { heardBy, otherwise, unnamed, item } = place
  return {
    title: view.say('complaint.title'),
    unlisted: true,
    main: html`<h1>${view.say('complaint.title')}</h1><p class="lead">${view.say('complaint.promise')}</p>
${whither(view, place)}
${
  heardBy === null
    ? html`<div class="note amber"><p>${view.say('complaint.nobodySays')}</p><p><a class="button" href="${view.to(`/apply/${otherwise}`)}">${view.say('complaint.otherwise')}</a></p></div>`
    : html`<section><h2>${view.say('complaint.named')}</h2><p>${view.say('complaint.namedSays')}</p>${
        person
          ? formFor(
              view,
              person,
              { to: '/complain', class: 'asking' },
              html`${Object.entries(query).map(([name, value]) => (value === undefined ? null : html`<input type="hidden" name="${name}" value="${value}">`))}${button(view.say('complaint.begin'))}`,
            )
          : html`<p><a class="button" href="${signIn}">${view.say('complaint.signIn')}</a></p>`
      }</section>${unnamed ? html`<section><h2>${view.say('complaint.unnamed')}</h2><p>${view.say('complaint.unnamedSays')}</p><p><a href="${view.to('/complain/unnamed', query)}">${view.say('complaint.beginUnnamed')}</a></p></section>` : null}`
}
<p class="small"><a href="${view.to(`/items/${item}`)}">${view.say('complaint.guide')}</a></p>`,
  }
}

export interface UnnamedShown {
  readonly place: ComplaintPlace
  readonly asked: readonly Asked[]
  readonly query: Readonly<Record<string, string | undefined>>
  readonly key: string
  readonly problems: readonly Problem[]
}

/** 不具名投诉 What one has to say, and nothing about oneself. */
export function unnamedPage(view: View, { place, asked, query, key, problems }: UnnamedShown): PageParts {
  return {
    title: `${problems.length > 0 ? view.say('field.titleWrong') : ''}${view.say('complaint.unnamed')}`,
    unlisted: true,
    main: html`${errorSummary(view, problems)}<h1>${view.say('complaint.unnamed')}</h1><p class="lead">${view.say('complaint.unnamedSays')}</p>
${whither(view, place)}
<form method="post" action="${view.to('/complain/unnamed')}" class="asking" novalidate>${Object.entries(query).map(([name, value]) => (value === undefined ? null : html`<input type="hidden" name="${name}" value="${value}">`))}<input type="hidden" name="key" value="${key}">
${asked.map(one => fieldOf(view, one))}${button(view.say('complaint.send'))}</form>`,
  }
}

/** 编号和查询码 All that the writer will have of it: said once, and nowhere kept with a name. */
export const unnamedSentPage = (
  view: View,
  { number, checkCode }: { readonly number: string; readonly checkCode: string },
): PageParts => ({
  title: view.say('complaint.sent'),
  unlisted: true,
  main: html`<h1>${view.say('complaint.sent')}</h1><div class="note jade" role="status"><p>${mark('jade', view.say('complaint.sentSays'))}</p></div>
<dl class="facts"><dt>${view.say('progress.number')}</dt><dd><strong>${number}</strong></dd><dt>${view.say('follow.code')}</dt><dd><strong>${checkCode}</strong></dd></dl>
<p>${view.say('complaint.keep')}</p><p><a class="button" href="${view.to(`/cases/${number}`, { code: checkCode })}">${view.say('complaint.follow')}</a></p>`,
})
