import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { makeMemory } from '#kernel/memory'

suite('记忆 what was worked out before', () => {
  test('is not worked out again', () => {
    const memory = makeMemory<object>(10)
    const first = memory('a', () => ({}))
    assert.equal(
      memory('a', () => assert.fail('worked out twice')),
      first,
    )
    assert.notEqual(
      memory('b', () => ({})),
      first,
    )
  })

  test('empty answers are answers; none at all, and what throws, is asked again', () => {
    const memory = makeMemory<string | undefined>(10)
    assert.equal(
      memory('empty', () => ''),
      '',
    )
    assert.equal(
      memory('empty', () => 'later'),
      '',
    )
    assert.equal(
      memory('none', () => undefined),
      undefined,
    )
    assert.equal(
      memory('none', () => 'later'),
      'later',
    )
    assert.throws(() =>
      memory('fault', () => {
        throw new Error('fault')
      }),
    )
    assert.equal(
      memory('fault', () => 'later'),
      'later',
    )
  })

  test('never holds more than was said', () => {
    const worked: string[] = []
    const memory = makeMemory<string>(3)
    const ask = (key: string): string =>
      memory(key, () => {
        worked.push(key)
        return key.toUpperCase()
      })
    for (const key of ['a', 'b', 'c', 'a', 'd', 'd', 'a']) assert.equal(ask(key), key.toUpperCase())
    assert.deepEqual(worked, ['a', 'b', 'c', 'd', 'a'])
  })
})
