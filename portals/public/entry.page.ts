import type { EntryShown } from './directory.needs.ts'
import { type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import { mark } from './marks.ts'
import { offlineSection } from './offline.parts.ts'
import type { View } from './view.ts'
import { word } from './wording.ts'

const both = (zh: string, en: string | null) => (en === null ? zh : { zh, en })

/** Whether it runs here, and what to do when it does not. */
const standingSaid = (view: View, { entry, itemRuns }: EntryShown): Html =>
  entry.standing === 'withdrawn'
    ? html`${mark('amber', view.say('entry.withdrawn'))}${view.show(entry.withdrawnBecause ?? '')}`
    : entry.item !== null && itemRuns
      ? html`<a href="${view.to(`/items/${entry.item}`)}">${view.say('entry.runsHere')}</a>`
      : html`${view.say(entry.standing === 'offline' ? 'entry.offline' : 'entry.listed')}`

/** 目录条目 What is known of something the city does and this system does not run: source, organ, codes, why offline, where to ask. */
export function entryPage(view: View, shown: EntryShown): PageParts {
  const { entry, place, organName, versions } = shown
  const name = both(entry.name, entry.nameEn)
  const levels = entry.levels.map(level => word(view, 'directory.level', level)).join(view.say('list.join'))
  const codes = entry.codes.map(({ scheme, value }) => html`${view.show(word(view, 'code-scheme', scheme))} ${value}`)
  const facts: readonly (readonly [string, Html | string])[] = [
    [view.say('entry.kind'), word(view, 'drawer', entry.drawer)],
    [view.say('entry.standing'), word(view, 'standing', entry.standing)],
    [view.say('entry.organ'), organName === null ? view.say('entry.unsaid') : view.show(organName)],
    [view.say('entry.levels'), levels],
    [view.say('entry.region'), html`${place === null ? null : view.show(place)} ${entry.region}`],
    [
      view.say('entry.codes'),
      codes.length === 0
        ? view.say('entry.noCode')
        : html`${codes.map((code, at) => html`${at === 0 ? null : html`<br>`}${code}`)}`,
    ],
    [
      view.say('entry.source'),
      html`${view.show(entry.sourceFile)}${entry.sourceRow === null ? null : html` ${view.say('entry.row', { row: entry.sourceRow })}`}`,
    ],
    [view.say('entry.version'), view.say('entry.versionSays', { version: entry.version, day: view.day(entry.from) })],
  ]
  return {
    title: view.plain(name),
    main: html`<h1 class="item">${view.show(name)}</h1>
<p class="lead">${standingSaid(view, shown)}</p>
<dl class="facts">${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
${shown.reason === null ? null : offlineSection(view, { ...shown.entry, reason: shown.reason })}
<section id="ask"><h2>${view.say('entry.ask')}</h2><p>${view.say('entry.askSays')}</p></section>
${entry.faults.length === 0 ? null : html`<section id="faults"><h2>${view.say('entry.faults')}</h2><p class="quiet">${view.say('entry.faultsSay')}</p><ul>${entry.faults.map(({ text }) => html`<li>${view.show(text)}</li>`)}</ul></section>`}
${versions.length < 2 ? null : html`<section id="versions"><h2>${view.say('entry.versions')}</h2><ul>${versions.map(one => html`<li>${view.say('entry.versionSays', { version: one.version, day: view.day(one.from) })} · ${word(view, 'standing', one.standing)}${one.withdrawnBecause === null ? null : html` · ${view.show(one.withdrawnBecause)}`}</li>`)}</ul></section>`}`,
    aside: html`<section><h2>${view.say('directory.title')}</h2><ul><li><a href="${view.to('/', { drawer: entry.drawer })}">${word(view, 'drawer', entry.drawer)}</a></li><li><a href="${view.to('/', { region: entry.region })}">${place === null ? entry.region : view.show(place)}</a></li></ul></section>`,
  }
}
