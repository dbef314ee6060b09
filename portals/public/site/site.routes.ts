import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { drawers } from '#kernel/definition'
import { afterForm, asked, type Drawing, first, keyForm, organForm, wordsForAll } from '../asking.ts'
import { seeOther } from '../citizen.ts'
import type { Narrowed } from '../directory.needs.ts'
import { guidePage } from '../guide.page.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import { siteAboutPage } from './about.page.ts'
import { onSite, type SitePage } from './frame.ts'
import { siteHomePage } from './home.page.ts'
import { type SiteGroup, siteItemsPage } from './items.page.ts'
import { siteListPage } from './list.page.ts'
import type { SiteNeeds, SiteShown } from './needs.ts'
import { siteOpenPage } from './open.page.ts'

type OfSite = FastifyRequest<{ Params: { site: string } }>
type OfItem = FastifyRequest<{ Params: { site: string; item: string } }>

/** On a first page, of each list. */
const few = 8
/** Of each of several organs, where all are listed. */
const some = 20
const placeForm = /^[A-Za-z0-9_-]{1,200}$/

/** What the directory is narrowed to for this site, list by list. */
const listsOf = ({ region, organs }: SiteShown, organ: string | undefined): readonly Narrowed[] =>
  region !== null
    ? [{ region, ...(organ !== undefined && { organ }) }]
    : organs.filter(one => organ === undefined || one.organ === organ).map(one => ({ organ: one.organ }))

/** Whose publications the site shows. */
const publishedOf = ({ region, organs }: SiteShown) => ({
  organs: organs.map(({ organ }) => organ),
  place: {
    ...(region !== null && { region }),
    ...(region === null && organs.length === 1 && { organ: organs[0]!.organ }),
  },
})

/** 网站页面 One set of templates for every site: its head is its own, what it shows is the main door's. */
export function makeSitePages(needs: SiteNeeds, { viewOf, send }: Drawing): FastifyPluginAsync {
  const { sites, directory, guide, published } = needs
  const siteOf = ({ params }: OfSite): Promise<SiteShown> =>
    sites.find(organForm.test(params.site) ? params.site : 'unknown')
  const placesOf = ({ organs }: SiteShown) => sites.places(organs.map(({ organ }) => organ))
  const reply = (to: FastifyReply, view: View, site: SiteShown, here: SitePage, parts: PageParts) =>
    send(to, view, onSite(view, site, here, parts))

  async function groupsOf(
    site: SiteShown,
    { organ, ...wanted }: { organ?: string; drawer?: string; q?: string; after?: string; limit?: number },
  ): Promise<readonly SiteGroup[]> {
    const lists = listsOf(site, organ)
    const limit = wanted.limit ?? (lists.length > 1 ? some : 100)
    return Promise.all(
      lists.map(async narrowed => ({
        organ: site.organs.find(one => one.organ === narrowed.organ) ?? null,
        ...(await directory.list({ ...narrowed, ...wanted, limit })),
      })),
    )
  }

  /** Which organ of the site carries the item out: the one that is named, else the first that has said how. */
  async function officeHere(site: SiteShown, item: string, named: string | undefined): Promise<string | undefined> {
    const { offices } = await guide(item)
    const near = site.region === null ? [] : [site.region, site.region.slice(0, 6)]
    const own = new Set(site.organs.map(({ organ }) => organ))
    const here =
      site.region === null
        ? offices.filter(({ organ }) => own.has(organ))
        : near.flatMap(place => offices.filter(({ region }) => region === place))
    return (here.find(({ organ }) => organ === named) ?? here[0])?.organ
  }

  return async app => {
    app.get('/s', { config: wordsForAll('the sites of districts and departments') }, async (request, to) => {
      const view = viewOf(request)
      return send(to, view, siteListPage(view, await sites.list()))
    })

    app.get('/s/:site', { config: wordsForAll('the first page of a site') }, async (request: OfSite, to) => {
      const site = await siteOf(request)
      const view = viewOf(request)
      const wants = (name: string) => site.sections.includes(name as 'items')
      const [groups, decided, places] = await Promise.all([
        wants('items') ? groupsOf(site, { limit: few }) : [],
        wants('published') ? published(undefined, publishedOf(site)) : { items: [] },
        wants('offices') ? placesOf(site) : [],
      ])
      const shown = { site, groups, published: decided.items.slice(0, 5), places }
      return reply(to, view, site, 'home', siteHomePage(view, shown))
    })

    app.get('/s/:site/items', { config: wordsForAll('the items of a site') }, async (request: OfSite, to) => {
      const site = await siteOf(request)
      const { query, one, among } = asked(request)
      const q = (first(query.q) ?? '').trim().slice(0, 100)
      const drawer = among('drawer', drawers)
      const organ = site.organs.find(known => known.organ === one('organ', organForm))?.organ
      const after = one('after', afterForm)
      const view = viewOf(request, { q, drawer, organ })
      const wanted = {
        ...(q !== '' && { q }),
        ...(drawer !== undefined && { drawer }),
        ...(organ !== undefined && { organ }),
        ...(after !== undefined && { after }),
      }
      const groups = await groupsOf(site, wanted)
      const [only, ...others] = listsOf(site, organ)
      const counts = only && others.length === 0 ? await directory.counts(only) : undefined
      return reply(to, view, site, 'items', siteItemsPage(view, { site, groups, q, drawer, organ, counts }))
    })

    app.get(
      '/s/:site/items/:item',
      { config: wordsForAll('the guide of an item, on a site') },
      async (request: OfItem, to) => {
        const site = await siteOf(request)
        const item = keyForm.test(request.params.item) ? request.params.item : 'unknown'
        const named = asked(request).one('organ', organForm)
        const view = viewOf(request, { organ: named })
        const organ = await officeHere(site, item, named)
        // Nobody here carries it out: the main door knows who does.
        if (organ === undefined) return seeOther(to, view.to(`/items/${item}`))
        const shown = { ...(await guide(item, organ)), confirmed: await directory.confirmed(item) }
        const canonical = `/items/${item}?organ=${organ}`
        return reply(to, view, site, 'guide', { ...guidePage(view, shown), canonical })
      },
    )

    app.get(
      '/s/:site/open',
      { config: wordsForAll('what the organs of a site have published') },
      async (request: OfSite, to) => {
        const site = await siteOf(request)
        const after = asked(request).one('after', placeForm)
        const view = viewOf(request)
        const page = await published(after, publishedOf(site))
        return reply(to, view, site, 'open', siteOpenPage(view, { site, ...page, continued: after !== undefined }))
      },
    )

    app.get(
      '/s/:site/about',
      { config: wordsForAll('whose site it is, and how to use it') },
      async (request: OfSite, to) => {
        const site = await siteOf(request)
        const view = viewOf(request)
        return reply(to, view, site, 'about', siteAboutPage(view, site, await placesOf(site)))
      },
    )
  }
}
