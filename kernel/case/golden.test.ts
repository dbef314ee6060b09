import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { type CaseEvent, type CaseState, eventTypes, fold, unopened } from '#kernel/case'

interface Golden {
  readonly name: string
  readonly events: readonly CaseEvent[]
  readonly state: CaseState
}

/** Each released file and the beginning of its hash: a later program adds a file, and changes none. */
const released = {
  'cases-v1.jsonl': 'd1c64356ba49880a',
  'draws-v1.jsonl': '7569184d1899066a',
  'goods-v1.jsonl': 'ecdc47027c128945',
  'next-v1.jsonl': 'f06aa6db2cd3215d',
  'enforcement-v1.jsonl': 'c1e8d633297c7418',
  'justice-v1.jsonl': '44ec3511d12c16f4',
  'households-and-sides-v1.jsonl': 'afedea181fcc1362',
  'cases-v1-later.jsonl': '361b7c4137802f4d',
  'moved-v1.jsonl': '8b180c8e904094f2',
  'comments-v1.jsonl': '911025955801a2a0',
  'outliving-v1.jsonl': '174a9ecad98b436d',
  'meetings-v1.jsonl': 'baf05261209c964f',
  'deposits-v1.jsonl': 'c44a5309943e3ea9',
  'parts-v1.jsonl': 'e3d7fdf74f3eb273',
  'stays-v1.jsonl': 'b7b2c5d63e311c97',
  'reversals-v1.jsonl': '802d6adf9e277cba',
  'complaints-v1.jsonl': '6c25c59fcc12d3d6',
} as const
const read = (name: string) => readFileSync(join(import.meta.dirname, 'golden', name), 'utf8')
const file = Object.keys(released).map(read).join('')
const cases = file
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line) as Golden)

suite('金样 events as they were released', () => {
  for (const { name, events, state } of cases)
    test(`${name}: folded today they give what they gave then`, () => {
      assert.deepEqual(JSON.parse(JSON.stringify(fold(unopened(state.id), events))), state)
    })
  test('every type there is stands in them', () => {
    const seen = new Set<string>(cases.flatMap(({ events }) => events.map(({ type }) => type)))
    assert.deepEqual(
      eventTypes.filter(type => !seen.has(type)),
      [],
    )
    assert.ok(cases.every(({ events }) => events.every(({ v }) => v === 1)))
  })
  test('no word of a person is in them', () => {
    for (const word of [
      '13800000001',
      '示例联系人',
      '请求从轻',
      '出差',
      '2025年度能源',
      '采暖期',
      '困难家庭补贴测算',
      '低保边缘',
    ])
      assert.ok(!file.includes(word), word)
  })
  test('a released file is never changed', () => {
    for (const [name, hash] of Object.entries(released))
      assert.equal(createHash('sha256').update(read(name)).digest('hex').slice(0, 16), hash, name)
  })
})
