import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { verbs } from '#kernel/case'
import { documents } from '../../tools/write-docs.ts'
import { read } from '../architecture/tree.ts'
import { tablesOf } from './markdown.ts'

suite('由代码写成的文档 documents written from the code', () => {
  for (const [path, write] of Object.entries(documents))
    test(`${path} says what the code says (else: run tools/write-docs.ts)`, async () => {
      assert.equal(read(path), await write())
    })

  test('no event without its data, no refusal without its status', () => {
    const events = [...tablesOf(read('docs/events.md'))].flatMap(([heading, rows]) =>
      heading.startsWith('Moments') ? [] : rows,
    )
    const errors = [...tablesOf(read('docs/errors.md')).values()].flat()
    assert.ok(
      events.length >= 55 && errors.length >= 100 && verbs.length > 30,
      `${events.length} events, ${errors.length} refusals`,
    )
    assert.deepEqual(
      events.filter(row => !/^`(?:\{ .+ \}|ClockSpan.*|Record<never, never>)`$/.test(row['data, version 1'] ?? '')),
      [],
    )
    assert.deepEqual(
      errors.filter(row => !/^[45]\d\d$/.test(row.status ?? '')),
      [],
    )
  })
})
