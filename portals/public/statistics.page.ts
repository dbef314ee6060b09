import { contentsNav, contentsRail, type PagePart } from './contents.ts'
import type { StatisticsShown } from './directory.needs.ts'
import { type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import { cell } from './table.ts'
import type { View } from './view.ts'
import { textOf, word } from './wording.ts'

type Measure = StatisticsShown['measures'][number]
const longest = 40

/** Words of the rows, by the group of words they belong to; regions and organs bring their own names. */
const groups: Readonly<Record<string, string>> = {
  drawers: 'drawer',
  levels: 'directory.level',
  standings: 'standing',
  channels: 'channel',
  times: 'statistics.unit',
  online: 'statistics.online',
  visits: 'statistics.visits',
  codes: 'statistics.codes',
  differing: 'statistics.differing',
  offline: 'statistics.offline',
}

const rowName = (view: View, { id }: Measure, row: Measure['rows'][number]): Html =>
  typeof row['name'] === 'string' ? view.show(row['name']) : html`${word(view, groups[id] ?? id, row.key)}`

/** One decimal at most, and a share as such. */
function figure(view: View, row: Measure['rows'][number], column: string): string {
  const value = row[column]
  if (typeof value !== 'number') return view.say('statistics.none')
  const said = value.toLocaleString('en-US', { maximumFractionDigits: 1 })
  return row.key === 'share' ? `${said}%` : said
}

function table(view: View, measure: Measure): Html {
  const { id, columns, rows, how } = measure
  const shown = rows.slice(0, longest)
  return html`<section id="${id}"><h2>${view.say(`statistics.title-of.${id}`)}</h2><p class="quiet small">${view.show(how)}</p>${
    rows.length === 0
      ? html`<p>${view.say('statistics.empty')}</p>`
      : html`<div class="table" tabindex="0" role="region" aria-label="${view.say(`statistics.title-of.${id}`)}"><table class="cards"><thead><tr><th scope="col">${view.say('statistics.what')}</th>${columns.map(column => html`<th scope="col">${view.say(`statistics.column.${column}`)}</th>`)}</tr></thead><tbody>${shown.map(row => html`<tr><th scope="row">${rowName(view, measure, row)}</th>${columns.map(column => cell(view, `statistics.column.${column}`, figure(view, row, column)))}</tr>`)}</tbody></table></div>`
  }${rows.length > longest ? html`<p class="quiet small">${view.say('statistics.more', { count: rows.length - longest })}</p>` : null}</section>`
}

const partsOf = (view: View, measures: StatisticsShown['measures']): readonly PagePart[] => [
  ...measures.map(({ id }) => [id, view.say(`statistics.title-of.${id}`)] as const),
  ['unconfirmed', view.say('statistics.unconfirmed')],
]

/** 目录统计 Counts of the directory; each says how it is counted, and what is wrong is named. */
export const statisticsPage = (view: View, { on, measures, differing, unconfirmed }: StatisticsShown): PageParts => ({
  title: view.say('statistics.title'),
  main: html`<h1>${view.say('statistics.title')}</h1><p class="lead">${view.say('statistics.lead', { day: view.day(on) })}</p>
${contentsNav(view, partsOf(view, measures))}
${measures.map(measure => table(view, measure))}
<section id="unconfirmed"><h2>${view.say('statistics.unconfirmed')}</h2>${
    unconfirmed.length === 0
      ? html`<p>${view.say('statistics.allConfirmed')}</p>`
      : html`<p>${view.say('statistics.unconfirmedSays')}</p><ul>${unconfirmed.map(({ item, name, said }) => html`<li><a href="${view.to(`/items/${item}`)}">${view.show(textOf(name))}</a>${said === null ? null : html`${view.say('list.colon')}${view.show(textOf(said))}`}</li>`)}</ul>`
  }</section>
${differing.length === 0 ? null : html`<section id="named-otherwise"><h2>${view.say('statistics.otherwise')}</h2><ul>${differing.slice(0, longest).map(({ what, item, values }) => html`<li><a href="${view.to(`/items/${item}`)}">${view.show(values[0] ?? item)}</a>${view.say('list.colon')}${word(view, 'statistics.differing', what)} ${values.map((value, at) => html`${at === 0 ? null : ' / '}${view.show(value)}`)}</li>`)}</ul></section>`}`,
  aside: html`${contentsRail(view, partsOf(view, measures))}<section><h2>${view.say('statistics.forPrograms')}</h2><p><a href="/api/directory/statistics">JSON</a></p></section>`,
})
