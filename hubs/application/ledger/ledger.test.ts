import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { EventRun, EventType } from '#kernel/case'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { collectorVerdict, equalMonths, ledgerEffects, makeLedger } from './index.ts'

const yuan = (amount: number) => amount * 100
const clock = manualClock('2026-12-31T09:00:00+08:00')
const ledger = makeLedger({ clock })
let database: TestDatabase

const party = uuidv7(clock)

const effects = ledgerEffects(ledger, {
  due: (start, limit) => ({ due: start.add({ days: limit.value }), provisional: false }),
})

/** One event of a step with what the engine hands to its effect. */
function happened<T extends EventType>(caseId: string, type: T, data: object, on = '2026-03-02'): EventRun<T> {
  const event = { seq: 12, type, v: 1, at: '2026-03-02T02:00:00Z', on, actor: { kind: 'system', name: 'test' }, data }
  return {
    id: uuidv7(clock),
    caseId,
    number: '沈节罚〔2026〕1号',
    seq: 12,
    item: 'energy-report-penalty',
    itemHash: 'h',
    drawer: 'penalty',
    organ: 'energy-bureau',
    region: '210102',
    outcome: 'fine',
    on,
    at: event.at,
    actor: event.actor,
    parties: [{ role: 'respondent', party, unit: 'firm' }],
    facts: {},
    value: () => null,
    text: {},
    event,
    definition: { definition: { content: { outcomes: { fine: { money: { collector: 'bank' } } } } } },
  } as unknown as EventRun<T>
}
const fining = (caseId: string, more: object = {}) =>
  happened(caseId, 'payment.ordered', {
    order: 'fine',
    amount: yuan(50_000),
    dueDays: '15 day',
    rate: '0.03/day',
    stopsDuring: ['reconsideration', 'litigation'],
    ...more,
  })
const fined = async () => {
  const caseId = uuidv7(clock)
  await database.app.transaction(sql => effects['payment.ordered'](sql, fining(caseId)))
  return caseId
}
const served = (caseId: string, more: object = {}) =>
  database.app.transaction(sql => ledger.setTerms(sql, caseId, 'fine', { dueOn: '2026-03-17', ...more }, '2026-03-02'))
const pay = (caseId: string, amount: number, on: string, more: object = {}) =>
  database.app.transaction(sql =>
    ledger.recordPayment(sql, { id: uuidv7(clock), caseId, order: 'fine', amount, on, collector: 'bank', ...more }),
  )
const accounts = async (caseId: string) => {
  const rows = await database.app.query<{ kind: string; amount: number }>(
    'select a.kind, sum(p.amount)::bigint as amount from application.postings p join application.accounts a on a.id = p.account where a.case_id = $1 group by a.kind',
    [caseId],
  )
  return Object.fromEntries(rows.filter(({ amount }) => amount !== 0).map(({ kind, amount }) => [kind, amount]))
}

suite('账 ledger', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(async () => {
    const unbalanced = await database.migrator.query(
      'select entry from application.postings group by entry having sum(amount) <> 0',
    )
    assert.deepEqual(unbalanced, [])
    await database.close()
  })

  test('一案罚款从决定到缴清 a fine from its order to its last fen', async () => {
    const caseId = await fined()
    assert.deepEqual(await accounts(caseId), { receivable: yuan(50_000), treasury: -yuan(50_000) })
    await served(caseId)
    assert.deepEqual(await pay(caseId, yuan(50_000), '2026-03-19'), {
      principal: yuan(50_000),
      surcharge: 0,
      credit: 0,
      settled: false,
    })
    assert.deepEqual(await accounts(caseId), {
      surcharge: yuan(3_000),
      treasury: -yuan(53_000),
      collector: yuan(50_000),
    })
    assert.deepEqual(await pay(caseId, yuan(3_100), '2026-03-25'), {
      principal: 0,
      surcharge: yuan(3_000),
      credit: yuan(100),
      settled: true,
    })
    assert.deepEqual(await accounts(caseId), { treasury: -yuan(53_000), collector: yuan(53_100), deposit: -yuan(100) })
    const [balance] = await ledger.balance(database.app, caseId, '2026-12-01')
    assert.equal(balance?.settled, true)
  })

  test('重复的效果与回单只记一次 the same order or receipt twice is booked once; another under its id is a conflict', async () => {
    const caseId = uuidv7(clock)
    const run = fining(caseId)
    for (let n = 0; n < 2; n++) await database.app.transaction(sql => effects['payment.ordered'](sql, run))
    await assert.rejects(
      database.app.transaction(sql => effects['payment.ordered'](sql, fining(caseId))),
      { code: 'PAYMENT_ORDER_CONFLICT' },
    )
    await served(caseId)
    const id = uuidv7(clock)
    const first = await pay(caseId, yuan(100), '2026-03-10', { id })
    assert.deepEqual(await pay(caseId, yuan(100), '2026-03-10', { id }), first)
    await assert.rejects(pay(caseId, yuan(200), '2026-03-10', { id }), { code: 'PAYMENT_CONFLICT' })
    assert.equal((await accounts(caseId)).collector, yuan(100))
  })

  test('入账可重复，复议迟到的记录退回多计部分 booking twice adds nothing; a stop recorded late gives back what was booked', async () => {
    const caseId = await fined()
    await served(caseId)
    const book = () => database.app.transaction(sql => ledger.setTerms(sql, caseId, 'fine', {}, '2026-03-27'))
    await book()
    await book()
    assert.equal((await accounts(caseId)).surcharge, yuan(15_000))
    await database.app.transaction(sql =>
      ledger.setTerms(
        sql,
        caseId,
        'fine',
        { dueOn: '2026-03-17', stops: [{ kind: 'litigation', from: '2026-03-20', to: null }] },
        '2026-03-27',
      ),
    )
    assert.equal((await accounts(caseId)).surcharge, yuan(3_000))
  })

  test('分期 instalments replace the due day and must sum to the fine', async () => {
    const caseId = await fined()
    const instalments = equalMonths(yuan(50_000), 12, '2026-04-17')
    await served(caseId, { instalments })
    const [balance] = await ledger.balance(database.app, caseId, '2026-04-18')
    assert.equal(balance?.surcharge, Math.floor(instalments[0]!.amount * 0.03))
    await assert.rejects(served(caseId, { instalments: instalments.slice(1) }), { code: 'PAYMENT_TERMS_INVALID' })
  })

  test('罚缴分离 whoever decided may not collect (67), but on the spot within its limits (68, 69)', async () => {
    const caseId = await fined()
    await assert.rejects(
      pay(caseId, 1, '2026-03-10', { collector: 'energy-bureau' }),
      (error: { code: string; reasons: { basis: { articles: string[] } }[] }) => {
        assert.equal(error.code, 'COLLECTOR_REFUSED')
        assert.deepEqual(error.reasons[0]?.basis.articles, ['67'])
        return true
      },
    )
    const spot = (principal: number, onSpot: '68(1)' | '68(2)' | '69') =>
      collectorVerdict({ decider: 'o', collector: 'o', principal, onSpot }).granted
    assert.deepEqual(
      [
        spot(yuan(100), '68(1)'),
        spot(yuan(101), '68(1)'),
        spot(yuan(3_000), '68(2)'),
        spot(yuan(3_001), '68(2)'),
        spot(yuan(9_999), '69'),
      ],
      [true, false, true, false, true],
    )
  })

  test('金额、日期、缴款单有误即拒绝 wrong amounts, dates and orders are refused', async () => {
    const caseId = await fined()
    for (const [amount, on] of [
      [0, '2026-03-10'],
      [-5, '2026-03-10'],
      [1.5, '2026-03-10'],
      [5, '2026-03-01'],
      [5, '2027-01-01'],
    ] as const)
      await assert.rejects(pay(caseId, amount, on), { code: 'PAYMENT_INVALID' })
    await assert.rejects(pay(uuidv7(clock), 5, '2026-03-10'), { code: 'PAYMENT_ORDER_UNKNOWN' })
  })

  test('一案到底：送达、迟缴、分期、复议、缴清 served, paid late, granted, reconsidered, settled: every step is in the books', async () => {
    const caseId = await fined()
    const step = <T extends keyof typeof effects>(type: T, data: object, on: string) =>
      database.app.transaction(sql =>
        (effects[type] as (to: unknown, run: unknown) => Promise<void>)(sql, happened(caseId, type, data, on)),
      )
    const owed = async (on: string) => (await ledger.balance(database.app, caseId, on))[0]!
    await step('service.made', { of: 'notice', way: 'direct', on: '2026-02-20', receipt: true }, '2026-02-20')
    assert.equal((await owed('2026-12-01')).due, 0)
    await step('service.made', { of: 'decision', way: 'direct', on: '2026-03-03', receipt: true }, '2026-03-03')
    assert.equal((await owed('2026-03-19')).surcharge, yuan(1_500))
    await step(
      'payment.received',
      { order: 'fine', amount: yuan(10_000), on: '2026-03-19', collector: 'bank' },
      '2026-03-19',
    )
    await step(
      'instalment.granted',
      { order: 'fine', schedule: equalMonths(yuan(40_000), 4, '2026-04-20') },
      '2026-03-20',
    )
    assert.equal((await owed('2026-04-20')).surcharge, yuan(1_500 + 1_200))
    await step('remedy.started', { kind: 'reconsideration', on: '2026-04-22' }, '2026-04-25')
    assert.equal((await owed('2026-06-30')).surcharge, yuan(2_700 + 300))
    await step('remedy.ended', { kind: 'reconsideration', on: '2026-06-30', result: 'upheld' }, '2026-07-01')
    assert.equal((await owed('2026-07-01')).surcharge, yuan(3_000 + 900))
    await assert.rejects(
      step(
        'payment.received',
        { order: 'fine', amount: 1, on: '2026-07-01', collector: 'energy-bureau' },
        '2026-07-01',
      ),
      { code: 'COLLECTOR_REFUSED' },
    )
    await step(
      'payment.received',
      { order: 'fine', amount: yuan(43_900), on: '2026-07-01', collector: 'bank' },
      '2026-07-01',
    )
    assert.equal((await owed('2026-07-01')).settled, true)
    assert.deepEqual(await accounts(caseId), { treasury: -yuan(53_900), collector: yuan(53_900) })
  })

  test('零元不开单，无人可缴即拒绝 nought orders nothing; an order nobody could owe is refused', async () => {
    const caseId = uuidv7(clock)
    await database.app.transaction(sql => effects['payment.ordered'](sql, fining(caseId, { amount: 0 })))
    assert.deepEqual(await ledger.balance(database.app, caseId, '2026-03-02'), [])
    const nobody = { ...fining(caseId), parties: [] }
    await assert.rejects(
      database.app.transaction(sql => effects['payment.ordered'](sql, nobody)),
      { code: 'PAYMENT_ORDER_WITHOUT_PARTY' },
    )
  })

  test('同时到的款一笔不少 payments arriving at once are all there', async () => {
    const caseId = await fined()
    await served(caseId)
    await Promise.all(Array.from({ length: 10 }, () => pay(caseId, yuan(10), '2026-03-10')))
    assert.deepEqual(await accounts(caseId), {
      receivable: yuan(49_900),
      treasury: -yuan(50_000),
      collector: yuan(100),
    })
  })

  test('账只能经函数写入，写后不改 the program writes entries only through the function, balanced, and nobody changes them', async () => {
    for (const text of [
      'insert into application.postings (entry, line, account, amount) select id, 9, 1, 1 from application.entries',
      `insert into application.entries values ('${uuidv7(clock)}', 'order', null, '2026-01-01', now(), 's')`,
      'update application.postings set amount = amount + 1',
      'delete from application.entries',
      'delete from application.payments',
      'update application.payment_orders set principal = 1',
      'update application.payments set amount = 1',
    ])
      await assert.rejects(database.app.query(text), /permission denied/, text)
    for (const text of [
      'update application.postings set amount = amount * 2',
      'delete from application.entries',
      'truncate application.payments cascade',
    ])
      await assert.rejects(database.migrator.query(text), /written once/, text)
    const post = (postings: object[]) =>
      database.app.query('select application.post_entry($1, $2, null, $3, now(), $4, $5)', [
        uuidv7(clock),
        'appropriate',
        '2026-01-01',
        'b',
        JSON.stringify(postings),
      ])
    await assert.rejects(
      post([
        { kind: 'budget', line: 'a', amount: 5 },
        { kind: 'treasury', line: 'a', amount: -4 },
      ]),
      /does not sum to zero/,
    )
    await assert.rejects(post([]), /does not sum to zero/)
    await post([
      { kind: 'budget', line: 'a', amount: 5 },
      { kind: 'treasury', line: 'a', amount: -5 },
    ])
  })
})
