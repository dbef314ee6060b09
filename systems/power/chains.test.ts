import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type CaseState, openStages } from '#kernel/case'
import { type Example, loadDefinition } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../content.ts'
import { openTestCity } from '../../test/harness/city.ts'
import { liveExample, staffEveryPost } from '../../test/harness/example-lives.ts'
import { livesAsItSays } from '../../test/harness/example-says.ts'

const templates = await readTemplates()
const items = new Map(
  (await readItemFiles()).map(({ file, bytes }) => {
    const { definition } = loadDefinition(file, bytes, templates)
    return [definition.item, definition] as const
  }),
)

function exampleOf(item: string, name: string): Example {
  const found = items.get(item)?.examples.find(example => example.name === name)
  assert.ok(found, `${item}: ${name}`)
  return found
}

/** The published files of other offices that a city's list is to hold, by their numbers. */
const published = ['01', '04', '06', '07', '08', '09', ...Array.from({ length: 12 }, (_, at) => String(at + 10))]
  .filter(number => number !== '13')
  .concat('23', '24', '25')

test('每份真实事项文件都有事项 every published file is the source of an item', () => {
  const sources = new Set([...items.values()].map(({ source }) => /items\/(\d\d)-/.exec(source?.file ?? '')?.[1]))
  assert.deepEqual(
    published.filter(number => !sources.has(number)),
    [],
  )
})

let answers: NonNullable<Example['answers']> = {}
const house = await openTestCity({ now: '2026-01-05T09:00:00+08:00', standIn: question => answers[question] })
after(() => house.close())
const { city } = house

/** The example up to the first act of this verb. */
const upTo = (example: Example, verb: string): Example => {
  const at = example.acts.findIndex(act => (typeof act === 'string' ? act : Object.keys(act)[0]) === verb)
  return { ...example, acts: example.acts.slice(0, at), expect: {} }
}

/** Lives an example and answers with its case; what registers say is what they hold, unless the test says otherwise. */
async function lived(item: string, example: Example, says: typeof answers = {}) {
  answers = says
  const { caseId, ...rest } = await liveExample(house, item, example)
  assert.ok(caseId, JSON.stringify(rest))
  return { caseId, ...rest, state: await city.cases.stateOf(caseId) }
}

/** Whoever may take the open task of a stage. */
async function handAt(caseId: string, stage: string, nth = 1) {
  const { tasks } = await city.cases.stateOf(caseId)
  const open = Object.values(tasks).find(task => task.stage === stage)
  assert.ok(open, `${stage} has an open task`)
  return house.officer(`${open.post}@${open.organ}`, nth)
}

const numberOf = async (caseId: string) =>
  (
    await house.database.migrator.query<{ number: string }>('select number from kernel.cases where id = $1', [caseId])
  )[0]!.number

suite('发放中的补贴 a granted allowance ends by a decision in which the person was heard, and by nothing else', () => {
  before(() => staffEveryPost(house))

  test('granted, paid, re-checked; told, heard, ended; the first case ends with it', async () => {
    const grant = exampleOf('old-age-allowance', '百岁老人，公示后给付，按月发放')
    house.clock.set(Temporal.Instant.from('2026-07-06T09:00:00+08:00'))
    const first = await lived('old-age-allowance', grant)
    assert.deepEqual([first.outcome, first.ended], ['grant', false])
    const visitors = [await handAt(first.caseId, 'recheck'), await handAt(first.caseId, 'recheck', 2)]
    const officers = visitors.map(({ person }) => person)
    await house.act(first.caseId, 'recheck', { stage: 'recheck', changed: true, officers }, visitors[0])

    const street = visitors[0]!.organ
    const { organ, parties } = first.state
    const reviewer = await house.officer(`review@${street}`)
    const { caseId } = await house.open({
      item: 'old-age-adjustment',
      organ,
      verb: 'lodge',
      start: 'other-case',
      parties: parties.filter(({ role }) => role === 'subject'),
      by: reviewer,
      body: {
        origin: await numberOf(first.caseId),
        fields: { 'applicant.citizen': '210102192601010017', 'aid.current': 80_000 },
      },
    })
    const adjust = { case: await numberOf(caseId), change: 'ended' }
    const head = await house.officer(`bureau-head@${organ}`)
    const notYet = () => assert.rejects(house.act(first.caseId, 'adjust', adjust, head), { code: 'CONTROLS_REFUSE' })
    await notYet()
    await house.act(caseId, 'open', {}, reviewer)
    const found = { 'change.cause': 'moved', 'change.since': '2026-08-01', 'change.monthly': 0 }
    await house.act(caseId, 'complete', { stage: 'check', officers, fields: found }, visitors[0])
    const states = ['facts', 'proposed', 'rights']
    const notice = { stage: 'tell', document: 'intended-change', states, offersHearing: false, receipt: true }
    await house.act(caseId, 'notify', { ...notice, way: 'direct' }, reviewer)
    const end = { outcome: 'end', reason: '户籍已迁出本市', fields: {} }
    await assert.rejects(house.act(caseId, 'decide', end, head), { code: 'CONTROLS_REFUSE' }, 'nobody was heard')
    const party = parties.find(({ role }) => role === 'subject')!.party
    await house.act(caseId, 'makeStatement', { text: '没有意见' }, { kind: 'party', party, account: 'a' })
    await house.act(caseId, 'reviewStatement', { accepted: true, reason: '无异议' }, reviewer)
    await house.act(caseId, 'decide', end, head)
    await notYet()
    await house.act(caseId, 'deliver', { way: 'direct', receipt: true }, reviewer)
    const { state } = await house.act(first.caseId, 'adjust', adjust, head)
    assert.equal(state.status, 'ended')
    const done = await house.act(caseId, 'fulfil', { obligation: 'carryOut' }, reviewer)
    assert.equal(done.state.status, 'ended')
  })

  for (const item of ['resident-allowance', 'old-age-adjustment', 'metering-on-spot'])
    test(`${item}: its examples`, async () => {
      for (const example of items.get(item)!.examples) {
        if (example.answers?.['case:linked']) continue
        answers = example.answers ?? {}
        await livesAsItSays(house, item, example)
      }
    })
})

suite('从年度计划到检查 what no published plan names is not inspected, and what is named is visited once', () => {
  const visit = exampleOf('energy-metering-visit', '两个部门一次入企，未发现问题')
  const draw = exampleOf('licence-use-random', '计划已公布，抽取、检查、汇总、公示')

  test('no plan, no visit; the plan published, one visit of two organs; a second is refused', async () => {
    assert.ok((await lived('energy-metering-visit', visit)).refused.includes('row-published'))
    assert.ok((await lived('licence-use-random', draw)).refused.includes('row-published'))
    const plan = await lived(
      'annual-inspection-plan',
      exampleOf('annual-inspection-plan', '编制、审核、批准、公布、备案'),
    )
    assert.deepEqual([plan.outcome, plan.ended], ['approve', true])
    assert.equal((await lived('licence-use-random', draw)).ended, true)
    const one = await lived('energy-metering-visit', visit)
    assert.deepEqual([one.outcome, one.ended], ['clean', true])
    const { organ, parties } = one.state
    const opening = { item: 'energy-metering-visit', organ, verb: 'lodge', start: 'plan', parties } as const
    const fields = Object.fromEntries(
      Object.entries(visit.given).filter(([name]) => !/^meter\.|^visit\.(breach|notes)$/.test(name)),
    )
    const again = await house.open({ ...opening, by: `inspector@${organ}`, body: { fields } })
    const officers = await Promise.all([1, 2].map(async nth => (await house.officer(`inspector@${organ}`, nth)).person))
    const seen = { 'meter.fitted': true, 'meter.checked': true, 'meter.kept': true, 'visit.breach': false }
    await assert.rejects(
      house.act(
        again.caseId,
        'complete',
        { stage: 'visit', officers, fields: { ...seen, 'visit.notes': '再查一次' } },
        await house.officer(`inspector@${organ}`),
      ),
      (fault: { reasons: readonly { rule?: string }[] }) =>
        fault.reasons.some(({ rule }) => rule?.endsWith('not-visited-yet')),
    )
  })

  for (const item of ['annual-inspection-plan', 'licence-use-random', 'energy-metering-visit', 'hotel-security-visit'])
    test(`${item}: its examples`, async () => {
      for (const example of items.get(item)!.examples) {
        answers = example.answers ?? {}
        await livesAsItSays(house, item, example)
      }
    })
})

suite('同一位次只授一次 what is given once is given once, whoever is quicker', () => {
  const award = exampleOf('public-toilet-reward', '评审、委员会有异议、公示有异议经核实不成立，授奖')

  test('two heads decide at one instant on the same place: one award, and the other case is as it was', async () => {
    const announced = exampleOf('award-announcement', '审核、决定、公布名额')
    assert.equal((await lived('award-announcement', announced)).outcome, 'announce')
    const free = { 'award.taken': false }
    const before = upTo(award, 'decide')
    const cases = [await lived('public-toilet-reward', before, free), await lived('public-toilet-reward', before, free)]
    const decide = async ({ caseId }: { caseId: string }) =>
      house.act(caseId, 'decide', { outcome: 'grant', reason: '示例' }, await handAt(caseId, 'decide'))
    const tried = await Promise.allSettled(cases.map(decide))
    assert.deepEqual(tried.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const refused = tried.find(one => one.status === 'rejected')!
    assert.equal((refused as PromiseRejectedResult).reason.code, 'REGISTER_KEY_TAKEN')
    const loser = cases[tried.indexOf(refused)]!
    const state: CaseState = await city.cases.stateOf(loser.caseId)
    assert.deepEqual([state.outcome, openStages(state)], [undefined, ['decide']])
    const rows = await city.registers.current('award', { award: '城市公厕表彰', year: 2026 })
    assert.equal(rows.rows.length, 1)
  })

  test('every case is the fold of its events', async () => {
    const replayed = await house.replay()
    assert.deepEqual(replayed.faults, [])
    assert.equal(replayed.equal, replayed.cases)
  })
})
