import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { emptyNote } from '../mine/mine.page.ts'
import type { PublishedShown } from '../open/needs.ts'
import { publishedList } from '../open/published.parts.ts'
import type { View } from '../view.ts'
import { siteAddress } from './frame.ts'
import type { SiteShown } from './needs.ts'

export interface SiteOpenShown {
  readonly site: SiteShown
  readonly items: readonly PublishedShown[]
  readonly next: string | null
  readonly continued: boolean
}

/** 本站公开 What the organs of the site have decided and must show. */
export const siteOpenPage = (view: View, { site, items, next, continued }: SiteOpenShown): PageParts => ({
  title: view.say('open.title'),
  main: html`<h1>${view.say('open.title')}</h1><p class="lead">${view.say('site.openLead')}</p>
<section><h2>${view.say('open.published')}</h2>${items.length === 0 ? emptyNote(view, continued ? 'mine.noMore' : 'site.noPublished', { to: '/open', words: view.say('site.openCity') }) : publishedList(view, items)}${next === null ? null : html`<p><a href="${view.to(siteAddress(site, 'open'), { after: next })}">${view.say('directory.more')}</a></p>`}</section>`,
  aside: html`<section><h2>${view.say('site.wholeCity')}</h2><p>${view.say('site.wholeCitySays')}</p><p><a href="${view.to('/open')}">${view.say('site.openCity')}</a></p></section>`,
})
