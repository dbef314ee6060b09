import type { FastifyPluginAsync } from 'fastify'
import { drawers, levels } from '#kernel/definition'
import { afterForm, asked, type Drawing, first, keyForm, organForm, regionForm, wordsForAll } from './asking.ts'
import type { DirectoryNeeds, Narrowed } from './directory.needs.ts'
import { directoryPage } from './directory.page.ts'
import { entryPage } from './entry.page.ts'
import { lifeEventPage, lifeEventsPage } from './life-event.page.ts'
import { regionsPage } from './regions.page.ts'
import { statisticsPage } from './statistics.page.ts'

/** 目录各页 The directory by words, kind, level, region and organ; entries, life events, and the counts. */
export const directoryPages =
  ({ directory, statistics }: DirectoryNeeds, { viewOf, send }: Drawing): FastifyPluginAsync =>
  async app => {
    app.get('/', { config: wordsForAll('the directory') }, async (request, reply) => {
      const { query, one, among } = asked(request)
      const q = (first(query.q) ?? '').trim().slice(0, 100)
      const [drawer, level] = [among('drawer', drawers), among('level', levels)]
      const standing = among('standing', ['runs', 'offline', 'listed'] as const)
      const [region, organ, after] = [one('region', regionForm), one('organ', organForm), one('after', afterForm)]
      const narrowed: Narrowed = {
        ...(drawer !== undefined && { drawer }),
        ...(level !== undefined && { level }),
        ...(standing !== undefined && { standing }),
        ...(region !== undefined && { region }),
        ...(organ !== undefined && { organ }),
      }
      const view = viewOf(request, { q, ...narrowed })
      const { region: place, organ: office } = narrowed
      const page = await directory.list({
        ...narrowed,
        limit: 100,
        ...(q !== '' && { q }),
        ...(after !== undefined && { after }),
      })
      const counts = await directory.counts({
        ...(place !== undefined && { region: place }),
        ...(office !== undefined && { organ: office }),
      })
      const here = place === undefined ? undefined : await directory.place(place)
      return send(
        reply,
        view,
        directoryPage(view, { ...page, q, narrowed, continued: after !== undefined, counts, here }),
      )
    })

    app.get('/regions', { config: wordsForAll('the regions of the city') }, async (request, reply) => {
      const view = viewOf(request)
      return send(reply, view, regionsPage(view, await directory.divisions()))
    })

    app.get<{ Params: { id: string } }>('/entries/:id', { config: wordsForAll('an entry') }, async (request, reply) => {
      const view = viewOf(request)
      const { id } = request.params
      return send(reply, view, entryPage(view, await directory.entry(keyForm.test(id) ? id : 'unknown')))
    })

    app.get('/life-events', { config: wordsForAll('life events') }, async (request, reply) => {
      const view = viewOf(request)
      return send(reply, view, lifeEventsPage(view, directory.lifeEvents()))
    })

    app.get<{ Params: { id: string } }>(
      '/life-events/:id',
      { config: wordsForAll('a life event with its steps') },
      async (request, reply) => {
        const view = viewOf(request)
        const { id } = request.params
        return send(reply, view, lifeEventPage(view, await directory.lifeEvent(keyForm.test(id) ? id : 'unknown')))
      },
    )

    app.get('/statistics', { config: wordsForAll('the counts of the directory') }, async (request, reply) => {
      const view = viewOf(request)
      return send(reply, view, statisticsPage(view, await statistics()))
    })
  }
