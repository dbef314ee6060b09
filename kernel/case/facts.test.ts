import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { loadCalendar } from '#kernel/calendar'
import type { CompiledItem } from '#kernel/definition'
import { factsOf } from './facts.ts'
import { type CaseState, unopened } from './state.ts'

suite('事实 the facts of a step', () => {
  let prepared = 0
  const definition = {
    prepare: (raw: Readonly<Record<string, unknown>>) => {
      prepared++
      return raw
    },
    value: (source: string, facts: Readonly<Record<string, unknown>>) => facts[source],
  } as unknown as CompiledItem
  let state: CaseState = { ...unopened('00000000-0000-7000-8000-000000000000'), facts: { area: 1 } }
  const sources = {
    definition,
    calendar: loadCalendar([]),
    personal: {},
    proposed: {},
    organOf: () => 'organ',
    owed: () => ({ principal: 0, surcharge: 0, credit: 0 }),
  }
  const facts = factsOf(sources, () => state)

  test('an act that answers a question is seen by what follows it in the same step', () => {
    assert.deepEqual([facts.value('area'), facts.value('outcome')], [1, null])
    state = { ...state, facts: { area: 2 } }
    assert.equal(facts.value('area'), 2)
    state = { ...state, outcome: 'grant', amount: 500 }
    assert.deepEqual([facts.value('outcome'), facts.value('discretion.amount')], ['grant', 500])
    state = { ...state, hearing: { asked: ['party'], held: true } } as unknown as CaseState
    assert.deepEqual([facts.value('hearingAsked'), facts.raw()['hearingHeld']], [true, true])
  })

  test('a stage that opens changes none of them: they are not made anew', () => {
    facts.raw()
    const before = prepared
    state = { ...state, seq: state.seq + 1, stages: { review: { status: 'open', round: 1, on: '2026-03-02' } } }
    assert.equal(facts.value('area'), 2)
    assert.equal(prepared, before)
  })

  test('a clock that moves changes them only where a hearing could still be asked for', () => {
    const clock = (limit: string, status: string) => ({ limit, status })
    const having = (clocks: object) => ({ ...state, clocks }) as unknown as CaseState
    state = {
      ...having({ 'hearing.ask': clock('hearing.ask', 'running') }),
      notice: { offersHearing: true, states: [] },
    }
    const { hearing: _, ...unasked } = state
    state = unasked
    assert.equal(facts.value('hearingAsked'), null)
    const before = prepared
    state = having({ ...state.clocks, decide: clock('decide', 'running') })
    assert.equal(facts.value('hearingAsked'), null)
    assert.equal(prepared, before)
    state = having({ ...state.clocks, 'hearing.ask': clock('hearing.ask', 'expired') })
    assert.equal(facts.value('hearingAsked'), false)
    assert.equal(prepared, before + 1)
  })
})
