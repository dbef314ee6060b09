import type { FastifyInstance } from 'fastify'
import type { City } from '../../main.ts'
import type { Canary } from '../canary/words.ts'
import { addressOf } from './addresses.ts'
import { type Asker, ask, type Things, waysOf } from './asking.ts'
import { exportedBy } from './exported.ts'
import type { Search } from './sought.ts'
import type { Route } from './table.ts'

export interface SweepNeeds {
  readonly app: FastifyInstance
  readonly city: City
  readonly routes: readonly Route[]
  readonly search: Search
  readonly nothing: Things
}

/** What is searched for in lists: whole lists, the next page, a word that stands in private rows, one's own. */
const queries = ['?limit=100', '?q=演练', '?q=欧阳', '?loose=1&q=家中困难', '?party=me', '?status=ended', '?page=2']
/** Asking these changes who asks. */
const changesAsker = /^\/(?:sign-out|sign-in|mine\/acting|demo|setup|office)/
const together = 6
/** 一件办件的 Addresses that name a case. */
export const ofCase = ({ path }: Route): boolean => path.includes('/:number')
/** What is another at every asking. */
const madeAnew = /urn:request:[0-9a-f-]{36}|nonce="[^"]*"|nonce-[\w-]+|name="(?:key|csrf)" value="[^"]*"/g

async function inTurn<One>(all: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  const queue = all.values()
  await Promise.all(
    Array.from({ length: together }, async () => {
      for (const one of queue) await work(one)
    }),
  )
}

/** 普查 Everything that anybody can ask for is asked by everybody, of everything there is, and read for words that are not for him. */
export function makeSweep({ app, city, routes, search, nothing }: SweepNeeds) {
  const gets = routes.filter(({ method }) => method === 'GET')
  const posts = routes.filter(({ method, path }) => method !== 'GET' && !changesAsker.test(path))
  const shown = (path: string) => addressOf(path, nothing)
  let counts = 0

  return {
    /** 阅读 Lists, searches, counts, events, pages, papers. */
    async read(
      askers: Readonly<Record<string, Asker>>,
      all: readonly Things[],
      which: (route: Route) => boolean = () => true,
    ): Promise<void> {
      const asked = Object.entries(askers).flatMap(([who, asker]) =>
        gets.filter(which).flatMap(route => {
          const addresses = new Map(all.map(things => [addressOf(route.path, things), things]))
          const plain = [...addresses.values()].map(things => ({ who, asker, route, things }))
          if (route.path.includes(':')) return plain
          const searched = queries.map(query => ({ ...route, path: `${route.path}${query}` }))
          return [...plain, ...searched.map(one => ({ who, asker, route: one, things: nothing }))]
        }),
      )
      await inTurn(asked, async ({ who, asker, route, things }) => {
        for (const by of waysOf(route, asker))
          search.seek((await ask(app, asker, route, things, { by })).read(), who, `GET ${shown(route.path)}`)
      })
    },

    /** 报错 What is refused says nothing either: every write of whoever has no business with these things. */
    async write(askers: Readonly<Record<string, Asker>>, all: readonly Things[]): Promise<void> {
      const asked = Object.entries(askers).flatMap(([who, asker]) =>
        posts.flatMap(route =>
          [...new Map(all.map(things => [addressOf(route.path, things), things])).values()].map(things => ({
            ...{ who, asker, route, things },
          })),
        ),
      )
      await inTurn(asked, async ({ who, asker, route, things }) => {
        search.seek((await ask(app, asker, route, things)).read(), who, `${route.method} ${shown(route.path)}`)
      })
    },

    /** 轨迹 The files of the log: leaves among them. */
    async log(askers: Readonly<Record<string, Asker>>): Promise<void> {
      const files = ['checkpoint', 'tile/0/000', 'tile/entries/000', 'tile/0/000.p/1', 'tile/entries/000.p/1']
      for (const [who, asker] of Object.entries(askers))
        for (const file of files) {
          const path = `/trail/1/${file}`
          search.seek((await ask(app, asker, { method: 'GET', path }, nothing)).read(), who, `GET ${path}`)
        }
    },

    /** 导出 What an officer takes out of the house, unpacked; the numbers of cases in it. */
    async exported(who: string, asker: Asker, serves: string): Promise<string> {
      const list = await exportedBy(app, asker, city, serves)
      search.seek(list, who, 'export')
      return list
    },

    /** How many searches and counts were compared with those of a word that stands nowhere. */
    counts: () => counts,

    /** 以词查词 Asked with the word itself, a search answers as it does to a word that stands nowhere. */
    async counted(canaries: readonly Canary[], askers: Readonly<Record<string, Asker>>): Promise<void> {
      const echo = (text: string, word: string) => text.replaceAll(word, '').replaceAll(encodeURIComponent(word), '')
      const lists = ['/api/search?q=', '/?q=', '/?loose=1&q=', '/open?q=', '/api/directory?q=', '/statistics?q=']
      const asked = Object.entries(askers).flatMap(([who, asker]) => lists.map(list => ({ who, asker, list })))
      await inTurn(asked, async ({ who, asker, list }) => {
        const told = async (said: string) => {
          const path = `${list}${encodeURIComponent(said)}`
          const { text } = await ask(app, asker, { method: 'GET', path }, nothing)
          return echo(text, said).replaceAll(madeAnew, '')
        }
        const likes = new Map<string, Promise<string>>()
        for (const { word, kind, place } of canaries) {
          // The same sentence with signs that stand nowhere: what is common in it finds what it finds.
          const like = word.replaceAll(/[\u9d00-\u9d7f]/g, '鿐').replaceAll(/\d{4}/g, '0000')
          const found = likes.get(like) ?? told(like)
          likes.set(like, found)
          counts++
          if ((await told(word)) !== (await found)) search.told(`${who} search ${list}: ${kind} of ${place}`)
        }
      })
      // By number: whoever may not see the case finds what he finds of somebody whom nobody knows.
      const numbers = canaries.filter(({ kind, place }) => kind === 'citizen' && place.endsWith('/party'))
      const route = { method: 'POST', path: '/api/cases/search' }
      for (const [who, asker] of Object.entries(askers))
        for (const { word, place } of numbers) {
          const told = async (value: string) =>
            (await ask(app, asker, route, nothing, { body: { scheme: 'citizen', value } })).text.replaceAll(
              /urn:request:[0-9a-f-]{36}/g,
              '',
            )
          if ((await told(word)) !== (await told('210102199003079991')))
            search.told(`${who} search by number: ${place}`)
        }
    },
  }
}
