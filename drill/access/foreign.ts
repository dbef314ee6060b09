import type { FastifyInstance } from 'fastify'
import { type Asker, ask, plain, type Things } from './asking.ts'
import type { Search } from './sought.ts'
import type { Route } from './table.ts'

const ways: readonly (readonly [who: string, route: Route])[] = [
  ['person.other-person', { method: 'GET', path: '/api/cases/:number' }],
  ['officer.other-organ', { method: 'GET', path: '/api/cases/:number/events' }],
  ['person.other-person', { method: 'POST', path: '/api/cases/:number/acts/withdraw' }],
  ['agent.delegated', { method: 'GET', path: '/api/cases/:number' }],
  ['person.other-person', { method: 'GET', path: '/mine/cases/:number' }],
]

/** 他人之物 Existing things of others, many: each answers as one that is not there. @returns how many do not */
export async function unlikeAbsent(
  app: FastifyInstance,
  askers: Readonly<Record<string, Asker>>,
  numbers: readonly string[],
  { nothing, search }: { readonly nothing: Things; readonly search: Search },
): Promise<number> {
  const baselines = new Map<number, string>()
  let unlike = 0
  for (const [at, number] of numbers.entries()) {
    // Pages are drawn, and take longer than the interface: every tenth.
    const way = at % 10 === 9 ? 4 : at % 4
    const [who, route] = ways[way]!
    const one = { ...nothing, case: number }
    const baseline = baselines.get(way) ?? plain(await ask(app, askers[who]!, route, nothing), nothing)
    baselines.set(way, baseline)
    const answer = await ask(app, askers[who]!, route, one)
    if (plain(answer, one) !== baseline) unlike++
    search.seek(answer.read(), who, `${route.method} ${route.path}`)
  }
  return unlike
}
