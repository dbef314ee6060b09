import type { Text } from '#kernel/definition'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { mayGoAgainst, toldSection, turnedAway } from '../progress.page.ts'
import type { View } from '../view.ts'
import { basisOf, listOf, spanSaid, word } from '../wording.ts'
import { decisionOf } from './case.page.ts'
import { emptyNote, mineAside } from './mine.page.ts'
import type { CaseShown, RemedyWayShown } from './needs.ts'

type Facts = readonly (readonly [label: string, value: Html | string | null])[]

const factList = (facts: Facts): Html =>
  html`<dl class="facts">${facts.map(([label, value]) => (value === null ? null : html`<dt>${label}</dt><dd>${value}</dd>`))}</dl>`

/** 最后一日 As a date where it can be counted; else from when it will be. */
function lastDaySaid(view: View, { lastDay, daysLeft, within }: RemedyWayShown): Html {
  const span = spanSaid(view, within)
  if (lastDay === null || daysLeft === null) return html`${view.say('against.fromReceipt', { within: span })}`
  const day = view.day(lastDay)
  if (daysLeft < 0)
    return html`${mark('cinnabar', view.say('against.over', { day }))}<br>${view.say('against.overSays')}`
  return html`<strong>${day}</strong> ${mark(daysLeft < 8 ? 'amber' : 'ink', view.say('against.left', { count: daysLeft }))}<br><span class="small quiet">${view.say('against.counted', { within: span })}</span>`
}

/** To whom: the body by its name, the court, or whoever decided. */
function toWhom(view: View, { organ }: CaseShown, { body, court, kind }: RemedyWayShown): Html {
  if (court)
    return html`${view.show(court.name)} ${basisOf(view, court.basis)}${court.verified ? null : html`<br><span class="small quiet">${view.say('against.courtUnverified')}</span>`}`
  if (body !== null) return view.show(word(view, 'organ', body))
  return kind === 'litigation' ? html`${view.say('against.court')}` : view.show(organ)
}

const listed = (view: View, all: RemedyWayShown['bring']): Html | null =>
  all.length === 0
    ? null
    : html`<ul>${all.map(({ text, basis }) => html`<li>${view.show(text)} ${basisOf(view, basis)}</li>`)}</ul>`

const where = (view: View, { windows, hours, contacts }: RemedyWayShown): Html | null => {
  const lines: readonly Text[] = [...windows, ...(hours === null ? [] : [hours]), ...contacts]
  return lines.length === 0
    ? null
    : html`${lines.map((line, at) => html`${at === 0 ? null : html`<br>`}${view.show(line)}`)}`
}

function wayOf(view: View, shown: CaseShown, way: RemedyWayShown): Html {
  const kind = word(view, 'remedy-kind', way.kind)
  const over = way.daysLeft !== null && way.daysLeft < 0
  return html`<section id="${way.kind}"><h2>${kind} ${basisOf(view, way.basis)}</h2>${factList([
    [view.say('against.to'), toWhom(view, shown, way)],
    [view.say('against.lastDay'), lastDaySaid(view, way)],
    [view.say('against.where'), where(view, way)],
    [view.say('against.bring'), listed(view, way.bring)],
    [view.say('against.know'), listed(view, way.know)],
  ])}
${way.apply && !over ? html`<p><a class="button" href="${view.to(`/apply/${way.apply.item}`, { organ: way.apply.organ })}">${kind}</a></p>` : html`<p>${view.say('against.inPerson')}</p>`}
<p><a href="${view.to(`/mine/cases/${shown.number}/remedy/${way.kind}`)}">${view.say('against.outline', { kind })}</a></p></section>`
}

/** 不予受理的理由 As the officer wrote it to the party. */
const toldWhy = ({ told }: CaseShown) => told.filter(({ verb }) => verb === 'refuseAcceptance')

export interface RemediesShown {
  readonly shown: CaseShown
  readonly ways: readonly RemedyWayShown[]
}

/** 救济 Why it was decided so, and what one can do against it: to whom, where, until which day, with what. */
export function remedyPage(view: View, { shown, ways }: RemediesShown): PageParts {
  const { number, name, receivedOn } = shown
  const open = shown.principal && mayGoAgainst(shown)
  return {
    title: view.say('against.title'),
    unlisted: true,
    main: html`<p class="small quiet">${view.say('progress.number')} ${number}</p><h1>${view.say('against.title')}</h1>
<p class="lead">${view.say(open ? 'against.lead' : 'against.none', { name: view.plain(name) })}</p>
${
  open
    ? html`${turnedAway(view, shown)}${toldSection(view, toldWhy(shown))}${decisionOf(view, shown)}
<section><h2>${view.say('against.countFrom')}</h2><p>${receivedOn === null ? view.say('against.notReceived') : view.say('against.received', { day: view.day(receivedOn) })}</p></section>
${ways.map(way => wayOf(view, shown, way))}`
    : emptyNote(view, 'against.noneNext', { to: `/mine/cases/${number}`, words: view.say('receipt.follow') })
}
${open ? html`<p><a href="${view.to(`/mine/cases/${number}`)}">${view.say('receipt.follow')}</a></p>` : null}`,
    aside: mineAside(view),
  }
}

export interface OutlineShown {
  readonly shown: CaseShown
  readonly way: RemedyWayShown
  readonly name: string
}

/** 提纲 What such a paper has to say, filled in as far as the case knows it; for the printer, or to be copied by hand. */
export function outlinePage(view: View, { shown, way, name }: OutlineShown): PageParts {
  const { number, organ, outcome, decision, receivedOn } = shown
  const kind = word(view, 'remedy-kind', way.kind)
  const title = view.say('against.outlineTitle', { kind })
  const blank = html`<span class="quiet">${view.say('against.fill')}</span>`
  const reasons = [
    ...(decision?.reason ? [html`${decision.reason}`] : []),
    ...toldWhy(shown).map(({ text }) => html`${text}`),
    ...(shown.turnedAway?.why ? [view.show(shown.turnedAway.why)] : []),
  ]
  return {
    title,
    unlisted: true,
    main: html`<h1>${title}</h1><p class="lead">${view.say('against.outlineLead')}</p>
${factList([
  [view.say('against.outlineTo'), toWhom(view, shown, way)],
  [view.say('against.applicant'), html`${name}<br>${blank}`],
  [view.say('against.respondent'), view.show(organ)],
  [
    view.say('against.act'),
    html`${view.show(shown.name)}${view.say('list.join')}${outcome ? view.show(outcome.name) : view.say('against.turnedAway')}${view.say('list.join')}${number}${decision ? html`${view.say('list.join')}${view.day(decision.on)}` : null}`,
  ],
  [view.say('against.countFrom'), receivedOn === null ? blank : view.day(receivedOn)],
  [view.say('against.lastDay'), way.lastDay === null ? null : view.day(way.lastDay)],
  [
    view.say('against.theirReasons'),
    reasons.length === 0 ? null : html`${reasons.map((one, at) => html`${at === 0 ? null : html`<br>`}${one}`)}`,
  ],
  [view.say('against.request'), blank],
  [view.say('against.facts'), blank],
  [
    view.say('mine.evidence'),
    decision === null || decision.evidence.length === 0
      ? blank
      : listOf(
          view,
          decision.evidence.map(({ kind: of, name: what }) =>
            of === 'recorded' ? word(view, 'evidence-kind', String(what)) : what,
          ),
        ),
  ],
  [view.say('against.attached'), way.bring.length === 0 ? blank : listed(view, way.bring)],
  [view.say('against.sign'), blank],
])}
<p><a href="${view.to(`/mine/cases/${number}/remedy`)}">${view.say('against.back')}</a></p>`,
    aside: mineAside(view),
  }
}
