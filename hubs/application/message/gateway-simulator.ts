import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Carried, CarrierFault } from './simulator.ts'

export interface ShortMessageReceived {
  readonly id: string
  readonly to: string
  readonly text: string
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** 短信网关仿真 A gateway on this machine that fails on demand; a message it has under one key already (409) goes no second time. */
export async function simulateGateway({
  faults = [],
  secret,
  slow = 300,
}: {
  readonly faults?: CarrierFault[]
  readonly secret?: string
  readonly slow?: number
} = {}) {
  const heard: string[] = []
  const left: ShortMessageReceived[] = []
  const reports: object[] = []
  const answer = (response: ServerResponse, status: number, said: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    if (secret !== undefined && request.headers.authorization !== `Bearer ${secret}`) return answer(response, 401, {})
    if (request.method === 'GET') return answer(response, 200, { reports: reports.splice(0) })
    const key = String(request.headers['idempotency-key'])
    const message = JSON.parse(await bodyOf(request)) as ShortMessageReceived
    heard.push(key)
    const fault = faults.shift()
    if (fault === 'busy') return answer(response, 503, { code: 'BUSY' })
    if (fault === 'refused') return answer(response, 422, { code: 'NO_SUCH_NUMBER' })
    const again = left.some(({ id }) => id === key)
    if (!again) left.push(message)
    const report = { id: key, kind: fault === 'bounced' ? 'bounced' : 'arrived', on: '2026-03-02', code: fault ?? 'ok' }
    reports.push(report, ...(fault === 'duplicate' ? [report] : []))
    // It has the message and never says so.
    if (fault === 'silent') return undefined
    if (fault === 'slow') await pause(slow)
    return answer(response, again ? 409 : 202, { receipt: `r-${left.length}` })
  }
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    ...({ faults, heard, left } satisfies Carried<ShortMessageReceived>),
    url: `http://127.0.0.1:${port}/messages`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
