import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { checkCodeOf } from '#systems/power'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { clueFields, finding, noticeStates, permitFields, permitMaterials } from '../harness/stories.ts'

const approval = '210102-approval-bureau'
const energy = '210102-energy-bureau'
const counter = `acceptance@${approval}`
const reviewer = `review@${approval}`

interface Shown {
  readonly number: string
  readonly caseId: string
  readonly party: string
}

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

async function permit(more: object = {}): Promise<Shown> {
  const party = await gate.house.firm()
  const { caseId, number } = await gate.house.open({
    item: 'energy-review',
    organ: approval,
    parties: [{ role: 'subject', party, unit: 'firm' }],
    by: counter,
    body: { fields: { ...permitFields, ...more }, materials: permitMaterials },
  })
  return { caseId, number, party }
}

/** A fine decided, and served where `served` says so. */
async function fined(served: boolean): Promise<Shown> {
  const { house } = gate
  const party = await house.firm()
  const [investigator, second] = await Promise.all([1, 2].map(nth => house.officer(`investigator@${energy}`, nth)))
  const officers = [investigator!.person, second!.person]
  const { caseId, number } = await house.open({
    item: 'energy-report-penalty',
    organ: energy,
    verb: 'lodge',
    start: 'clue',
    parties: [{ role: 'respondent', party, unit: 'firm' }],
    by: investigator!,
    body: { fields: { ...clueFields, 'clue.foundOn': '2026-03-01' } },
  })
  const evidence = { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers }
  const found = { stage: 'investigate', officers, fields: finding({ 'finding.endedOn': '2026-02-20' }) }
  await house.act(caseId, 'open', {}, investigator)
  await house.act(caseId, 'recordEvidence', evidence, investigator)
  await house.act(caseId, 'complete', found, investigator)
  await house.act(
    caseId,
    'notify',
    {
      stage: 'notify',
      document: 'priorNotice',
      officers,
      states: noticeStates,
      receipt: true,
    },
    investigator,
  )
  await house.act(caseId, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'a' })
  const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: false } }
  await house.act(caseId, 'decide', fine, `bureau-head@${energy}`)
  if (served) await house.act(caseId, 'deliver', { stage: 'serve', way: 'direct', receipt: true }, investigator)
  return { caseId, number, party }
}

/** The words of the progress page, drawing and its title included. */
async function readPage({ number }: Shown, lang = 'zh'): Promise<string> {
  const code = checkCodeOf(gate.house.city.index, number)
  const { statusCode, body } = await gate.ask(`/cases/${number}?code=${code}&lang=${lang}`, {
    headers: { accept: 'text/html' },
  })
  assert.equal(statusCode, 200)
  return body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}

interface Read {
  readonly due: Readonly<Record<string, unknown>> | null
  readonly yours: readonly Readonly<Record<string, unknown>>[]
  readonly stages: readonly { readonly stage: string; readonly status: string }[]
}
const readCase = async ({ number }: Shown): Promise<Read> =>
  (await gate.ask(`/api/cases/${number}`, { token: await gate.officer(counter) })).json()

/** Noon of a day in the city. */
const on = (day: string) => gate.house.clock.set(Temporal.Instant.from(`${day}T12:00:00+08:00`))

suite('进度页 what the page of a case says', () => {
  test('an organ that promised four workdays is held to four, on the page and in the interface', async () => {
    on('2026-03-02')
    const shown = await permit()
    await gate.house.act(shown.caseId, 'accept', {}, counter)
    const { due } = await readCase(shown)
    assert.deepEqual([due?.['value'], due?.['unit'], due?.['on']], [4, 'workday', '2026-03-06'])
    assert.match(await readPage(shown), /决定：2026年3月6日前（承诺4个工作日）/)
    assert.match(await readPage(shown, 'en'), /Decision: by 6 March 2026 \(promised: 4 working days\)/)
  })

  test('while the limit stands still it has days left and no last day, wherever it is shown', async () => {
    on('2026-03-02')
    const shown = await permit()
    await gate.house.act(shown.caseId, 'accept', {}, counter)
    on('2026-03-04')
    await gate.house.act(shown.caseId, 'suspend', { for: 'expert', notice: true }, reviewer)
    on('2026-03-16')
    const { due } = await readCase(shown)
    assert.deepEqual([due?.['on'], due?.['workdaysLeft'], due?.['status']], [null, 3, 'suspended'])
    const page = await readPage(shown)
    assert.match(page, /停止计时时还剩3个工作日，恢复后接着计算/)
    assert.doesNotMatch(page, /3月6日前|超期|超过时限/)
    const inbox = (await gate.ask('/api/inbox', { token: await gate.officer(reviewer) })).json() as {
      items: { number: string; dueOn: string | null; suspended: boolean; workdaysLeft: number }[]
    }
    const task = inbox.items.find(({ number }) => number === shown.number)!
    assert.deepEqual([task.dueOn, task.suspended, task.workdaysLeft], [null, true, 3])
  })

  test('at the delivery the limit of the delivery is shown, not that of the publication beside it', async () => {
    on('2026-03-16')
    const shown = await permit()
    const { caseId } = shown
    const review = { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } }
    await gate.house.act(caseId, 'accept', {}, counter)
    await gate.house.act(caseId, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, reviewer)
    await gate.house.act(caseId, 'complete', review, reviewer)
    await gate.house.act(caseId, 'decide', { outcome: 'grant', reason: '符合条件' }, `bureau-head@${approval}`)
    assert.equal((await readCase(shown)).due?.['limit'], 'deliver')
    assert.match(await readPage(shown), /已作出决定：准予（批复）.*送达：2026年3月30日前（法定10个工作日）/)
  })

  test('a fine to pay: how much, until when, what lateness adds; nothing says that no limit runs', async () => {
    const unserved = await fined(false)
    assert.match(await readPage(unserved), /应缴款项 15,000元 缴款期限自决定书送达之日起计算/)
    const shown = await fined(true)
    const page = await readPage(shown)
    assert.match(page, /应缴款项 15,000元 2026年3月31日前缴清 《行政处罚法》第67条 逾期不缴的，每日按欠缴数额的3%加收/)
    assert.match(page, /请您在11个工作日内办理/)
    assert.doesNotMatch(page, /目前没有正在计算的时限/)
    on('2026-04-03')
    await gate.house.city.cases.fireDue(100)
    const late = await readPage(shown)
    assert.match(late, /已加收1,350元，截至今天共欠16,350元/)
    assert.match(late, /您的期限已过/)
    assert.match(await readPage(shown, 'en'), /15,000 yuan .*1,350 yuan added for delay; 16,350 yuan owed today/)
  })

  test('not accepted: it ended there, for a reason, with an office to go to and remedies; nothing went well', async () => {
    const shown = await permit({ 'project.twoHigh': true })
    const refusal = { rule: 'level', reason: '超过本级审查权限', referTo: 'provincial-energy-office' }
    await gate.house.act(shown.caseId, 'refuseAcceptance', refusal, counter)
    const page = await readPage(shown)
    assert.match(page, /已办结：不予受理/)
    assert.match(page, /不予受理的理由： ?不属于本机关职权范围/)
    assert.match(page, /请向省级节能主管部门申请/)
    assert.match(page, /对不予受理不服的，可以：.*60日内，向和平区人民政府申请行政复议/)
    assert.match(page, /受理 到此结束/)
    assert.doesNotMatch(page, /正在办|还没到/)
    const { stages } = await readCase(shown)
    assert.deepEqual([stages[0]?.status, stages[1]?.status], ['stopped', 'unreached'])
    const code = checkCodeOf(gate.house.city.index, shown.number)
    const { body } = await gate.ask(`/cases/${shown.number}?code=${code}`, { headers: { accept: 'text/html' } })
    assert.match(body, /class="mark cinnabar"/)
    assert.doesNotMatch(body, /class="mark jade"/)
  })
})
