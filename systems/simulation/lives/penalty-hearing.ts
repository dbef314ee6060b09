import { randomUUID } from 'node:crypto'
import type { CaseHand } from '../case-hand.ts'
import { hearingFrom } from './finding.ts'
import type { PenaltyStory } from './penalty.ts'
import { endWithoutDecision } from './penalty-decision.ts'

const fineBody = ({ finding }: PenaltyStory) => ({
  outcome: 'fine',
  amount: finding.amount,
  reason: '依裁量基准',
  fields: { socialImpact: false },
})

const hearingOffered = ({ finding }: PenaltyStory): boolean => !finding.corrected && finding.amount >= hearingFrom

/** 告知 What is intended, on which facts and law, and which rights there are. */
async function notify(c: CaseHand, story: PenaltyStory): Promise<void> {
  const { investigator, partner, head } = story
  const officers = [investigator.person, partner.person]
  const body = {
    stage: 'notify',
    document: 'priorNotice',
    officers,
    states: ['proposed', 'facts', 'grounds', 'basis', 'rights'],
    offersHearing: hearingOffered(story),
    receipt: true,
  }
  await c.workdays(c.random.whole(0, 2))
  if (c.is('notice-skipped')) await c.wrong('notice-skipped', head, 'decide', fineBody(story))
  if (c.is('notice-incomplete'))
    await c.wrong('notice-incomplete', investigator, 'notify', {
      ...body,
      states: ['proposed', 'facts', 'grounds', 'basis'],
    })
  if (c.is('hearing-not-offered'))
    await c.wrong('hearing-not-offered', investigator, 'notify', { ...body, offersHearing: false })
  if (c.is('challenged-acts')) {
    // Not told of the case before the notice, the firm asks the officers who stand before it: they take it down.
    await c.act(partner, 'challengeAvoidance', {
      person: investigator.person,
      ground: 'interest',
      reason: '调查人员与举报人有亲属关系',
    })
    await c.wrong('challenged-acts', investigator, 'notify', body)
    await c.act(head, 'decideAvoidance', { person: investigator.person, avoids: false, reason: '经查不属实' })
  }
  await c.act(investigator, 'notify', body, { desk: 'notify' })
}

/** 听证 Whoever did not investigate presides, at least seven workdays after the notice. */
async function hearing(c: CaseHand, story: PenaltyStory): Promise<void> {
  const { random } = c
  const { chair, head } = story
  await c.workdays(random.whole(0, 2))
  if (c.is('hearing-skipped')) await c.wrong('hearing-skipped', head, 'decide', fineBody(story))
  const schedule = (days: number) => ({ stage: 'hear', on: c.workdayAfter(days).toString(), chair: chair.person })
  if (c.is('hearing-notice-short'))
    await c.wrong('hearing-notice-short', chair, 'scheduleHearing', schedule(random.whole(2, 5)))
  const on = c.workdayAfter(random.whole(8, 10))
  if (c.is('investigator-presides'))
    await c.wrong('investigator-presides', chair, 'scheduleHearing', {
      stage: 'hear',
      on: on.toString(),
      chair: story.investigator.person,
    })
  await c.act(chair, 'scheduleHearing', { stage: 'hear', on: on.toString(), chair: chair.person }, { desk: 'hear' })
  if (c.is('hearing-before-its-day')) {
    await c.workdays(3)
    await c.wrong('hearing-before-its-day', chair, 'hear', { stage: 'hear', attended: true, minutes: '笔录略' })
  }
  await c.workdayOn(on)
  if (c.is('hearing-without-minutes'))
    await c.wrong('hearing-without-minutes', chair, 'hear', { stage: 'hear', attended: true })
  const attended = random.chance(0.9)
  await c.act(chair, 'hear', { stage: 'hear', attended, ...(attended && { minutes: '听证笔录略' }) }, { desk: 'hear' })
}

/** 法制审核 */
async function legalReview(c: CaseHand, story: PenaltyStory): Promise<void> {
  const { legal, head } = story
  await c.workdays(c.random.whole(0, 2))
  if (c.is('legal-review-skipped')) await c.wrong('legal-review-skipped', head, 'decide', fineBody(story))
  if (c.is('investigator-reviews'))
    await c.wrong('investigator-reviews', c.plan.office.extra('investigator-legal'), 'complete', {
      stage: 'review',
      opinion: 'agree',
    })
  if (c.is('legal-review-without-opinion'))
    await c.wrong('legal-review-without-opinion', legal, 'complete', { stage: 'review' })
  const against = c.is('legal-review-against')
  await c.act(
    legal,
    'complete',
    { stage: 'review', opinion: against ? 'disagree' : 'agree', note: '审核意见如附件' },
    { desk: 'review' },
  )
}

/** 集体讨论 The head speaks last. */
async function discuss(c: CaseHand, story: PenaltyStory): Promise<void> {
  const { office } = c.plan
  const { head, legal, chair, outcome } = story
  const members = [legal, chair, office.post('bureau-head')].map(({ person }) => person)
  const votes = (order: readonly string[]) => order.map(person => ({ person, for: outcome }))
  await c.workdays(c.random.whole(0, 3))
  if (c.is('discussion-skipped')) await c.wrong('discussion-skipped', head, 'decide', fineBody(story))
  const [first, second, chief] = members as [string, string, string]
  const body = { stage: 'deliberate', chief, minutes: '讨论记录略' }
  const speaker = office.post('bureau-head')
  if (c.is('stranger-votes'))
    await c.wrong('stranger-votes', speaker, 'deliberate', {
      ...body,
      votes: votes([office.post('publicity').person, first, second, chief]),
    })
  if (c.is('quorum-missing')) await c.wrong('quorum-missing', speaker, 'deliberate', { ...body, votes: votes([chief]) })
  if (c.is('chief-not-last'))
    await c.wrong('chief-not-last', speaker, 'deliberate', { ...body, votes: votes([chief, first, second]) })
  await c.act(speaker, 'deliberate', { ...body, votes: votes([first, second, chief]) }, { desk: 'deliberate' })
}

/** 陈述申辩、听证、审核、讨论 Everything between the notice and the decision. True when the case ended here. */
export async function hearTheParty(c: CaseHand, story: PenaltyStory): Promise<boolean> {
  const { random } = c
  const { finding, firm, investigator, head } = story
  await notify(c, story)
  const offered = hearingOffered(story)
  const account = await c.account(firm)
  if (c.is('waived-for-another'))
    await c.wrong('waived-for-another', account, 'makeStatement', { waived: true, party: randomUUID() })
  if (c.is('statement-skipped')) {
    await c.workdays(1)
    await c.wrong('statement-skipped', head, 'decide', fineBody(story))
  }
  await c.days(random.whole(0, 2))
  const asks =
    offered &&
    (c.has(
      'hearing-skipped',
      'hearing-notice-short',
      'hearing-before-its-day',
      'hearing-without-minutes',
      'investigator-presides',
    ) ||
      (!c.has('hearing-not-offered') && random.chance(0.35)))
  const speaks = asks || random.chance(0.45)
  await c.act(account, 'makeStatement', speaks ? { text: '数据口径有误，请求从轻' } : { waived: true })
  if (asks) {
    await c.act(account, 'askHearing')
    await hearing(c, story)
  }
  if (speaks) {
    await c.workdays(random.whole(0, 1))
    await c.act(investigator, 'reviewStatement', { accepted: false, reason: '复核后认为口径解释不成立' })
    // 未要求听证的，五个工作日期满才能往下走（行政处罚法64(1)）
    if (offered && !asks) await c.workdays(7)
  }
  if (asks || finding.complex || finding.publicInterest) await legalReview(c, story)
  if (finding.complex || finding.serious) await discuss(c, story)
  if (!c.is('legal-review-against')) return false
  await c.wrong('legal-review-against', head, 'decide', fineBody(story))
  await endWithoutDecision(c, story, '法制审核认为事实不清，违法事实不能成立')
  return true
}
