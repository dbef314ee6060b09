import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import type { Sessions } from '../../gate/acting.ts'
import type { TestGate } from './gate.ts'

const token = (person: string): string => createHash('sha256').update(`form of ${person}`).digest('base64url')

/** Sessions for tests: the cookie names the person or firm, and `officer` one who is no citizen. */
export const testSessions: Sessions = {
  async of(cookie) {
    const [, kind, id] = /\bplumbline-test=(person|officer):([0-9a-f-]{36})/.exec(cookie ?? '') ?? []
    if (kind === undefined || id === undefined) return undefined
    return { id, subject: { kind: kind as 'person' | 'officer', id }, actsAs: id, acr: 1, csrf: token(id) }
  },
}

export interface Page {
  readonly answer: LightMyRequestResponse
  readonly status: number
  readonly html: string
  /** Words without markup. */
  readonly text: string
  /** Where it leads, as far as it is of ours. */
  readonly to: string
}

export interface Browsing {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>
  /** A form of ours as the browser sends it. */
  send(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Page>
  /** A file, as a browser packs it. */
  upload(
    path: string,
    file: { name: string; type?: string; bytes: Buffer },
    fields?: Readonly<Record<string, string>>,
  ): Promise<Page>
  /** Follows where a form leads. */
  follow(page: Page): Promise<Page>
}

const host = 'plumbline.test'

function pageOf(answer: LightMyRequestResponse): Page {
  const html = answer.body
  const text = html
    .replace(/<head>[\s\S]*?<\/head>/, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  return { answer, html, text, status: answer.statusCode, to: String(answer.headers['location'] ?? '') }
}

/** 访客 A browser without script, signed in as this person or firm; its forms were drawn while it acted on this mandate. */
export function browsing(
  gate: Pick<TestGate, 'app'>,
  person: string | undefined,
  kind: 'person' | 'officer' = 'person',
  mandate = '',
): Browsing {
  const common = {
    host,
    accept: 'text/html',
    ...(person !== undefined && { cookie: `plumbline-test=${kind}:${person}` }),
  }
  const csrf = person === undefined ? '' : token(person)
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    headers: Readonly<Record<string, string>>,
    payload?: Buffer | string,
  ) =>
    pageOf(
      await gate.app.inject({
        method,
        url,
        headers: { ...common, ...headers },
        ...(payload !== undefined && { payload }),
      }),
    )
  const get: Browsing['get'] = (path, headers = {}) => ask('GET', path, headers)
  return {
    get,
    send: (path, fields, headers = {}) =>
      ask(
        'POST',
        path,
        { 'content-type': 'application/x-www-form-urlencoded', origin: `http://${host}`, ...headers },
        new URLSearchParams({ csrf, key: randomUUID(), ...(mandate && { for: mandate }), ...fields }).toString(),
      ),
    async upload(path, { name, type = 'application/octet-stream', bytes }, fields = {}) {
      const form = new FormData()
      for (const [field, value] of Object.entries({ csrf, key: randomUUID(), for: mandate, ...fields }))
        form.set(field, value)
      form.set('file', new File([new Uint8Array(bytes)], name, { type }))
      const sent = new Response(form)
      const headers = { 'content-type': String(sent.headers.get('content-type')), origin: `http://${host}` }
      return ask('POST', path, headers, Buffer.from(await sent.arrayBuffer()))
    },
    async follow(page) {
      assert.equal(page.status, 303, page.text)
      return get(page.to.split('#')[0]!)
    },
  }
}

/** One page of paper as a scanner makes it. */
export const scan = Buffer.from(
  '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n' +
    '3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length 25 >>\nstream\nBT (paper) Tj ET\nendstream\nendobj\n' +
    'trailer << /Root 1 0 R >>\n%%EOF\n',
)
