import type { DrawnPart } from './contents.ts'
import { remediesList } from './guide.sections.ts'
import { type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import { mark, type Tone } from './marks.ts'
import type { RatingShown } from './mine/needs.ts'
import type { DueShown, PaymentShown, ProgressShown } from './needs.ts'
import { plumbLine } from './plumb-line.ts'
import { lineOf, resultSaid } from './progress.line.ts'
import { partsSection } from './progress.parts.ts'
import type { View } from './view.ts'
import { basisOf, moneySaid, percentSaid, spanSaid, word } from './wording.ts'

/** What the state of a case is said from: a line of a list has it too. */
export type Standing = Pick<ProgressShown, 'status' | 'due' | 'yours' | 'suspended' | 'awaiting' | 'outcome' | 'result'>

/** Jade for what the party asked for, cinnabar for what goes against it, ink for what is simply over. */
function toneOf({ outcome, result }: Pick<ProgressShown, 'outcome' | 'result'>): Tone {
  if (result === 'set-aside') return 'ink'
  if (outcome) return outcome.favourable === null ? 'ink' : outcome.favourable ? 'jade' : 'cinnabar'
  return result === 'acceptance-refused' ? 'cinnabar' : 'ink'
}

/** How it stands, in a word with its sign. */
export function stateOf(view: View, shown: Standing): Html {
  const { status, due, yours, suspended, awaiting, outcome } = shown
  if (status === 'ended') return mark(toneOf(shown), view.say('progress.ended', { result: resultSaid(view, shown) }))
  const decided = outcome
    ? html`${mark(toneOf(shown), view.say('progress.decided', { outcome: view.plain(outcome.name) }))}<br>`
    : null
  if (awaiting) return html`${decided}${mark('amber', view.say('progress.awaiting'))}`
  if (suspended) return html`${decided}${mark('amber', view.say('progress.suspended'))}`
  if (due && due.workdaysLeft < 0)
    return html`${decided}${mark('cinnabar', view.say('progress.late', { span: spanSaid(view, { value: -due.workdaysLeft, unit: 'workday' }) }))}`
  if (!due && yours.some(({ workdaysLeft }) => workdaysLeft < 0))
    return html`${decided}${mark('cinnabar', view.say('progress.yoursLate'))}`
  if (!due && yours.length > 0) return html`${decided}${mark('amber', view.say('progress.yoursNow'))}`
  return html`${decided}${mark('jade', view.say('progress.running'))}`
}

/** A point of the case: a stage by its own name, anything else by a word of ours. */
function pointSaid(view: View, stages: ProgressShown['stages'], point: string, group: 'moment' | 'stop'): string {
  const stage = stages.find(one => one.stage === point)
  return stage ? view.plain(stage.name) : word(view, group, point)
}

/** Why the days stand still, since when, for how long at most, by which article. */
const pause = (view: View, { suspended, stages }: ProgressShown): Html | null =>
  suspended &&
  html`<div class="note amber"><p>${view.say('progress.pause', { reason: pointSaid(view, stages, suspended.for, 'stop'), day: view.day(suspended.since) })}${suspended.max === null ? null : html` ${view.say('progress.pauseMax', { span: spanSaid(view, suspended.max) })}`} ${basisOf(view, suspended.basis)}</p></div>`

const supplement = (view: View, { awaiting, missing }: ProgressShown): Html | null =>
  awaiting
    ? html`<div class="note amber"><p>${view.say('progress.missing')}</p><ul>${missing.map(name => html`<li>${view.show(name)}</li>`)}</ul></div>`
    : null

/** 不予受理 Why, by which rule, and where to go instead (行政许可法32(2)). */
export function turnedAway(view: View, { turnedAway: told }: ProgressShown): Html | null {
  if (!told) return null
  const why = [told.why, told.rule].filter(text => text !== null)
  return html`<div class="note cinnabar"><p>${
    why.length === 0
      ? view.say('progress.turnedAwayInNotice')
      : html`${view.say('progress.turnedAway')}${why.map((text, at) => html`${at === 0 ? null : view.say('list.semi')}${view.show(text)}`)} ${basisOf(view, told.basis)}`
  }</p>${told.referTo === null ? null : html`<p>${view.say('progress.referTo', { organ: word(view, 'organ', told.referTo) })}</p>`}</div>`
}

/** What a limit is about: the stage or moment that ends it. */
function limitName(view: View, { stages }: ProgressShown, { text, ends }: DueShown): Html {
  if (text !== null) return view.show(text)
  return html`${ends.map(end => pointSaid(view, stages, end, 'moment')).join(view.say('limit.or'))}`
}

/** An office promises for itself alone: what the party must keep is never its promise. */
function dueSaid(view: View, shown: ProgressShown, due: DueShown, own: boolean): Html {
  const kind = due.promised && own ? 'progress.promised' : due.basis ? 'progress.statutory' : 'progress.ofItem'
  const spans = [
    view.say(kind, { span: spanSaid(view, due) }),
    ...due.extensions.map(by => view.say('progress.extended', { span: spanSaid(view, by) })),
  ].join(view.say('list.join'))
  const until =
    due.on === null
      ? view.say('progress.stoppedWith', { days: spanSaid(view, { value: due.workdaysLeft, unit: 'workday' }) })
      : view.say('progress.until', { day: view.day(due.on) })
  return html`${limitName(view, shown, due)}${view.say('progress.limit', { until, spans })}${due.provisional ? html`<br><span class="quiet small">${view.say('progress.provisional')}</span>` : null}${due.basis ? html`<br>${basisOf(view, due.basis)}` : null}`
}

/** 缴款 How much, until when, and what each day of lateness adds (行政处罚法67、72). */
function paymentSaid(view: View, payment: PaymentShown): Html {
  const { amount, left, surcharge, dueOn, rate, basis, instalments } = payment
  const money = (fen: number) => moneySaid(view, fen)
  return html`<strong>${money(amount)}</strong>${left === amount ? null : html`<br>${view.say('pay.left', { amount: money(left) })}`}
<br>${dueOn === null ? view.say('pay.fromService') : view.say('pay.until', { day: view.day(dueOn) })} ${basisOf(view, basis)}
${rate === null ? null : html`<br>${view.say('guide.surcharge', { rate: percentSaid(rate) })}`}
${surcharge === 0 ? null : html`<br>${mark('cinnabar', view.say('pay.surcharge', { amount: money(surcharge), total: money(left + surcharge) }))}`}
${instalments.length === 0 ? null : html`<ul>${instalments.map(part => html`<li>${view.say('pay.instalment', { day: view.day(part.on), amount: money(part.amount) })}</li>`)}</ul>`}`
}

function facts(view: View, shown: ProgressShown): Html {
  const { organ, openedOn, due, yours, payments } = shown
  const holder = shown.holders
    .map(one => `${one.organ}${one.post === null ? '' : ` ${one.post}`}`)
    .join(view.say('list.join'))
  // The limit to pay is said with the money.
  const own = payments.length === 0 ? yours : yours.filter(({ ends }) => !ends.includes('payment'))
  return html`<dl class="facts">
<dt>${view.say('progress.organ')}</dt><dd>${view.show(organ)}</dd>
<dt>${view.say('progress.received')}</dt><dd>${view.day(openedOn)}</dd>
${holder === '' ? null : html`<dt>${view.say('progress.holder')}</dt><dd>${view.show(holder)}</dd>`}
${due === null ? null : html`<dt>${view.say('progress.due')}</dt><dd>${dueSaid(view, shown, due, true)}</dd>`}
${own.length === 0 ? null : html`<dt>${view.say('progress.yours')}</dt>${own.map(one => html`<dd>${dueSaid(view, shown, one, false)}</dd>`)}`}
${payments.map(payment => html`<dt>${view.say('pay.owed')}</dt><dd>${paymentSaid(view, payment)}</dd>`)}
</dl>`
}

export function rights(view: View, { status, outcome, turnedAway: told, remedies }: ProgressShown): Html {
  if (remedies.length > 0 && (outcome || told))
    return html`<p>${view.say(told ? 'remedy.saysNotAccepted' : 'remedy.says')}</p>${remediesList(view, remedies)}`
  const says =
    status === 'ended' ? 'progress.rightsAfter' : outcome ? 'progress.rightsDecided' : 'progress.rightsBefore'
  return html`<p>${view.say(says)}</p>`
}

/** Whether there is something to go against, and ways to do it. */
export const mayGoAgainst = ({ remedies, outcome, turnedAway: told }: ProgressShown): boolean =>
  remedies.length > 0 && (outcome !== null || told !== null)

/** 救济 The way to its page: reasons, to whom, where, until which day. */
export const remedyLink = (view: View, shown: ProgressShown, key: string): Html | null =>
  mayGoAgainst(shown)
    ? html`<p><a href="${view.to(`/mine/cases/${shown.number}/remedy`)}">${view.say(key)}</a></p>`
    : null

/** 办到哪一步 The line of the case, who has it, until when: alike for whoever has the code, and for its party. */
const progressSection = (view: View, shown: ProgressShown): Html =>
  html`<section id="progress"><h2>${view.say('progress.where')}</h2>${pause(view, shown)}${turnedAway(view, shown)}
${plumbLine(lineOf(view, shown), 'progress-line', view.elder)}
${facts(view, shown)}</section>`

/** 各环节 Each stage, how it stands and since when. */
function stagesSection(view: View, shown: ProgressShown): Html {
  const statuses = shown.stages.map(
    stage =>
      html`<tr><th scope="row">${view.show(stage.name)}</th><td>${view.say(`stage.${stage.status}`)}</td><td class="day">${stage.on === null ? '' : view.day(stage.on)}</td></tr>`,
  )
  return html`<section id="stages"><h2>${view.say('progress.stages')}</h2><div class="table" tabindex="0" role="region" aria-label="${view.say('progress.stages')}"><table><thead><tr><th scope="col">${view.say('guide.stage')}</th><th scope="col">${view.say('progress.state')}</th><th scope="col">${view.say('progress.since')}</th></tr></thead><tbody>${statuses}</tbody></table></div></section>`
}

/** What stands between the name of a case and the rights against it; null where an application opens no other. */
export const progressParts = (view: View, shown: ProgressShown): readonly DrawnPart[] => [
  ['progress', view.say('progress.where'), progressSection(view, shown)],
  ['parts', view.say('part.title'), partsSection(view, shown)],
  ['stages', view.say('progress.stages'), stagesSection(view, shown)],
]

/** Where to go with a case: its guide, and who hears a complaint. */
export const progressAside = (view: View, { number, item, organId, name }: ProgressShown): Html =>
  html`<section><h2>${view.say('progress.aboutItem')}</h2><p><a href="${view.to(`/items/${item}`, { organ: organId })}">${view.plain(name)}</a></p><p>${view.say('progress.sameRules')}</p></section><section><h2>${view.say('progress.wrong')}</h2><p>${view.say('progress.complain')}</p><p><a href="${view.to('/complain', { case: number })}">${view.say('complaint.title')}</a></p></section>`

/** 告知 What the office told the party, in its own words. */
export const toldSection = (view: View, told: NonNullable<ProgressShown['told']>): Html | null =>
  told.length === 0
    ? null
    : html`<section id="told"><h2>${view.say('mine.told')}</h2>${told.map(({ verb, on, text }) => html`<p><span class="quiet">${view.day(on)} ${word(view, 'told', verb)}${view.say('list.colon')}</span>${text}</p>`)}</section>`

/** 评价 The way to it, for whoever was served at a counter. */
const rateLink = (
  view: View,
  number: string,
  { code, open, given }: RatingShown & { readonly code: string },
): Html | null =>
  open || given
    ? html`<section><h2>${view.say('rating.byCode')}</h2><p>${view.say('rating.byCodeSays')}</p><p><a class="button" href="${view.to(`/cases/${number}/rating`, { code })}">${view.say(open ? 'rating.byCode' : 'rating.byCodeGiven')}</a></p></section>`
    : null

/** 进度 Where a case is: the line, who has it, how long it may still take, and what one can do. */
export function progressPage(
  view: View,
  shown: ProgressShown,
  rating: (RatingShown & { readonly code: string }) | null = null,
): PageParts {
  const { number, name } = shown
  return {
    title: view.say('progress.title', { number }),
    unlisted: true,
    main: html`<p class="small quiet">${view.say('progress.number')} ${number}</p>
<h1 class="item">${view.show(name)}</h1>
<p class="lead">${stateOf(view, shown)}</p>
${supplement(view, shown)}${toldSection(view, shown.told ?? [])}${progressParts(view, shown).map(([, , drawn]) => drawn)}
<section><h2>${view.say('progress.yourRights')}</h2>${rights(view, shown)}${remedyLink(view, shown, 'against.signIn')}</section>${rating === null ? null : rateLink(view, shown.number, rating)}`,
    aside: progressAside(view, shown),
  }
}
