import { createHmac } from 'node:crypto'
import type { Chance } from './chance.ts'
import type { Mutation } from './mutate-body.ts'
import { bytesOf, type Draft, targetOf } from './request.ts'
import { rawOf } from './wire.ts'

const put = (draft: Draft, name: string, value: string): void => {
  for (let at = draft.headers.length - 1; at >= 0; at--) if (draft.headers[at]![0] === name) draft.headers.splice(at, 1)
  draft.headers.push([name, value])
}

const types = [
  'text/plain',
  'text/html',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=gbk',
  'application/json; charset=utf-16',
  'application/json; charset="iso-8859-1"',
  'application/json;charset=UTF-8',
  'application/json-patch+json',
  'application/problem+json',
  'application/jsonx',
  'json',
  '',
  ';',
  'application/json; charset=',
  'application/json, text/plain',
  'a'.repeat(3_000),
]

/** Changes to what stands around a body. */
export const ofHeaders: Readonly<Record<string, Mutation>> = {
  'content type'(draft, chance) {
    put(draft, 'content-type', chance.pick(types))
  },
  'content encoding'(draft, chance) {
    put(draft, 'content-encoding', chance.pick(['gzip', 'br', 'deflate', 'identity', 'x']))
  },
  'bad key'(draft, chance) {
    put(
      draft,
      'idempotency-key',
      chance.pick([
        '',
        '1',
        'not-a-uuid',
        '{}',
        'x'.repeat(2_000),
        "'",
        'null',
        '00000000-0000-0000-0000-00000000000g',
      ]),
    )
  },
  'no key'(draft) {
    const at = draft.headers.findIndex(([name]) => name === 'idempotency-key')
    if (at !== -1) draft.headers.splice(at, 1)
  },
  'key twice'(draft) {
    draft.headers.push(
      ['idempotency-key', '11111111-1111-4111-8111-111111111111'],
      ['idempotency-key', '22222222-2222-4222-8222-222222222222'],
    )
  },
  'bad match'(draft, chance) {
    put(
      draft,
      'if-match',
      chance.pick(['*', '1', 'W/"1"', '"x"', '""', '"-1"', '"99999999999"', '"1", "2"', '"1"\t', '"٣"']),
    )
  },
  stale(draft, chance) {
    put(draft, 'if-match', `"${chance.pick([0, 1, 999, 999_999_999])}"`)
  },
  accept(draft, chance) {
    put(
      draft,
      'accept',
      chance.pick(['text/html', 'image/png', 'application/xml', '', ',', '*', '*/*;q=0', 'a'.repeat(4_000)]),
    )
  },
  language(draft, chance) {
    put(draft, 'accept-language', chance.pick(['xx', 'zh-CN,en;q=0.9', '*', ';;;', 'a'.repeat(2_000), '-']))
  },
  odd(draft, chance) {
    const [name, value] = chance.pick<readonly [string, string]>([
      ['x-forwarded-for', '1.2.3.4'],
      ['x-forwarded-host', 'elsewhere.example'],
      ['forwarded', 'for=1.2.3.4'],
      ['x-http-method-override', 'DELETE'],
      ['cookie', 'session=1; __proto__=2'],
      ['origin', 'https://elsewhere.example'],
      ['range', 'bytes=0-1'],
      ['expect', '100-continue'],
      ['expect', 'magic'],
      ['upgrade', 'h2c'],
      ['te', 'trailers'],
      ['if-none-match', '*'],
      ['accept-version', '9.x'],
      ['x-request-id', 'x'.repeat(4_000)],
      ['__proto__', 'x'],
      ['constructor', 'x'],
    ])
    put(draft, name, value)
  },
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function partsOf(token: string): {
  header: Record<string, unknown>
  claims: Record<string, unknown>
  signature: string
} {
  const [header, claims, signature] = token.split('.') as [string, string, string]
  const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
  return { header: read(header), claims: read(claims), signature }
}

/** Tokens nobody should take: made from a good one. */
export function spoil(token: string, chance: Chance): string {
  const { header, claims, signature } = partsOf(token)
  const signed = (head: object, said: object) => `${part(head)}.${part(said)}`
  const spoilt: readonly (() => string)[] = [
    () => `${signed({ ...header, alg: 'none' }, claims)}.`,
    () => `${signed({ ...header, alg: 'None' }, claims)}.${signature}`,
    () => {
      const head = signed({ ...header, alg: 'HS256' }, claims)
      return `${head}.${createHmac('sha256', String(header.kid)).update(head).digest('base64url')}`
    },
    () => `${signed({ ...header, kid: '../../etc/passwd' }, claims)}.${signature}`,
    () => `${signed({ ...header, jwk: { kty: 'oct', k: 'AA' } }, claims)}.${signature}`,
    () => `${signed({ ...header, crit: ['x'] }, claims)}.${signature}`,
    () => `${signed({ ...header, b64: false, crit: ['b64'] }, claims)}.${signature}`,
    () => `${signed(header, { ...claims, scope: 'audit supervise' })}.${signature}`,
    () => `${signed(header, { ...claims, sub: '0198ffff-ffff-7fff-bfff-ffffffffffff' })}.${signature}`,
    () => `${signed(header, { ...claims, exp: Number.MAX_VALUE })}.${signature}`,
    () => token.slice(0, -4),
    () => `${token}AAAA`,
    () => token.split('.').slice(0, 2).join('.'),
    () => `${token}.${token}`,
    () => 'x'.repeat(5_000),
    () => '..',
    () => 'null',
  ]
  return chance.pick(spoilt)()
}

/** Framing that is no HTTP, each over a connection of its own. */
export const framing: Readonly<Record<string, Mutation>> = {
  broken(draft, chance) {
    const bytes = bytesOf(draft) ?? Buffer.from('{}')
    const host: [string, string] = ['host', 'localhost']
    const type: [string, string] = ['content-type', 'application/json']
    const length: [string, string] = ['content-length', String(bytes.length)]
    const target = targetOf(draft)
    const head = (headers: readonly [string, string][], line?: string, body = bytes) =>
      rawOf(draft, headers, body, line)
    const forms: readonly (() => Buffer)[] = [
      () => Buffer.from('\r\n\r\n\r\n'),
      () => Buffer.from(Array.from({ length: 200 }, () => chance.below(256))),
      () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
      () => Buffer.from(`GET ${target}\r\n\r\n`),
      () => head([host], `FROB ${target} HTTP/1.1`),
      () => head([host], `${draft.method} ${target} HTTP/9.9`),
      () => head([host], `${draft.method}  ${target}  HTTP/1.1`),
      () => head([], `${draft.method} ${target} HTTP/1.1`),
      () => head([host, ['host', 'other']]),
      () => head([host, type, ['content-length', '-5']]),
      () => head([host, type, ['content-length', '5, 6']]),
      () => head([host, type, ['content-length', '1e3']]),
      () => head([host, type, length, ['transfer-encoding', 'chunked']]),
      () => head([host, type, ['transfer-encoding', 'xchunked']]),
      () => head([host, type, ['transfer-encoding', 'chunked']], undefined, Buffer.from('zz\r\nabc\r\n0\r\n\r\n')),
      () => head([host, type, ['transfer-encoding', 'chunked']], undefined, Buffer.from('fffffffffffffffff\r\n')),
      () => head([host, type, ['content-length', String(bytes.length + 50)]]),
      () => head([host, ['x-long', 'x'.repeat(20_000)]]),
      () => head([host, ...Array.from({ length: 3_000 }, (_, at): [string, string] => [`x${at}`, 'y'])]),
      () => head([host, ['x bad', 'y']]),
      () => head([host, ['x-nul', 'a\0b']]),
      () => head([host, ['x-fold', 'a\r\n b']]),
      () => head([host, ['idempotency-key', '\xff\xfe']]),
      () => head([host], `${draft.method} ${target.slice(0, 20)}\xff\xc9\xf2 HTTP/1.1`),
      () => head([host], `${draft.method} ${target.slice(0, 20)} x HTTP/1.1`),
      () => head([host], `${draft.method} ${'/a'.repeat(9_000)} HTTP/1.1`),
      () => head([host], `CONNECT localhost:1 HTTP/1.1`),
    ]
    draft.raw = chance.pick(forms)()
  },
}
