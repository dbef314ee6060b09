import { createHash, randomInt } from 'node:crypto'
import { type IncomingMessage, Agent as OpenAgent, request as openRequest } from 'node:http'
import { Agent, request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, systemClock } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import { authorizationOf, type ObjectCredentials, queryOf } from './signature.ts'

export const fileStoreAway = refusal('FILE_STORE_AWAY', 503, 'The object store of the files does not answer')
export const fileStoreDenied = refusal('FILE_STORE_DENIED', 500, 'The object store does not let this city in')
export const fileStoreRefused = refusal('FILE_STORE_REFUSED', 500, 'The object store refuses what it was asked')

/** Where objects lie: `path` puts the bucket into the path of the endpoint, otherwise it comes before its host. */
export interface ObjectPlace {
  readonly bucket: string
  readonly endpoint: URL
  readonly path: boolean
}

export interface ObjectClientSettings extends ObjectPlace {
  readonly credentials: ObjectCredentials
  /** Milliseconds in which nothing moves until a connection is given up, and those of a whole request. */
  readonly idle?: number
  readonly whole?: number
  /** Milliseconds before the second attempt; doubled for each further one. */
  readonly backoff?: number
  /** The store's clock is held against it; the city's own clock may stand still. */
  readonly clock?: Clock
  /** How names become addresses, where not as everywhere on this machine. */
  readonly lookup?: LookupFunction
}

/** Bytes that can be sent again: their length, their digest, and how to read them from the beginning. */
export interface ObjectBody {
  readonly length: number
  /** Hexadecimal. */
  readonly sha256: string
  open(): Readable
}

export interface ObjectRequest {
  readonly method: 'GET' | 'PUT' | 'HEAD' | 'DELETE'
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: ObjectBody
  /** Answers besides the good ones that are no fault. */
  readonly expects?: readonly number[]
}

export const attempts = 5
const mostText = 1 << 20
const nothing = createHash('sha256').digest('hex')
const passing = new Set([408, 429, 500, 502, 503, 504])
/** What the store says of a body that was damaged on its way: it is sent again. */
const damaged = new Set(['BadDigest', 'IncompleteBody', 'RequestTimeout', 'XAmzContentSHA256Mismatch'])
/** A store refuses a signature that is a quarter of an hour off; what differs more than this is a clock. */
const skewed = 5 * 60_000

export async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > mostText) throw new RangeError('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7). */
function saidIn(header: string | undefined): Temporal.Instant | undefined {
  const [, day, name = '', year, time] = /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/.exec(header ?? '') ?? []
  const month = String(months.indexOf(name) + 1).padStart(2, '0')
  return month === '00' ? undefined : Temporal.Instant.from(`${year}-${month}-${day}T${time}Z`)
}

/** What stands in the first element of that name; the lists and faults of a store need no more of XML. */
export const wordOf = (text: string, tag: string): string =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? ''

/**
 * 对象存储 Signed requests to an S3-compatible store. Everything asked here may be asked twice (an object never changes its
 * content), so what fails on the way is tried again, later each time; a clock that is off is told by the store and allowed for.
 */
export function makeObjectClient(settings: ObjectClientSettings) {
  const {
    endpoint,
    bucket,
    path,
    credentials,
    idle = 30_000,
    whole = 900_000,
    backoff = 200,
    clock = systemClock(),
    lookup,
  } = settings
  const secure = endpoint.protocol === 'https:'
  const agent = new (secure ? Agent : OpenAgent)({ keepAlive: true, maxSockets: 32, ...(lookup && { lookup }) })
  let skew = 0

  function urlOf({ key = '', query = {} }: ObjectRequest): URL {
    const url = new URL(endpoint)
    if (!path) url.host = `${bucket}.${url.host}`
    url.pathname = `${url.pathname.replace(/\/$/, '')}${path ? `/${bucket}` : ''}/${key}`
    url.search = queryOf(Object.entries(query))
    return url
  }

  const once = (asked: ObjectRequest) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { method, headers: more = {}, body } = asked
      const url = urlOf(asked)
      const payload = body?.sha256 ?? nothing
      const at = clock.now().add({ milliseconds: skew }).toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')
      const headers = {
        ...more,
        ...(body && { 'content-length': String(body.length) }),
        'x-amz-content-sha256': payload,
        'x-amz-date': at,
      }
      const authorization = authorizationOf({ method, url, headers, payload, at }, credentials)
      const sent = (secure ? secureRequest : openRequest)(url, {
        method,
        agent,
        headers: { ...headers, authorization },
        signal: AbortSignal.timeout(whole),
      })
      sent.setTimeout(idle, () => sent.destroy(new Error(`nothing moved for ${idle} ms`)))
      sent.on('response', resolve).on('error', reject)
      // An answer that comes before everything was sent (a refusal) counts; what breaks then no longer does.
      if (body) pipeline(body.open(), sent).catch(reject)
      else sent.end()
    })

  /** The time the store has, when it differs so much that signatures fail. */
  function isSkewed(answer: IncomingMessage): boolean {
    const theirs = saidIn(answer.headers.date)
    if (theirs === undefined) return false
    const off = theirs.epochMilliseconds - clock.now().epochMilliseconds
    if (Math.abs(off - skew) < skewed) return false
    skew = off
    return true
  }

  function refused(asked: ObjectRequest, status: number, code: string) {
    const detail = `${asked.method} of ${bucket} at ${endpoint.host} was answered ${status}${code === '' ? '' : ` ${code}`}`
    if (status === 401 || status === 403)
      return fileStoreDenied({
        detail,
        remedy:
          'Look at the access key (filesKeyFile, or filesAccessKeyId and filesSecretKey) and at what it may do: GetObject, PutObject, DeleteObject, ListBucket.',
      })
    return fileStoreRefused({
      detail,
      remedy: 'Look at the address in files: bucket, endpoint, region and style (kernel/file/README.md).',
    })
  }

  /** The answer, its body unread when it is good or expected. @throws FILE_STORE_AWAY, FILE_STORE_DENIED, FILE_STORE_REFUSED. */
  async function ask(asked: ObjectRequest): Promise<IncomingMessage> {
    let cause: unknown
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await pause(backoff * 2 ** (attempt - 1) * (randomInt(50, 100) / 100))
      try {
        const answer = await once(asked)
        const status = answer.statusCode ?? 0
        if (status < 300) return answer
        const code = asked.method === 'HEAD' ? '' : wordOf(await textOf(answer), 'Code')
        answer.resume()
        if (asked.expects?.includes(status) && code !== 'NoSuchBucket') return answer
        cause = new Error(`${status} ${code}`)
        if (passing.has(status) || damaged.has(code) || (status === 403 && isSkewed(answer))) continue
        throw refused(asked, status, code)
      } catch (fault) {
        if (fault instanceof Error && 'status' in fault) throw fault
        cause = fault
      }
    }
    throw away(cause)
  }

  const away = (cause: unknown) =>
    fileStoreAway({
      detail: `${endpoint.host} did not answer as it should, ${attempts} times`,
      remedy: 'Try again; when it lasts, look at the object store and the way to it. Nothing was lost.',
      cause,
    })

  return { ask, away, pause: (attempt: number) => pause(backoff * 2 ** attempt) }
}
