import type { Mutation } from './mutate-body.ts'
import { targetOf } from './request.ts'

const badValues = [
  '',
  ' ',
  '.',
  '..',
  '../../../etc/passwd',
  '..%2f..%2f',
  '%2e%2e%2f',
  '%00',
  'a%00b',
  '%',
  '%zz',
  '%c0%af',
  '%ED%A0%80',
  '%E6%B1',
  '%F4%90%80%80',
  '١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦',
  '１２３４５６７８９０１２３４５６',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '*',
  '%2A',
  ';',
  'a;b=c',
  "'",
  '"',
  '<script>',
  '{number}',
  '-1',
  '1e3',
  '0',
  '9'.repeat(16),
  '9'.repeat(24),
  '9'.repeat(119),
  '9'.repeat(121),
  'x'.repeat(2_000),
  'x'.repeat(15_000),
  '沈阳',
  '00000000-0000-0000-0000-000000000000',
  '0198ffff-ffff-7fff-bfff-ffffffffffff',
]
const cursors = [
  'W10',
  'bnVsbA',
  'WyJhIl0',
  Buffer.from('["2026-02-31","x"]').toString('base64url'),
  Buffer.from('[null,null,null]').toString('base64url'),
  Buffer.from('{"length":3}').toString('base64url'),
  Buffer.from('["\\u0000","\\u0000"]').toString('base64url'),
  Buffer.from('9999-12-31T23:59:59Z~x').toString('base64url'),
  Buffer.from('2026-02-31T25:61:61Z~x').toString('base64url'),
  Buffer.from('0000-01-01~00000000-0000-0000-0000-000000000000').toString('base64url'),
  Buffer.from('["2026-07-06","00000000-0000-0000-0000-000000000000"]').toString('base64url'),
  '-',
  '_'.repeat(399),
  'A'.repeat(401),
]
const limits = [
  '0',
  '-1',
  '201',
  '1.5',
  '1e2',
  '0x10',
  '٣',
  'NaN',
  '',
  ' 5',
  '5 ',
  '99999999999999999999',
  'true',
  'null',
]

/** Changes to path, query and method. */
export const ofAddress: Readonly<Record<string, Mutation>> = {
  'bad part'(draft, chance) {
    const names = Object.keys(draft.parameters)
    const value = chance.pick(badValues)
    if (names.length === 0) draft.target = `${draft.operation.path}/${value}`
    else
      draft.target = targetOf({ ...draft, parameters: {} })
        .replace('//', `/${value}/`)
        .replace(/\/$/, `/${value}`)
  },
  'bad part, escaped'(draft, chance) {
    const names = Object.keys(draft.parameters)
    if (names.length > 0) draft.parameters[chance.pick(names)] = chance.pick(badValues)
  },
  'bad path'(draft, chance) {
    const good = targetOf(draft)
    draft.target = chance.pick([
      `${good}/`,
      `/${good}`,
      `${good}/..`,
      `/api/../${good}`,
      `/api/%2e%2e${good}`,
      good.toUpperCase(),
      good.replace('/api', '/API'),
      good.replace('/api', '/api/'),
      good.replace('/', '\\'),
      `${good}#part`,
      `${good};a=b`,
      `${good}%`,
      `${good}%00`,
      `http://elsewhere.example${good}`,
      `*`,
      `/api/${'a/'.repeat(300)}`,
      `/errors/BODY_INVALID`,
      `/.git/config`,
      `/api`,
      `/node_modules/pino/package.json`,
      `/trail/0/../../keys/trail.key`,
      `/trail/0/tile/0/x999/000`,
    ])
  },
  'bad query'(draft, chance) {
    if (draft.query.length === 0 || chance.once(2))
      draft.query.push([chance.pick(['limit', 'after', 'q', 'seq', 'on']), ''])
    const at = chance.below(draft.query.length)
    const [name] = draft.query[at]!
    const value =
      name === 'limit' ? chance.pick(limits) : name === 'after' ? chance.pick(cursors) : chance.pick(badValues)
    draft.query[at] = [name, value.slice(0, 3_000)]
  },
  'unknown query'(draft, chance) {
    draft.query.push([chance.pick(['x', '__proto__', 'constructor', 'limit[]', 'a[b]', '字', '', 'callback']), 'y'])
  },
  'query twice'(draft, chance) {
    if (draft.query.length === 0) draft.query.push(['limit', '5'], ['limit', '6'])
    else draft.query.push(chance.pick(draft.query))
  },
  'raw query'(draft, chance) {
    const good = targetOf(draft).split('?')[0]!
    draft.target =
      good +
      chance.pick([
        '?',
        '??',
        '?&&&',
        '?=',
        '?limit',
        '?%',
        '?%00=%00',
        '?a=%ff',
        '?q=%C9%F2%D1%F4',
        '?limit=5#x',
        `?q=${'%'.repeat(200)}`,
        `?${'a&'.repeat(2_000)}`,
      ])
  },
  cursor(draft, chance) {
    const known = draft.query.findIndex(([name]) => name === 'after')
    const cursor: [string, string] = ['after', chance.pick(cursors)]
    if (known === -1) draft.query.push(cursor)
    else draft.query[known] = cursor
  },
  method(draft, chance) {
    draft.method = chance.pick([
      'GET',
      'POST',
      'PUT',
      'DELETE',
      'PATCH',
      'HEAD',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'QUERY',
      'LOCK',
    ])
  },
}
