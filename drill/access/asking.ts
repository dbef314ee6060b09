import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { readable } from './sought.ts'
import type { Expected, Route } from './table.ts'

/** What one of them holds, by the kind of thing an address names. */
export interface Things {
  readonly case: string
  readonly draft: string
  readonly mandate: string
  readonly batch: string
  readonly file: string
  /** What else an address may name: a paper of the case, an export, a posting. */
  readonly also?: Readonly<Record<string, string>>
}

export type ThingKind = Exclude<keyof Things, 'also'>

/** Whoever asks: by a token where programs ask, by a session where people do. */
export interface Asker {
  readonly token?: string
  readonly cookie?: string
  readonly csrf?: string
  readonly mandate?: string
}

export interface Answer {
  readonly status: number
  readonly location: string
  readonly text: string
  readonly code: string
  /** As whoever gets it can read it: papers and packages unpacked. */
  readonly read: () => string
}

const host = 'plumbline.test'
const page = (path: string): boolean => !path.startsWith('/api/')

/** Fills an address in: with the things of somebody, else with what exists and is public. */
export function addressOf(path: string, things: Things): string {
  const known: Readonly<Record<string, string>> = {
    number: things.case,
    caseId: things.draft,
    draft: things.draft,
    mandate: things.mandate,
    batch: things.batch,
    file: things.file,
    item: 'information-request',
    organ: '210100-city-government',
    site: '210100-city-government',
    material: 'application',
    law: '行政许可法',
    version: '1',
    page: '1',
    lifeEvent: 'build-a-plant',
    verb: 'makeStatement',
    register: 'enterprise',
    kind: 'reconsideration',
    ...things.also,
  }
  const address = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(known[name] ?? 'nothing'))
  return path.startsWith('/apply/:item/batch') && !path.includes(':batch')
    ? `${address}?organ=210100-city-government`
    : path.endsWith('/administration/organs')
      ? `${address}?words=${encodeURIComponent('局')}`
      : path.endsWith('/proof') && !page(path)
        ? `${address}?seq=1`
        : address
}

export async function ask(
  app: FastifyInstance,
  { token, cookie, csrf = '', mandate = '' }: Asker,
  { method, path }: Route,
  things: Things,
  body: unknown = {},
): Promise<Answer> {
  const people = page(path)
  const form = people && method === 'POST'
  const answer = await app.inject({
    method: method as 'GET',
    url: addressOf(path, things),
    headers: {
      host,
      ...(people
        ? { accept: 'text/html', ...(cookie !== undefined && { cookie }) }
        : { ...(token !== undefined && { authorization: `Bearer ${token}` }) }),
      ...(method !== 'GET' && { 'idempotency-key': randomUUID(), origin: `http://${host}` }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(!people && method !== 'GET' && method !== 'DELETE' && { 'content-type': 'application/json' }),
    },
    ...(form && {
      payload: new URLSearchParams({
        csrf,
        key: randomUUID(),
        for: mandate,
        organ: '210100-city-government',
      }).toString(),
    }),
    ...(!people && method !== 'GET' && method !== 'DELETE' && { payload: JSON.stringify(body) }),
  })
  const text = answer.body
  const code = /^\{/.test(text) ? String((JSON.parse(text) as { code?: unknown }).code ?? '') : ''
  const location = String(answer.headers['location'] ?? '')
  return { status: answer.statusCode, location, text, code, read: () => `${location} ${readable(answer.rawPayload)}` }
}

/** What an answer comes to. */
export function kindOf({ status, location, code }: Answer): Exclude<Expected, 'any'> {
  if (status === 401 || (status === 303 && location.startsWith('/sign-in'))) return 'sign-in'
  if (status === 403 || code === 'CASE_ENDED') return 'no'
  if (status === 404) return 'absent'
  return 'yes'
}

/** An answer without what is made anew each time, and without the names of the things that were asked for. */
export const plain = ({ status, location, text }: Answer, things: Things): string => {
  let said = `${status} ${location} ${text}`.replaceAll(
    /urn:request:[0-9a-f-]{36}|name="(?:key|csrf)" value="[^"]*"/g,
    '',
  )
  const { also = {}, ...own } = things
  for (const thing of [...Object.values(own), ...Object.values(also)]) said = said.replaceAll(thing, '#')
  return said
}
