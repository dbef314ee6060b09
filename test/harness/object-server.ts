import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { authorizationOf } from '#kernel/file'

/** What the store does wrong, one fault a request. */
export type ObjectFault =
  | 'error'
  | 'busy'
  | 'silent'
  | 'truncated'
  | 'stuck'
  | 'reset'
  | 'kept-then-reset'
  | 'altered'
  | 'damaged-on-the-way'
  | 'no-digest'
  | 'none'

const credentials = { accessKeyId: 'TESTKEY', secretKey: 'test secret', region: 'cn-shenyang-1' }

/**
 * 对象存储仿真 A small S3 store in memory: bucket `city`, signatures checked, two names a page, and faults on demand. `clock`
 * is how far its clock is ahead, milliseconds.
 */
export async function openObjectServer({ style = 'path' }: { style?: 'path' | 'host' } = {}) {
  const objects = new Map<string, Buffer>()
  const heard: string[] = []
  const state = { faults: [] as ObjectFault[], clock: 0, bucket: true }
  const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')

  function refusalOf(request: IncomingMessage, body: Buffer): [number, string] | undefined {
    const {
      authorization = '',
      'x-amz-date': at = '',
      'x-amz-content-sha256': payload = '',
    } = request.headers as Record<string, string>
    const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? []
    const headers = Object.fromEntries(
      signed
        .filter(name => !['host', 'x-amz-date', 'x-amz-content-sha256'].includes(name))
        .map(name => [name, String(request.headers[name])]),
    )
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const expected = authorizationOf({ method: request.method ?? '', url, headers, payload, at }, credentials)
    if (authorization !== expected) return [403, 'SignatureDoesNotMatch']
    const spoken = Date.parse(at.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    if (Math.abs(spoken - Date.now() - state.clock) > 15 * 60_000) return [403, 'RequestTimeTooSkewed']
    if (createHash('sha256').update(body).digest('hex') !== payload) return [400, 'XAmzContentSHA256Mismatch']
    const sum = request.headers['content-md5']
    if (sum !== undefined && createHash('md5').update(body).digest('base64') !== sum) return [400, 'BadDigest']
    return state.bucket ? undefined : [404, 'NoSuchBucket']
  }

  function listed(url: URL): string {
    const { searchParams: query } = url
    const prefix = query.get('prefix') ?? ''
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString()
    const names = [...objects.keys()].filter(name => name.startsWith(prefix) && name > after).sort()
    const page = names.slice(0, Number(query.get('max-keys') ?? 2))
    const more = names.length > page.length
    return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${page
      .map(name => `<Contents><Key>${encodeURIComponent(name)}</Key></Contents>`)
      .join('')}${
      more ? `<NextContinuationToken>${Buffer.from(page.at(-1)!).toString('base64')}</NextContinuationToken>` : ''
    }</ListBucketResult>`
  }

  function give(request: IncomingMessage, response: ServerResponse, bytes: Buffer, fault: ObjectFault | undefined) {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const part = bytes.subarray(from)
    response.writeHead(from > 0 ? 206 : 200, { etag: `"${md5(bytes)}"`, 'content-length': part.length })
    if (request.method === 'HEAD') return response.end()
    if (fault !== 'truncated' && fault !== 'stuck') return response.end(part)
    response.write(part.subarray(0, Math.ceil(part.length / 2)))
    if (fault === 'truncated') setTimeout(() => response.destroy(), 20)
    return undefined
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    response.setHeader('date', new Date(Date.now() + state.clock).toUTCString())
    const said = (status: number, code: string) =>
      response.writeHead(status).end(request.method === 'HEAD' ? '' : `<Error><Code>${code}</Code></Error>`)
    const fault = state.faults.shift()
    if (fault === 'error') return said(500, 'InternalError')
    if (fault === 'busy') return said(503, 'SlowDown')
    if (fault === 'reset') return request.destroy()
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
    if (fault === 'silent') return pause(60_000, undefined, { ref: false })
    const refused = refusalOf(request, fault === 'damaged-on-the-way' ? Buffer.concat([body, Buffer.from('x')]) : body)
    if (refused) return said(...refused)
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const key = decodeURIComponent(url.pathname).slice(style === 'path' ? '/city/'.length : 1)
    heard.push(`${request.method} ${key}`)
    if (key === '') return response.end(listed(url))
    const there = objects.get(key)
    switch (request.method) {
      case 'PUT': {
        const kept = fault === 'altered' ? Buffer.from(body.map(byte => byte ^ 1)) : body
        objects.set(key, kept)
        if (fault === 'kept-then-reset') return request.destroy()
        return response.writeHead(200, { etag: fault === 'no-digest' ? '"a-key-of-its-own"' : `"${md5(kept)}"` }).end()
      }
      case 'DELETE':
        objects.delete(key)
        return response.writeHead(204).end()
      default:
        return there ? give(request, response, there, fault) : said(404, 'NoSuchKey')
    }
  }

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    objects,
    heard,
    state,
    credentials,
    endpoint: new URL(style === 'path' ? `http://127.0.0.1:${port}` : `http://localhost:${port}`),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
