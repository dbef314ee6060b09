import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Refusal } from '#kernel/refusal'
import { largestSource, readSource } from './source.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const refused = (source: Uint8Array): Refusal => {
  const before = performance.now()
  try {
    readSource('item.json', source)
  } catch (fault) {
    assert.ok(fault instanceof Refusal, String(fault))
    assert.equal(fault.code, 'IMPORT_UNREADABLE')
    assert.ok((fault.remedy ?? '').length > 0)
    assert.ok(performance.now() - before < 2_000)
    return fault
  }
  throw new Error('it was read')
}

suite('敌意来源 hostile files are refused with the place and a remedy, at once', () => {
  test('no JSON, with line and column', () => {
    assert.match(refused(bytes('{\n  "name": 甲\n}')).message, /line 2, column 11/)
    assert.match(refused(bytes('')).message, /no JSON/)
    for (const text of ['[]', '[1, "a"]']) assert.match(refused(bytes(text)).message, /no item/)
    for (const text of ['7', '"name"', 'null'])
      assert.match(refused(bytes(text)).message, /neither an object nor a list/)
  })

  test('fifty megabytes, half a million brackets, a hundred thousand values', () => {
    assert.match(refused(Buffer.alloc(50_000_000, 0x20)).message, /more than 1000000 bytes/)
    assert.match(refused(bytes('['.repeat(largestSource / 2))).message, /deeper than 32: line 1, column 33/)
    assert.match(refused(bytes('{"a":'.repeat(5_000))).message, /deeper/)
    assert.match(refused(bytes(`[${'1,'.repeat(100_000)}1]`)).message, /more than 20000 values/)
  })

  test('GBK is read and said; text that is not there to be seen is refused', () => {
    const said: string[] = []
    const gbk = Uint8Array.from([0x7b, 0x22, 0xca, 0xc2, 0xcf, 0xee, 0x22, 0x3a, 0x31, 0x7d])
    assert.deepEqual(
      readSource('item.json', gbk, how => said.push(how)),
      { 事项: 1 },
    )
    assert.match(said.join(), /GB18030/)
    for (const text of ['"\\u0000"', '"\\u202e"', '"\\ud800"', '"\u2028"'])
      assert.match(refused(bytes(`{"name": ${text}}`)).message, /hidden character in name/)
  })

  test('a key said twice in one object: the parser would keep the last without a word', () => {
    assert.match(refused(bytes('{"name": "甲",\n "name": "乙"}')).message, /"name" twice.*line 2/)
    assert.deepEqual(readSource('item.json', bytes('{"a": {"x": 1}, "b": {"x": "\\"x\\": 2"}}')), {
      a: { x: 1 },
      b: { x: '"x": 2' },
    })
  })
})
