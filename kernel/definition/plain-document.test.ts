import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { LineCounter, parse, stringify } from 'yaml'
import { readWhole } from './document.ts'
import type { Located, Origin } from './located.ts'
import { readPlain } from './plain-document.ts'

const lines = new LineCounter()
const origin = (offset: number): Origin => ({ file: 'item.yaml', offset, lines })

/** A tree as values and places. */
const shown = (node: Located): unknown =>
  node.kind === 'scalar'
    ? [node.at.offset, node.value]
    : node.kind === 'list'
      ? [node.at.offset, node.items.map(shown)]
      : [node.at.offset, [...node.entries].map(([name, child]) => [name, shown(child)])]

/** Either the plain reader leaves a text to the whole one, or both say the same. */
function agree(text: string): boolean {
  const plain = readPlain(text, origin)
  if (!plain) return false
  assert.deepEqual(shown(plain), shown(readWhole(text, origin)), text)
  return true
}

const folder = join(import.meta.dirname, '../../content')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.yaml'))
  .map(name => readFileSync(join(folder, name), 'utf8'))
const blocks = files
  .filter(text => text.length < 60_000)
  .map(text => stringify(parse(text), { lineWidth: 0, aliasDuplicateObjects: false }))

const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    '2026-07-01',
    '2026-03',
    '0o17',
    '+12',
    '1.5',
    '12.',
    '1e',
    '12345678901234567',
    '.inf',
    '0x1F',
    '1e3',
    '007',
    '.5',
    '~',
    'no',
    'a: b',
    'a #b',
    '- x',
    "it's",
    '"',
    '甲乙',
    ' x',
    'x ',
  ),
  fc.string({ maxLength: 12 }),
)
const key = fc.stringMatching(/^[a-z][A-Za-z0-9.-]{0,6}$/)
const { tree } = fc.letrec(tie => ({
  tree: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 4 }),
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value') as fc.Arbitrary<unknown>, { maxLength: 3 }),
    tie('tree'),
  ),
}))

suite('直读 the plain reader and the whole parser', () => {
  test('what is written as blocks is read plainly, and the same', () => {
    const read = blocks.filter(agree).length
    assert.ok(read >= blocks.length * 0.7, `${read} of ${blocks.length}`)
  })

  test('every file of the content is read the same', () => {
    for (const text of files) agree(text)
  })

  test('any value, written out', () => {
    fc.assert(
      fc.property(tree, value => {
        agree(stringify(value, { lineWidth: 0 }))
        agree(stringify(value, { lineWidth: 20 }))
      }),
      { numRuns: 2_000 },
    )
  })

  test('a file somebody spoilt is left to the whole parser, or read the same', () => {
    const pieces = fc.constantFrom(
      ' ',
      '  ',
      '\n',
      ':',
      '- ',
      '#',
      '"',
      "'",
      '\t',
      '\r\n',
      '|',
      '>',
      '&a',
      '*a',
      '[',
      '}',
      '?',
      '!',
      '---\n',
      '甲',
      '0',
      'null',
      '~',
      '%',
    )
    let read = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...blocks.map(text => text.slice(0, 600))),
        fc.array(fc.tuple(fc.nat(600), fc.nat(3), pieces), { minLength: 1, maxLength: 4 }),
        (text, cuts) => {
          let spoilt = text
          for (const [at, taken, piece] of cuts) spoilt = spoilt.slice(0, at) + piece + spoilt.slice(at + taken)
          if (agree(spoilt)) read++
        },
      ),
      { numRuns: 5_000 },
    )
    assert.ok(read > 250, `${read} of 5,000`)
  })
})
