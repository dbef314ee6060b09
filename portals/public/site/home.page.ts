import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { emptyNote } from '../mine/mine.page.ts'
import type { PublishedShown } from '../open/needs.ts'
import { publishedList } from '../open/published.parts.ts'
import type { View } from '../view.ts'
import { textOf } from '../wording.ts'
import { siteAddress, siteSearch } from './frame.ts'
import { type SiteGroup, siteLines } from './items.page.ts'
import type { PlacesShown, SectionShown, SiteShown } from './needs.ts'
import { contactOf, officesOf } from './offices.parts.ts'

export interface SiteHomeShown {
  readonly site: SiteShown
  readonly groups: readonly SiteGroup[]
  readonly published: readonly PublishedShown[]
  readonly places: readonly PlacesShown[]
}

const section = (title: Html | string, body: Html, more?: { readonly to: string; readonly words: string }): Html =>
  html`<section><h2>${title}</h2>${body}${more ? html`<p><a href="${more.to}">${more.words}</a></p>` : null}</section>`

function itemsOf(view: View, { site, groups }: SiteHomeShown): Html {
  const found = groups.filter(({ lines }) => lines.length > 0)
  const city = { to: '/', words: view.say('site.searchCity') }
  const body =
    found.length === 0
      ? emptyNote(view, 'site.noItems', city)
      : html`${found.map(group => html`${found.length > 1 && group.organ ? html`<h3>${view.show(group.organ.name)}</h3>` : null}${siteLines(view, site, group)}`)}`
  const all = { to: view.to(siteAddress(site, 'items')), words: view.say('site.everyItem') }
  return section(view.say('directory.title'), body, found.length === 0 ? undefined : all)
}

function sectionOf(view: View, shown: SiteHomeShown, wanted: SectionShown): Html {
  const { site, published, places } = shown
  if (wanted === 'items') return itemsOf(view, shown)
  if (wanted === 'offices') return section(view.say('site.offices'), officesOf(view, site, places))
  if (wanted === 'published')
    return section(
      view.say('open.published'),
      published.length === 0
        ? emptyNote(view, 'site.noPublished', { to: '/open', words: view.say('site.openCity') })
        : publishedList(view, published),
      { to: view.to(siteAddress(site, 'open')), words: view.say('site.everyPublished') },
    )
  const rows = wanted.items.map(
    ({ item, name }) =>
      html`<li><a class="item-name" href="${view.to(siteAddress(site, 'items', item))}">${view.show(textOf(name))}</a></li>`,
  )
  return section(view.show(wanted.title), html`<ul class="items">${rows}</ul>`)
}

/** 站点首页 What the site is for, and its sections in the order it wants them. */
export function siteHomePage(view: View, shown: SiteHomeShown): PageParts {
  const { site } = shown
  return {
    title: view.plain(site.name),
    main: html`<h1>${view.show(site.name)}</h1>
<p class="lead">${site.introduction === null ? view.say('site.lead') : view.show(site.introduction)}</p>
${siteSearch(view, site)}
${site.sections.map(one => sectionOf(view, shown, one))}`,
    aside: html`${site.within.length === 0 ? null : html`<section><h2>${view.say('site.within')}</h2><ul>${site.within.map(({ code, name, items }) => html`<li><a href="${view.to(siteAddress({ code }))}">${view.show(name)}</a> <span class="quiet">${items}</span></li>`)}</ul></section>`}<section><h2>${view.say('site.contact')}</h2>${contactOf(view, site)}</section><section><h2>${view.say('follow.title')}</h2><p>${view.say('follow.short')}</p><p><a href="${view.to('/cases')}">${view.say('follow.go')}</a></p></section>`,
  }
}
