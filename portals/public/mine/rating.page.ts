import { type Html, html } from '../html.ts'
import { mark } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { word } from '../wording.ts'
import type { RatingShown } from './needs.ts'

export const grades = [5, 4, 3, 2, 1] as const
export const ratingReasons = ['slow', 'unclear', 'extra-demands', 'several-visits', 'attitude', 'system'] as const

export function answered(view: View, given: NonNullable<RatingShown['given']>): Html {
  const { level, on, status, replyDue, repliedOn, reply } = given
  return html`<p>${mark('jade', view.say('rating.given', { grade: word(view, 'rating.grade', String(level)), day: view.day(on) }))}</p><p>${view.say(`rating.status.${status}`)}</p>${
    reply !== null && repliedOn !== null
      ? html`<p><span class="quiet">${view.day(repliedOn)} ${view.say('rating.reply')}${view.say('list.colon')}</span>${reply}</p>`
      : replyDue === null
        ? null
        : html`<p>${view.say('rating.due', { day: view.day(replyDue) })}</p>`
  }`
}

/** One press for the grade; why it was bad from a list. */
export const gradesAsked = (view: View): Html =>
  html`<fieldset class="question"><legend>${view.say('rating.ask')}</legend><div class="choices">${grades.map(
    level =>
      html`<label class="choice"><input type="radio" name="level" value="${String(level)}"> ${word(view, 'rating.grade', String(level))}</label>`,
  )}</div></fieldset><fieldset class="question"><legend>${view.say('rating.why')} <span class="quiet">${view.say('guide.optional')}</span></legend><div class="choices">${ratingReasons.map(
    reason =>
      html`<label class="choice"><input type="checkbox" name="reason" value="${reason}"> ${word(view, 'rating.reason', reason)}</label>`,
  )}</div></fieldset>${button(view.say('rating.send'))}`

/** 好差评 On the page of one's own case. Who gave it is told to nobody who handled the case. */
export function ratingSection(view: View, person: SignedIn, number: string, rating: RatingShown | null): Html | null {
  if (!rating) return null
  if (!rating.given && !rating.open)
    return html`<section id="rating"><h2>${view.say('rating.title')}</h2><p>${view.say('rating.closed', { day: view.day(rating.until) })}</p></section>`
  const form = html`<p>${view.say('rating.says')} ${view.say('rating.until', { day: view.day(rating.until) })}</p>${formFor(
    view,
    person,
    { to: `/mine/cases/${number}/rating`, class: 'asking' },
    gradesAsked(view),
  )}`
  return html`<section id="rating"><h2>${view.say('rating.title')}</h2>${rating.given ? answered(view, rating.given) : form}</section>`
}
