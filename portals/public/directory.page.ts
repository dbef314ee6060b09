import { drawers, levels } from '#kernel/definition'
import { contentsNav } from './contents.ts'
import type { DirectoryCounts, LineShown, Narrowed, PlaceShown } from './directory.needs.ts'
import { attribute, type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import type { View } from './view.ts'
import { word } from './wording.ts'

export interface DirectoryShown {
  readonly lines: readonly LineShown[]
  readonly next: string | null
  readonly loose: boolean
  readonly q: string
  readonly narrowed: Narrowed
  /** Not the first page of them. */
  readonly continued: boolean
  /** How many there are, in this region and of this organ. */
  readonly counts: DirectoryCounts
  readonly here: PlaceShown | undefined
}

/** 许可 · 由您申请 · 和平区民政局 What one should know before opening the line. */
export function lineSaid(view: View, line: LineShown): Html {
  const { drawer, kind, standing, starts, organName, organs } = line
  const begins = starts.map(start => word(view, 'start', start)).join(view.say('list.join'))
  const parts: readonly (Html | string)[] = [
    word(view, 'drawer', drawer),
    begins,
    standing === 'runs' && kind === 'item' ? '' : word(view, 'standing', standing),
    organName === null ? (organs > 1 ? view.say('directory.organs', { count: organs }) : '') : view.show(organName),
  ]
  return html`${parts.filter(part => part !== '').map((part, at) => html`${at === 0 ? null : ' · '}${part}`)}`
}

const lineRow = (view: View, { narrowed }: DirectoryShown, line: LineShown): Html => {
  const ofOrgan = (narrowed.region !== undefined || narrowed.organ !== undefined) && line.organ !== null
  const address =
    line.kind === 'entry'
      ? view.to(`/entries/${line.key}`)
      : view.to(`/items/${line.key}`, { organ: ofOrgan ? line.organ! : undefined })
  return html`<li>
<a class="item-name" href="${address}">${view.show(line.name)}</a>
<p class="small quiet">${lineSaid(view, line)}</p>
</li>`
}

/** Neither found by words nor of one kind: then it stands kind by kind. */
const isGrouped = ({ q, narrowed }: DirectoryShown): boolean => q === '' && narrowed.drawer === undefined

const contentsOf = (view: View, shown: DirectoryShown): Html | null =>
  isGrouped(shown)
    ? contentsNav(
        view,
        drawers
          .filter(key => shown.lines.some(({ drawer }) => drawer === key))
          .map(key => [`drawer-${key}`, word(view, 'drawer', key)] as const),
      )
    : null

/** All there is, kind by kind: the order of their keys says nothing to anybody. */
const byDrawer = (view: View, shown: DirectoryShown): Html =>
  html`${drawers.map(key => {
    const here = shown.lines.filter(({ drawer }) => drawer === key)
    return here.length === 0
      ? null
      : html`<h3 id="drawer-${key}">${word(view, 'drawer', key)}</h3><ul class="items">${here.map(line => lineRow(view, shown, line))}</ul>`
  })}`

function results(view: View, shown: DirectoryShown): Html {
  const { lines, next, q, narrowed, loose } = shown
  if (lines.length === 0)
    return html`<div class="empty"><h2>${view.say('directory.nothing')}</h2><p>${view.say(q !== '' ? 'directory.nothingFor' : Object.keys(narrowed).length > 0 ? 'directory.nothingHere' : 'directory.nothingPublished', { q })}</p><p><a href="${view.to('/')}">${view.say('directory.all')}</a></p></div>`
  return html`${loose ? html`<p class="quiet">${view.say('directory.loose')}</p>` : null}${isGrouped(shown) ? byDrawer(view, shown) : html`<ul class="items">${lines.map(line => lineRow(view, shown, line))}</ul>`}${
    next === null
      ? null
      : html`<p><a href="${view.to('/', { q, ...narrowed, after: next })}">${view.say('directory.more')}</a></p>`
  }`
}

/** One list of links with how many stand behind each; the one that is chosen leads back out of it. */
function choices(
  view: View,
  shown: DirectoryShown,
  name: 'drawer' | 'level' | 'standing',
  keys: readonly string[],
): Html {
  const { counts, narrowed } = shown
  const chosen = narrowed[name]
  const found = { drawer: counts.drawers, level: counts.levels, standing: counts.standings }[name]
  const { [name]: _, ...others } = narrowed
  return html`<ul>
<li${attribute('aria-current', chosen === undefined && 'true')}><a href="${view.to('/', { ...others })}">${view.say('directory.all')}</a></li>
${keys
  .filter(key => (found[key] ?? 0) > 0)
  .map(
    key =>
      html`<li${attribute('aria-current', chosen === key && 'true')}><a href="${view.to('/', { ...others, [name]: key })}">${word(view, name === 'level' ? 'directory.level' : name, key)}</a> <span class="quiet">${found[key] ?? 0}</span></li>`,
  )}
</ul>`
}

/** Where one is: the regions above, those within, and the organs that carry something out here. */
const placeLinks = (view: View, { code, name, above, within, organs }: PlaceShown): Html =>
  html`<section><h2>${view.show(name)}</h2><ul>
${above.map(one => html`<li><a href="${view.to('/', { region: one.code })}">${view.show(one.name)}</a></li>`)}
<li><a href="${view.to('/regions')}">${view.say('regions.title')}</a></li>
</ul>${within.length === 0 ? null : html`<details><summary>${view.say('directory.within')}</summary><ul>${within.map(one => html`<li><a href="${view.to('/', { region: one.code })}">${view.show(one.name)}</a></li>`)}</ul></details>`}${organs.length === 0 ? null : html`<details><summary>${view.say('directory.organsHere')}</summary><ul>${organs.map(one => html`<li><a href="${view.to('/', { region: code, organ: one.organ })}">${view.show(one.name)}</a> <span class="quiet">${one.items}</span></li>`)}</ul></details>`}</section>`

const aside = (view: View, shown: DirectoryShown): Html =>
  html`${shown.here === undefined ? null : placeLinks(view, shown.here)}<section><h2>${view.say('directory.drawers')}</h2>${choices(view, shown, 'drawer', drawers)}</section>
<section><h2>${view.say('directory.levels')}</h2>${choices(view, shown, 'level', levels)}</section>
<section><h2>${view.say('directory.standings')}</h2>${choices(view, shown, 'standing', ['runs', 'offline', 'listed'])}</section>
<section><h2>${view.say('directory.otherWays')}</h2><ul><li><a href="${view.to('/regions')}">${view.say('regions.title')}</a></li><li><a href="${view.to('/s')}">${view.say('site.all')}</a></li><li><a href="${view.to('/statistics')}">${view.say('statistics.title')}</a></li></ul></section>
<section><h2>${view.say('follow.title')}</h2><p>${view.say('follow.short')}</p><p><a href="${view.to('/cases')}">${view.say('follow.go')}</a></p></section>`

/** What the page is narrowed to, in words. */
function headingOf(view: View, { q, narrowed, here, lines }: DirectoryShown): Html {
  if (q !== '') return html`${view.say('directory.found', { q })}`
  const organ =
    narrowed.organ === undefined
      ? undefined
      : (here?.organs.find(one => one.organ === narrowed.organ)?.name ??
        lines.find(line => line.organ === narrowed.organ)?.organName)
  const parts = [
    here === undefined ? null : view.show(here.name),
    organ === undefined || organ === null ? null : view.show(organ),
    narrowed.level === undefined ? null : html`${word(view, 'directory.level', narrowed.level)}`,
    narrowed.drawer === undefined ? null : html`${word(view, 'drawer', narrowed.drawer)}`,
    narrowed.standing === undefined ? null : html`${word(view, 'standing', narrowed.standing)}`,
  ].filter(part => part !== null)
  return parts.length === 0
    ? html`${view.say('directory.items')}`
    : html`${parts.map((part, at) => html`${at === 0 ? null : ' · '}${part}`)}`
}

/** 目录 What the city does, as drawers, levels and places, and as words somebody types. */
export function directoryPage(view: View, shown: DirectoryShown): PageParts {
  const { q, narrowed } = shown
  return {
    title: view.say('directory.title'),
    main: html`<h1>${view.say('directory.title')}</h1>
<p class="lead">${view.say('directory.lead')}</p>
<form class="search" action="/" method="get"${attribute('role', 'search')}>
<label for="q">${view.say('directory.search')}</label>
<input id="q" name="q" type="search" maxlength="100" value="${q}" autocomplete="off">
<button type="submit">${view.say('directory.go')}</button>
${narrowed.region === undefined ? null : html`<input type="hidden" name="region" value="${narrowed.region}">`}
<input type="hidden" name="lang" value="${view.language}">
${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}
</form>
<p><a href="${view.to('/life-events')}">${view.say('life.title')}</a> <span class="quiet">${view.say('life.lead')}</span></p>
${contentsOf(view, shown)}
<section><h2>${headingOf(view, shown)}</h2>${results(view, shown)}</section>`,
    aside: aside(view, shown),
  }
}
