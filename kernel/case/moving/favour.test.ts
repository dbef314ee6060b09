import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { penaltyAt, permitAt } from '../../../test/harness/stories.ts'
import { codesOf, later, laterPenalty, mustMove, penalty, permit, stageOf } from './moving.fixture.ts'

suite('从旧兼从轻 which rule applies', () => {
  const band = (short: readonly [number, number]) =>
    laterPenalty(definition => {
      const bands = definition.rules.find(({ id }) => id === 'fine-bands')!
      const row = bands.table!.rules.find(({ id }) => id === 'short')!
      Object.assign(row, { ['then' as const]: [...short] })
    })
  test('a lighter band for this very case: it moves; a harsher one, or one that cannot be compared: it stays', async () => {
    mustMove(penaltyAt('decide', { item: penalty }), await band([1_000_000, 1_500_000]))
    const harsher = penaltyAt('decide', { item: penalty }).move(await band([1_500_000, 2_500_000]))
    assert.ok(!harsher.moves)
    assert.deepEqual(
      harsher.reasons.map(({ code, basis }) => [code, basis]),
      [['HARSHER_RULE', { law: '行政处罚法', articles: ['37'] }]],
    )
    assert.deepEqual(
      codesOf(penaltyAt('investigate', { item: penalty }), await band([1_000_000, 1_500_000])),
      ['RULE_UNKNOWN'],
      'nothing is established yet',
    )
  })
  test('a higher statutory fine, a restraint that is gone: it stays', async () => {
    const at = penaltyAt('decide', { item: penalty })
    assert.deepEqual(
      codesOf(
        at,
        await laterPenalty(definition => {
          definition.authority.fine!.max = 9_000_000
        }),
      ),
      ['HARSHER_RULE'],
    )
    const without = await laterPenalty(definition => {
      definition.rules = definition.rules.filter(({ id }) => id !== 'correction-first')
    })
    assert.deepEqual(codesOf(at, without), ['HARSHER_RULE'])
    mustMove(
      at,
      await laterPenalty(definition => {
        definition.authority.fine!.max = 4_000_000
      }),
    )
  })
  test('an applicant who would have been granted is not refused because the rule changed on the way', async () => {
    const at = permitAt('review', { item: permit })
    const threshold = (test: string) =>
      later(definition => {
        definition.conditions.find(({ id }) => id === 'threshold')!.test = test
      })
    assert.deepEqual(codesOf(at, await threshold('energy.total >= 2000')), ['LESS_FAVOURABLE'])
    mustMove(at, await threshold('energy.total >= 1100'))
  })
  test('what was decided keeps its effects to the letter', async () => {
    const at = permitAt('deliver', { item: permit })
    assert.deepEqual(
      codesOf(
        at,
        await later(definition => {
          definition.content.outcomes['grant']!.validity = '1 year'
        }),
      ),
      ['AMOUNTS_ORDERED'],
    )
    const owed = penaltyAt('pay', { item: penalty })
    const more = await laterPenalty(definition => {
      const effect = definition.content.outcomes['fine']!.effects.find(one => 'ledger' in one)
      Object.assign(effect!, { due: '10 day' })
    })
    assert.ok(codesOf(owed, more).includes('AMOUNTS_ORDERED'))
  })
  test('a new gate before what is done stays out of the way of what was done', async () => {
    const at = permitAt('deliver', { item: permit })
    const gated = await later(definition => {
      const decide = stageOf(definition, 'decide') as { gates: object[] }
      decide.gates.push({ need: 'notice' })
    })
    assert.deepEqual(codesOf(at, gated), ['GATE_PASSED'])
  })
})
