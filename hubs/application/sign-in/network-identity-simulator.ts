import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { NetworkIdentity } from './needs.ts'

export const identityFaults = [
  'slow',
  'silent',
  'busy',
  'garbled',
  'other-question',
  'contradictory',
  'elsewhere',
  'neither',
] as const
export type IdentityFault = (typeof identityFaults)[number]

interface Claim {
  readonly request: string
  readonly name: string
  readonly number: string
  readonly credential: string
}

async function claimOf(request: IncomingMessage): Promise<Claim> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Claim
}

/** 网络身份认证仿真 The national service on this machine, over HTTP, which fails on demand; it knows whom `identity` knows. */
export async function simulateIdentityService({
  identity,
  secret,
  faults = [],
  slow = 300,
}: {
  readonly identity: NetworkIdentity
  readonly secret?: string
  readonly faults?: IdentityFault[]
  readonly slow?: number
}) {
  const heard: Readonly<Record<string, unknown>>[] = []
  const answer = (
    response: ServerResponse,
    status: number,
    said: object | string,
    headers: Record<string, string> = {},
  ) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof said === 'string' ? said : JSON.stringify(said))

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<unknown> {
    if (secret !== undefined && incoming.headers.authorization !== `Bearer ${secret}`) return answer(response, 401, {})
    const claim = await claimOf(incoming)
    heard.push({ ...claim })
    const { request } = claim
    const found = await identity.compare(claim)
    if (found === 'unavailable') return answer(response, 503, { request, code: 'DOWN' })
    const same = found === 'same'
    switch (faults.shift()) {
      case 'silent':
        return undefined
      case 'busy':
        return answer(response, 429, { request, code: 'BUSY' })
      case 'garbled':
        return answer(response, 200, '{"same": tru')
      case 'other-question':
        return answer(response, 200, { request: 'another', same: true })
      case 'contradictory':
        return answer(response, 200, { request, same: true, code: 'NOT_THE_SAME' })
      case 'elsewhere':
        return answer(response, 302, { request, same: true }, { location: 'http://127.0.0.1:1/' })
      case 'neither':
        return answer(response, 200, { request, same: 'yes' })
      case 'slow':
        await pause(slow)
        return answer(response, 200, { request, same })
      default:
        return answer(response, 200, { request, same })
    }
  }
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    ...{ heard, faults },
    url: `http://127.0.0.1:${port}/compare`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
