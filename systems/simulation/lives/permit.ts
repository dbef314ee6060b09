import type { CaseHand } from '../case-hand.ts'
import type { Firm, Officer } from '../world.ts'
import { accepted } from './permit-acceptance.ts'
import { finishPermit } from './permit-decision.ts'

/** 一件节能审查 What one application is going to be: drawn once, so that every part of its life knows it. */
export interface PermitStory {
  readonly firm: Firm
  readonly window: Officer
  readonly reviewer: Officer
  readonly head: Officer
  readonly chair: Officer
  readonly publisher: Officer
  readonly refuse: boolean
  readonly majorInterest: boolean
  readonly consult: boolean
  readonly stop: boolean
  /** The organ takes its time, within the promise: some bureaus promise three workdays. Otherwise it is dealt with within the day. */
  readonly slow: boolean
}

function storyOf(c: CaseHand): PermitStory {
  const { office } = c.plan
  const { random, world } = c
  const firm = c.has('firm-inactive', 'firm-inactive-judged')
    ? random.pick(world.inactive)
    : c.has('firm-unregistered')
      ? random.pick(world.unregistered)
      : c.plan.firm
  const majorInterest =
    c.has('hearing-late') ||
    (!c.has('refusal-without-statement', 'decision-late', 'promise-late', 'extended-twice', 'avoided-acts') &&
      random.chance(0.05))
  const refuse =
    c.has('refusal-without-statement', 'refused-though-all-holds', 'refused-on-no-ground') ||
    (!c.has('published-twice', 'publication-late', 'publication-missing', 'energy-understated', 'avoided-acts') &&
      random.chance(0.07))
  const heard = refuse || majorInterest
  return {
    firm,
    window: office.post('acceptance'),
    reviewer: c.has('reviewer-decides')
      ? { ...office.extra('reviewer-head'), post: `${office.organ}/review` }
      : office.post('review'),
    head: office.post('bureau-head'),
    chair: office.post('hearing-chair'),
    publisher: office.post('publicity'),
    refuse,
    majorInterest,
    consult: world.consulted(office).length === 2 && random.chance(0.08),
    stop: c.has('stop-without-notice') || (!heard && !c.has('extended-twice') && random.chance(0.4)),
    slow: !heard && random.chance(0.2),
  }
}

/** What the form is answered with: a project of a size this organ may decide on. */
export const fieldsOf = (c: CaseHand, { firm, consult }: Pick<PermitStory, 'firm' | 'consult'>) => {
  const { random } = c
  const size = c.has('beyond-powers')
    ? { 'energy.total': random.whole(5_000, 9_000), 'project.twoHigh': random.chance(0.5) }
    : c.has('below-threshold')
      ? { 'energy.total': random.whole(100, 900), 'energy.power': random.whole(0, 4_000_000) }
      : {}
  return {
    'applicant.uscc': firm.uscc,
    'applicant.name': firm.name,
    'project.code': `2601-${c.plan.office.region.slice(0, 6)}-04-01-${String(random.whole(0, 999_999)).padStart(6, '0')}`,
    'project.name': `${random.pick(['余热回收', '锅炉更新', '生产线技改', '数据机房', '冷链仓储', '供热管网'])}项目`,
    'contact.name': `演示联系人${random.whole(1, 999)}`,
    'contact.phone': `1380000${String(random.whole(0, 9_999)).padStart(4, '0')}`,
    'energy.total': random.whole(1_000, 4_900),
    'energy.power': random.whole(0, 24_000_000),
    'project.twoHigh': false,
    'project.stateApproved': false,
    'project.crossDepartment': consult,
    ...size,
  }
}

/** 申请 The firm applies, or the window does it for the firm. */
async function apply(c: CaseHand, story: PermitStory): Promise<readonly string[]> {
  const { random } = c
  const account = await c.account(story.firm)
  const online = random.chance(0.7)
  const lacking = c.has('material-missing', 'second-supplement-notice') || random.chance(0.12)
  const report = c.has('material-promised')
    ? 'committed'
    : c.has('material-late')
      ? 'late'
      : lacking
        ? undefined
        : 'original'
  const fields = fieldsOf(c, story)
  const opening = {
    item: c.plan.itemCode,
    organ: c.plan.office.organ,
    verb: 'submit',
    start: 'application',
    channel: online ? 'online' : 'window',
    parties: [{ role: 'subject', party: account.party, unit: 'firm' }],
    body: {
      fields,
      materials: { application: random.chance(0.1) ? 'late' : 'original', ...(report !== undefined && { report }) },
    },
  } as const
  const hand = online ? account : story.window
  if (!online) await c.workdays(0)
  if (c.is('check-digit-wrong')) {
    const last = story.firm.uscc.at(-1) === '1' ? '2' : '1'
    await c.wrongOpening('check-digit-wrong', hand, {
      ...opening,
      body: { ...opening.body, fields: { ...fields, 'applicant.uscc': `${story.firm.uscc.slice(0, -1)}${last}` } },
    })
  }
  if (c.is('field-missing')) {
    const { 'project.code': _, ...rest } = fields
    await c.wrongOpening('field-missing', hand, { ...opening, body: { ...opening.body, fields: rest } })
  }
  if (c.is('uscc-of-another')) {
    const other = c.world.firms.find(firm => firm.uscc !== story.firm.uscc) ?? story.firm
    await c.wrongOpening('uscc-of-another', hand, {
      ...opening,
      body: { ...opening.body, fields: { ...fields, 'applicant.uscc': other.uscc } },
    })
  }
  await c.open(hand, opening)
  if (c.is('energy-understated')) c.later('energy-understated')
  return report === 'original' ? [] : ['report']
}

/** 并联征求意见 Three departments are asked side by side; two answers are enough. */
async function consult(c: CaseHand): Promise<void> {
  await c.brisk()
  for (const answer of c.world.consulted(c.plan.office))
    await c.act(answer, 'complete', { stage: 'consult', opinion: 'agree' }, { desk: 'consult' })
}

/** 专家评审 The clock stands still while experts look, when the firm has been told. */
async function expertReview(c: CaseHand, { reviewer, stop }: PermitStory): Promise<void> {
  await c.brisk()
  if (c.is('opinion-missing')) await c.wrong('opinion-missing', reviewer, 'complete', { stage: 'expert' })
  if (c.is('stop-without-notice')) await c.wrong('stop-without-notice', reviewer, 'suspend', { for: 'expert' })
  if (stop) {
    await c.act(reviewer, 'suspend', { for: 'expert', notice: true }, { desk: 'expert' })
    await c.workdays(c.random.whole(2, 12))
  }
  await c.act(reviewer, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, { desk: 'expert' })
}

/** 审查 Alone, with a colleague, handed over, or with more time. Returns whoever reviewed. */
async function review(c: CaseHand, story: PermitStory): Promise<void> {
  const { random } = c
  const { reviewer, head } = story
  const second = c.cast ? c.plan.office.extra('second-reviewer') : reviewer
  const body = {
    stage: 'review',
    fields: { 'review.opinion': story.refuse ? 'refuse' : 'grant', 'review.majorInterest': story.majorInterest },
  }
  await (story.slow ? c.workdays(1) : c.brisk())
  if (c.has('extended-twice') || (story.slow && !c.has('decision-late', 'promise-late') && random.chance(0.2))) {
    await c.act(head, 'extend', { limit: 'decide', reason: '材料复杂', notice: true })
    if (c.is('extended-twice'))
      await c.wrong('extended-twice', head, 'extend', { limit: 'decide', reason: '再延一次', notice: true })
  }
  if (c.is('avoided-acts')) {
    await c.act(reviewer, 'declareAvoidance', { ground: 'near-relative' })
    await c.wrong('avoided-acts', reviewer, 'complete', body)
    await c.act(second, 'complete', body, { desk: 'review' })
    return
  }
  if (c.is('task-of-another')) {
    await c.act(reviewer, 'claim', { stage: 'review' }, { desk: 'review' })
    await c.wrong('task-of-another', second, 'complete', body)
  }
  const way =
    c.plan.violation === undefined && c.cast
      ? random.weighted([
          ['alone', 70],
          ['claim', 15],
          ['transfer', 6],
          ['sign', 6],
          ['delegate', 5],
        ] as const)
      : 'alone'
  if (way === 'claim') await c.act(reviewer, 'claim', { stage: 'review' }, { desk: 'review' })
  if (way === 'transfer' || way === 'delegate') {
    await c.act(reviewer, way, { stage: 'review', to: second.person, reason: '工作安排' }, { desk: 'review' })
    await c.act(second, 'complete', body, { desk: 'review' })
    return
  }
  if (way === 'sign') {
    await c.act(reviewer, 'addSigner', { stage: 'review', to: second.person, reason: '共同审查' }, { desk: 'review' })
    await c.act(second, 'complete', { stage: 'review', opinion: 'agree', fields: body.fields }, { desk: 'review' })
  }
  await c.act(reviewer, 'complete', body, { desk: 'review' })
}

/** 一件许可的一生 From application to publication, with whatever wrong is planned on the way. */
export async function livePermit(c: CaseHand): Promise<void> {
  const story = storyOf(c)
  const lacking = await apply(c, story)
  if (!(await accepted(c, story, lacking))) return
  if (story.slow || story.refuse || story.majorInterest || story.consult) c.truth.slow = true
  if (story.consult) await consult(c)
  await expertReview(c, story)
  if (c.plan.violation === undefined && c.random.chance(0.03)) {
    await c.workdays(0)
    await c.act(await c.account(story.firm), 'withdraw', { reason: '项目调整' })
    return
  }
  await review(c, story)
  await finishPermit(c, story)
}
