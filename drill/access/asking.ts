import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { addressOf } from './addresses.ts'
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
  /** 坐席 An officer whose browser sits at the desk in his post: his pages ask the interface by that session. */
  readonly desk?: true
}

/** By what somebody shows who he is where programs ask: a token, or the session of the desk with what only its pages know. */
export type By = 'token' | 'desk'

/** By what this one asks an address: an officer's pages ask the interface by the session of his browser too. */
export const waysOf = ({ path }: Route, { desk }: Asker): readonly By[] =>
  path.startsWith('/api/') && desk ? ['token', 'desk'] : ['token']

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

/** 一张表单 What every form of ours carries, and what this one says; with a file in it, as browsers send files. */
function postedForm(carried: Readonly<Record<string, string>>, body: unknown): URLSearchParams | FormData {
  const said = body instanceof FormData ? [...body] : Object.entries(body as Readonly<Record<string, string>>)
  const form = body instanceof FormData ? new FormData() : new URLSearchParams()
  // Whatever the form says of the same goes before.
  for (const [name, value] of [...Object.entries(carried), ...said]) form.set(name, value as string)
  return form
}

export async function ask(
  app: FastifyInstance,
  { token, cookie, csrf = '', mandate = '' }: Asker,
  { method, path }: Route,
  things: Things,
  { body = {}, by = 'token' }: { readonly body?: unknown; readonly by?: By } = {},
): Promise<Answer> {
  const people = page(path)
  const form = people && method === 'POST'
  const posted = form
    ? postedForm({ csrf, key: randomUUID(), for: mandate, organ: '210100-city-government' }, body)
    : undefined
  const whole = posted && new Response(posted)
  const sent = !people && method !== 'GET' && method !== 'DELETE'
  const answer = await app.inject({
    method: method as 'GET',
    url: addressOf(path, things),
    headers: {
      host,
      ...(people
        ? { accept: 'text/html,*/*;q=0.8', ...(cookie !== undefined && { cookie }) }
        : by === 'desk'
          ? { ...(cookie !== undefined && { cookie }), 'x-csrf': csrf, 'sec-fetch-site': 'same-origin' }
          : { ...(token !== undefined && { authorization: `Bearer ${token}` }) }),
      ...(method !== 'GET' && { 'idempotency-key': randomUUID(), origin: `http://${host}` }),
      ...(whole && { 'content-type': whole.headers.get('content-type')! }),
      ...(sent && { 'content-type': body instanceof Buffer ? 'application/pdf' : 'application/json' }),
    },
    ...(whole && { payload: Buffer.from(await whole.arrayBuffer()) }),
    ...(sent && { payload: body instanceof Buffer ? body : JSON.stringify(body) }),
  })
  const text = answer.body
  const code = /^\{/.test(text) ? String((JSON.parse(text) as { code?: unknown }).code ?? '') : ''
  const location = String(answer.headers['location'] ?? '')
  return { status: answer.statusCode, location, text, code, read: () => `${location} ${readable(answer.rawPayload)}` }
}

/**
 * What an answer comes to. `heard`: who may was asked and he may; what he asks for does not fit where the thing stands. `unheard`: sent back for its
 * form, perhaps before anybody asked who sends it.
 */
export type Kind = Exclude<Expected, 'missing' | 'any'> | 'heard' | 'unheard'

/** Sent back for the form of the request, although the status is one of the state of things. */
const ofForm: ReadonlySet<string> = new Set(['', 'FORM_STALE', 'IDEMPOTENCY_KEY_REUSED', 'COMMAND_REUSED'])

export function kindOf({ status, location, code }: Pick<Answer, 'status' | 'location' | 'code'>): Kind {
  if (status === 401 || (status === 303 && location.startsWith('/sign-in'))) return 'sign-in'
  if (status === 403) return 'no'
  if (status === 404) return 'absent'
  if (status < 400) return 'yes'
  return status === 409 && !ofForm.has(code) ? 'heard' : 'unheard'
}

/** An answer without what is made anew each time, and without the names of the things that were asked for. */
export const plain = ({ status, location, text }: Answer, things: Things): string => {
  let said = `${status} ${location} ${text}`.replaceAll(
    /urn:request:[0-9a-f-]{36}|name="(?:key|csrf)" value="[^"]*"/g,
    '',
  )
  const { also = {}, ...own } = things
  // What is short stands in other words too: the version of an item is no name of a thing.
  for (const thing of [...Object.values(own), ...Object.values(also)])
    if (thing.length > 4) said = said.replaceAll(thing, '#')
  return said
}
