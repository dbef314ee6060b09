import { drawers } from '#kernel/definition'
import type { DirectoryCounts, LineShown } from '../directory.needs.ts'
import { lineSaid } from '../directory.page.ts'
import { attribute, type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { emptyNote } from '../mine/mine.page.ts'
import type { View } from '../view.ts'
import { word } from '../wording.ts'
import { siteAddress, siteSearch } from './frame.ts'
import type { SiteShown } from './needs.ts'

/** The lines of the whole site, or of one of its organs where there are several lists. */
export interface SiteGroup {
  readonly organ: { readonly organ: string; readonly name: string } | null
  readonly lines: readonly LineShown[]
  readonly next: string | null
  readonly loose: boolean
}

export interface SiteItemsShown {
  readonly site: SiteShown
  readonly groups: readonly SiteGroup[]
  readonly q: string
  readonly drawer: string | undefined
  readonly organ: string | undefined
  /** How many there are of each kind; none where several organs are listed one by one. */
  readonly counts: DirectoryCounts | undefined
}

export function siteLine(view: View, site: SiteShown, line: LineShown, organ?: string): Html {
  const of = site.organs.length === 1 && site.region === null ? undefined : (organ ?? line.organ ?? undefined)
  const address =
    line.kind === 'entry'
      ? view.to(`/entries/${line.key}`)
      : view.to(siteAddress(site, 'items', line.key), { organ: of })
  return html`<li><a class="item-name" href="${address}">${view.show(line.name)}</a><p class="small quiet">${lineSaid(view, site.region === null ? { ...line, organs: 0 } : line)}</p></li>`
}

export const siteLines = (view: View, site: SiteShown, { lines, organ }: SiteGroup): Html =>
  html`<ul class="items">${lines.map(line => siteLine(view, site, line, organ?.organ))}</ul>`

function groupShown(view: View, shown: SiteItemsShown, group: SiteGroup): Html | null {
  const { site, q, drawer, organ, groups } = shown
  const several = groups.length > 1
  if (group.lines.length === 0)
    return several && q !== ''
      ? null
      : emptyNote(view, q === '' ? 'site.noItems' : 'site.noItemsFor', allOfCity(view, q))
  const more = several ? { q, drawer, organ: group.organ?.organ } : { q, drawer, organ, after: group.next ?? undefined }
  return html`${group.loose ? html`<p class="quiet">${view.say('directory.loose')}</p>` : null}${siteLines(view, site, group)}${group.next === null ? null : html`<p><a href="${view.to(siteAddress(site, 'items'), more)}">${view.say('directory.more')}</a></p>`}`
}

/** Where to look when this site has it not: in the whole city, for the same words. */
const allOfCity = (view: View, q: string) => ({
  to: q === '' ? '/' : `/?${new URLSearchParams({ q })}`,
  words: view.say('site.searchCity'),
})

const kinds = (view: View, { site, organ, drawer, counts }: SiteItemsShown): Html | null =>
  counts === undefined
    ? null
    : html`<section><h2>${view.say('directory.drawers')}</h2><ul>
<li${attribute('aria-current', drawer === undefined && 'true')}><a href="${view.to(siteAddress(site, 'items'), { organ })}">${view.say('directory.all')}</a></li>
${drawers
  .filter(key => (counts.drawers[key] ?? 0) > 0)
  .map(
    key =>
      html`<li${attribute('aria-current', drawer === key && 'true')}><a href="${view.to(siteAddress(site, 'items'), { organ, drawer: key })}">${word(view, 'drawer', key)}</a> <span class="quiet">${counts.drawers[key] ?? 0}</span></li>`,
  )}
</ul></section>`

const organChoice = (view: View, { site, organ }: SiteItemsShown): Html | null =>
  site.organs.length < 2
    ? null
    : html`<section><h2>${view.say('site.organs')}</h2><ul>
<li${attribute('aria-current', organ === undefined && 'true')}><a href="${view.to(siteAddress(site, 'items'))}">${view.say('site.allOrgans')}</a></li>
${site.organs.map(one => html`<li${attribute('aria-current', organ === one.organ && 'true')}><a href="${view.to(siteAddress(site, 'items'), { organ: one.organ })}">${view.show(one.name)}</a> <span class="quiet">${one.items}</span></li>`)}
</ul></section>`

/** 本站办事 The items of whoever the site speaks for, and no others. */
export function siteItemsPage(view: View, shown: SiteItemsShown): PageParts {
  const { site, groups, q } = shown
  const nothing = groups.every(({ lines }) => lines.length === 0)
  return {
    title: view.say('directory.title'),
    main: html`<h1>${view.say('directory.title')}</h1>
<p class="lead">${view.say('site.itemsLead')}</p>
${siteSearch(view, site, q)}
${
  groups.length === 1 || nothing
    ? html`<section><h2>${q === '' ? view.say('directory.items') : view.say('directory.found', { q })}</h2>${groups[0] && groupShown(view, { ...shown, groups: [groups[0]] }, groups[0])}</section>`
    : groups.map(group => {
        const body = groupShown(view, shown, group)
        return body && html`<section><h2>${group.organ && view.show(group.organ.name)}</h2>${body}</section>`
      })
}`,
    aside: html`${organChoice(view, shown)}${kinds(view, shown)}`,
  }
}
