import type { FastifyInstance } from 'fastify'
import {
  type Answer,
  type Asker,
  ask,
  type By,
  type Kind,
  kindOf,
  plain,
  type ThingKind,
  type Things,
  waysOf,
} from './asking.ts'
import type { Fresh } from './fresh.ts'
import { namedKinds } from './named.ts'
import type { Search } from './sought.ts'
import type { Expected, Route, Row } from './table.ts'

export interface HoldNeeds {
  readonly app: FastifyInstance
  readonly askers: Readonly<Record<string, Asker>>
  /** Whose things a cell asks about, and what else this address asks. */
  readonly thingsFor: (cell: string, route: Route) => Things
  /** New things of the same owner, for what changes them. */
  readonly anew: (cell: string, kind: ThingKind) => Promise<Things>
  /** What a write says, so that it is not sent back for its form. */
  readonly bodyOf: (route: Route, cell: string, things: Things) => unknown
  /** What an address names that is nobody's own. */
  readonly named: (route: Route, asked: Fresh, may: boolean) => Promise<Readonly<Record<string, string>>>
  /** 另一个会话 The same person in a browser of its own, where what is asked changes who asks. */
  readonly beside: (asker: Asker) => Promise<Asker>
  readonly nothing: Things
  readonly search: Search
}

export const isThing = (kind: Row['object']): kind is ThingKind =>
  kind !== undefined && !(namedKinds as readonly string[]).includes(kind)
const said = ({ status, code, location }: Answer): string => [status, code, location].filter(Boolean).join(' ')

/** What was found in one cell: what is wrong, if anything, and what the answer came to. */
export interface Held {
  readonly wrong?: string
  readonly kind: Kind
  readonly said: string
  /** Nothing was named that is there, and so an answer as to nothing fits as well as any. */
  readonly vacuous: boolean
}

/** 对表 Every address asked by everybody that the table names, of what it names; what is answered otherwise is told. */
export function makeHolding({ app, askers, thingsFor, anew, bodyOf, named, beside, nothing, search }: HoldNeeds) {
  /** Whoever has no browser or token of his own in this relation asks as his role does. */
  const askerOf = (cell: string): Asker => askers[cell] ?? askers[`${cell.split('.')[0]}.own`] ?? {}
  const browserOf = async ({ method, path }: Route, cell: string): Promise<Asker> =>
    method !== 'GET' && path.startsWith('/mine/acting') ? beside(askerOf(cell)) : askerOf(cell)

  async function asked(route: Route, row: Row, cell: string, expected: Expected | undefined, by: By) {
    const changing = route.method !== 'GET' && (expected === 'yes' || expected === 'any') ? row.object : undefined
    const own = isThing(changing) ? await anew(cell, changing) : thingsFor(cell, route)
    const fresh = { cell, party: own.also?.['party'] ?? '', things: own }
    const things = { ...own, also: { ...own.also, ...(await named(route, fresh, changing !== undefined)) } }
    const answer = await ask(app, await browserOf(route, cell), route, things, {
      body: bodyOf(route, cell, things),
      by,
    })
    // Whoever stands back reads as whoever stands back, and nothing that he read before.
    search.seek(answer.read(), cell, `${route.method} ${route.path}`)
    return { things, answer }
  }

  return {
    waysOf: (route: Route, cell: string): readonly By[] => waysOf(route, askerOf(cell)),

    /** One cell, asked; for `yes` a page or list must be shown, a write may be sent back by where the thing stands, or for its form. */
    async held(route: Route, row: Row, cell: string, expected: Expected, by: By = 'token'): Promise<Held> {
      const { things, answer } = await asked(route, row, cell, expected, by)
      // A page says in words where the thing stands: to whoever may not, it would have said nothing of it.
      const kind = route.method === 'GET' && [409, 503].includes(answer.status) ? 'heard' : kindOf(answer)
      const at = `${route.method} ${route.path} ${cell}${by === 'desk' ? ' at the desk' : ''}`
      const vacuous = expected === 'yes' && (kind === 'absent' || kind === 'unheard') && row.lacking !== undefined
      const told = { kind, said: `${at}: ${said(answer)}`, vacuous }
      const wrong = (against: string): Held => ({ ...told, wrong: `${told.said}, ${against}` })
      // 503 of /readyz is its answer: of a city whose work stands still.
      if (answer.status >= 500 && route.path !== '/readyz') return wrong('a bug')
      if (expected === 'absent' || expected === 'missing') {
        const other = expected === 'absent' ? nothing : { ...things, also: { ...things.also, ...nothing.also } }
        const none = await ask(app, await browserOf(route, cell), route, other, {
          body: bodyOf(route, cell, other),
          by,
        })
        const alike = plain(answer, things) === plain(none, other)
        // Refused as to everything tells as little as that there is nothing.
        return alike && (kind === 'absent' || kind === 'no')
          ? told
          : wrong(`expected ${expected}, against ${said(none)}`)
      }
      if (expected === 'any')
        return route.method === 'GET' && answer.status >= 400 ? wrong('expected to be shown') : told
      const fits =
        kind === expected ||
        vacuous ||
        (expected === 'yes' && (kind === 'heard' || (kind === 'unheard' && route.method !== 'GET')))
      return fits ? told : wrong(`expected ${expected}`)
    },

    /** What a cell that nobody has filled would answer: for whoever writes a row. */
    async told(route: Route, row: Row, cell: string, by: By = 'token'): Promise<string> {
      const { things, answer } = await asked(route, row, cell, undefined, by)
      const none = await ask(app, await browserOf(route, cell), route, nothing, {
        body: bodyOf(route, cell, nothing),
        by,
      })
      const alike = row.object !== undefined && plain(answer, things) === plain(none, nothing)
      return `${kindOf(answer)}${alike ? ' as absent' : ''} ${said(answer)}`
    },
  }
}
