import { drawers } from '#kernel/definition'
import { attribute, type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import type { ItemListed } from './needs.ts'
import type { View } from './view.ts'
import { textOf, word } from './wording.ts'

export interface DirectoryShown {
  readonly items: readonly ItemListed[]
  readonly next: string | null
  readonly loose: boolean
  readonly q: string
  readonly drawer: string | undefined
  /** Not the first page of them. */
  readonly continued: boolean
  /** Drawers that hold something. */
  readonly counts: Readonly<Record<string, number>>
}

const itemRow = (view: View, { item, name, drawer, starts }: ItemListed): Html => html`<li>
<a class="item-name" href="${view.to(`/items/${item}`)}">${view.show(textOf(name))}</a>
<p class="small quiet">${word(view, 'drawer', drawer)} · ${starts.map(start => word(view, 'start', start)).join(view.say('list.join'))}</p>
</li>`

/** All there is, kind by kind: the order of their keys says nothing to anybody. */
const byDrawer = (view: View, items: readonly ItemListed[]): Html =>
  html`${drawers.map(key => {
    const here = items.filter(item => item.drawer === key)
    return here.length === 0
      ? null
      : html`<h3>${word(view, 'drawer', key)}</h3><ul class="items">${here.map(item => itemRow(view, item))}</ul>`
  })}`

function results(view: View, { items, next, q, drawer, loose, continued }: DirectoryShown): Html {
  if (items.length === 0)
    return html`<div class="empty"><h2>${view.say('directory.nothing')}</h2><p>${view.say(q === '' ? 'directory.nothingPublished' : 'directory.nothingFor', { q })}</p><p><a href="${view.to('/')}">${view.say('directory.all')}</a></p></div>`
  const whole = q === '' && drawer === undefined && next === null && !continued
  return html`${loose ? html`<p class="quiet">${view.say('directory.loose')}</p>` : null}${whole ? byDrawer(view, items) : html`<ul class="items">${items.map(item => itemRow(view, item))}</ul>`}${
    next === null
      ? null
      : html`<p><a href="${view.to('/', { q, drawer, after: next })}">${view.say('directory.more')}</a></p>`
  }`
}

const drawerLinks = (
  view: View,
  { counts, drawer }: DirectoryShown,
): Html => html`<section><h2>${view.say('directory.drawers')}</h2><ul>
<li${attribute('aria-current', drawer === undefined && 'true')}><a href="${view.to('/')}">${view.say('directory.all')}</a></li>
${drawers
  .filter(key => (counts[key] ?? 0) > 0)
  .map(
    key =>
      html`<li${attribute('aria-current', drawer === key && 'true')}><a href="${view.to('/', { drawer: key })}">${word(view, 'drawer', key)}</a> <span class="quiet">${counts[key] ?? 0}</span></li>`,
  )}
</ul></section>`

/** 目录 What the city does, as drawers and as words somebody types. */
export function directoryPage(view: View, shown: DirectoryShown): PageParts {
  const { q, drawer } = shown
  const heading =
    q !== ''
      ? view.say('directory.found', { q })
      : drawer === undefined
        ? view.say('directory.items')
        : word(view, 'drawer', drawer)
  return {
    title: view.say('directory.title'),
    main: html`<h1>${view.say('directory.title')}</h1>
<p class="lead">${view.say('directory.lead')}</p>
<form class="search" action="/" method="get"${attribute('role', 'search')}>
<label for="q">${view.say('directory.search')}</label>
<input id="q" name="q" type="search" maxlength="100" value="${q}" autocomplete="off">
<button type="submit">${view.say('directory.go')}</button>
<input type="hidden" name="lang" value="${view.language}">
${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}
</form>
<section><h2>${heading}</h2>${results(view, shown)}</section>`,
    aside: html`${drawerLinks(view, shown)}<section><h2>${view.say('follow.title')}</h2><p>${view.say('follow.short')}</p><p><a href="${view.to('/cases')}">${view.say('follow.go')}</a></p></section>`,
  }
}
