import { attribute, type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import type { ObjectionWay, PublicationShown, PublicPlace, PublicPlaces } from './needs.ts'
import { publishedSaid, withdrawnSaid } from './published.parts.ts'

/** 按机关、地区 What hangs in one organ or one community only is found by naming it. */
export function placesForm(view: View, { organs, regions }: PublicPlaces, chosen: PublicPlace): Html | null {
  if (organs.length === 0) return null
  const choice = (name: keyof PublicPlace, options: PublicPlaces['organs']) =>
    html`<div><label for="${name}">${view.say(`open.${name}`)}</label><select id="${name}" name="${name}"><option value="">${view.say('open.anywhere')}</option>${options.map(({ id, name: said }) => html`<option value="${id}"${attribute('selected', chosen[name] === id)}>${view.plain(said)}</option>`)}</select></div>`
  return html`<form class="stacked" action="/open" method="get">${choice('organ', organs)}${choice('region', regions)}<input type="hidden" name="lang" value="${view.language}">${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}<button type="submit">${view.say('open.narrow')}</button><p class="small quiet">${view.say('open.narrowSays')}</p></form>`
}

function waySaid(view: View, { kind, online, lastDay, windows, hours, contacts }: ObjectionWay): Html {
  const until = lastDay === null ? view.say('open.whileItHangs') : view.say('open.untilDay', { day: view.day(lastDay) })
  const listed = (texts: ObjectionWay['windows']) =>
    texts.map((text, at) => html`${at === 0 ? null : view.say('list.semi')}${view.show(text)}`)
  return html`<section id="object"><h2>${view.say(`open.${kind}`)}</h2><p>${view.say(`open.${kind}Say`, { until })}</p>${online === null ? null : html`<p><a class="button" href="${view.to(`/mine/cases/${encodeURIComponent(online)}/acts/comment`)}">${view.say('open.commentOnline')}</a></p>`}<dl class="facts">${windows.length === 0 ? null : html`<dt>${view.say('open.at')}</dt><dd>${listed(windows)}</dd>`}${hours === null ? null : html`<dt>${view.say('open.hours')}</dt><dd>${view.show(hours)}</dd>`}${contacts.length === 0 ? null : html`<dt>${view.say('open.contacts')}</dt><dd>${listed(contacts)}</dd>`}</dl><p>${view.say('open.cite')}</p></section>`
}

/** 一条公示 What hangs, where, until when, and what anybody may say against it. */
export function publicationPage(view: View, shown: PublicationShown): PageParts {
  const { item, name, organ, publishedOn, lastDay, scope, kind, fields, way } = shown
  return {
    title: view.plain(name),
    main: html`<h1>${view.show(name)}</h1><p class="lead">${view.say(`open.kind.${kind}`)}</p>${withdrawnSaid(view, shown)}
<dl class="facts"><dt>${view.say('progress.organ')}</dt><dd>${view.show(organ)}</dd>${fields.map(({ label, value }) => html`<dt>${view.show(label)}</dt><dd>${publishedSaid(view, value)}</dd>`)}<dt>${view.say('open.from')}</dt><dd>${view.day(publishedOn)}</dd>${lastDay === null ? null : html`<dt>${view.say('open.to')}</dt><dd>${view.day(lastDay)}</dd>`}<dt>${view.say('open.where')}</dt><dd>${view.say(`open.scope.${scope}`)}</dd></dl>
${way === null ? null : waySaid(view, way)}`,
    aside: html`<section><h2>${view.say('open.title')}</h2><p><a href="${view.to('/open')}">${view.say('open.all')}</a></p><p><a href="${view.to(`/items/${item}`)}">${view.say('open.guide')}</a></p></section>`,
  }
}
