import { type CaseHand, makeCaseHand } from '../case-hand.ts'
import { officerHand } from '../hand.ts'
import type { OpenedCase } from '../house.ts'
import type { Account, Officer } from '../world.ts'
import { liveLead } from './lead.ts'

/** 一次检查 Who was drawn to go, and to whom. */
interface VisitStory {
  readonly one: Officer
  readonly two: Officer
  readonly section: Officer
  readonly firm: Account
  readonly breach: boolean
  readonly turn: number
}

function storyOf(c: CaseHand, { persons, parties, facts }: OpenedCase): VisitStory {
  const { office } = c.plan
  const [one, two] = persons.map(person => officerHand(person, office.organ, 'inspector'))
  const [firm] = parties
  if (!one || !two || !firm) throw new RangeError('nobody was drawn to go, or to nobody')
  return {
    one,
    two,
    section: office.post('section-head'),
    firm: { kind: 'party', party: firm.party, account: `sim-${String(facts['respondent.uscc'])}` },
    breach: c.has('record-belied', 'lead-unheard') || c.random.chance(0.2),
    turn: Number(facts['visit.time']),
  }
}

/** 现场检查 The two that were drawn go, show their certificates and write down what they found; nobody else does. */
async function inspected(c: CaseHand, { one, two, breach }: VisitStory): Promise<void> {
  const { office } = c.plan
  const visit = (officers: readonly Officer[]) => ({
    stage: 'visit',
    officers: officers.map(({ person }) => person),
    fields: {
      'visit.reportTrue': !breach,
      'visit.addressFound': true,
      'visit.breach': breach,
      'visit.notes': breach ? '年报从业人数与社保缴纳人数不符' : '出示执法证件后查看，与公示一致',
    },
  })
  if (c.is('inspected-alone')) await c.wrong('inspected-alone', one, 'complete', visit([one]))
  if (c.is('inspector-not-drawn')) {
    const other = office.holders('inspector').find(({ person }) => person !== one.person && person !== two.person)
    if (other) await c.wrong('inspector-not-drawn', one, 'complete', visit([one, other]))
  }
  if (c.is('grid-worker-inspects')) {
    const [worker] = c.world.serving('street', 'acceptance', office)
    if (worker) await c.wrong('grid-worker-inspects', one, 'complete', visit([one, worker]))
  }
  await c.act(one, 'complete', visit([one, two]), { desk: 'visit' })
}

/** 告知并听取说明 A firm is told what was found and heard before anything comes of it. */
async function heard(c: CaseHand, { one, two, section, firm }: VisitStory): Promise<void> {
  const both = [one.person, two.person]
  const notice = { stage: 'hearOut', officers: both, states: [], offersHearing: false, way: 'direct', receipt: true }
  await c.act(one, 'notify', notice, { desk: 'hearOut' })
  if (c.is('lead-unheard'))
    await c.wrong('lead-unheard', section, 'decide', { outcome: 'lead', reason: '涉嫌隐瞒真实情况' })
  await c.workdays(1)
  if (c.random.chance(0.5)) await c.act(firm, 'makeStatement', { waived: true })
  else {
    await c.act(firm, 'makeStatement', { text: '系填报差错，愿意改正' })
    await c.act(one, 'reviewStatement', { accepted: false, reason: '需要另案核查' })
  }
}

/** 确定结果 Somebody who was not there says what follows from the record. */
async function concluded(c: CaseHand, { one, section, breach }: VisitStory): Promise<void> {
  const result = breach
    ? { outcome: 'lead', reason: '涉嫌公示信息隐瞒真实情况' }
    : { outcome: 'clean', reason: '未发现问题' }
  if (c.is('record-belied'))
    await c.wrong('record-belied', section, 'decide', { outcome: 'clean', reason: '未发现问题' })
  if (c.is('inspector-concludes')) await c.wrong('inspector-concludes', one, 'decide', result)
  await c.act(section, 'decide', result, { desk: 'decide' })
  await c.workdays(1)
  await c.act(one, 'deliver', { way: 'direct', receipt: true }, { desk: 'deliver' })
  if (c.is('result-late')) {
    c.later('result-late')
    await c.workdays(24)
  } else await c.workdays(c.random.whole(0, 3))
  await c.act(one, 'publish')
}

/** 一次检查的一生 Opened by the draw: two go, the firm is heard, the result is published, and a lead becomes a case of its own. */
export async function liveVisit(c: CaseHand, opened: OpenedCase): Promise<void> {
  c.truth.slow = true
  c.adopt(opened)
  const story = storyOf(c, opened)
  await c.workdays(c.random.whole(1, 8))
  if (story.turn > 2) {
    const visit = { stage: 'visit', officers: opened.persons, fields: third }
    if (c.is('third-visit')) await c.wrong('third-visit', story.one, 'complete', visit)
    await c.act(story.one, 'terminate', { ground: 'other', reason: '本年度已经检查两次，不再检查' })
    return
  }
  await inspected(c, story)
  await c.brisk()
  if (story.breach) await heard(c, story)
  await concluded(c, story)
  if (story.breach) await followed(c)
}

const third = {
  'visit.reportTrue': true,
  'visit.addressFound': true,
  'visit.breach': false,
  'visit.notes': '第三次上门',
}

const penalty = 'annual-report-penalty'

/** 另案 What a lead becomes: a case that the program opened with the decision. */
async function followed(c: CaseHand): Promise<void> {
  await c.shared.deliver()
  const [opened] = await c.shared.openedFrom(c.number(), penalty)
  if (!opened) {
    c.shared.truth.wronglyRefused(c.plan.key, 'no case came of a lead', { status: 404, codes: ['CASE_NOT_FOUND'] })
    return
  }
  const { given: _, violation: __, ...plan } = c.plan
  const next = makeCaseHand(c.shared, {
    ...plan,
    key: `${plan.key}-lead`,
    item: penalty,
    itemCode: penalty,
    violation: undefined,
  })
  await liveLead(next, opened)
}
