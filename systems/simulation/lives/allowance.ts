import type { CaseHand } from '../case-hand.ts'
import { handOfNext } from '../next-hand.ts'
import type { Account, Household, Officer } from '../world.ts'

/** 一件低保 Which household, who handles it, and what it is given; sums in fen. */
interface AllowanceStory {
  readonly household: Household
  readonly account: Account
  readonly members: number
  readonly income: number
  readonly monthly: number
  readonly window: Officer
  readonly visitors: readonly [Officer, Officer]
  readonly reviewer: Officer
  readonly head: Officer
  readonly payer: Officer
}

const standard = 80_000

async function storyOf(c: CaseHand): Promise<AllowanceStory> {
  const { office, household } = c.plan
  const { random, world } = c
  const serving = (kind: string, code: string): Officer => {
    const [found] = world.serving(kind, code, office)
    if (!found) throw new RangeError(`nobody is ${code} in a ${kind}`)
    return found
  }
  const window = serving('street', 'acceptance')
  if (!household) throw new RangeError('no household is planned for this allowance')
  const members = random.whole(1, 4)
  const income = random.whole(0, 60) * 1_000 * members
  return {
    household,
    account: await c.household(household, window),
    members,
    income,
    monthly: standard * members - income,
    window,
    visitors: [serving('street', 'home-visit'), serving('street', 'bureau-head')],
    reviewer: serving('street', 'review'),
    head: office.post('bureau-head'),
    payer: serving('treasury-payment', 'payer'),
  }
}

/** 申请与同意 The counter writes the form; each member lets its means be looked into for itself. */
async function applied(c: CaseHand, { household, account, members, window }: AllowanceStory): Promise<void> {
  const { office, itemCode } = c.plan
  await c.workdays(0)
  await c.open(window, {
    item: itemCode,
    organ: office.organ,
    verb: 'submit',
    start: 'application',
    channel: 'window',
    parties: [{ role: 'subject', party: account.party, unit: 'household' }],
    body: {
      fields: {
        'applicant.name': household.name,
        'applicant.citizen': household.citizen,
        'applicant.phone': '13800000000',
        'applicant.account': '6200000000000000001',
        'household.members': members,
      },
      materials: { application: 'original', consents: 'original' },
    },
  })
  for (let member = 1; member <= members; member++) {
    if (member === members && c.is('member-not-asked')) await c.wrong('member-not-asked', window, 'accept')
    await c.act(member === 1 ? account : window, 'giveConsent', { member, gives: true })
  }
  await c.act(window, 'accept', {}, { desk: 'accept' })
}

/** 入户与审核 Two go to the home; the street reviews what they found. What the head sends back is looked into again the next day. */
async function visited(c: CaseHand, story: AllowanceStory, after = 2): Promise<void> {
  const { household, income, monthly, visitors, reviewer } = story
  await c.workdays(after)
  const [one, two] = visitors
  const visit = {
    stage: 'check',
    fields: {
      'household.number': household.number,
      'household.area': '210102',
      'household.monthlyIncome': income,
      'household.assetsWithin': true,
    },
    materials: { visitRecord: 'original' },
  }
  if (c.is('visited-alone')) await c.wrong('visited-alone', one, 'complete', { ...visit, officers: [one.person] })
  await c.act(one, 'complete', { ...visit, officers: [one.person, two.person] }, { desk: 'check' })
  await c.workdays(1)
  const aid = c.is('aid-above-the-gap') ? monthly + 10_000 : monthly
  const found = { stage: 'review', fields: { 'aid.standard': standard, 'aid.monthly': aid } }
  await c.act(reviewer, 'complete', found, { desk: 'review' })
}

/** 公示与异议 Posted for five working days; who lives nearby may say that it is not so. */
async function posted(c: CaseHand, { reviewer, head }: AllowanceStory): Promise<void> {
  const done = { stage: 'announce' }
  if (c.is('posting-skipped')) await c.wrong('posting-skipped', reviewer, 'complete', done)
  await c.act(reviewer, 'publish', { kind: 'result' })
  await c.workdays(2)
  if (c.is('posting-cut-short')) await c.wrong('posting-cut-short', reviewer, 'complete', done)
  if (c.is('decided-while-posted')) await c.wrong('decided-while-posted', head, 'decide', { outcome: 'grant' })
  const objected = c.has('objection-unanswered') || c.random.chance(0.3)
  if (objected) await c.act(reviewer, 'object', { text: '听说他家有车', by: 'neighbour', objector: '演示邻居' })
  await c.workdays(5)
  if (c.is('objection-unanswered')) await c.wrong('objection-unanswered', reviewer, 'complete', done)
  if (objected) await c.act(reviewer, 'answerObjection', { upheld: false, reason: '车辆在他人名下' })
  await c.act(reviewer, 'complete', done, { desk: 'announce' })
}

/** 按月发放 Paid for the month. */
async function paid(c: CaseHand, { payer, monthly }: AllowanceStory): Promise<void> {
  const body = { amount: monthly, period: c.today().toString().slice(0, 7) }
  if (c.is('paid-less-than-decided'))
    await c.wrong('paid-less-than-decided', payer, 'disburse', { ...body, amount: monthly - 1 })
  await c.act(payer, 'disburse', body, { desk: 'pay' })
  if (c.is('month-paid-twice')) await c.wrong('month-paid-twice', payer, 'disburse', body)
}

/** 调整 In a case of its own: the household is told and heard, and only a served decision stops the payment of the first. */
async function ended(first: CaseHand, story: AllowanceStory): Promise<void> {
  const { account, household, reviewer, visitors, head, members, monthly } = story
  const c = handOfNext(first, 'adjustment')
  c.truth.slow = true
  const { office, itemCode } = c.plan
  const stop = () => ({ case: c.number(), change: 'ended' })
  await c.open(reviewer, {
    item: itemCode,
    organ: office.organ,
    verb: 'lodge',
    start: 'other-case',
    channel: 'window',
    parties: [{ role: 'subject', party: account.party, unit: 'household' }],
    body: {
      origin: first.number(),
      fields: {
        'applicant.citizen': household.citizen,
        'household.number': household.number,
        'household.area': '210102',
        'aid.current': monthly,
      },
    },
  })
  await c.act(reviewer, 'open', {}, { desk: 'file' })
  if (first.is('stopped-without-decision')) await first.wrong('stopped-without-decision', head, 'adjust', stop())
  await c.workdays(1)
  const [one, two] = visitors
  const fields = { 'change.reason': '家庭收入已超过标准', 'change.monthly': 0, 'household.members': members }
  await c.act(one, 'complete', { stage: 'check', officers: [one.person, two.person], fields }, { desk: 'check' })
  const notice = { stage: 'tell', document: 'intended-change', states: ['facts', 'proposed', 'rights'] }
  await c.act(reviewer, 'notify', { ...notice, way: 'direct', receipt: true }, { desk: 'tell' })
  const decision = { outcome: 'end', reason: '家庭收入已超过标准' }
  if (c.is('aid-ended-unheard')) await c.wrong('aid-ended-unheard', head, 'decide', decision)
  await c.days(2)
  await c.act(account, 'makeStatement', { text: '收入不稳定，请求再看几个月' })
  await c.workdays(1)
  await c.act(reviewer, 'reviewStatement', { accepted: false, reason: '近三个月均超过标准' })
  await c.act(head, 'decide', decision, { desk: 'decide' })
  if (first.is('stopped-before-service')) await first.wrong('stopped-before-service', head, 'adjust', stop())
  await c.workdays(1)
  await c.act(reviewer, 'deliver', { stage: 'deliver', way: 'direct', receipt: true }, { desk: 'deliver' })
  await first.act(head, 'adjust', stop())
  await c.act(reviewer, 'fulfil', { obligation: 'carryOut' })
}

/** 一件低保的一生 Applied for, looked into by consent, posted, granted, paid, checked again, and ended only by a decision. */
export async function liveAllowance(c: CaseHand): Promise<void> {
  c.truth.slow = true
  const story = await storyOf(c)
  await applied(c, story)
  await visited(c, story)
  await posted(c, story)
  await c.workdays(1)
  if (c.is('aid-above-the-gap')) {
    await c.wrong('aid-above-the-gap', story.head, 'decide', { outcome: 'grant' })
    await c.act(story.head, 'returnTo', { to: 'check', reason: '月保障金超过差额，请重新核算' })
    await visited(c, story, 1)
    await posted(c, story)
    await c.workdays(1)
  }
  await c.act(story.head, 'decide', { outcome: 'grant' }, { desk: 'decide' })
  await c.workdays(1)
  await c.act(story.window, 'deliver', { stage: 'deliver', way: 'window', receipt: true }, { desk: 'deliver' })
  await c.act(story.window, 'publish')
  await paid(c, story)
  await c.workdays(3)
  const [one, two] = story.visitors
  await c.act(one, 'recheck', { changed: true, officers: [one.person, two.person] }, { desk: 'recheck' })
  await ended(c, story)
}
