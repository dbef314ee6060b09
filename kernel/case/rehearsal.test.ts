import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal'
import { makeOwed } from '../../hubs/application/ledger/index.ts'
import { controls } from '../../systems/power/controls.ts'
import { calendar, itemOf } from '../../test/harness/item.ts'
import { good } from '../../test/harness/said.ts'
import { applicant, directoryFor, home, organOf, party } from '../../test/harness/small-city.ts'
import { permitFields, permitMaterials } from '../../test/harness/stories.ts'
import { walk } from '../../test/harness/walk.ts'
import { event, type Judged, rehearse, unopened } from './index.ts'

const item = await itemOf('energy-review')
const now = Temporal.PlainDate.from('2026-03-02')
  .toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '09:00' })
  .toInstant()

function rehearsed(fields: object, materials: object, answers: object = {}): readonly Judged[] {
  const known = { ...good, ...answers } as Record<string, unknown>
  const evidence = item.definition.comparison.map(({ id, ask }) => ({
    comparison: id,
    value: known[ask] ?? null,
    obtained: now.toString(),
    validUntil: now.add({ hours: 1 }).toString(),
  }))
  const opened = {
    start: 'application',
    item: item.definition.item,
    version: item.definition.version,
    hash: item.hash,
    implementation: null,
    organ: home,
    region: '210102',
    drawer: item.definition.category.drawer,
    channel: 'online',
    parties: [{ role: 'subject', party: applicant, unit: 'firm' }],
  }
  return rehearse({
    definition: item,
    state: unopened('00000000-0000-7000-8000-000000000000'),
    command: { verb: 'submit', body: { fields, materials }, actor: party() },
    now,
    today: '2026-03-02',
    directory: directoryFor(item),
    controls: controls.submit,
    evidence,
    sources: { calendar, personal: {}, organOf, owed: makeOwed(calendar) },
    opening: event('case.opened', opened),
    accepting: { controls: controls.accept, evidence },
  })
}

const against = (judged: readonly Judged[], outcome: string): readonly (string | undefined)[] =>
  judged.flatMap(({ verdict }) =>
    verdict.granted || verdict.outcome !== outcome ? [] : verdict.reasons.map(({ rule }) => rule),
  )

/** What the officer meets with the same application: the reasons of a refusal, or none. */
function met(fields: object, materials: object, answers: object = {}) {
  const permit = walk({ item, answers: answers as Record<string, unknown> })
  permit.act('submit', { fields, materials })
  try {
    permit.act('accept')
    return { code: 'accepted', rules: [] }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return { code: fault.code, rules: fault.reasons.map(({ rule }) => rule) }
  }
}

suite('预检 the officers’ own questions, asked before it is handed in', () => {
  test('nothing stands against a whole and fitting application', () => {
    const judged = rehearsed(permitFields, permitMaterials)
    assert.deepEqual([against(judged, 'refuse'), against(judged, 'human')], [[], []])
    assert.ok(
      judged.some(({ id }) => id === 'threshold'),
      'the conditions were asked',
    )
  })

  test('what is missing, does not hold or is not known is told as the counter would', () => {
    assert.deepEqual(against(rehearsed(permitFields, { application: 'copy' }), 'refuse'), ['materials.report'])
    const small = { ...permitFields, 'energy.total': 10, 'energy.power': 10 }
    assert.deepEqual(against(rehearsed(small, permitMaterials), 'refuse'), ['conditions.threshold'])
    assert.deepEqual(against(rehearsed({ ...permitFields, 'energy.total': 6_200 }, permitMaterials), 'refuse'), [
      'rules.level',
    ])
    const silent = rehearsed(permitFields, permitMaterials, { 'enterprise.isActive': null })
    assert.deepEqual([against(silent, 'refuse'), against(silent, 'human')], [[], ['comparison.firm-active']])
  })

  test('what the opening itself refuses is thrown as it is', () => {
    assert.throws(
      () => rehearsed({ ...permitFields, 'contact.phone': 'call me' }, {}),
      (fault: unknown) => fault instanceof Refusal && fault.code === 'BODY_INVALID',
    )
  })

  test('for any answers: refused there exactly where it is refused here, for the same rules', () => {
    const answers = fc.record({
      'energy.total': fc.integer({ min: 0, max: 8_000 }),
      'energy.power': fc.integer({ min: 0, max: 30_000_000 }),
      'project.twoHigh': fc.boolean(),
      'project.stateApproved': fc.boolean(),
    })
    const papers = fc.subarray(['application', 'report'])
    const active = fc.constantFrom(true, false, null)
    fc.assert(
      fc.property(answers, papers, active, (given, handed, isActive) => {
        const fields = { ...permitFields, ...given }
        const materials = Object.fromEntries(handed.map(id => [id, 'copy']))
        const known = { 'enterprise.isActive': isActive }
        const judged = rehearsed(fields, materials, known)
        const { code, rules } = met(fields, materials, known)
        const no = against(judged, 'refuse')
        const unknown = against(judged, 'human')
        const expected = no.length > 0 ? no : unknown
        assert.deepEqual(rules, expected)
        assert.equal(code === 'accepted', expected.length === 0)
      }),
      { numRuns: 150 },
    )
  })
})
