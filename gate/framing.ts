import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RefusalKind, refusal } from '#kernel/refusal'
import { problemOf, requestMalformed } from './problem.ts'

export const headersTooLarge = refusal('HEADERS_TOO_LARGE', 431, 'The headers are too large')
export const requestTooSlow = refusal('REQUEST_TOO_SLOW', 408, 'The request did not arrive in time')
export const expectationUnknown = refusal('EXPECTATION_UNKNOWN', 417, 'Nothing is known of what the request expects')

const kinds: Readonly<Record<string, RefusalKind>> = {
  HPE_HEADER_OVERFLOW: headersTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: requestTooSlow,
}

const told = (kind: RefusalKind) => {
  const text = JSON.stringify(problemOf(kind(), { id: randomUUID() }))
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  }
  return { text, headers, status: kind.status }
}

/** 坏报文 What is not HTTP, or not enough of it to be a request, is refused like everything else: with a problem document and its code. */
export function refuseFraming(fault: Error & { readonly code?: string }, socket: Duplex): void {
  if (fault.code === 'ECONNRESET' || socket.destroyed) return
  const { text, headers, status } = told(kinds[fault.code ?? ''] ?? requestMalformed)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  if (socket.writable)
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`, () => socket.destroy())
  else socket.destroy()
}

const answer = (response: ServerResponse, kind: RefusalKind): void => {
  const { text, headers, status } = told(kind)
  response.writeHead(status, headers).end(text)
}

/** Node would answer these two itself, without a word: an HTTP/1.1 request that names no host, and an unknown expectation. */
export const hostNamed =
  (handler: (request: IncomingMessage, response: ServerResponse) => void) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    if (request.headers.host === undefined && request.httpVersion !== '1.0') answer(response, requestMalformed)
    else handler(request, response)
  }

export function refuseExpectations(server: Server): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) =>
    answer(response, expectationUnknown),
  )
}
