import { attribute, type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { emptyNote } from '../mine/mine.page.ts'
import { grades } from '../mine/rating.page.ts'
import { cell } from '../table.ts'
import type { View } from '../view.ts'
import { cited, word } from '../wording.ts'
import type { CheckedShown, DeferredShown, PublicPlace, PublicPlaces, PublishedShown, RatingsShown } from './needs.ts'
import { placesForm } from './publication.page.ts'
import { publishedList } from './published.parts.ts'

export interface VerifyShown {
  readonly number: string
  readonly checked: CheckedShown | undefined
}

/** What holds is jade; what holds in other words amber; what does not hold as it was written cinnabar. */
const shadeOf = (status: string) => (status === 'valid' ? 'jade' : status === 'corrected' ? 'amber' : 'cinnabar')

/** 查验 Whether a paper holds today; what is typed stands in no address. */
export function verifyPage(view: View, { number, checked }: VerifyShown): PageParts {
  const wrong = checked !== undefined && !checked.found
  const invalid = attribute('aria-invalid', wrong && 'true')
  const described = attribute('aria-describedby', wrong ? 'wrong' : null)
  return {
    title: view.say('verify.title'),
    main: html`<h1>${view.say('verify.title')}</h1><p class="lead">${view.say('verify.lead')}</p>
${wrong ? html`<div class="note cinnabar" role="alert" id="wrong"><p>${mark('cinnabar', view.say('verify.unknown'))}</p><p>${view.say('verify.unknownSays')}</p></div>` : null}
${
  checked?.found
    ? html`<div class="note ${shadeOf(checked.status)}" role="status"><p>${mark(shadeOf(checked.status), word(view, 'voucher-status', checked.status))}</p><dl class="facts"><dt>${view.say('verify.number')}</dt><dd>${checked.number}</dd><dt>${view.say('verify.what')}</dt><dd>${view.show(checked.name)}${checked.paper === undefined ? null : html`${view.say('list.semi')}${word(view, 'paper.kind', checked.paper)}`}</dd><dt>${view.say('verify.by')}</dt><dd>${checked.organ}</dd><dt>${view.say('verify.on')}</dt><dd>${view.day(checked.issuedOn)}</dd>${checked.validUntil === null ? null : html`<dt>${view.say('verify.to')}</dt><dd>${view.day(checked.validUntil)}</dd>`}${checked.endedOn === null ? null : html`<dt>${view.say('verify.ended')}</dt><dd>${view.day(checked.endedOn)}</dd>`}${checked.reason === null ? null : html`<dt>${view.say('mine.reason')}</dt><dd>${word(view, 'ending', checked.reason)}</dd>`}</dl></div>`
    : null
}
<form class="asking" method="post" action="${view.to('/verify')}">
<div class="question"><label for="number">${view.say('verify.number')}</label><input id="number" name="number" maxlength="120" required value="${number}" autocomplete="off"${described}${invalid}></div>
<div class="question"><label for="code">${view.say('verify.code')}</label><input id="code" name="code" maxlength="20" required autocomplete="off"${described}${invalid}></div>
<button type="submit">${view.say('verify.look')}</button>
</form>`,
  }
}

export interface PublicShown {
  readonly items: readonly PublishedShown[]
  readonly next: string | null
  readonly continued: boolean
  readonly places: PublicPlaces
  /** Whose notices are shown. */
  readonly chosen: PublicPlace
  readonly deferred: readonly DeferredShown[]
  readonly ratings: RatingsShown
}

/** 评价统计 By organ, what people thought of how they were served. */
function ratingsOf(view: View, { smallest, organs }: RatingsShown): Html {
  const grade = (level: number) => word(view, 'rating.grade', String(level))
  return html`<section id="ratings"><h2>${view.say('open.ratings')}</h2><p>${view.say('open.ratingsSay', { smallest })}</p>${
    organs.length === 0
      ? emptyNote(view, 'open.noRatings', { to: '/mine', words: view.say('mine.casesTitle') })
      : html`<div class="table" tabindex="0" role="region" aria-label="${view.say('open.ratings')}"><table class="cards"><thead><tr><th scope="col">${view.say('progress.organ')}</th>${grades.map(level => html`<th scope="col">${grade(level)}</th>`)}</tr></thead><tbody>${organs.map(({ organ, levels }) => html`<tr><th scope="row">${view.show(organ)}</th>${grades.map(level => cell(view, `rating.grade.${level}`, levels[level] === undefined ? view.say('open.fewRatings') : String(levels[level])))}</tr>`)}</tbody></table></div>`
  }</section>`
}

/** 公开 What the city has decided and must show, and what it holds back, counted. */
export function publicPage(
  view: View,
  { items, next, continued, places, chosen, deferred, ratings }: PublicShown,
): PageParts {
  const none = continued ? 'mine.noMore' : chosen.organ || chosen.region ? 'open.nothingThere' : 'open.nothing'
  return {
    title: view.say('open.title'),
    main: html`<h1>${view.say('open.title')}</h1><p class="lead">${view.say('open.lead')}</p>
<section><h2>${view.say('open.published')}</h2>${placesForm(view, places, chosen)}${items.length === 0 ? emptyNote(view, none, { to: '/', words: view.say('directory.all') }) : publishedList(view, items)}${next === null ? null : html`<p><a href="${view.to('/open', { ...chosen, after: next })}">${view.say('directory.more')}</a></p>`}</section>
${ratingsOf(view, ratings)}
<section><h2>${view.say('open.deferred')}</h2><p>${view.say('open.deferredSays')}</p>${deferred.length === 0 ? emptyNote(view, 'open.noDeferred', { to: '/mine/data', words: view.say('mine.dataTitle') }) : html`<ul>${deferred.map(({ purpose, statute, count }) => html`<li>${word(view, 'purpose', purpose)}${view.say('list.colon')}${count} <span class="basis">${cited(view, { law: statute.law, articles: [...statute.articles] })}</span></li>`)}</ul>`}</section>`,
    aside: html`<section><h2>${view.say('verify.title')}</h2><p>${view.say('verify.lead')}</p><p><a href="${view.to('/verify')}">${view.say('verify.title')}</a></p></section>`,
  }
}

/** 求助 Whom to ask, whom to complain to, and how to do it without the net. */
export const helpPage = (view: View): PageParts => ({
  title: view.say('help.title'),
  main: html`<h1>${view.say('help.title')}</h1><p class="lead">${view.say('help.lead')}</p>
${(['call', 'counter', 'lost', 'wrong', 'against', 'large'] as const).map(key => html`<section><h2>${view.say(`help.${key}`)}</h2><p>${view.say(`help.${key}Says`)}</p>${key === 'against' ? html`<p><a class="button" href="${view.to('/complain')}">${view.say('complaint.title')}</a></p>` : null}</section>`)}`,
  aside: html`<section><h2>${view.say('follow.title')}</h2><p>${view.say('follow.short')}</p><p><a href="${view.to('/cases')}">${view.say('follow.go')}</a></p></section><section><h2>${view.say('verify.title')}</h2><p><a href="${view.to('/verify')}">${view.say('verify.lead')}</a></p></section>`,
})
