import type { CaseHand } from '../case-hand.ts'
import { surchargeOf } from './finding.ts'
import type { PenaltyStory } from './penalty.ts'

/** 分期 Two or three equal months, each paid shortly before its day. */
async function payByInstalments(c: CaseHand, { head }: PenaltyStory, amount: number): Promise<void> {
  const { random, world } = c
  const months = random.whole(2, 3)
  const granted = c.today()
  await c.act(head, 'grantInstalment', { months, requestedOn: granted.toString(), reason: '确有经济困难' })
  const each = Math.floor(amount / months)
  for (let month = 1; month <= months; month++) {
    await c.on(granted.add({ months: month }).subtract({ days: random.whole(0, 3) }))
    await c.act(
      world.collector,
      'pay',
      { amount: month === 1 ? amount - each * (months - 1) : each },
      month === 1 ? { desk: 'pay' } : {},
    )
  }
}

/** 缴款 To the bank, never to who decided; late with three per cent a day (行政处罚法67、72). */
export async function payFine(
  c: CaseHand,
  story: PenaltyStory,
  amount: number,
  served: Temporal.PlainDate,
): Promise<void> {
  const { random, world } = c
  const { head } = story
  if (c.is('instalments-too-long'))
    await c.wrong('instalments-too-long', head, 'grantInstalment', {
      months: 24,
      requestedOn: c.today().toString(),
      reason: '经营困难',
    })
  if (c.is('decider-collects')) {
    await c.workdays(1)
    await c.wrong('decider-collects', { ...head, post: world.collector.post }, 'pay', { amount })
  }
  if (c.plan.violation === undefined && random.chance(0.08)) {
    await payByInstalments(c, story, amount)
    return
  }
  const due = c.dueIn(served, 15)
  if (c.is('payment-late')) {
    c.later('payment-late')
    await c.on(due.add({ days: random.whole(1, 20) }))
    await c.act(world.collector, 'pay', { amount: amount + surchargeOf(amount, due, c.today()) }, { desk: 'pay' })
    return
  }
  await c.days(random.whole(0, Math.max(0, Math.min(10, c.today().until(due).days - 1))))
  if (c.is('paid-too-much')) await c.wrong('paid-too-much', world.collector, 'pay', { amount: amount + 1 })
  await c.act(world.collector, 'pay', { amount }, { desk: 'pay' })
}
