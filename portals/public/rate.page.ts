import { errorSummary, type Problem } from './error-summary.ts'
import { html } from './html.ts'
import type { PageParts } from './layout.ts'
import type { RatingShown } from './mine/needs.ts'
import { answered, gradesAsked } from './mine/rating.page.ts'
import type { View } from './view.ts'

export interface RateShown {
  readonly number: string
  readonly code: string
  readonly rating: RatingShown
  readonly key: string
  readonly problems: readonly Problem[]
}

/** 评价 For whoever was served at a counter: by number and code of the receipt, once. */
export function ratePage(view: View, { number, code, rating, key, problems }: RateShown): PageParts {
  const form = html`<p class="lead">${view.say('rating.says')} ${view.say('rating.until', { day: view.day(rating.until) })}</p>
<form method="post" action="${view.to(`/cases/${number}/rating`)}" class="asking" novalidate><input type="hidden" name="code" value="${code}"><input type="hidden" name="key" value="${key}">${gradesAsked(view)}</form>`
  const said = rating.given
    ? answered(view, rating.given)
    : rating.open
      ? form
      : html`<p>${view.say('rating.closed', { day: view.day(rating.until) })}</p>`
  return {
    title: `${problems.length > 0 ? view.say('field.titleWrong') : ''}${view.say('rating.byCode')}`,
    unlisted: true,
    main: html`${errorSummary(view, problems)}<p class="small quiet">${view.say('progress.number')} <a href="${view.to(`/cases/${number}`, { code })}">${number}</a></p><h1>${view.say('rating.byCode')}</h1>
<section id="rating">${said}</section>`,
  }
}
