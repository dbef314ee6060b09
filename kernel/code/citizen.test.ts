import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { composeCitizen, parseCitizen } from '#kernel/code'

const today = Temporal.PlainDate.from('2026-11-22')
const problems = (value: string): string[] => {
  const answer = parseCitizen(value, { today })
  return answer.ok ? [] : answer.problems.map(problem => problem.code)
}

suite('公民身份号码 GB 11643', () => {
  test('the standard’s own example, also as people type it', () => {
    const answer = parseCitizen('11010519491231002X', { today })
    assert.ok(answer.ok)
    assert.deepEqual(answer.parts, {
      division: '110105',
      province: '北京市',
      birth: '1949-12-31',
      sequence: '002',
      sex: '女',
      check: 'X',
    })
    for (const typed of ['11010519491231002x', '１１０１０５１９４９１２３１００２ｘ', ' 110105 19491231 002X '])
      assert.equal((parseCitizen(typed, { today }) as { value?: string }).value, '11010519491231002X')
  })
  test('a date that does not exist, lies ahead or far behind is refused', () => {
    assert.deepEqual(problems(composeCitizen('210102', '1990-02-30', '001')), ['birth'])
    assert.deepEqual(problems(composeCitizen('210102', '2026-11-22', '001')), [])
    assert.deepEqual(problems(composeCitizen('210102', '2026-11-23', '001')), ['birth-future'])
    assert.deepEqual(problems(composeCitizen('210102', '1850-01-01', '001')), ['birth-past'])
    assert.deepEqual(problems(composeCitizen('210102', '2024-02-29', '001')), [])
    assert.deepEqual(problems(composeCitizen('210102', '2023-02-29', '001')), ['birth'])
  })
  test('region, length, characters and check digit are named, the number is not repeated', () => {
    assert.deepEqual(problems(composeCitizen('000000', '1990-01-01', '001')), ['division'])
    assert.deepEqual(problems('110105491231002'), ['length'])
    assert.deepEqual(problems('1101051949123100'), ['length'])
    assert.deepEqual(problems('11010519491231X02'.padEnd(18, 'X')), ['alphabet'])
    assert.deepEqual(problems('110105194912310021'), ['check'])
    assert.ok(!JSON.stringify(parseCitizen('110105194912310021', { today })).includes('19491231'))
  })
  test('property: composed numbers pass, any one wrong digit does not', () => {
    const born = fc.integer({ min: 0, max: 40_000 }).map(days => today.subtract({ days }).toString())
    fc.assert(
      fc.property(born, fc.nat(999), fc.nat(16), fc.nat(9), (birth, sequence, at, digit) => {
        const number = composeCitizen('210102', birth, String(sequence).padStart(3, '0'))
        assert.deepEqual(problems(number), [])
        if (number[at] !== String(digit))
          assert.notDeepEqual(problems(`${number.slice(0, at)}${digit}${number.slice(at + 1)}`), [])
      }),
    )
  })
})
