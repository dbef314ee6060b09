import type { CaseHand } from '../case-hand.ts'
import type { PermitStory } from './permit.ts'

/** 听证 Told at least seven workdays before; the limits stand still meanwhile. */
async function hearing(c: CaseHand, { chair }: PermitStory): Promise<void> {
  const late = c.is('hearing-late')
  await c.workdays(1)
  const on = c.workdayAfter(late ? c.random.whole(22, 25) : c.random.whole(8, 10))
  if (late) c.later('hearing-late')
  await c.act(
    chair,
    'scheduleHearing',
    { stage: 'hear', on: on.toString(), chair: chair.person, place: '第一会议室' },
    { desk: 'hear' },
  )
  if (!late) await c.act(chair, 'suspend', { for: 'hear', notice: true })
  await c.workdayOn(on)
  await c.act(chair, 'hear', { stage: 'hear', attended: true, minutes: '听证笔录略' }, { desk: 'hear' })
}

/** 告知 Whoever will be refused, or whose neighbour is touched, is told and heard before. */
async function tell(c: CaseHand, story: PermitStory): Promise<void> {
  const { random } = c
  const { reviewer, head, firm } = story
  await c.brisk()
  await c.act(
    reviewer,
    'notify',
    {
      stage: 'tell',
      document: 'hearing-rights-notice',
      states: ['facts', 'grounds', 'rights'],
      offersHearing: story.majorInterest,
      way: 'window',
      receipt: true,
    },
    { desk: 'tell' },
  )
  if (c.is('refusal-without-statement')) {
    await c.brisk()
    await c.wrong('refusal-without-statement', head, 'decide', {
      outcome: 'refuse',
      reason: '不符合强制性节能标准',
      grounds: ['energy-standard'],
    })
  }
  const account = await c.account(firm)
  await c.days(random.whole(0, 1))
  if (story.majorInterest && (c.has('hearing-late') || random.chance(0.5))) {
    await c.act(account, 'askHearing')
    await c.act(account, 'makeStatement', { text: '请求举行听证' })
    await hearing(c, story)
    await c.act(reviewer, 'reviewStatement', { accepted: false, reason: '听证后维持原意见' })
    return
  }
  const speaks = random.chance(0.4) && !story.majorInterest
  await c.act(account, 'makeStatement', speaks ? { text: '可以更换设备，请求重新测算' } : { waived: true })
  if (!speaks) return
  await c.brisk()
  await c.act(reviewer, 'reviewStatement', { accepted: false, reason: '更换设备后仍不符合强制性节能标准' })
}

async function decide(c: CaseHand, story: PermitStory): Promise<void> {
  const { random } = c
  const { head, window } = story
  if (c.is('promise-late')) {
    c.later('promise-late')
    await c.workdays(random.whole(6, 12))
  } else if (c.is('decision-late')) {
    c.later('decision-late')
    await c.workdays(random.whole(22, 26))
  } else await (story.slow ? c.workdays(1) : c.brisk())
  if (c.is('delivered-before-decision'))
    await c.wrong('delivered-before-decision', window, 'deliver', {
      stage: 'deliver',
      way: 'window',
      receipt: true,
    })
  if (c.is('outcome-not-allowed')) await c.wrong('outcome-not-allowed', head, 'decide', { outcome: 'fine' })
  if (c.is('reviewer-decides'))
    await c.wrong('reviewer-decides', c.plan.office.extra('reviewer-head'), 'decide', { outcome: 'grant' })
  const judgements = c.has('firm-inactive-judged') ? { judgements: { 'firm-active': '同受理时的判断' } } : {}
  if (!story.refuse) {
    await c.act(head, 'decide', { outcome: 'grant', ...judgements }, { desk: 'decide' })
    return
  }
  if (c.is('refused-on-no-ground'))
    await c.wrong('refused-on-no-ground', head, 'decide', {
      outcome: 'refuse',
      reason: '不予许可',
      grounds: [random.pick(['threshold', 'nonsense'])],
      ...judgements,
    })
  const groundless = c.is('refused-though-all-holds')
  if (groundless) c.later('refused-though-all-holds')
  await c.act(
    head,
    'decide',
    {
      outcome: 'refuse',
      reason: '项目不符合强制性节能标准',
      ...(!groundless && { grounds: ['energy-standard'] }),
      ...judgements,
    },
    { desk: 'decide' },
  )
}

async function deliver(c: CaseHand, { window }: PermitStory): Promise<void> {
  const { random } = c
  if (c.is('electronic-without-consent'))
    await c.wrong('electronic-without-consent', window, 'deliver', {
      stage: 'deliver',
      way: 'electronic',
      receipt: true,
    })
  if (c.is('service-way-not-named'))
    await c.wrong('service-way-not-named', window, 'deliver', { stage: 'deliver', way: 'announcement', receipt: true })
  if (c.is('paper-in-the-future'))
    await c.wrong(
      'paper-in-the-future',
      window,
      'deliver',
      { stage: 'deliver', way: 'window', receipt: true },
      { madeOn: c.today().add({ days: 2 }) },
    )
  const made = c.today()
  if (c.is('paper-late')) {
    c.later('paper-late')
    await c.workdays(random.whole(4, 6))
    await c.act(
      window,
      'deliver',
      { stage: 'deliver', way: 'window', receipt: true },
      { madeOn: made, desk: 'deliver' },
    )
    return
  }
  if (c.plan.violation === undefined && random.chance(0.05)) {
    await c.workdays(random.whole(1, 2))
    await c.act(
      window,
      'deliver',
      { stage: 'deliver', way: 'window', receipt: true },
      { madeOn: made, desk: 'deliver' },
    )
    return
  }
  // Nobody here opens papers in pages of his own: electronic service is lived by its tests.
  const way = random.pick(['window', 'window', 'post'] as const)
  await c.act(window, 'deliver', { stage: 'deliver', way, receipt: true }, { desk: 'deliver' })
}

async function publish(c: CaseHand, { publisher }: PermitStory): Promise<void> {
  if (c.is('publication-late')) {
    c.later('publication-late')
    await c.workdays(c.random.whole(8, 12))
  }
  await c.act(publisher, 'publish')
  if (c.is('published-twice')) await c.wrong('published-twice', publisher, 'publish')
}

/** 决定、送达、公示 The end of an application. */
export async function finishPermit(c: CaseHand, story: PermitStory): Promise<void> {
  const { random } = c
  if (story.refuse || story.majorInterest) await tell(c, story)
  await decide(c, story)
  if (c.is('withdrawn-after-decision')) {
    await c.days(1)
    await c.wrong('withdrawn-after-decision', await c.account(story.firm), 'withdraw', { reason: '不想办了' })
  }
  const published = !story.refuse && !c.has('publication-missing')
  // On paper the delivery is known late: what is published does not wait for it.
  const first = c.has('paper-late') || random.chance(0.5)
  await c.workdays(random.whole(0, 2))
  if (published && first && !c.has('publication-late')) await publish(c, story)
  if (c.is('delivery-late')) {
    if (published && !first) await publish(c, story)
    c.later('delivery-late')
    await c.workdays(random.whole(11, 15))
    await deliver(c, story)
    return
  }
  await deliver(c, story)
  if (c.is('publication-missing')) c.later('publication-missing')
  else if (published && (!first || c.has('publication-late'))) {
    if (!c.has('publication-late')) await c.workdays(random.whole(0, 2))
    await publish(c, story)
  }
}
