import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import type { PlacesShown, SiteShown } from './needs.ts'
import { contactOf, officesOf } from './offices.parts.ts'

/** 关于本站 Whose site it is, where its organs are found, and how everybody can use it. */
export const siteAboutPage = (view: View, site: SiteShown, places: readonly PlacesShown[]): PageParts => ({
  title: view.say('site.about'),
  main: html`<h1>${view.say('site.about')}</h1>
<p class="lead">${site.introduction === null ? view.say('site.lead') : view.show(site.introduction)}</p>
<section><h2>${view.say('site.same')}</h2><p>${view.say('site.sameSays')}</p></section>
<section><h2>${view.say('site.offices')}</h2>${officesOf(view, site, places)}</section>
<section id="accessibility"><h2>${view.say('site.accessibility')}</h2>${site.accessibility === null ? null : html`<p>${view.show(site.accessibility)}</p>`}<p>${view.say('site.accessibilitySays')}</p><p>${view.say('site.accessibilityAsk')}</p></section>`,
  aside: html`<section><h2>${view.say('site.contact')}</h2>${contactOf(view, site)}</section>`,
})
