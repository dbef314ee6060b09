import type { CaseHand } from '../case-hand.ts'
import type { ViolationKind } from '../violation.ts'
import type { Account, Officer } from '../world.ts'

/** 一件争议 Who stands in it, who handles it, and whether it comes to a settlement. */
interface DisputeStory {
  readonly applicant: Account
  readonly opponent: Account
  readonly officer: Officer
  readonly mediator: Officer
  readonly legal: Officer
  readonly head: Officer
  readonly answers: boolean
  readonly settles: boolean
}

const needRuling: readonly ViolationKind[] = [
  'ruled-with-answer-unread',
  'settled-though-failed',
  'mediator-decides',
  'correction-without-receipt',
]
const states = ['claim', 'answerWithin', 'rights']

async function storyOf(c: CaseHand): Promise<DisputeStory> {
  const { office, firm } = c.plan
  const { random, world } = c
  const other = world.firms.find(one => one.uscc !== firm.uscc) ?? firm
  const [head] = world.serving('county-government', 'government-head', office)
  if (!head) throw new RangeError('no government decides disputes')
  return {
    applicant: await c.account(firm),
    opponent: await c.account(other),
    officer: office.post('dispute-officer'),
    mediator: office.post('mediator'),
    legal: office.post('legal-reviewer'),
    head,
    answers: c.has(...needRuling, 'answer-not-awaited') || random.chance(0.8),
    settles: !c.has(...needRuling) && random.chance(0.5),
  }
}

/** 申请与答辩 The application is taken in, a copy served on the other side, and its answer waited for. */
async function claimed(c: CaseHand, { applicant, opponent, officer, answers }: DisputeStory): Promise<void> {
  const { office, itemCode, firm } = c.plan
  const window = office.post('acceptance')
  await c.workdays(0)
  await c.open(window, {
    item: itemCode,
    organ: office.organ,
    verb: 'submit',
    start: 'application',
    channel: 'window',
    parties: [
      { role: 'subject', party: applicant.party, unit: 'firm' },
      { role: 'opponent', party: opponent.party, unit: 'firm' },
    ],
    body: {
      fields: {
        'applicant.name': firm.name,
        'opponent.name': '演示对方',
        'land.parcel': `演示宗地 ${c.plan.key}`,
        'land.area': c.random.whole(200, 9_000),
        'claim.text': '请求确认争议地块归申请人使用，双方协商未成',
        'land.inUse': false,
      },
      materials: { application: 'original', proof: 'copy' },
    },
  })
  await c.workdays(1)
  await c.act(window, 'accept', {}, { desk: 'accept' })
  await c.brisk()
  await c.act(officer, 'notify', { stage: 'answer', document: 'answer-notice', states, way: 'direct', receipt: true })
  if (c.is('answer-not-awaited')) await c.wrong('answer-not-awaited', officer, 'complete', { stage: 'answer' })
  if (answers) {
    await c.days(c.random.whole(2, 20))
    await c.act(opponent, 'makeStatement', { text: '该地块历史上由我方使用' })
    await c.workdays(1)
  } else await c.days(40)
  await c.workdays(0)
  await c.act(officer, 'complete', { stage: 'answer' }, { desk: 'answer' })
}

/** 调查与举证 Both are told the day, both bring what they have, two officers go and look. */
async function established(c: CaseHand, { applicant, opponent, officer, mediator }: DisputeStory): Promise<void> {
  const both = [applicant.party, opponent.party]
  const survey = { stage: 'survey', officers: [officer.person, mediator.person] }
  const on = c.workdayAfter(3)
  if (c.is('side-not-invited')) {
    await c.act(officer, 'invite', { stage: 'survey', parties: [applicant.party], on: c.today().toString() })
    await c.wrong('side-not-invited', officer, 'complete', survey)
  }
  for (const stage of ['survey', 'evidence'])
    await c.act(officer, 'invite', { stage, parties: both, on: on.toString(), place: '争议地现场' })
  if (c.is('surveyed-before-invited-day')) await c.wrong('surveyed-before-invited-day', officer, 'complete', survey)
  for (const side of [applicant, opponent])
    await c.act(side, 'submitEvidence', { stage: 'evidence', kind: 'documentary', summary: '权属来源材料' })
  await c.workdayOn(on)
  if (c.is('surveyed-alone'))
    await c.wrong('surveyed-alone', officer, 'complete', { stage: 'survey', officers: [officer.person] })
  await c.act(officer, 'complete', survey, { desk: 'survey' })
  await c.act(officer, 'complete', { stage: 'evidence' }, { desk: 'evidence' })
}

/** 调解 Terms are put to both; each says for itself. */
async function mediated(c: CaseHand, { applicant, opponent, mediator, settles }: DisputeStory): Promise<void> {
  await c.workdays(2)
  const table = { terms: '以中心线为界', present: [applicant.party, opponent.party] }
  await c.act(mediator, 'mediate', table, { desk: 'mediate' })
  await c.act(applicant, 'agreeSettlement', { agrees: true })
  if (c.is('settled-without-consent'))
    await c.wrong('settled-without-consent', mediator, 'mediate', { result: 'settled' })
  if (c.is('agreed-for-another'))
    await c.wrong('agreed-for-another', applicant, 'agreeSettlement', { agrees: true, party: opponent.party })
  await c.act(opponent, 'agreeSettlement', { agrees: settles })
  await c.act(mediator, 'mediate', { result: settles ? 'settled' : 'failed' })
}

/** 处理决定 Proposed by one, reviewed by another, decided by the government. */
async function ruled(c: CaseHand, { officer, mediator, legal, head, answers }: DisputeStory): Promise<void> {
  await c.workdays(2)
  const ruling = { outcome: 'ruled', reason: '权属来源证据清楚' }
  const read = { accepted: false, reason: '证据不足以支持' }
  const unread = c.is('ruled-with-answer-unread')
  if (answers && !unread) await c.act(officer, 'reviewStatement', read)
  const proposal = { stage: 'propose', fields: { 'ruling.right': '依现有证据确认' } }
  await c.act(officer, 'complete', proposal, { desk: 'propose' })
  await c.act(legal, 'complete', { stage: 'legality', opinion: 'agree' }, { desk: 'legality' })
  await c.workdays(1)
  if (c.is('mediator-decides')) await c.wrong('mediator-decides', mediator, 'decide', ruling)
  if (c.is('settled-though-failed'))
    await c.wrong('settled-though-failed', head, 'decide', { outcome: 'settled', reason: '调解结案' })
  if (unread) {
    await c.wrong('ruled-with-answer-unread', head, 'decide', ruling)
    await c.act(officer, 'reviewStatement', read)
  }
  await c.act(head, 'decide', ruling, { desk: 'decide' })
}

/** 送达双方 On each for itself; a slip of the pen is corrected afterwards. */
async function served(c: CaseHand, { applicant, opponent, officer, settles }: DisputeStory): Promise<void> {
  await c.workdays(1)
  const service = { stage: 'serve', way: 'direct', receipt: true }
  await c.act(officer, 'deliver', { ...service, party: applicant.party }, { desk: 'serve' })
  if (c.is('served-on-one-twice'))
    await c.wrong('served-on-one-twice', officer, 'deliver', { ...service, party: applicant.party })
  await c.workdays(1)
  await c.act(officer, 'deliver', { ...service, party: opponent.party })
  if (settles || !(c.has('correction-without-receipt') || c.random.chance(0.2))) return
  await c.workdays(1)
  const slip = { document: 'ruling', was: '东至水渠', is: '东至水渠中线', reason: '笔误', way: 'direct' }
  if (c.is('correction-without-receipt')) await c.wrong('correction-without-receipt', officer, 'correct', slip)
  await c.act(officer, 'correct', { ...slip, receipt: true })
}

/** 一件争议的一生 From the claim to its service on both sides, by settlement or by ruling. */
export async function liveDispute(c: CaseHand): Promise<void> {
  c.truth.slow = true
  const story = await storyOf(c)
  await claimed(c, story)
  await established(c, story)
  await mediated(c, story)
  if (story.settles) {
    await c.workdays(1)
    await c.act(story.head, 'decide', { outcome: 'settled', reason: '双方自愿达成协议' }, { desk: 'decide' })
  } else await ruled(c, story)
  await served(c, story)
}
