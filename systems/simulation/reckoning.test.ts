import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { bandOf, drawFinding, surchargeOf } from './lives/finding.ts'
import { makeRandom } from './random.ts'
import { holds, reportOf } from './report.ts'
import { type CaseTruth, makeTruth } from './truth.ts'
import { groups, type Violation, violationKinds, violations } from './violation.ts'

const aCase = (more: Partial<CaseTruth> = {}): CaseTruth => ({
  key: 'a',
  item: 'permit',
  id: 'id-a',
  number: '1',
  clean: true,
  ended: true,
  slow: false,
  derailed: false,
  ...more,
})
const alarm = (caseId: string, name: string, level = 'red', code = 'LIMIT_PASSED') => ({
  id: `${caseId}:${name}:${level}`,
  caseId,
  alarm: name,
  level,
  codes: [code],
})
const facts = {
  days: 1,
  notLived: [],
  verified: true,
  replayed: true,
  ledger: { entries: 1, unbalanced: 0 },
  asked: { cases: 1, drawers: [] as readonly string[] },
  opened: 1,
  requests: 1,
  seconds: 1,
}

suite('真相 reckoning', () => {
  test('a wrong refused for another reason is not caught', () => {
    const truth = makeTruth()
    truth.open(aCase({ clean: false }))
    assert.equal(truth.tried('wrong-post', 'a', { status: 403, codes: ['AUTHORITY_OTHER_ORGAN'] }), true)
    assert.equal(truth.tried('wrong-post', 'a', { status: 200, codes: [] }), false)
    assert.equal(truth.tried('wrong-post', 'a', { status: 500, codes: ['AUTHORITY_WRONG_POST'] }), false)
    assert.equal(truth.tried('wrong-post', 'a', { status: 403, codes: ['AUTHORITY_WRONG_POST'] }), true)
    const report = reportOf(truth, facts)
    assert.deepEqual(report.byKind['wrong-post'], { planted: 4, caught: 1 })
    assert.equal(holds(report), false)
  })
  test('by drawer: items of one kind are added up, and what nobody could see is counted apart', () => {
    const truth = makeTruth()
    truth.open(aCase({ clean: false }))
    truth.open(aCase({ key: 'b', id: 'id-b', item: 'food-licence', ended: false }))
    truth.open(aCase({ key: 'c', id: 'id-c', item: 'penalty' }))
    truth.tried('wrong-post', 'a', { status: 403, codes: ['AUTHORITY_WRONG_POST'] })
    truth.hide('energy-understated', 'a')
    truth.triedGiven({ kind: 'made from the item', expect: 'refused', made: true }, 'a', { status: 403, codes: [] })
    truth.wronglyRefused('b', 'accept', { status: 409, codes: ['CONTROLS_REFUSE'] })
    const drawers = new Map([
      ['permit', 'permit'],
      ['food-licence', 'permit'],
      ['penalty', 'penalty'],
    ])
    const none = { items: 1, cases: 1, clean: 1, ended: 1, planted: 0, caught: 0, undetectable: 0, falseAlarms: 0 }
    assert.deepEqual(reportOf(truth, facts, [], drawers).byDrawer, {
      penalty: none,
      permit: { ...none, items: 2, cases: 2, ended: 0, planted: 3, caught: 2, undetectable: 1, falseAlarms: 1 },
    })
  })
  test('a planted lateness is caught by its own alarm only, and not by a warning', () => {
    const truth = makeTruth()
    truth.open(aCase({ clean: false }))
    truth.expectAlarm('delivery-late', 'a')
    truth.compareAlarms([alarm('id-a', 'delivery', 'yellow', 'LIMIT_NEAR')])
    assert.equal(reportOf(truth, facts).caught, 0)
    truth.compareAlarms([alarm('id-a', 'delivery')])
    assert.equal(holds(reportOf(truth, facts)), true)
  })
  test('an alarm on a clean case is false, unless the case is slow and the alarm a warning', () => {
    const truth = makeTruth()
    truth.open(aCase())
    truth.open(aCase({ key: 'b', id: 'id-b', slow: true }))
    truth.open(aCase({ key: 'c', id: 'id-c', derailed: true }))
    truth.compareAlarms([
      alarm('id-a', 'promise', 'notice', 'LIMIT_NEAR'),
      alarm('id-b', 'promise', 'notice', 'LIMIT_NEAR'),
      alarm('id-b', 'promise'),
      alarm('id-c', 'delivery'),
      alarm('nobody', 'trail.gap'),
    ])
    assert.deepEqual(
      truth.falseAlarms.map(one => [one.case, one.what]),
      [
        ['a', 'notice promise'],
        ['b', 'red promise'],
        ['nobody', 'red trail.gap'],
      ],
    )
    assert.equal(truth.warnings, 1)
  })
  test('the line holds only with enough ended cases and few enough hidden wrongs', () => {
    const run = (ended: number, hidden: number) => {
      const truth = makeTruth()
      for (let index = 0; index < 100; index++)
        truth.open(aCase({ key: `${index}`, id: `${index}`, ended: index < ended }))
      for (let index = 0; index < 100; index++)
        truth.tried('wrong-post', '0', { status: 403, codes: ['AUTHORITY_WRONG_POST'] })
      for (let index = 0; index < hidden; index++) truth.hide('energy-understated', '0')
      return holds(reportOf(truth, facts))
    }
    assert.equal(run(95, 5), true)
    assert.equal(run(94, 5), false)
    assert.equal(run(95, 6), false)
  })
  test('the line holds only when what was asked for was lived, and the ledger adds up', () => {
    const truth = makeTruth()
    truth.open(aCase())
    truth.tried('wrong-post', 'a', { status: 403, codes: ['AUTHORITY_WRONG_POST'] })
    truth.open(aCase({ key: 'b', id: 'id-b', item: 'penalty' }))
    const drawers = new Map([
      ['permit', 'permit'],
      ['penalty', 'penalty'],
    ])
    const run = (more: Partial<typeof facts>) => holds(reportOf(truth, { ...facts, ...more }, [], drawers))
    assert.equal(run({}), true)
    assert.equal(run({ asked: { cases: 2, drawers: [] } }), false)
    assert.equal(run({ asked: { cases: 1, drawers: ['permit'] } }), true)
    // One of a drawer was lived, and nothing wrong tried in it; of the other there was none.
    assert.equal(run({ asked: { cases: 1, drawers: ['permit', 'penalty'] } }), false)
    assert.equal(run({ asked: { cases: 1, drawers: ['permit', 'levy'] } }), false)
    assert.equal(run({ ledger: { entries: 1, unbalanced: 1 } }), false)
    assert.equal(run({ ledger: { entries: 0, unbalanced: 0 } }), false)
  })
  test('every kind of wrong says how it is to be found, and hidden ones say nothing', () => {
    for (const kind of violationKinds) {
      const { group, refused, alarm: named }: Violation = violations[kind]
      assert.ok(groups.includes(group), kind)
      const found = (refused?.length ?? 0) + (named?.length ?? 0)
      assert.equal(found > 0, group !== 'undetectable', kind)
    }
  })
})

suite('处罚 what is found', () => {
  test('every finding lies in the band of its facts and lets the planned wrong happen', () => {
    const today = Temporal.PlainDate.from('2026-03-10')
    for (const kind of [undefined, ...violationKinds])
      for (let round = 0; round < 30; round++) {
        const finding = drawFinding(makeRandom(`${kind}${round}`), kind, today, true)
        const [least, most] = bandOf(finding)
        assert.ok(finding.amount >= least && finding.amount <= most, `${kind} ${finding.amount}`)
        if (kind === 'hearing-skipped') assert.ok(finding.amount >= 3_000_000)
        if (kind === 'statement-skipped') assert.ok(!finding.complex && !finding.serious && finding.amount < 3_000_000)
      }
  })
  test('加处罚款: three per cent a day from the day after, never more than the fine', () => {
    const due = Temporal.PlainDate.from('2026-04-08')
    assert.equal(surchargeOf(1_000_000, due, due), 0)
    assert.equal(surchargeOf(1_000_000, due, due.add({ days: 2 })), 60_000)
    assert.equal(surchargeOf(1_000_000, due, due.add({ days: 40 })), 1_000_000)
  })
})
