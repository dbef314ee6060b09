import { createHash, createHmac } from 'node:crypto'

/** Who signs, for which region; the service is S3. */
export interface ObjectCredentials {
  readonly accessKeyId: string
  readonly secretKey: string
  readonly region: string
}

export interface RequestToSign {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Hexadecimal SHA-256 of the body. */
  readonly payload: string
  /** `20130524T000000Z`. */
  readonly at: string
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
const before = ([a, x]: readonly [string, string], [b, y]: readonly [string, string]): number =>
  a < b || (a === b && x < y) ? -1 : 1

/** The query as it is signed and sent: every name and value encoded alike, in the order of their names. */
export const queryOf = (query: Iterable<readonly [string, string]>): string =>
  [...query]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(before)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/**
 * 请求签名 The `authorization` header of AWS Signature Version 4: one chunk, all given headers signed. Source: Amazon S3 API
 * Reference, "Authenticating Requests: Using the Authorization Header", whose examples are the test.
 */
export function authorizationOf(
  { method, url, headers, payload, at }: RequestToSign,
  { accessKeyId, secretKey, region }: ObjectCredentials,
): string {
  const signed = Object.entries({ ...headers, host: url.host, 'x-amz-content-sha256': payload, 'x-amz-date': at })
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')] as const)
    .sort(before)
  const names = signed.map(([name]) => name).join(';')
  const path = url.pathname
    .split('/')
    .map(part => encoded(decodeURIComponent(part)))
    .join('/')
  const lines = signed.map(([name, value]) => `${name}:${value}`)
  const canonical = [method, path, queryOf(url.searchParams), ...lines, '', names, payload].join('\n')
  const day = at.slice(0, 8)
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretKey}`)
  const signature = hmac(key, text).toString('hex')
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
}
