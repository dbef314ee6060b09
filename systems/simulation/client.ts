import { Agent, request } from 'node:http'
import type { Answer } from './truth.ts'

export interface Call {
  readonly token?: string
  readonly body?: unknown
  /** Idempotency-Key */
  readonly key?: string
  /** If-Match: the sequence last seen. */
  readonly seen?: number
}

/** An answer of the city with its body; problems give their codes (RFC 9457). */
export interface Reply extends Answer {
  readonly body: Readonly<Record<string, unknown>>
}

export interface Client {
  readonly requests: number
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, call?: Call): Promise<Reply>
  close(): void
}

interface Problem {
  readonly code?: string
  readonly reasons?: readonly { readonly code?: string; readonly rule?: string }[]
}

/** Codes, and what said no: the rule `rules.parts` is known as `parts` too. */
const codesOf = ({ code, reasons }: Problem): string[] =>
  [code, ...(reasons ?? []).flatMap(reason => [reason.code, reason.rule?.split('.').at(-1)])].filter(
    found => found !== undefined,
  )

/** 客户端 Speaks to the city as any browser would: kept-alive connections on the loopback, nothing but HTTP. */
export function makeClient(url: string, connections = 16): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  let requests = 0

  const send: Client['send'] = (method, path, { token, body, key, seen } = {}) =>
    new Promise((done, failed) => {
      requests++
      const text = body === undefined ? undefined : JSON.stringify(body)
      const asked = request(
        {
          agent,
          hostname,
          port,
          method,
          path,
          headers: {
            accept: 'application/json',
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(text !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
            }),
            ...(key !== undefined && { 'idempotency-key': key }),
            ...(seen !== undefined && { 'if-match': `"${seen}"` }),
          },
        },
        answer => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('error', failed)
          answer.on('end', () => {
            const status = answer.statusCode ?? 0
            const said = Buffer.concat(parts).toString()
            try {
              const read: Record<string, unknown> = said === '' ? {} : JSON.parse(said)
              done({ status, body: read, codes: status >= 400 ? codesOf(read) : [] })
            } catch (cause) {
              failed(new Error(`${method} ${path} answered ${status} with something that is not JSON`, { cause }))
            }
          })
        },
      )
      asked.on('error', failed)
      asked.end(text)
    })

  return {
    get requests() {
      return requests
    },
    send,
    close: () => agent.destroy(),
  }
}
