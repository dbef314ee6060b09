import { attribute, type Html, html, type Part } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import type { SiteShown } from './needs.ts'

/** Which page of a site one is on. */
export type SitePage = 'home' | 'items' | 'guide' | 'open' | 'about'

export const siteAddress = ({ code }: Pick<SiteShown, 'code'>, ...more: readonly string[]): string =>
  ['/s', code, ...more].join('/')

/** 站头 Where the site stands in the city, its name, and its pages: all that a page of a site has and one of the main door has not. */
export function siteHead(view: View, site: SiteShown, here: SitePage): Html {
  const name = view.show(site.name)
  const pages = [
    ['items', view.say('directory.title')],
    ['open', view.say('open.title')],
    ['about', view.say('site.about')],
  ] as const
  const crumbs: readonly (readonly [address: string, words: Part])[] = [
    ['/', view.say('name')],
    ['/s', view.say('site.all')],
    ...(site.above === null ? [] : [[siteAddress(site.above), view.show(site.above.name)] as const]),
  ]
  return html`<div class="site accent-${site.accent}"><div>
<nav class="crumbs"${attribute('aria-label', view.say('site.place'))}><ol>${crumbs.map(([address, words]) => html`<li><a href="${view.to(address)}">${words}</a></li>`)}</ol></nav>
<nav class="pages"${attribute('aria-label', view.say('site.pages'))}><a class="site-name" href="${view.to(siteAddress(site))}"${attribute('aria-current', here === 'home' && 'page')}>${name}</a>${pages.map(([page, words]) => html` <a href="${view.to(siteAddress(site, page))}"${attribute('aria-current', here === page && 'page')}>${words}</a>`)}</nav>
</div></div>`
}

/** A page of a site: its own main part, under the head that all its pages have. */
export const onSite = (view: View, site: SiteShown, here: SitePage, parts: PageParts): PageParts => ({
  ...parts,
  title: here === 'home' ? parts.title : `${parts.title} · ${view.plain(site.name)}`,
  head: siteHead(view, site, here),
})

/** 站内搜索 Among the items of this site. */
export const siteSearch = (view: View, site: SiteShown, q = ''): Html =>
  html`<form class="search" action="${siteAddress(site, 'items')}" method="get"${attribute('role', 'search')}>
<label for="q">${view.say('site.search')}</label>
<input id="q" name="q" type="search" maxlength="100" value="${q}" autocomplete="off">
<button type="submit">${view.say('directory.go')}</button>
<input type="hidden" name="lang" value="${view.language}">
${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}
</form>`
