import type { DifferenceTold, Direction, Text } from '#kernel/definition'
import { attribute, type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import { mark, type Tone } from './marks.ts'
import type { DifferenceCounts, DifferenceShown, Office, VersionShown } from './needs.ts'
import { cell } from './table.ts'
import type { View } from './view.ts'
import { spanSaid, textOf, word } from './wording.ts'

export interface VersionsShown {
  readonly item: string
  readonly name: unknown
  readonly versions: readonly VersionShown[]
  readonly shown: DifferenceShown
  readonly offices: readonly Office[]
}

const tones: Readonly<Record<Direction, Tone>> = {
  lighter: 'jade',
  heavier: 'cinnabar',
  wider: 'amber',
  narrower: 'ink',
  wording: 'ink',
}

const dayOf = (view: View, instant: string): string => view.day(instant.slice(0, 10))

function daysSaid(view: View, { from, until }: VersionShown): string {
  return until === null
    ? view.say('versions.since', { from: view.day(from) })
    : view.say('versions.until', { from: view.day(from), until: view.day(until) })
}

const standings = { ahead: 'versions.ahead', 'in-force': 'versions.inForce', over: 'versions.over' } as const

function versionRow(view: View, item: string, row: VersionShown, before: VersionShown | undefined): Html {
  const { version, standing, until, publishedAt, differences } = row
  const days = html`${daysSaid(view, row)}<br>${mark(standing === 'in-force' ? 'jade' : 'ink', view.say(standings[standing]))}${
    standing === 'over' && until !== null
      ? html`<br><span class="quiet small">${view.say('versions.stays', { until: view.day(until) })}</span>`
      : null
  }`
  const changed =
    differences === null || before === undefined
      ? view.say('versions.first')
      : differences.all === 0
        ? view.say('versions.same')
        : html`<a href="${view.to(`/items/${item}/versions`, { from: String(before.version), to: String(version) })}">${view.say('versions.count', { count: differences.all })}</a>`
  return html`<tr><th scope="row">${view.say('versions.number', { version })}</th>${cell(view, 'versions.days', days)}${cell(view, 'versions.published', dayOf(view, publishedAt))}${cell(view, 'versions.changes', changed)}</tr>`
}

const listOf = (view: View, { item, versions }: VersionsShown): Html =>
  html`<div class="table" tabindex="0" role="region" aria-label="${view.say('versions.list')}"><table class="cards"><thead><tr><th scope="col">${view.say('versions.version')}</th><th scope="col">${view.say('versions.days')}</th><th scope="col">${view.say('versions.published')}</th><th scope="col">${view.say('versions.changes')}</th></tr></thead><tbody>${versions
    .map((row, at) => versionRow(view, item, row, versions[at - 1]))
    .reverse()}</tbody></table></div>`

const isSpan = (value: unknown): value is { value: number; unit: string } =>
  typeof value === 'object' && value !== null && 'unit' in value && 'value' in value && Object.keys(value).length === 2

/** A value as the file has it: a text of the item in the reader's language, else as it is written there. */
const valueSaid = (view: View, value: unknown): Html =>
  isSpan(value)
    ? html`${spanSaid(view, value)}`
    : typeof value === 'string' || (typeof value === 'object' && value !== null && 'zh' in value)
      ? html`${view.show(value as Text)}`
      : html`<code>${JSON.stringify(value)}</code>`

/** 删去、增加 By sign and word, and only then by colour and line: what was, and what is. */
function valuesOf(view: View, { before, after }: DifferenceTold): Html {
  const was =
    before === undefined
      ? null
      : html`<p><span class="quiet">− ${view.say('versions.old')}${view.say('list.colon')}</span><del>${valueSaid(view, before)}</del></p>`
  const is =
    after === undefined
      ? null
      : html`<p><span class="quiet">+ ${view.say('versions.new')}${view.say('list.colon')}</span><ins>${valueSaid(view, after)}</ins></p>`
  return html`<details><summary class="small">${view.say(before === undefined ? 'versions.inserted' : after === undefined ? 'versions.deleted' : 'versions.replaced')}</summary>${was}${is}</details>`
}

function differenceItem(view: View, difference: DifferenceTold): Html {
  const { path, text, directions } = difference
  const sentence: Text = view.language === 'en' ? { zh: text.zh, en: text.en } : text.zh
  return html`<li><p>${view.show(sentence)}</p>${directions.length === 0 ? null : html`<p class="small">${directions.map(direction => html`${mark(tones[direction], word(view, 'direction', direction))} `)}</p>`}${valuesOf(view, difference)}<p class="quiet small"><code>${path}</code></p></li>`
}

const countsSaid = (view: View, counts: DifferenceCounts): string => view.say('versions.counts', counts)

function headingOf(view: View, { shown, offices }: VersionsShown): string {
  const nameOf = (organ: string) => offices.find(one => one.organ === organ)?.name ?? organ
  const { from, to, organ, against } = shown
  if (organ !== null && against !== null)
    return view.say('versions.against', { office: nameOf(organ), other: nameOf(against) })
  const versions = view.say('versions.difference', { from, to })
  return organ === null
    ? versions
    : `${versions}${view.say('list.bracket', { text: view.say('versions.office', { office: nameOf(organ) }) })}`
}

function differencesOf(view: View, all: VersionsShown): Html {
  const { shown } = all
  return html`<h2>${headingOf(view, all)}</h2>${
    shown.differences.length === 0
      ? html`<p>${view.say('versions.nothing')}</p>`
      : html`<p class="quiet">${countsSaid(view, shown.counts)}</p><ol class="differences">${shown.differences.map(one => differenceItem(view, one))}</ol>`
  }`
}

/** Which two versions, and as which offices carry them out; a form, so that it works without script. */
function chooser(view: View, { item, versions, shown, offices }: VersionsShown): Html {
  const numbers = (name: 'from' | 'to', label: string) =>
    html`<p><label for="${name}">${view.say(label)}</label><select id="${name}" name="${name}">${versions.map(({ version }) => html`<option value="${version}"${attribute('selected', shown[name] === version)}>${view.say('versions.number', { version })}</option>`)}</select></p>`
  const organs = (name: 'organ' | 'against', label: string) =>
    html`<p><label for="${name}">${view.say(label)}</label><select id="${name}" name="${name}"><option value="">${view.say(name === 'organ' ? 'versions.itself' : 'versions.sameOffice')}</option>${offices.map(one => html`<option value="${one.organ}"${attribute('selected', shown[name] === one.organ)}>${one.name}</option>`)}</select></p>`
  return html`<section><h2>${view.say('versions.compare')}</h2><form class="stacked" action="${`/items/${item}/versions`}" method="get">${numbers('from', 'versions.fromLabel')}${numbers('to', 'versions.toLabel')}${offices.length === 0 ? null : html`${organs('organ', 'versions.officeLabel')}${organs('against', 'versions.otherLabel')}`}<input type="hidden" name="lang" value="${view.language}">${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}<button type="submit">${view.say('versions.go')}</button></form></section>`
}

/** 版本与修改 Every published version of an item, and what two of them say otherwise, sentence by sentence. */
export function versionsPage(view: View, all: VersionsShown): PageParts {
  const name = textOf(all.name)
  return {
    title: view.say('versions.title', { name: view.plain(name) }),
    main: html`<p class="small"><a href="${view.to(`/items/${all.item}`, { organ: all.shown.organ ?? undefined })}">${view.say('versions.back')}</a></p>
<h1 class="item">${view.say('versions.title', { name: view.plain(name) })}</h1>
<p class="lead">${view.say('versions.lead')}</p>
<section><h2>${view.say('versions.list')}</h2>${listOf(view, all)}</section>
<section id="difference">${differencesOf(view, all)}</section>`,
    aside: chooser(view, all),
  }
}
