import type { Chance } from '../fuzz/chance.ts'

export interface Mutated {
  readonly kind: string
  readonly text: string | Uint8Array
}

const many = (text: string, times: number): string => text.repeat(times)
const anchors = (levels: number, each: number): string =>
  `a0: &a0 [x]\n${Array.from({ length: levels }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(each).fill(`*a${at}`).join(', ')}]\n`).join('')}`

/** Files that are hostile as a whole. */
export function wholeFiles(item: string): readonly Mutated[] {
  const test = (expression: string) => item.replace(/test: [^,}\n]+/, `test: ${JSON.stringify(expression)}`)
  const kinds: Readonly<Record<string, string | Uint8Array>> = {
    nothing: '',
    'one byte': '\n',
    'not a map': '- a\n- b\n',
    'only a scalar': 'x'.repeat(1_000_000),
    'too large': many('# comment\n', 300_000),
    'NUL bytes': Buffer.alloc(100_000),
    'another encoding': Buffer.from('cac2cff1', 'hex'),
    'broken UTF-8': Buffer.from([0x69, 0x74, 0x65, 0x6d, 0x3a, 0x20, 0xc3, 0x28, 0xf0, 0x9f]),
    'UTF-16': Buffer.from('﻿item: x', 'utf16le'),
    'alias bomb': anchors(40, 10),
    'alias bomb, wide': anchors(4, 60),
    'alias of itself': 'a: &a\n  b: *a\n',
    'many anchors': Array.from({ length: 7_000 }, (_, at) => `k${at}: &k${at} 1\n`).join(''),
    'flow depth': `${many('[', 100_000)}${many(']', 100_000)}`,
    'block depth': Array.from({ length: 5_000 }, (_, at) => `${many(' ', at % 300)}k:\n`).join(''),
    'dash depth': `${many('- ', 100_000)}x`,
    'map depth': `${many('{a: ', 20_000)}1${many('}', 20_000)}`,
    'question depth': `${many('? ', 50_000)}x`,
    'one key very often': many('item: x\n', 50_000),
    'many keys': Array.from({ length: 50_000 }, (_, at) => `key${at}: ${at}\n`).join(''),
    'long key': `${'k'.repeat(500_000)}: 1\n`,
    'long quoted': `item: "${'\\u4e00'.repeat(150_000)}"\n`,
    'folded text': `item: >\n${many('  a\n\n', 100_000)}`,
    'many documents': many('---\nitem: x\n', 20_000),
    directive: '%YAML 1.1\n---\nitem: no\n',
    'tag directive': '%TAG ! tag:evil.example,2026:\n---\nitem: !x y\n',
    tags: 'item: !!js/function "function () {}"\nversion: !!binary aGVsbG8=\n',
    'merge keys': 'a: &a {x: 1}\nitem: {<<: *a}\n',
    'prototype names': '__proto__: {a: 1}\nconstructor: {prototype: {b: 2}}\ntoString: x\nhasOwnProperty: y\n',
    'huge numbers': `version: 1e999\nitem: 99999999999999999999999999\na: 0x${'f'.repeat(1000)}\nb: -.inf\nc: .nan\n`,
    'expression depth': test(`${many('(', 20_000)}true${many(')', 20_000)}`),
    'expression not': test(`${many('not(', 8_000)}true${many(')', 8_000)}`),
    'expression and': test(Array(40_000).fill('energy.total > 1').join(' and ')),
    'expression sum': test(`${Array(40_000).fill('energy.total').join(' + ')} > 1`),
    'expression if': test(`${many('if true then ', 5_000)}true${many(' else false', 5_000)}`),
    'expression list': test(`energy.total in (${Array(60_000).fill('1').join(', ')})`),
    'expression number': test(`energy.total > ${'9'.repeat(100_000)}`),
    'expression decimals': test(`energy.total > 0.${'1'.repeat(100_000)}`),
    'expression string': test(`applicant.name = "${'好'.repeat(200_000)}"`),
    'expression some': test(`${many('some x in y satisfies ', 4_000)}true`),
    'expression minus': test(`${many('-', 20_000)}1 > 0`),
    'expression regex': test('matches(applicant.name, "(a+)+$")'),
    'expression unicode': test('ｅnergy.total > 1 or ｔｒｕｅ'),
    'expression division': test(`${Array(3_000).fill('energy.total').join(' / ')} > 1`),
  }
  return Object.entries(kinds).map(([kind, text]) => ({ kind, text }))
}

const values: readonly string[] = [
  'null',
  '~',
  '[]',
  '{}',
  'true',
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  '"\\0"',
  '"\\ud800"',
  '" "',
  '__proto__',
  'constructor',
  '{ __proto__: 1 }',
  '[[[[[[[[[[]]]]]]]]]]',
  '"../../../etc/passwd"',
  `"\${7*7}"`,
  '0000-01-01',
  '2026-02-30',
  '9999-12-31',
  '99999 workday',
  '999999999999999999999 year',
  '0 day',
  '"1 fortnight"',
  'ａｃｃｅｐｔ',
  'аccept',
  '"accept\u200b"',
  `"${'x'.repeat(70_000)}"`,
  'energy.total > energy.total > 1',
  '"(((((((("',
  '"not(not(not(not(true))))"',
  "'energy.total / 0 > 1'",
  '"energy.total in [1..2..3]"',
  '*nothing',
  '&x [*x]',
  '!!set {a}',
]
const scalarAt = /(:[ ]+)([^\s#{[\n][^,}\]\n]*)/g

type Change = (text: string, chance: Chance) => string

const linesOf = (text: string) => text.split('\n')
const pickLine = (lines: readonly string[], chance: Chance) => chance.below(Math.max(1, lines.length))

const changes: Readonly<Record<string, Change>> = {
  'another value': (text, chance) => {
    const places = [...text.matchAll(scalarAt)]
    if (places.length === 0) return text
    const place = chance.pick(places)
    const from = place.index + place[1]!.length
    return text.slice(0, from) + chance.pick(values) + text.slice(from + place[2]!.length)
  },
  'another value of its own': (text, chance) => {
    const places = [...text.matchAll(scalarAt)]
    if (places.length === 0) return text
    const [place, other] = [chance.pick(places), chance.pick(places)]
    const from = place.index + place[1]!.length
    return text.slice(0, from) + other[2]! + text.slice(from + place[2]!.length)
  },
  'line gone': (text, chance) => {
    const lines = linesOf(text)
    lines.splice(pickLine(lines, chance), 1 + chance.below(3))
    return lines.join('\n')
  },
  'line twice': (text, chance) => {
    const lines = linesOf(text)
    const at = pickLine(lines, chance)
    lines.splice(at, 0, lines[at]!)
    return lines.join('\n')
  },
  'lines moved': (text, chance) => {
    const lines = linesOf(text)
    const moved = lines.splice(pickLine(lines, chance), 1 + chance.below(8))
    lines.splice(pickLine(lines, chance), 0, ...moved)
    return lines.join('\n')
  },
  'deeper in': (text, chance) => {
    const lines = linesOf(text)
    const at = pickLine(lines, chance)
    lines[at] = `${' '.repeat(1 + chance.below(6))}${lines[at]}`
    return lines.join('\n')
  },
  'key renamed': (text, chance) => {
    const keys = [...text.matchAll(/([A-Za-z][\w.-]*):/g)]
    if (keys.length === 0) return text
    const key = chance.pick(keys)
    const name = chance.pick([
      '__proto__',
      'constructor',
      'toString',
      'valueOf',
      'then',
      'x'.repeat(300),
      '好',
      'a.b.c',
      '-',
    ])
    return text.slice(0, key.index) + name + text.slice(key.index + key[1]!.length)
  },
  'cut short': (text, chance) => text.slice(0, chance.below(text.length)),
  'byte changed': (text, chance) => {
    const at = chance.below(text.length)
    return (
      text.slice(0, at) +
      chance.pick(['\0', '\u2028', '\u202e', '\ufeff', '\t', '"', "'", '{', ']', ':', '&', '*', '|', '\ud800']) +
      text.slice(at + 1)
    )
  },
  'part repeated': (text, chance) => {
    const from = chance.below(text.length)
    const part = text.slice(from, from + 1 + chance.below(200))
    return text.slice(0, from) + part.repeat(1 + chance.below(400)) + text.slice(from)
  },
  confusables: (text, chance) => {
    const signs: Readonly<Record<string, string>> = {
      a: 'а',
      e: 'е',
      o: 'о',
      i: 'і',
      c: 'с',
      ':': '：',
      ',': '，',
      '-': '‐',
    }
    const sign = chance.pick(Object.keys(signs))
    const places = [...text.matchAll(new RegExp(`[${sign}]`, 'g'))]
    if (places.length === 0) return text
    const { index } = chance.pick(places)
    return text.slice(0, index) + signs[sign] + text.slice(index + 1)
  },
  'expression replaced': (text, chance) => {
    const places = [...text.matchAll(/(?:test|when|find|amount): ('[^'\n]*'|[^,}\n]+)/g)]
    if (places.length === 0) return text
    const place = chance.pick(places)
    const expression = chance.pick([
      `${'('.repeat(300)}true${')'.repeat(300)}`,
      Array(500).fill('true').join(' and '),
      '1 = 1 = 1',
      'some x in enterprise satisfies x.active',
      'date("0000-00-00") < date("9999-99-99")',
      '999999999999999999 * 999999999999999999 > 1',
      'energy.total / (energy.total - energy.total) > 0',
      'constructor = true',
      '__proto__',
      'if true then if false then true else false else true',
      '"'.repeat(41),
      'duration("P999999999999Y") > duration("P1D")',
    ])
    const at = place.index + place[0].length - place[1]!.length
    return text.slice(0, at) + JSON.stringify(expression) + text.slice(at + place[1]!.length)
  },
}

/** Breaks the text of an item in one to three ways that have a name. */
export function mutateText(text: string, chance: Chance): Mutated {
  const names: string[] = []
  let mutated = text
  for (let times = 1 + (chance.once(3) ? 1 + chance.below(2) : 0); times > 0; times--) {
    const name = chance.pick(Object.keys(changes))
    names.push(name)
    mutated = changes[name]!(mutated, chance)
  }
  return { kind: names.length > 1 ? `${names[0]} and more` : names[0]!, text: mutated }
}
