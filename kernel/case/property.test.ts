import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type CaseEvent, type CaseState, evolve, fold, limitsOf, unopened, type Verb, verbs } from '#kernel/case'
import { Refusal } from '#kernel/refusal'
import { calendar, itemOf } from '../../test/harness/item.ts'
import { officer, party } from '../../test/harness/small-city.ts'
import { clueFields, finding, grave, permitFields, permitMaterials, two } from '../../test/harness/stories.ts'
import { type Walk, walk } from '../../test/harness/walk.ts'

const permit = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
const posts = [
  'acceptance',
  'review',
  'bureau-head',
  'publicity',
  'hearing-chair',
  'investigator',
  'legal-reviewer',
  'collector@collecting-bank',
  'officer@energy-bureau',
  'officer@natural-resources-bureau',
] as const

/** Bodies that might be right somewhere, and some that never are. */
const bodies: { readonly [V in Verb]?: readonly object[] } = {
  refuseAcceptance: [{ reason: 'x' }],
  requestSupplement: [
    { materials: ['report'] },
    { materials: ['nothing'] },
    { materials: [], fields: ['energy.power'], onTheSpot: true },
  ],
  supplement: [{ materials: { report: 'copy' } }, { fields: { 'energy.power': 5 } }, { fields: { nope: 1 } }],
  transfer: [
    { to: 'review-2', reason: 'x' },
    { to: 'investigator-2', reason: 'x' },
    { to: 'ghost', reason: 'x' },
  ],
  delegate: [{ to: 'review-2', reason: 'x' }],
  addSigner: [
    { to: 'review-2', reason: 'x' },
    { to: 'acceptance-1', reason: 'x' },
  ],
  consult: [{ organs: ['energy-bureau'], question: '?' }],
  answerConsultation: [{ opinion: 'agree' }],
  recordEvidence: [
    { kind: 'documentary', summary: 'x', officers: two },
    { kind: 'witness', summary: 'x', officers: ['ghost'] },
  ],
  complete: [
    {},
    { materials: { expertOpinion: 'original' } },
    { opinion: 'agree' },
    { opinion: 'disagree' },
    { fields: { 'review.opinion': 'grant', 'review.majorInterest': false } },
    { fields: { 'review.opinion': 'refuse', 'review.majorInterest': true } },
    { officers: two, fields: finding() },
    { officers: two, fields: finding(grave) },
  ],
  returnTo: [
    { to: 'review', reason: 'x' },
    { to: 'accept', reason: 'x' },
    { to: 'investigate', reason: 'x' },
    { to: 'decide', reason: 'x' },
  ],
  suspend: [{ notice: true }, {}],
  extend: [{ reason: 'x', notice: true }, { reason: 'x' }],
  notify: [
    { officers: two },
    { officers: two, document: 'priorNotice', way: 'electronic' },
    { document: 'hearing-rights-notice' },
  ],
  makeStatement: [{ waived: true }, { text: 'x' }, {}],
  reviewStatement: [{ accepted: true, reason: 'x' }],
  scheduleHearing: [{ on: '2026-07-01' }, { on: '2026-09-01' }, { on: '2020-01-01' }],
  hear: [{ attended: true }, { attended: false }],
  deliberate: [{ votes: { a: 'fine', b: 'fine', head: 'fine' }, chief: 'head' }, { votes: { a: 'none' } }],
  decide: [
    { outcome: 'grant' },
    { outcome: 'refuse', reason: 'x' },
    { outcome: 'fine', amount: 1_500_000, reason: 'x', fields: { socialImpact: true } },
    { outcome: 'fine', amount: 4_500_000, reason: 'x' },
    { outcome: 'none', reason: 'x' },
    { outcome: 'fine', reason: 'x' },
    { outcome: 'toString', reason: 'x' },
  ],
  deliver: [{}, { way: 'direct' }, { way: 'pigeon' }],
  pay: [{ amount: 1_500_000 }, { amount: 700_000 }, { amount: 1 }],
  grantInstalment: [{ months: 3, reason: 'x' }],
  recordRemedy: [
    { kind: 'litigation', status: 'started' },
    { kind: 'litigation', status: 'ended', result: 'revoked' },
    { kind: 'litigation', status: 'ended', result: 'upheld' },
  ],
  publish: [{}],
  withdrawPublication: [{ ground: 'revoked', reason: 'x' }],
  declareAvoidance: [{ ground: 'interest' }],
  ratify: [{ approved: true }],
  terminate: [{ ground: 'other', reason: 'x' }],
}

/** What carries a case on from a stage of this kind; tried more often than what cannot be right. */
const onward: Readonly<Record<string, readonly (readonly [Verb, object])[]>> = {
  acceptance: [
    ['accept', {}],
    ['accept', {}],
    ['requestSupplement', { materials: ['report'] }],
    ['supplement', { materials: { report: 'copy' } }],
  ],
  filing: [['open', {}]],
  evidence: [
    ['complete', { officers: two, fields: finding() }],
    ['complete', { officers: two, fields: finding(grave) }],
    ['recordEvidence', { kind: 'documentary', summary: 'x', officers: two }],
  ],
  consult: [
    ['complete', { opinion: 'agree' }],
    ['complete', { opinion: 'agree' }],
  ],
  expert: [
    ['complete', { materials: { expertOpinion: 'original' } }],
    ['suspend', { notice: true }],
    ['resume', {}],
    ['extend', { reason: 'x', notice: true }],
  ],
  review: [
    ['complete', { fields: { 'review.opinion': 'grant', 'review.majorInterest': false } }],
    ['complete', { fields: { 'review.opinion': 'refuse', 'review.majorInterest': true } }],
    ['addSigner', { to: 'review-2', reason: 'x' }],
    ['transfer', { to: 'review-2', reason: 'x' }],
    ['claim', {}],
    ['returnTo', { to: 'accept', reason: 'x' }],
  ],
  notice: [['notify', { officers: two }]],
  hearing: [
    ['askHearing', {}],
    ['makeStatement', { waived: true }],
    ['scheduleHearing', { on: '2026-09-01' }],
    ['hear', { attended: true }],
  ],
  'legal-review': [
    ['complete', { opinion: 'agree' }],
    ['complete', { opinion: 'disagree' }],
  ],
  deliberation: [['deliberate', { votes: { a: 'fine', b: 'fine', head: 'fine' }, chief: 'head' }]],
  decision: [
    ['decide', { outcome: 'grant' }],
    ['decide', { outcome: 'fine', amount: 1_500_000, reason: 'x', fields: { socialImpact: true } }],
    ['decide', { outcome: 'fine', amount: 4_500_000, reason: 'x', fields: { socialImpact: false } }],
    ['makeStatement', { waived: true }],
    ['makeStatement', { text: 'x' }],
    ['reviewStatement', { accepted: true, reason: 'x' }],
    ['returnTo', { to: 'review', reason: 'x' }],
    ['returnTo', { to: 'investigate', reason: 'x' }],
  ],
  delivery: [['deliver', {}]],
  payment: [
    ['pay', { amount: 1_500_000 }],
    ['pay', { amount: 700_000 }],
    ['grantInstalment', { months: 3, reason: 'x' }],
    ['publish', {}],
  ],
  none: [
    ['publish', {}],
    ['recordRemedy', { kind: 'litigation', status: 'started' }],
    ['recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' }],
    ['withdrawPublication', { ground: 'revoked', reason: 'x' }],
  ],
}

const later = verbs.filter(verb => verb !== 'submit' && verb !== 'lodge')
interface Tried {
  readonly forward: boolean
  readonly verb: Verb
  readonly body: number
  readonly by: string | undefined
  readonly wait: number
  readonly paper: number
}
const tried: fc.Arbitrary<Tried> = fc.record({
  forward: fc.constantFrom(true, true, true, false),
  verb: fc.constantFrom<Verb>(...later),
  body: fc.nat(1_000),
  by: fc.option(fc.constantFrom<string>(...posts, 'party'), { nil: undefined, freq: 3 }),
  wait: fc.constantFrom(0, 0, 0, 0, 1, 3, 9, 40),
  paper: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 2),
})

/** The act this try stands for in the case as it is now. */
function actOf({ state, item }: Walk, { forward, verb, body, by }: Tried) {
  const open = Object.keys(state.stages).find(key => state.stages[key]?.status === 'open')
  const kind = open === undefined ? 'none' : item.stages.get(open)!.kind
  const ways = onward[kind] ?? []
  if (forward && ways.length > 0) {
    const [way, given] = ways[body % ways.length]!
    const asked = ['officer@energy-bureau', 'officer@natural-resources-bureau'][body % 2]
    return { verb: way, body: given, by: kind === 'consult' ? asked : undefined }
  }
  const options = bodies[verb] ?? [{}]
  return { verb, body: options[body % options.length]!, by }
}

/** What must be true of every state that can be reached. */
function sound(at: Walk): void {
  const { state, item } = at
  const limits = limitsOf(item)
  for (const [id, clock] of Object.entries(state.clocks)) {
    const limit = limits.get(clock.limit)
    assert.ok(limit, id)
    assert.ok(clock.due.slice(0, 10) >= clock.start, `${id} ends after it begins`)
    for (const { from, to } of clock.suspensions) assert.ok(to === null || from <= to, `${id} stood still forwards`)
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
                day(from <= clock.start ? clock.start : from).subtract({ days: from <= clock.start ? 0 : 1 }),
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
  }
  at.fire()
  sound(at)
  if (at.state.result) ends.add(at.state.result)
}

const settings = { numRuns: 150, seed: 20_260_302 }

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
