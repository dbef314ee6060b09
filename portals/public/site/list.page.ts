import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { emptyNote } from '../mine/mine.page.ts'
import type { View } from '../view.ts'
import { siteAddress } from './frame.ts'
import type { SiteListed } from './needs.ts'

export interface SitesShown {
  readonly districts: readonly SiteListed[]
  readonly organs: readonly SiteListed[]
  readonly others: readonly SiteListed[]
}

const rows = (view: View, sites: readonly SiteListed[]): Html =>
  html`<ul class="items">${sites.map(({ code, name, items }) => html`<li><a class="item-name" href="${view.to(siteAddress({ code }))}">${view.show(name)}</a><p class="small quiet">${view.say(items === 1 ? 'site.oneItem' : 'site.items', { count: items })}</p></li>`)}</ul>`

/** 网站群 Every district and department that has a site. */
export const siteListPage = (view: View, shown: SitesShown): PageParts => ({
  title: view.say('site.all'),
  main: html`<h1>${view.say('site.all')}</h1><p class="lead">${view.say('site.allLead')}</p>${(['districts', 'organs', 'others'] as const).map(kind => (shown[kind].length === 0 ? null : html`<section><h2>${view.say(`site.kind.${kind}`)}</h2>${rows(view, shown[kind])}</section>`))}${Object.values(shown).every(sites => sites.length === 0) ? emptyNote(view, 'site.none', { to: '/', words: view.say('directory.all') }) : null}`,
  aside: html`<section><h2>${view.say('directory.otherWays')}</h2><ul><li><a href="${view.to('/regions')}">${view.say('regions.title')}</a></li><li><a href="${view.to('/')}">${view.say('directory.all')}</a></li></ul></section>`,
})
