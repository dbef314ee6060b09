import type { FastifyInstance } from 'fastify'
import { type Answer, type Asker, ask, kindOf, plain, type ThingKind, type Things } from './asking.ts'
import type { Search } from './sought.ts'
import type { Expected, Route, Row } from './table.ts'

export interface HoldNeeds {
  readonly app: FastifyInstance
  readonly askers: Readonly<Record<string, Asker>>
  /** Whose things a cell asks about. */
  readonly thingsFor: (cell: string) => Things
  /** New things of the same owner, for what changes them. */
  readonly anew: (cell: string, kind: ThingKind) => Promise<Things>
  readonly nothing: Things
  readonly search: Search
}

const said = ({ status, code, location }: Answer): string => [status, code, location].filter(Boolean).join(' ')

/** 对表 Every address asked by everybody that the table names, of what it names; what is answered otherwise is told. */
export function makeHolding({ app, askers, thingsFor, anew, nothing, search }: HoldNeeds) {
  /** Whoever has no browser or token of his own in this relation asks as his role does. */
  const askerOf = (cell: string): Asker => askers[cell] ?? askers[`${cell.split('.')[0]}.own`] ?? {}

  async function asked(route: Route, row: Row, cell: string, expected: Expected | undefined) {
    const changing = route.method !== 'GET' && expected === 'yes' ? row.object : undefined
    const things = changing === undefined ? thingsFor(cell) : await anew(cell, changing)
    const answer = await ask(app, askerOf(cell), route, things)
    search.seek(
      answer.read(),
      cell.includes('closed') || cell.includes('avoidance') ? cell.replace(/\.\w+$/, '.own') : cell,
      `${route.method} ${route.path}`,
    )
    return { things, answer }
  }

  return {
    /** What is wrong with an answer; undefined where it is as expected. */
    async fault(route: Route, row: Row, cell: string, expected: Expected): Promise<string | undefined> {
      const { things, answer } = await asked(route, row, cell, expected)
      const kind = kindOf(answer)
      const at = `${route.method} ${route.path} ${cell}`
      if (answer.status >= 500) return `${at}: ${said(answer)}`
      if (expected === 'absent') {
        const none = await ask(app, askerOf(cell), route, nothing)
        const alike = plain(answer, things) === plain(none, nothing)
        return alike && !(kind === 'yes' && answer.status < 400)
          ? undefined
          : `${at}: ${said(answer)} against ${said(none)}`
      }
      if (expected === 'any') return answer.status >= 400 ? `${at}: ${said(answer)}` : undefined
      const fits = kind === expected || (expected === 'yes' && kind === 'absent' && row.object === undefined)
      return fits ? undefined : `${at}: ${said(answer)}, expected ${expected}`
    },

    /** What a cell that nobody has filled would answer: for whoever writes a row. */
    async told(route: Route, row: Row, cell: string): Promise<string> {
      const { things, answer } = await asked(route, row, cell, undefined)
      const none = await ask(app, askerOf(cell), route, nothing)
      const alike = row.object !== undefined && plain(answer, things) === plain(none, nothing)
      return `${kindOf(answer)}${alike ? ' as absent' : ''} ${said(answer)}`
    },
  }
}
