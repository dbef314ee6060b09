import type { RegionShown } from './directory.needs.ts'
import { type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import type { View } from './view.ts'

const link = (view: View, { code, name, items, entries }: RegionShown): Html =>
  html`<a href="${view.to('/', { region: code })}">${view.show(name)}</a> <span class="quiet">${view.say('regions.items', { count: items + entries })}</span>`

const district = (view: View, region: RegionShown): Html =>
  html`<li>${link(view, region)}${region.within.length === 0 ? null : html`<details><summary>${view.say('regions.within', { count: region.within.length })}</summary><ul>${region.within.map(one => district(view, one))}</ul></details>`}</li>`

export interface RegionsShown {
  readonly divisions: readonly RegionShown[]
  readonly elsewhere: readonly { readonly code: string; readonly entries: number }[]
}

/** 按区划 City, districts and streets, with how much is carried out in each. */
export const regionsPage = (view: View, { divisions, elsewhere }: RegionsShown): PageParts => ({
  title: view.say('regions.title'),
  main: html`<h1>${view.say('regions.title')}</h1><p class="lead">${view.say('regions.lead')}</p>${divisions.map(
    city =>
      html`<section><h2>${view.show(city.name)}</h2><p>${link(view, city)}</p><ul>${city.within.map(one => district(view, one))}</ul></section>`,
  )}${elsewhere.length === 0 ? null : html`<section><h2>${view.say('regions.elsewhere')}</h2><p>${view.say('regions.elsewhereSays')}</p><ul>${elsewhere.map(({ code, entries }) => html`<li><a href="${view.to('/', { region: code })}">${code}</a> <span class="quiet">${view.say('regions.items', { count: entries })}</span></li>`)}</ul></section>`}`,
  aside: html`<section><h2>${view.say('directory.otherWays')}</h2><ul><li><a href="${view.to('/s')}">${view.say('site.all')}</a></li></ul></section>`,
})
