import type { CaseHand } from '../case-hand.ts'
import { bandOf } from './finding.ts'
import type { PenaltyStory } from './penalty.ts'
import { payFine } from './penalty-payment.ts'

const noPenalty = { outcome: 'none', reason: '依法不予处罚', fields: { socialImpact: false } } as const

/** A fine that may not be: tried, refused, and then decided as the law wants. Returns what is then decided instead. */
async function forbiddenFine(c: CaseHand, story: PenaltyStory): Promise<void> {
  const { head, finding } = story
  const fine = { outcome: 'fine', amount: finding.amount, reason: '逾期未报', fields: { socialImpact: false } }
  if (c.is('fine-though-corrected', 'fine-time-barred', 'crime-not-referred', 'fined-twice', 'not-key-user'))
    await c.wrong(c.plan.violation!, head, 'decide', fine)
  if (c.is('adverse-without-reason'))
    await c.wrong('adverse-without-reason', head, 'decide', {
      outcome: 'fine',
      amount: finding.amount,
      fields: { socialImpact: false },
    })
  if (c.is('outcome-not-allowed'))
    await c.wrong('outcome-not-allowed', head, 'decide', { outcome: 'grant', fields: { socialImpact: false } })
  if (c.is('fine-outside-band'))
    await c.wrong('fine-outside-band', head, 'decide', { ...fine, amount: bandOf(finding)[1] + 300_000 })
  // The law's own range, 10,000 to 50,000 yuan: no reason widens it.
  if (c.is('fine-above-statute'))
    await c.wrong('fine-above-statute', head, 'decide', { ...fine, amount: 5_500_000, outsideBand: '情节特别严重' })
  if (c.is('fine-below-statute'))
    await c.wrong('fine-below-statute', head, 'decide', { ...fine, amount: 900_000, outsideBand: '酌情从轻' })
  if (c.is('fine-beyond-notice'))
    await c.wrong('fine-beyond-notice', head, 'decide', { ...fine, amount: finding.amount + 10_000 })
  if (c.is('investigator-decides'))
    await c.wrong('investigator-decides', c.plan.office.extra('investigator-head'), 'decide', fine)
  if (c.is('delivered-before-decision'))
    await c.wrong('delivered-before-decision', story.investigator, 'deliver', { stage: 'serve', way: 'direct' })
}

/** 终止 Nothing can be decided on what was found: back to the investigation, and the case ends there. */
export async function endWithoutDecision(
  c: CaseHand,
  { head, investigator }: PenaltyStory,
  reason: string,
): Promise<void> {
  await c.act(head, 'returnTo', { from: 'decide', to: 'investigate', reason })
  await c.workdays(2)
  await c.act(investigator, 'terminate', { ground: 'no-grounds', reason })
}

/** 决定 Returns the fine in fen, 0 where none was decided; undefined when the case ended without a decision. */
export async function decidePenalty(c: CaseHand, story: PenaltyStory): Promise<number | undefined> {
  const { head, finding, outcome } = story
  if (c.is('penalty-decision-late')) {
    c.later('penalty-decision-late')
    await c.workdayOn(c.today().add({ days: c.random.whole(91, 100) }))
  } else await c.workdays(c.random.whole(0, 3))
  await forbiddenFine(c, story)
  if (c.is('fined-without-evidence')) {
    await c.wrong('fined-without-evidence', head, 'decide', {
      outcome: 'fine',
      amount: finding.amount,
      reason: '依裁量基准',
      fields: { socialImpact: false },
    })
    await endWithoutDecision(c, story, '没有证据，违法事实不清')
    return undefined
  }
  if (c.is('avoided-acts')) {
    await c.act(story.partner, 'declareAvoidance', { ground: 'interest' })
    await c.wrong('avoided-acts', story.partner, 'reviewStatement', { accepted: false, reason: '不成立' })
  }
  if (c.has('not-key-user')) {
    await endWithoutDecision(c, story, '当事人不在重点用能单位名录')
    return undefined
  }
  if (outcome === 'none') {
    await c.act(head, 'decide', noPenalty, { desk: 'decide' })
    return 0
  }
  if (outcome === 'transfer') {
    await c.act(
      head,
      'decide',
      { outcome, reason: '涉嫌犯罪，移送司法机关', fields: { socialImpact: false } },
      { desk: 'decide' },
    )
    return 0
  }
  const outside = c.is('fine-outside-band-reasoned')
  if (outside) c.later('fine-outside-band-reasoned')
  const amount = outside ? bandOf(finding)[0] - 200_000 : finding.amount
  await c.act(
    head,
    'decide',
    {
      outcome,
      amount,
      reason: '依裁量基准',
      fields: { socialImpact: story.published },
      ...(outside && { outsideBand: '主动消除危害后果，减轻处罚', mitigation: 'harm-undone' }),
    },
    { desk: 'decide' },
  )
  c.fines.push({
    key: c.plan.key,
    uscc: story.firm.uscc,
    name: story.firm.name,
    act: finding.act,
    endedOn: finding.endedOn,
  })
  return amount
}

/** 送达 Returns the day it counts from. */
async function serve(c: CaseHand, story: PenaltyStory): Promise<Temporal.PlainDate> {
  const { random } = c
  const { investigator } = story
  if (c.is('paid-before-service'))
    await c.wrong('paid-before-service', c.world.collector, 'pay', { amount: story.finding.amount })
  if (c.is('service-late')) {
    c.later('service-late')
    await c.workdays(random.whole(8, 12))
  } else await c.workdays(random.whole(0, 3))
  if (c.is('electronic-without-consent'))
    await c.wrong('electronic-without-consent', investigator, 'deliver', {
      stage: 'serve',
      way: 'electronic',
      receipt: true,
    })
  if (c.is('service-way-not-named'))
    await c.wrong('service-way-not-named', investigator, 'deliver', {
      stage: 'serve',
      way: 'window',
      receipt: true,
    })
  if (c.is('paper-in-the-future'))
    await c.wrong(
      'paper-in-the-future',
      investigator,
      'deliver',
      { stage: 'serve', way: 'direct', receipt: true },
      { madeOn: c.today().add({ days: 1 }) },
    )
  if (c.is('service-without-receipt'))
    await c.wrong('service-without-receipt', investigator, 'deliver', { stage: 'serve', way: 'direct' })
  // Nobody here opens papers in pages of his own: electronic service is lived by its tests.
  const way = random.pick(['direct', 'direct', 'lodged', 'post', 'post'] as const)
  const body = { stage: 'serve', way, receipt: true }
  const made = c.today()
  if (c.is('paper-late')) {
    c.later('paper-late')
    await c.workdays(random.whole(4, 6))
    await c.act(investigator, 'deliver', body, { madeOn: made, desk: 'serve' })
    return made
  }
  await c.act(investigator, 'deliver', body, { desk: 'serve' })
  return made
}

/** 公示 Within seven workdays; taken down within three when the decision falls. */
async function publish(c: CaseHand, story: PenaltyStory): Promise<void> {
  const { publisher } = story
  if (c.is('publication-missing')) {
    c.later('publication-missing')
    return
  }
  if (c.is('publication-late')) {
    c.later('publication-late')
    await c.workdays(c.random.whole(8, 12))
  }
  await c.act(publisher, 'publish')
  if (c.is('published-twice')) await c.wrong('published-twice', publisher, 'publish')
}

/** 复议 Some firms have the decision looked at again; some decisions fall. */
async function remedies(c: CaseHand, { legal, publisher, published }: PenaltyStory, fine: number): Promise<void> {
  const { random } = c
  const falls = c.has('withdrawal-late', 'withdrawal-missing', 'changed-for-the-worse')
  if (!falls && !(c.plan.violation === undefined && random.chance(0.1))) return
  await c.workdays(random.whole(1, 5))
  await c.act(legal, 'recordRemedy', { kind: 'reconsideration', status: 'started' })
  await c.workdays(random.whole(10, 20))
  const result = falls ? 'revoked' : random.pick(['revoked', 'changed', 'upheld', 'upheld'] as const)
  const ends = { kind: 'reconsideration', status: 'ended', result }
  if (c.is('changed-for-the-worse'))
    await c.wrong('changed-for-the-worse', legal, 'recordRemedy', { ...ends, result: 'changed', amount: fine + 10_000 })
  await c.act(legal, 'recordRemedy', { ...ends, ...(result === 'changed' && { amount: fine - 100_000 }) })
  if (result === 'upheld') return
  await c.workdays(random.whole(0, 1))
  if (!c.is('withdrawal-late', 'withdrawal-missing')) await c.act(c.world.collector, 'refund')
  if (!published) return
  if (c.is('withdrawal-missing')) {
    c.later('withdrawal-missing')
    return
  }
  if (c.is('withdrawal-late')) {
    c.later('withdrawal-late')
    await c.workdays(random.whole(4, 8))
  } else await c.workdays(1)
  await c.act(publisher, 'withdrawPublication', { ground: result, reason: '复议决定撤销或者变更原处罚决定' })
}

/** 送达、公示、缴款、救济 What follows a decision. */
export async function afterDecision(c: CaseHand, story: PenaltyStory, fine: number): Promise<void> {
  const fined = fine > 0
  if (c.is('withdrawn-unpublished'))
    await c.wrong('withdrawn-unpublished', story.publisher, 'withdrawPublication', { ground: 'revoked', reason: '误' })
  const early =
    fined &&
    story.published &&
    (c.has('service-late', 'paper-late') || c.random.chance(0.3)) &&
    !c.has('publication-late')
  if (early) await publish(c, story)
  const served = await serve(c, story)
  if (!fined) return
  const afterPayment = c.has('publication-late')
  if (story.published && !early && !afterPayment) {
    await c.workdays(c.random.whole(0, 2))
    await publish(c, story)
  }
  await payFine(c, story, fine, served)
  if (afterPayment) await publish(c, story)
  await remedies(c, story, fine)
}
