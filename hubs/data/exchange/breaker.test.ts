import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { asking, type BreakerState, failed, guarded, mayAsk, usualBreaker, wellBefore } from './breaker.ts'
import type { Asked, ExchangeAdapter } from './contract.ts'

const asked: Asked = {
  request: '0195f000-0000-7000-8000-000000000001',
  question: 'court.hasCase',
  with: {},
  purpose: 'x',
  caseId: '0195f000-0000-7000-8000-000000000002',
  deadline: '2026-03-02T01:00:00Z',
}
const signal = AbortSignal.timeout(60_000)

suite('断路器 the breaker before an outside system', () => {
  test('whatever happens: asked while it is well, one at a time while it is tried, never left alone for longer than the longest pause', () => {
    const happening = fc.record({ well: fc.boolean(), wait: fc.integer({ min: 0, max: 400_000 }) })
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), happenings => {
        let state: BreakerState = wellBefore
        let now = 0
        for (const { well, wait } of happenings) {
          now += wait
          if (!mayAsk(state, now)) {
            assert.ok(state.failures >= usualBreaker.most)
            assert.ok(mayAsk(state, now + usualBreaker.longest))
            continue
          }
          state = asking(state)
          if (state.closedUntil !== null) assert.equal(mayAsk(state, now), false)
          state = well ? wellBefore : failed(state, now, usualBreaker)
          assert.equal(state.trying, false)
        }
      }),
    )
  })

  test('no more at once than the system bears, and a failing ledger of health changes no answer', async () => {
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const adapter: ExchangeAdapter = {
      outside: { system: 'court', within: 100, questions: {} },
      ask: async () => {
        await held
        return 'answer'
      },
    }
    const guard = guarded({ adapter, together: 2, told: () => Promise.reject(new Error('the database is away')) })
    const two = [guard.ask(asked, signal), guard.ask(asked, signal)]
    await assert.rejects(guard.ask(asked, signal), /wait for it already/)
    release()
    assert.deepEqual(await Promise.all(two), ['answer', 'answer'])
    assert.equal(await guard.ask(asked, signal), 'answer')
  })

  test('is tried by one question when the pause is over, and well with its first answer', async () => {
    let now = 0
    let well = false
    let asks = 0
    const adapter: ExchangeAdapter = {
      outside: { system: 'court', within: 100, questions: {} },
      async ask() {
        asks++
        if (!well) throw new Error('away')
        return true
      },
    }
    const guard = guarded({ adapter, now: () => now, settings: { most: 2, pause: 100, longest: 400 } })
    for (let tries = 0; tries < 5; tries++) await assert.rejects(guard.ask(asked, signal))
    assert.equal(asks, 2)
    now = 100
    await assert.rejects(guard.ask(asked, signal), /away/)
    await assert.rejects(guard.ask(asked, signal), /left alone/)
    assert.equal(asks, 3)
    now = 300
    well = true
    assert.equal(await guard.ask(asked, signal), true)
    assert.equal(await guard.ask(asked, signal), true)
    assert.equal(asks, 5)
  })
})
