import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import type { CaseDependencies, ControlInput } from '#kernel/case'
import { manualClock, uuidv7 } from '#kernel/clock'
import { refusal, type Verdict } from '#kernel/refusal'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { openTestKeyring } from '../../../test/harness/keyring.ts'
import {
  type Comparison,
  comparison,
  comparisonVerdict,
  evidenceOf,
  makeComparisons,
  type Outside,
  type OutsideObtained,
} from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const keyring = openTestKeyring()
const firmActive: Comparison = {
  id: 'firm-active',
  at: ['accept', 'decide'],
  ask: 'enterprise.isActive',
  with: { uscc: 'applicant.uscc' },
  expect: true,
  else: 'human',
  unknown: 'human',
  basis: { law: '政务数据共享条例', articles: [20] },
}
const answer = (value: unknown, minutes = 0) => ({
  value,
  obtained: clock.now().toString(),
  validUntil: clock
    .now()
    .add({ minutes: 60 + minutes })
    .toString(),
})
const outcome = (verdict: Verdict) => (verdict.granted ? 'granted' : `${verdict.outcome} ${verdict.reasons[0]?.code}`)
const judge = (more: Partial<Comparison>, given: ReturnType<typeof answer> | null = answer(true), now = clock.now()) =>
  outcome(comparisonVerdict({ ...firmActive, ...more } as Comparison, given ?? undefined, now))

suite('数据比对 comparison', () => {
  test('相符通过，不符按事项所说处理 as expected it passes; otherwise what the item says follows', () => {
    assert.equal(judge({}), 'granted')
    assert.equal(judge({}, answer(false)), 'human COMPARISON_DIFFERS')
    assert.equal(judge({ else: 'refuse' }, answer(false)), 'refuse COMPARISON_DIFFERS')
    assert.equal(judge({ else: { alarm: '请监督核查' } }, answer(false)), 'alarm COMPARISON_DIFFERS')
    const referred = comparisonVerdict(
      { ...firmActive, else: { refuseAcceptance: '不属于本机关', referTo: 'province' } },
      answer(false),
      clock.now(),
    )
    assert.ok(!referred.granted)
    assert.deepEqual(
      [referred.outcome, referred.reasons[0]?.text, referred.reasons[0]?.facts?.referTo],
      ['refuse', '不属于本机关', 'province'],
    )
    assert.deepEqual(referred.reasons[0]?.basis, { law: '政务数据共享条例', articles: ['20'] })
    assert.equal(JSON.stringify(referred.reasons).includes('false'), false, 'what was found is not told')
  })
  test('未知不等于不符 unknown is not "no": missing, stale, unanswered and from the future wait for what the item says', () => {
    for (const given of [null, answer(null), answer(undefined)])
      assert.equal(judge({}, given), 'human COMPARISON_UNKNOWN')
    assert.equal(judge({}, answer(true), clock.now().add({ minutes: 61 })), 'human COMPARISON_UNKNOWN')
    assert.equal(judge({}, answer(true), clock.now().subtract({ minutes: 1 })), 'human COMPARISON_UNKNOWN')
    assert.equal(judge({ unknown: 'wait' }, answer(null)), 'refuse COMPARISON_AWAITED')
    assert.equal(judge({ unknown: 'refuse' }, answer(null)), 'refuse COMPARISON_UNKNOWN')
    const missing = comparisonVerdict(firmActive, undefined, clock.now())
    assert.equal(!missing.granted && missing.reasons[0]?.facts?.why, 'missing')
  })
  test('同一毫秒 an answer obtained in the millisecond in which the step begins counts', () => {
    const given = { ...answer(true), obtained: clock.now().add({ microseconds: 700 }).toString() }
    assert.equal(judge({}, given), 'granted')
    const next = { ...given, obtained: clock.now().add({ milliseconds: 1 }).toString() }
    assert.equal(judge({}, next), 'human COMPARISON_UNKNOWN')
  })
  test('只在所定环节比对 asked where the item places it, and only when it applies', () => {
    const input = (more: object) =>
      ({
        definition: {
          definition: { comparison: [firmActive, { ...firmActive, id: 'other', at: ['review'], when: 'large' }] },
        },
        verb: 'accept',
        stage: 'accept',
        facts: { test: () => false, value: () => null },
        evidence: [{ comparison: 'firm-active', ...answer(true) }],
        at: clock.now().toString(),
        ...more,
      }) as unknown as ControlInput
    assert.deepEqual(comparison.judge(input({})), [{ id: 'firm-active', verdict: { granted: true } }])
    assert.deepEqual(comparison.judge(input({ verb: 'complete', stage: 'review' })), [])
    const judged = comparison.judge(input({ verb: 'complete', stage: 'review', facts: { test: () => null } }))
    assert.ok(Array.isArray(judged) && judged.length === 1 && !judged[0].verdict.granted)
  })
})

suite('比对取证 evidence', () => {
  let database: TestDatabase
  const refuses = refusal('TEST_REGISTER_AWAY', 503, 'The register does not answer')
  const asked: unknown[] = []
  const ask = async (question: string, facts: Readonly<Record<string, unknown>>) => {
    asked.push([question, facts])
    if (question === 'away.isThere') throw refuses()
    if (question === 'broken.isThere') throw new TypeError('a bug')
    return facts.uscc === 'GOOD'
  }
  const money: { answer: OutsideObtained; of: unknown[] } = {
    answer: { value: true, fault: null, source: 'system:budget:treasury', obtained: null, validUntil: null },
    of: [],
  }
  const outside: Outside = {
    answers: question => question.startsWith('budget.'),
    ask: async (question, facts, of) => {
      money.of.push([question, facts, of])
      return money.answer
    },
  }
  const compareWith = (facts: Record<string, unknown>, comparisons: readonly Comparison[], caseId = uuidv7(clock)) => {
    const { compare } = makeComparisons({
      db: database.app,
      clock,
      ask,
      ...{ outside, keyring },
      tag: text => createHmac('sha256', 'key').update(text).digest(),
    })
    const question = {
      caseId,
      definition: { definition: { item: 'energy-saving-fund' } },
      comparisons,
      facts: { value: (source: string) => facts[source] ?? null, test: (source: string) => facts[source] ?? null },
    }
    return compare(question as unknown as Parameters<CaseDependencies['compare']>[0])
  }
  before(async () => {
    database = await openTestDatabase()
  })
  after(() => database.close())

  test('问与答先于办理留痕，所问内容只存标记 the answer is on record before the step; what was asked with only as a tag', async () => {
    const caseId = uuidv7(clock)
    const [evidence] = await compareWith({ 'applicant.uscc': 'GOOD' }, [firmActive], caseId)
    assert.deepEqual([evidence?.comparison, evidence?.value], ['firm-active', true])
    assert.equal(
      Temporal.Instant.from(evidence!.obtained).until(Temporal.Instant.from(evidence!.validUntil)).total('minutes'),
      60,
    )
    const [row] = await evidenceOf(database.app, keyring, caseId)
    assert.deepEqual(
      [row?.question, row?.value, row?.source, row?.fault],
      ['enterprise.isActive', true, 'register:enterprise', null],
    )
    const [raw] = await database.app.query<{ text: string }>(
      'select e::text as text from data.comparison_evidence e where case_id = $1',
      [caseId],
    )
    assert.ok(!raw!.text.includes('GOOD'))
    await assert.rejects(database.app.query('update data.comparison_evidence set sealed = null'), /permission denied/)
  })
  test('所答封存，是与否一样长 what came back lies sealed, a yes as long as a no, and opens nowhere else', async () => {
    const [yes, no] = [uuidv7(clock), uuidv7(clock)]
    await compareWith({ 'applicant.uscc': 'GOOD' }, [firmActive], yes)
    await compareWith({ 'applicant.uscc': 'BAD' }, [firmActive], no)
    const rows = await database.app.query<{ text: string; length: number; value: unknown; source: unknown }>(
      `select e::text as text, octet_length(sealed) as length, value, source from data.comparison_evidence e where case_id in ('${yes}', '${no}')`,
    )
    assert.ok(rows.length === 2 && rows.every(({ value, source }) => value === null && source === null))
    assert.ok(rows.every(({ text }) => !/true|false|register:/.test(text)))
    assert.equal(rows[0]?.length, rows[1]?.length)
    await database.migrator.query(
      `update data.comparison_evidence e set sealed = o.sealed, wrapped = o.wrapped from data.comparison_evidence o where e.case_id = '${yes}' and o.case_id = '${no}'`,
    )
    await assert.rejects(evidenceOf(database.app, keyring, yes), { code: 'CIPHERTEXT_DAMAGED' })
    const plain = `insert into data.comparison_evidence (id, case_id, comparison, question, with_tag, value, source, obtained_at, valid_until)
      select gen_random_uuid(), case_id, comparison, question, with_tag, 'true', 'x', obtained_at, valid_until from data.comparison_evidence limit 1`
    await assert.rejects(database.app.query(plain), { code: '23514' })
  })
  test('事实未知即不问，来源不答即未知 an unknown fact is not asked with; a register that does not answer leaves it unknown', async () => {
    const before = asked.length
    const caseId = uuidv7(clock)
    const [unknown] = await compareWith({}, [firmActive], caseId)
    assert.equal(unknown?.value, null)
    assert.equal(asked.length, before)
    const [away] = await compareWith({ 'applicant.uscc': 'GOOD' }, [{ ...firmActive, ask: 'away.isThere' }], caseId)
    assert.equal(away?.value, null)
    assert.deepEqual(
      (await evidenceOf(database.app, keyring, caseId)).map(({ value, fault }) => [value, fault]).sort(),
      [
        [null, 'FACT_UNKNOWN'],
        [null, 'TEST_REGISTER_AWAY'],
      ],
    )
    await assert.rejects(
      compareWith({ 'applicant.uscc': 'GOOD' }, [{ ...firmActive, ask: 'broken.isThere' }]),
      TypeError,
    )
  })
  test('外部系统的答复带着来源与时效入证；不答即按事项所说等待、人工或不予 an outside answer keeps its own source and times; without one the item says what follows', async () => {
    const budget: Comparison = { ...firmActive, id: 'budget', ask: 'budget.hasBalance', with: { line: 'fund.line' } }
    const caseId = uuidv7(clock)
    const now = clock.now()
    money.answer = {
      ...money.answer,
      obtained: now.subtract({ minutes: 5 }).toString(),
      validUntil: now.add({ minutes: 2 }).toString(),
    }
    const [evidence] = await compareWith({ 'fund.line': '211' }, [budget], caseId)
    assert.deepEqual(money.of, [['budget.hasBalance', { line: '211' }, { caseId, purpose: 'energy-saving-fund' }]])
    assert.deepEqual([evidence?.obtained, evidence?.validUntil], [money.answer.obtained, money.answer.validUntil])
    assert.equal((await evidenceOf(database.app, keyring, caseId))[0]?.source, 'system:budget:treasury')
    assert.equal(outcome(comparisonVerdict(budget, evidence, now)), 'granted')
    assert.equal(outcome(comparisonVerdict(budget, evidence, now.add({ minutes: 3 }))), 'human COMPARISON_UNKNOWN')
    for (const fault of ['EXCHANGE_SILENT', 'EXCHANGE_CONTRADICTED']) {
      money.answer = { value: null, fault, source: 'system:budget', obtained: null, validUntil: null }
      const [nothing] = await compareWith({ 'fund.line': '211' }, [budget], caseId)
      assert.deepEqual(
        (['wait', 'human', 'refuse'] as const).map(unknown =>
          outcome(comparisonVerdict({ ...budget, unknown }, nothing, now)),
        ),
        ['refuse COMPARISON_AWAITED', 'human COMPARISON_UNKNOWN', 'refuse COMPARISON_UNKNOWN'],
      )
    }
  })
  test('不适用即不问 what does not apply is not asked', async () => {
    const before = asked.length
    assert.deepEqual(
      await compareWith({ 'applicant.uscc': 'GOOD', large: false }, [{ ...firmActive, when: 'large' }]),
      [],
    )
    assert.equal(asked.length, before)
  })
})
