import type { Chance } from './chance.ts'
import { bytesOf, type Draft } from './request.ts'

export type Mutation = (draft: Draft, chance: Chance) => void

type Node = { holder: Record<string, unknown> | unknown[]; key: string | number }

/** Every place of a body where a value stands. */
function nodesOf(value: unknown, found: Node[] = []): Node[] {
  if (typeof value !== 'object' || value === null) return found
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Record<string, unknown>, key })
    nodesOf((value as Record<string, unknown>)[key], found)
  }
  return found
}

const nested = (depth: number, inner: unknown = 1): unknown => {
  let value = inner
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

const strange: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  'null',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '0x10',
  '١٢٣',
  '１２３',
  0,
  -1,
  -0,
  0.1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e21,
  1e308,
  -1e308,
  5e-324,
  [],
  {},
  [null],
  [[]],
  { a: 1 },
  { toString: 1, valueOf: 2 },
  'x'.repeat(5_000),
  '汉'.repeat(5_000),
  'x'.repeat(120_000),
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff',
  'a\ud83d',
  '\u202e反',
  '\ufeff',
  '\u0007\u001b[31m',
  '\r\nSet-Cookie: a=b',
  '../../etc/passwd',
  '#{7*7}',
  "' or 1=1 --",
  '%00',
  '2026-02-30',
  '2026-13-01',
  '0000-00-00',
  '+012026-01-01',
  '99999-01-01',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF',
  '__proto__',
  'constructor',
  Array.from({ length: 3_000 }, (_, index) => index),
]

const strangeKeys = strange.filter(one => typeof one === 'string')

const set = ({ holder, key }: Node, value: unknown): void => {
  if (Array.isArray(holder)) holder[Number(key)] = value
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}
const drop = ({ holder, key }: Node): void => {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
}

const names = [
  'extra',
  'note',
  'caseId',
  'seq',
  'actor',
  'outcome',
  '字段',
  '',
  ' ',
  'a.b',
  'a.__proto__.b',
  '$ref',
  'toJSON',
]
const roots: readonly unknown[] = [null, true, 0, '', 'text', [], [[]], [{}], {}, nested(20), Number.MAX_VALUE]

/** Changes to what a body says. */
export const ofBody: Readonly<Record<string, Mutation>> = {
  missing(draft, chance) {
    const nodes = nodesOf(draft.body)
    if (nodes.length > 0) drop(chance.pick(nodes))
  },
  strange(draft, chance) {
    const nodes = nodesOf(draft.body)
    if (nodes.length > 0) set(chance.pick(nodes), chance.pick(strange))
    else draft.body = chance.pick(roots)
  },
  'strange key'(draft, chance) {
    const nodes = nodesOf(draft.body).filter(({ holder }) => !Array.isArray(holder))
    const holder = nodes.length > 0 ? chance.pick(nodes).holder : draft.body
    if (typeof holder === 'object' && holder !== null && !Array.isArray(holder))
      set({ holder: holder as Record<string, unknown>, key: chance.pick(strangeKeys).slice(0, 300) }, 1)
  },
  unknown(draft, chance) {
    const holders = [draft.body, ...nodesOf(draft.body).map(({ holder, key }) => (holder as never)[key])].filter(
      (one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one),
    )
    if (holders.length > 0) set({ holder: chance.pick(holders), key: chance.pick(names) }, chance.pick(strange))
  },
  prototype(draft, chance) {
    const body = draft.body
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      set(
        { holder: body as Record<string, unknown>, key: chance.pick(['__proto__', 'constructor', 'prototype']) },
        { a: 1 },
      )
  },
  deep(draft, chance) {
    const nodes = nodesOf(draft.body)
    const value = nested(chance.pick([31, 33, 200, 4_000]))
    if (nodes.length > 0 && chance.once(2)) set(chance.pick(nodes), value)
    else draft.body = value
  },
  wide(draft) {
    const body = draft.body
    if (typeof body === 'object' && body !== null)
      for (let index = 0; index < 2_000; index++) (body as Record<string, unknown>)[`f${index}`] = index
  },
  root(draft, chance) {
    draft.body = chance.pick(roots)
  },
  none(draft) {
    draft.body = undefined
  },
}

const text = (draft: Draft): string => (bytesOf(draft) ?? Buffer.alloc(0)).toString()

/** Changes to the bytes of a body. */
export const ofBytes: Readonly<Record<string, Mutation>> = {
  truncated(draft, chance) {
    const bytes = bytesOf(draft) ?? Buffer.from('{"a":')
    draft.bytes = bytes.subarray(0, chance.below(bytes.length))
  },
  doubled(draft) {
    draft.bytes = Buffer.from(text(draft).replace(/^\{("(?:[^"\\]|\\.)*":)/, '{$1 0,$1'))
  },
  'doubled in disguise'(draft) {
    draft.bytes = Buffer.from(
      text(draft).replace(/^\{"([a-z])([^"\\]*)":/, (all, first: string, rest: string) => {
        const code = first.charCodeAt(0).toString(16).padStart(4, '0')
        return `{"\\u${code}${rest}":1,${all.slice(1)}`
      }),
    )
  },
  'trailing words'(draft, chance) {
    draft.bytes = Buffer.from(text(draft) + chance.pick([',', '}', ' {}', '\u0000', '\n\n', '// end', ';']))
  },
  'not quite JSON'(draft, chance) {
    const told = text(draft)
    draft.bytes = Buffer.from(
      chance.pick([
        told.replaceAll('"', "'"),
        `\ufeff${told}`,
        `)]}',\n${told}`,
        told.replace(/:(\d+)/, ':0$1'),
        told.replace(/:[^,}]+/, ':NaN'),
        told.replace(/:[^,}]+/, ':+1'),
        told.replace(/:[^,}]+/, ':1e999'),
        told.replace(/:[^,}]+/, `:${'9'.repeat(400)}`),
        told.replace('{', '{,'),
        `${told.slice(0, -1)},}`,
        '',
        ' ',
        'undefined',
        '<xml/>',
        'a=1&b=2',
      ]),
    )
  },
  'not UTF-8'(draft, chance) {
    const bytes = bytesOf(draft) ?? Buffer.from('{"a":"b"}')
    const at = Math.max(1, bytes.indexOf('":"') + 3)
    const bad = chance.pick([
      Buffer.from([0xff]),
      Buffer.from([0xc0, 0xaf]),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from([0xf4, 0x90, 0x80, 0x80]),
      Buffer.from([0xe6, 0xb1]),
      // 沈阳 in GBK, which older systems of a city still send.
      Buffer.from([0xc9, 0xf2, 0xd1, 0xf4]),
      Buffer.from('沈阳', 'utf16le'),
    ])
    draft.bytes = Buffer.concat([bytes.subarray(0, at), bad, bytes.subarray(at)])
  },
  'UTF-16'(draft) {
    draft.bytes = Buffer.from(`\ufeff${text(draft)}`, 'utf16le')
  },
  flipped(draft, chance) {
    const bytes = Buffer.from(bytesOf(draft) ?? Buffer.from('{}'))
    for (let count = 1 + chance.below(3); count > 0 && bytes.length > 0; count--)
      bytes[chance.below(bytes.length)] = chance.below(256)
    draft.bytes = bytes
  },
  garbage(draft, chance) {
    draft.bytes = Buffer.from(Array.from({ length: chance.below(300) }, () => chance.below(256)))
  },
}

/** Bodies over the limit; made seldom, because each is large. */
export const oversized: Readonly<Record<string, Mutation>> = {
  'just over'(draft) {
    const told = text(draft)
    draft.bytes = Buffer.from(told + ' '.repeat(1_048_577 - Buffer.byteLength(told)))
  },
  'a text too long'(draft) {
    draft.bytes = Buffer.from(JSON.stringify({ reason: '长'.repeat(500_000) }))
  },
  'far over'(draft, chance) {
    draft.bytes = Buffer.alloc(chance.pick([4, 16]) * 1_048_576, 0x20)
  },
}
