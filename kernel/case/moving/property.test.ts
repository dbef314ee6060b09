import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { CaseState } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'
import type { Bent } from '../../../test/harness/item.ts'
import { officer, party } from '../../../test/harness/small-city.ts'
import { clueFields, permitFields, permitMaterials } from '../../../test/harness/stories.ts'
import { actOf, type Tried, tried } from '../../../test/harness/tries.ts'
import { type Walk, walk } from '../../../test/harness/walk.ts'
import { dueOf, lapseOf } from '../deadline.ts'
import { limitsOf } from '../limits.ts'
import { later, laterPenalty, limit, penalty, permit, stageOf } from './moving.fixture.ts'

/** What may become of an item in its next version; each may let a case move or keep it where it is. */
const bends: readonly ((definition: Bent) => void)[] = [
  () => {},
  definition => {
    limit(definition, 'decide').value = 6
  },
  definition => {
    limit(definition, 'decide').value = 200
  },
  definition => {
    limit(definition, 'hearing.ask').value = 1
  },
  definition => {
    limit(definition, 'hearing.ask').value = 12
  },
  definition => {
    limit(definition, 'decide').value = 1
    limit(definition, 'decide').unit = 'month'
  },
  definition =>
    void Object.assign(definition.limits, {
      more: { kind: 'max', value: 2, unit: 'workday', from: 'receipt', to: 'decide', binds: 'organ' },
    }),
  definition => void definition.flow.splice(-2, 0, { stage: 'look', name: '核验', kind: 'survey', by: 'head' }),
  definition => void Object.assign(stageOf(definition, 'decide'), { gates: [] }),
]

let moved = 0
const stayed = new Map<string, number>()

/** What no move may do, whatever the case and the versions. */
function nothingLost(before: CaseState, at: Walk, old: CompiledItem): void {
  const { state } = at
  assert.deepEqual(
    [state.parties, state.materials, state.facts, state.obligations, state.orders, state.stages, state.acted],
    [before.parties, before.materials, before.facts, before.obligations, before.orders, before.stages, before.acted],
  )
  assert.deepEqual(
    [state.statements, state.hearing, state.outcome, state.amount, state.remedies, state.evidence],
    [before.statements, before.hearing, before.outcome, before.amount, before.remedies, before.evidence],
  )
  for (const [key, task] of Object.entries(before.tasks)) assert.deepEqual(state.tasks[key], task)
  for (const [id, clock] of Object.entries(before.clocks)) {
    const now = state.clocks[id]!
    assert.deepEqual(
      [now.start, now.at, now.status, now.rungs, now.suspensions, now.extensions],
      [clock.start, clock.at, clock.status, clock.rungs, clock.suspensions, clock.extensions],
    )
    const order = Temporal.Instant.compare(lapseOf(now.due), lapseOf(clock.due))
    assert.ok(clock.binds === 'organ' ? order <= 0 : order >= 0, `${id} ${clock.due} ${now.due}`)
    if (now.due !== clock.due && clock.status === 'running')
      assert.ok(Temporal.Instant.compare(lapseOf(now.due), at.now) > 0, `${id} was not dated back`)
  }
  for (const happened of at.events.filter(({ seq }) => seq > before.seq)) assert.equal(happened.on, at.today)
  assert.ok(old.hash !== state.hash)
}

/** A clock of the organ is never later than the shortest of the budgets it ran under, counted from its start. */
function noTimeGained(at: Walk, versions: readonly CompiledItem[], days: Walk['calendar']): void {
  for (const [id, clock] of Object.entries(at.state.clocks)) {
    if (clock.binds !== 'organ' || clock.status !== 'running' || id.startsWith('stop.')) continue
    const { budget: _, ...bare } = clock
    const given = versions.flatMap(version => limitsOf(version).get(clock.limit) ?? [])
    const latest = given.map(one => lapseOf(dueOf(days, one, bare).due).epochMilliseconds)
    assert.ok(lapseOf(clock.due).epochMilliseconds <= Math.max(...latest), `${id} ${clock.due}`)
  }
}

function live(at: Walk, tries: readonly Tried[]): void {
  for (const one of tries) {
    if (one.wait > 0) at.wait(`${one.wait} day`)
    const { verb, body, by } = actOf(at, one)
    const actor = by === undefined ? undefined : by === 'party' ? party() : officer(by)
    try {
      at.act(verb, body as Readonly<Record<string, unknown>>, actor)
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
    }
  }
}

const versions = {
  permit: await Promise.all(bends.map(bend => later(bend))),
  penalty: await Promise.all(bends.map(bend => laterPenalty(definition => bend(definition)))),
}
const random = fc.record({
  before: fc.array(tried, { minLength: 1, maxLength: 18 }),
  after: fc.array(tried, { maxLength: 14 }),
  bend: fc.nat(bends.length - 1),
})

function story(
  at: Walk,
  old: CompiledItem,
  to: CompiledItem,
  { before, after }: { before: readonly Tried[]; after: readonly Tried[] },
): void {
  live(at, before)
  at.fire()
  const state = structuredClone(at.state)
  const move = at.move(to)
  if (!move.moves) {
    assert.deepEqual(at.state, state)
    for (const { code } of move.reasons) stayed.set(code, (stayed.get(code) ?? 0) + 1)
  } else {
    moved++
    nothingLost(state, at, old)
  }
  // Every act checks that the state is the fold of its events, across the move.
  live(at, after)
  at.wait('300 day')
  at.fire()
  noTimeGained(at, [old, to], at.calendar)
}

suite('性质 a move at any moment of any life', () => {
  test('of a permit', () => {
    fc.assert(
      fc.property(random, ({ bend, ...tries }) => {
        const at = walk({ item: permit })
        at.act('submit', { fields: permitFields, materials: permitMaterials })
        story(at, permit, versions.permit[bend]!, tries)
      }),
      { numRuns: 200, seed: 20_261_128 },
    )
  })
  test('of a penalty', () => {
    fc.assert(
      fc.property(random, ({ bend, ...tries }) => {
        const at = walk({ item: penalty, start: 'clue', on: '2026-05-11' })
        at.act('lodge', { fields: clueFields })
        story(at, penalty, versions.penalty[bend]!, tries)
      }),
      { numRuns: 200, seed: 20_261_129 },
    )
  })
  test('enough of them moved, and enough stayed, to mean something', () => {
    assert.ok(moved > 100, `${moved} moved`)
    assert.ok(stayed.size >= 4, [...stayed].join(' '))
  })
})
