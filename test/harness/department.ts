import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'

export interface HeardRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Answers one request, in whatever way it likes. */
export type Counter = (
  request: HeardRequest,
  response: ServerResponse,
  signal: AbortSignal,
) => Promise<unknown> | unknown

const open = new Set<() => Promise<void>>()
after(async () => {
  for (const close of open) await close()
})

/** 部门系统 A department's system on a real port of this machine; `counter` may be exchanged while it runs. */
export async function openDepartment(counter: Counter) {
  const state = { counter, heard: [] as HeardRequest[] }
  const server = createServer(async (request, response) => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    try {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString()
      const heard = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
      state.heard.push(heard)
      await state.counter(heard, response, gone.signal)
    } catch {
      response.destroy()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>(resolve => {
      open.delete(close)
      server.close(() => resolve())
      server.closeAllConnections()
    })
  open.add(close)
  return { state, url: `http://127.0.0.1:${port}`, close }
}

export const say = (response: ServerResponse, value: unknown, status = 200): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(typeof value === 'string' ? value : JSON.stringify(value))

/** `exchanges.yaml` of a city whose register of enterprises speaks words of its own and wants signatures with secret `court`. */
export const market = (url: string) => `
market:
  name: { zh: 市场主体登记系统, en: Register of enterprises }
  organ: 210100-market-regulation-bureau
  url: ${url}/gateway/
  within: 1000
  proof: { sign: hmac-sha256, header: x-signature, time: x-time, key: { header: x-app, value: plumbline }, secret: court }
  questions:
    enterprise.isActive:
      path: /v1/status
      with: { query.creditCode: uscc, ticket: $request, reason: $purpose }
      answer: boolean
      value: { at: data.status, means: { 存续: true, 吊销: false, 注销: false, 查无: null } }
      echo: data.ticket
      source: data.office
      obtained: data.time
      validFor: PT2H
`
