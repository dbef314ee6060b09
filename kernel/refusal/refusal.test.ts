import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alarmed, declaredRefusals, granted, humanDecides, Refusal, refusal, refused } from './index.ts'

const windowClosed = refusal('TEST_WINDOW_CLOSED', 409, 'The window is closed')

suite('拒绝与裁断 refusals and verdicts', () => {
  test('a refusal carries its permanent code, its status and the way out, and is an error like any other', () => {
    const cause = new Error('lunch')
    const thrown = windowClosed({
      detail: 'closed since noon',
      remedy: 'Come back at 13:30.',
      facts: { since: '12:00' },
      cause,
    })
    assert.ok(thrown instanceof Refusal && thrown instanceof Error)
    assert.deepEqual(
      [
        thrown.code,
        thrown.status,
        thrown.title,
        thrown.message,
        thrown.remedy,
        thrown.facts,
        thrown.reasons,
        thrown.cause,
      ],
      [
        'TEST_WINDOW_CLOSED',
        409,
        'The window is closed',
        'closed since noon',
        'Come back at 13:30.',
        { since: '12:00' },
        [],
        cause,
      ],
    )
    assert.equal(windowClosed().message, 'The window is closed')
  })

  test('a code is declared once, and looks like a code', () => {
    assert.throws(() => refusal('TEST_WINDOW_CLOSED', 400, 'Another'), /declared twice/)
    assert.throws(() => refusal('testWindow', 400, 'Another'), /SCREAMING_SNAKE/)
    assert.ok(declaredRefusals().some(({ code }) => code === 'TEST_WINDOW_CLOSED'))
  })

  test('no, ask a person, and go on but tell: three answers that are not yes', () => {
    const reason = { code: 'TOO_BIG', basis: { law: '行政许可法', articles: ['32(2)'] } }
    assert.deepEqual(
      [refused(reason), humanDecides(reason), alarmed(reason)].map(
        verdict => !verdict.granted && [verdict.outcome, verdict.reasons],
      ),
      [
        ['refuse', [reason]],
        ['human', [reason]],
        ['alarm', [reason]],
      ],
    )
    assert.deepEqual(granted, { granted: true })
    assert.ok(Object.isFrozen(granted))
  })
})
