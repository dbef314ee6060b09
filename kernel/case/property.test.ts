import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type CaseEvent, type CaseState, evolve, fold, limitsOf, unopened } from '#kernel/case'
import { Refusal } from '#kernel/refusal'
import { calendar, itemOf } from '../../test/harness/item.ts'
import { officer, party } from '../../test/harness/small-city.ts'
import { clueFields, permitFields, permitMaterials, two } from '../../test/harness/stories.ts'
import { actOf, type Tried, tried } from '../../test/harness/tries.ts'
import { type Walk, walk } from '../../test/harness/walk.ts'

const permit = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
/** What must be true of every state that can be reached. */
function sound(at: Walk): void {
  const { state, item } = at
  const limits = limitsOf(item)
  for (const [id, clock] of Object.entries(state.clocks)) {
    const limit = limits.get(clock.limit)
    assert.ok(limit, id)
    assert.ok(clock.due.slice(0, 10) >= clock.start, `${id} ends after it begins`)
    for (const { from, to } of clock.suspensions) assert.ok(to === null || from <= to, `${id} stood still forwards`)
    if (clock.status === 'cancelled') continue
    assert.equal(
      clock.status === 'suspended',
      clock.suspensions.some(({ to }) => to === null),
      `${id} stands still exactly while a stop is open`,
    )
    assert.equal(new Set(clock.rungs).size, clock.rungs.length, `${id} rings each rung once`)
    if (
      limit?.unit === 'workday' &&
      clock.status !== 'suspended' &&
      clock.extensions.length === 0 &&
      !id.startsWith('pay')
    ) {
      const day = (text: string) => Temporal.PlainDate.from(text)
      const still = clock.suspensions.reduce(
        (sum, { from, to }) =>
          sum +
          (to === null || to <= clock.start
            ? 0
            : calendar.workdaysBetween(
                from <= clock.start ? day(clock.start) : day(from).subtract({ days: 1 }),
                day(to).subtract({ days: 1 }),
              ).days),
        0,
      )
      const counted = calendar.workdaysBetween(day(clock.start), day(clock.due)).days
      assert.equal(
        counted - Math.max(0, still),
        limit.value,
        `${id} has its whole budget, and not a day that stood still`,
      )
    }
  }
  for (const task of Object.values(state.tasks))
    assert.equal(state.stages[task.stage]?.status, 'open', 'a task belongs to an open stage')
  const open = Object.entries(state.stages).filter(([, { status }]) => status === 'open')
  if (state.status === 'open' && open.length === 0)
    assert.ok(
      Object.values(state.obligations).some(({ status }) => status === 'open'),
      'an open case has something left to do',
    )
  const entered = at.of('stage.entered').map(({ data }) => `${data.stage} ${data.round}`)
  assert.equal(new Set(entered).size, entered.length, 'each stage is entered once per round')
  const keys = at.events.flatMap(event =>
    event.type === 'stage.entered'
      ? event.data.tasks.map(({ task }) => task)
      : event.type === 'task.added'
        ? [event.data.task.task]
        : [],
  )
  assert.equal(new Set(keys).size, keys.length, 'no two tasks share a key')
  for (const order of Object.values(state.orders))
    if (order.settled)
      assert.ok(
        order.payments.reduce((sum, { amount }) => sum + amount, 0) >= order.amount ||
          at.of('obligation.cancelled').length > 0,
      )
  assert.ok(!JSON.stringify([at.events, state]).includes('13800000001'), 'no personal detail in an event')
}

let done = 0
let refused = 0
const ends = new Set<string>()

function live(at: Walk, tries: readonly Tried[]): void {
  for (const one of tries) {
    if (one.wait > 0) at.wait(`${one.wait} day`)
    const { verb, body, by } = actOf(at, one)
    const made = one.paper > 0 && { madeOn: Temporal.PlainDate.from(at.today).subtract({ days: one.paper }).toString() }
    const actor = by === undefined ? undefined : by === 'party' ? party() : officer(by)
    try {
      at.act(verb, body as Readonly<Record<string, unknown>>, actor, { ...made })
      done++
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
      assert.ok(fault.status >= 400 && fault.status < 500)
      refused++
    }
    sound(at)
    if (at.state.result) ends.add(at.state.result)
  }
  at.fire()
  sound(at)
  if (at.state.result) ends.add(at.state.result)
}

const settings = { numRuns: 150, seed: 3 }

suite('性质 whatever is tried, in whatever order', () => {
  test('on a permit', () => {
    fc.assert(
      fc.property(fc.array(tried, { minLength: 5, maxLength: 30 }), fc.boolean(), (tries, consulted) => {
        const at = walk({ item: permit })
        at.act('submit', {
          fields: { ...permitFields, 'project.crossDepartment': consulted },
          materials: permitMaterials,
        })
        live(at, tries)
      }),
      settings,
    )
  })
  test('on a penalty', () => {
    fc.assert(
      fc.property(fc.array(tried, { minLength: 5, maxLength: 30 }), tries => {
        const at = walk({ item: penalty, start: 'clue', on: '2026-05-11' })
        at.act('lodge', { fields: clueFields })
        live(at, tries)
      }),
      settings,
    )
  })
  test('both enough was done and enough was refused to mean something', () => {
    assert.ok(done > 1_000, `${done} acts were done`)
    assert.ok(refused > 1_000, `${refused} were refused`)
    assert.ok(ends.size >= 4, `cases ended as ${[...ends].join(', ')}`)
  })
})

suite('演进 folding', () => {
  const stories: CaseEvent[][] = []
  for (const [item, verb, fields] of [
    [permit, 'submit', permitFields],
    [penalty, 'lodge', clueFields],
  ] as const) {
    const at = walk({ item, start: verb === 'submit' ? 'application' : 'clue', on: '2026-05-11' })
    at.act(verb, { fields, ...(verb === 'submit' && { materials: permitMaterials }) })
    if (verb === 'submit') {
      at.act('accept')
      at.act('suspend', { for: 'expert', notice: true })
      at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    } else {
      at.act('open')
      at.act('recordEvidence', { stage: 'investigate', kind: 'documentary', summary: 'x', officers: two })
    }
    at.wait('200 day')
    at.fire()
    stories.push(at.events)
  }
  test('in any pieces it gives the same state, and never changes what it was given', () => {
    for (const events of stories)
      fc.assert(
        fc.property(fc.nat(events.length), cut => {
          const empty = unopened('c')
          const half = fold(empty, events.slice(0, cut))
          const frozen = JSON.stringify(half)
          const whole = fold(half, events.slice(cut))
          assert.deepEqual(whole, fold(unopened('c'), events))
          assert.equal(JSON.stringify(half), frozen)
          assert.deepEqual(empty, unopened('c'))
        }),
      )
  })
  test('every event type that exists can be folded onto a state that has what it names', () => {
    const state: CaseState = fold(unopened('c'), stories[0]!)
    for (const event of stories.flat()) assert.equal(evolve(state, { ...event, seq: 999 }).seq, 999)
  })
})
