import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { equalMonths, type FinePayment, type FineTerms, isSettled, makeOwed, owedOn, ppmOf } from './fine.ts'

const yuan = (amount: number) => amount * 100
const terms: FineTerms = { principal: yuan(50_000), dueOn: '2026-03-17', ratePpm: ppmOf('0.03/day') }
const start = Temporal.PlainDate.from('2026-03-01')
const date = (n: number) => start.add({ days: n }).toString()

suite('罚款与加处罚款 fine and surcharge', () => {
  test('到期日当天不算逾期，次日起每日百分之三 nothing on the due day, three per cent on each day after it', () => {
    assert.equal(owedOn(terms, [], '2026-03-17').surcharge, 0)
    assert.equal(owedOn(terms, [], '2026-03-18').surcharge, yuan(1_500))
    assert.equal(owedOn(terms, [], '2026-03-27').surcharge, yuan(15_000))
  })
  test('加处罚款不超过罚款数额 never more than the fine (72)', () => {
    assert.equal(owedOn(terms, [], '2026-04-19').surcharge, yuan(49_500))
    assert.equal(owedOn(terms, [], '2026-04-20').surcharge, yuan(50_000))
    assert.equal(owedOn(terms, [], '2036-04-20').surcharge, yuan(50_000))
  })
  test('复议、诉讼期间不计 nothing during reconsideration or litigation (73)', () => {
    const stopped = { ...terms, stops: [{ from: '2026-03-20', to: '2026-05-20' }] }
    assert.equal(owedOn(stopped, [], '2026-05-20').surcharge, yuan(3_000))
    assert.equal(owedOn(stopped, [], '2026-05-21').surcharge, yuan(4_500))
    assert.equal(owedOn({ ...terms, stops: [{ from: '2026-03-18', to: null }] }, [], '2030-01-01').surcharge, 0)
  })
  test('未送达不起算 nothing before the decision is served', () => {
    const { dueOn: _, ...unserved } = terms
    assert.deepEqual(owedOn(unserved, [], '2030-01-01'), {
      principal: yuan(50_000),
      due: 0,
      surcharge: 0,
      accrued: 0,
      paid: 0,
      credit: 0,
    })
  })
  test('分期：每期到期后只就该期欠缴部分计 an instalment accrues alone and only after its own due day (66)', () => {
    const instalments = equalMonths(yuan(50_000), 3, '2026-04-17')
    assert.deepEqual(instalments, [
      { on: '2026-04-17', amount: 1_666_668 },
      { on: '2026-05-17', amount: 1_666_666 },
      { on: '2026-06-17', amount: 1_666_666 },
    ])
    const granted = { ...terms, instalments }
    assert.equal(owedOn(granted, [], '2026-04-17').surcharge, 0)
    assert.equal(owedOn(granted, [], '2026-04-18').surcharge, 50_000)
    const paid = [{ on: '2026-04-17', amount: 1_666_668 }]
    assert.equal(owedOn(granted, paid, '2026-05-17').surcharge, 0)
    assert.equal(owedOn(granted, paid, '2026-05-19').surcharge, 99_999)
  })
  test('先罚款后加处 a payment goes to the fine first, then to the surcharge; what is too much is given back', () => {
    const late = [{ on: '2026-03-19', amount: yuan(50_000) }]
    assert.deepEqual(owedOn(terms, late, '2026-12-31'), {
      principal: 0,
      due: 0,
      surcharge: yuan(3_000),
      accrued: yuan(3_000),
      paid: yuan(50_000),
      credit: 0,
    })
    const more = [...late, { on: '2026-04-01', amount: yuan(3_500) }]
    const owed = owedOn(terms, more, '2026-04-01')
    assert.ok(isSettled(owed))
    assert.equal(owed.credit, yuan(500))
  })
  test('月末分期 the corresponding day, or the last of the month', () => {
    assert.deepEqual(
      equalMonths(300, 3, '2026-01-31').map(({ on }) => on),
      ['2026-01-31', '2026-02-28', '2026-03-31'],
    )
    assert.throws(() => equalMonths(2, 3, '2026-01-31'), RangeError)
  })
  test('逾期后才批准分期：批准前已计的不退，批准后按期计 granted late: what had accrued stays, from then on each instalment counts for itself', () => {
    const granted = {
      ...terms,
      grantedOn: '2026-03-19',
      instalments: [
        { on: '2026-04-19', amount: yuan(20_000) },
        { on: '2026-05-19', amount: yuan(20_000) },
      ],
    }
    const early = [{ on: '2026-03-18', amount: yuan(10_000) }]
    assert.equal(owedOn(granted, early, '2026-03-18').surcharge, yuan(1_500))
    assert.equal(owedOn(granted, early, '2026-03-19').surcharge, yuan(2_700))
    assert.equal(owedOn(granted, early, '2026-04-19').surcharge, yuan(2_700))
    assert.equal(owedOn(granted, early, '2026-04-20').surcharge, yuan(3_300))
    assert.equal(owedOn(granted, early, '2026-04-20').due, yuan(20_000))
  })
  test('办件里的缴款单同一算法 the engine’s order is counted by the same rule, its due day from service', () => {
    const owed = makeOwed({ due: (start, limit) => ({ due: start.add({ days: limit.value }), provisional: false }) })
    const order = {
      amount: yuan(50_000),
      within: '15 day',
      rate: '0.03/day',
      stopsDuring: ['litigation'],
      payments: [],
    }
    const served = { ...order, servedOn: '2026-03-02' }
    const remedy = (kind: string) => [{ kind, from: '2026-03-18', to: null }]
    assert.equal(owed(order, '2027-03-18', []).surcharge, 0)
    assert.equal(owed(served, '2026-03-17', []).surcharge, 0)
    assert.equal(owed(served, '2026-03-18', []).surcharge, yuan(1_500))
    assert.equal(owed(served, '2026-03-18', remedy('litigation')).surcharge, 0)
    assert.equal(owed(served, '2026-03-18', remedy('reconsideration')).surcharge, yuan(1_500))
  })

  test('校正的年份 a calendar that was corrected moves the last day to pay of what was served before', () => {
    let rest = 0
    const owed = makeOwed({
      due: (start, limit) => ({ due: start.add({ days: limit.value + rest }), provisional: false }),
    })
    const served = {
      ...{ amount: yuan(50_000), within: '15 day', rate: '0.03/day', stopsDuring: [], payments: [] },
      servedOn: '2026-03-02',
    }
    assert.equal(owed(served, '2026-03-18', []).surcharge, yuan(1_500))
    rest = 1
    assert.equal(owed(served, '2026-03-18', []).surcharge, 0)
  })

  const termsOf = fc
    .record({
      principal: fc.integer({ min: 1, max: 100_000_000 }),
      due: fc.integer({ min: 0, max: 60 }),
      rate: fc.integer({ min: 1, max: 60_000 }),
      months: fc.integer({ min: 0, max: 4 }),
      grant: fc.option(fc.integer({ min: 0, max: 90 })),
      stops: fc.array(
        fc.record({ from: fc.integer({ min: 0, max: 150 }), days: fc.option(fc.integer({ min: 0, max: 60 })) }),
        { maxLength: 3 },
      ),
    })
    .map(
      ({ principal, due, rate, months, grant, stops }): FineTerms => ({
        principal,
        dueOn: date(due),
        ratePpm: rate,
        stops: stops.map(({ from, days }) => ({ from: date(from), to: days === null ? null : date(from + days) })),
        ...(months > 0 && principal >= months && { instalments: equalMonths(principal, months, date(due + 10)) }),
        ...(grant !== null && { grantedOn: date(grant) }),
      }),
    )
  const paymentsOf = fc.array(
    fc.record({ on: fc.integer({ min: 0, max: 200 }).map(date), amount: fc.integer({ min: 1, max: 60_000_000 }) }),
    { maxLength: 5 },
  )

  test('任意条件：不超上限、只增不减、账平 for any terms: within the cap, never falling, always balanced', () => {
    fc.assert(
      fc.property(
        termsOf,
        paymentsOf,
        fc.integer({ min: 0, max: 250 }),
        fc.integer({ min: 0, max: 50 }),
        (any, payments, n, more) => {
          const [now, later] = [owedOn(any, payments, date(n)), owedOn(any, payments, date(n + more))]
          for (const owed of [now, later]) {
            assert.ok(owed.accrued <= any.principal)
            assert.ok(owed.surcharge >= 0 && owed.principal >= 0 && owed.credit >= 0 && owed.due <= owed.principal)
            assert.equal(owed.principal + owed.surcharge + owed.paid, any.principal + owed.accrued + owed.credit)
            assert.ok(owed.credit === 0 || isSettled(owed))
          }
          assert.ok(later.accrued >= now.accrued)
        },
      ),
      { numRuns: 500 },
    )
  })
  test('任意条件：与逐日笨算一致 for any terms: equal to counting day by day', () => {
    const plainly = (any: FineTerms, payments: readonly FinePayment[], n: number): number => {
      let parts = [{ on: any.dueOn!, amount: any.principal }]
      const reschedule = () => {
        let rest = parts.reduce((sum, part) => sum + part.amount, 0)
        parts = any.instalments!.map(({ on, amount }) => {
          const mine = Math.min(amount, rest)
          rest -= mine
          return { on, amount: mine }
        })
      }
      if (any.instalments && any.grantedOn === undefined) reschedule()
      let micro = 0
      let paidSurcharge = 0
      const accrued = () => Math.min(Math.floor(micro / 1_000_000), any.principal)
      for (let d = 0; d <= n; d++) {
        const today = date(d)
        if (!any.stops!.some(({ from, to }) => from <= today && (to === null || today <= to)))
          for (const part of parts) if (part.on < today) micro += part.amount * any.ratePpm!
        if (any.instalments && any.grantedOn === today) reschedule()
        for (const payment of payments.filter(({ on }) => on === today)) {
          let left = payment.amount
          for (const part of parts) {
            const taken = Math.min(left, part.amount)
            part.amount -= taken
            left -= taken
          }
          paidSurcharge += Math.min(left, accrued() - paidSurcharge)
        }
      }
      return accrued() - paidSurcharge
    }
    fc.assert(
      fc.property(termsOf, paymentsOf, fc.integer({ min: 0, max: 220 }), (any, payments, n) => {
        assert.equal(owedOn(any, payments, date(n)).surcharge, plainly(any, payments, n))
      }),
      { numRuns: 200 },
    )
  })
  test('暂停期间一分不增 while stopped not a fen is added', () => {
    fc.assert(
      fc.property(termsOf, fc.integer({ min: 0, max: 200 }), (any, n) => {
        const stopped = { ...any, stops: [{ from: date(n), to: null }] }
        assert.equal(owedOn(stopped, [], date(n + 300)).accrued, owedOn(stopped, [], date(n - 1)).accrued)
      }),
    )
  })
})
