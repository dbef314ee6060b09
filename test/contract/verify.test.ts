import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { browsing, testSessions } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { readPdf } from '../harness/pdf.ts'
import { refuseReview } from '../harness/refused-review.ts'

const organ = '210102-approval-bureau'
const head = `bureau-head@${organ}`
let gate: TestGate
let stories: Awaited<ReturnType<typeof cityStories>>

before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-05-11T09:00:00+08:00' })
  stories = await cityStories(gate.house)
})
after(() => gate?.close())

interface Printed {
  readonly number: string
  readonly code: string
}
/** What anybody reads who types what stands on the paper. */
const checked = async ({ number, code }: Printed): Promise<string> => {
  const page = await browsing(gate, undefined).send('/verify', { number, code })
  assert.equal(page.status, 200, page.text)
  return page.text
}
/** Number and code of the voucher that a decision gave. */
async function voucherOf(caseId: string): Promise<Printed> {
  const { parties } = await gate.house.city.cases.stateOf(caseId)
  const token = await gate.party(parties[0]!.party)
  const [{ number, checkCode }] = (await gate.ask('/api/vouchers', { token })).json().items
  return { number, code: checkCode }
}
/** The decision that the party has just fetched. */
async function decisionOf(party: string, number: string): Promise<Printed> {
  const visitor = browsing(gate, party)
  const [, path] = /href="(\/mine\/cases\/\d+\/papers\/decision-\d+)[^"]*"/.exec(
    (await visitor.get(`/mine/cases/${number}`)).html,
  )!
  const text = readPdf((await visitor.get(path!)).answer.rawPayload).text.replaceAll('\n', '')
  const [, own, code] = /编号　(\S+?号)查验码　([0-9A-Z-]{14})/.exec(text)!
  return { number: own!, code: code! }
}
const remedied = async (
  caseId: string,
  result: string,
  by: Parameters<typeof gate.house.act>[3],
  more: object = {},
) => {
  await gate.house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'started' }, by)
  await gate.house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'ended', result, ...more }, by)
}

suite('查验 what is told of a paper whose decision did not stay as it was', () => {
  test('撤销 a refusal that a court set aside holds no longer; one that was decided anew is replaced', async () => {
    const firm = await gate.house.firm('沈阳查验有限公司')
    const token = await gate.officer(`acceptance@${organ}`)
    const { number } = (await gate.ask('/api/cases', { token, body: openingOf(firm) })).json() as { number: string }
    const id = await gate.house.city.cases.idOf(number)
    await refuseReview(gate, number, firm, '主要设备未达到强制性能效标准')
    await gate.house.act(id, 'deliver', { stage: 'deliver', way: 'window', receipt: true }, `acceptance@${organ}`)
    const paper = await decisionOf(firm, number)
    assert.match(await checked(paper), /有效编号/)
    gate.house.clock.advance({ hours: 24 })
    await remedied(id, 'revoked', head)
    const fallen = await checked(paper)
    assert.match(fallen, /已撤销[\s\S]*失效日期2026年5月12日[\s\S]*原决定已被依法撤销/)
    assert.doesNotMatch(fallen, /有效编号/)
    await gate.house.act(id, 'reopen', { ground: 'ordered-anew', to: 'review', reason: '判决责令重新作出' }, head)
    const fields = { 'review.opinion': 'grant', 'review.majorInterest': false }
    await gate.house.act(id, 'complete', { stage: 'review', note: '符合条件', fields }, `review@${organ}`)
    await gate.house.act(id, 'decide', { outcome: 'grant', reason: '符合条件' }, head)
    assert.match(await checked(paper), /已由后来的决定代替[\s\S]*原决定已被依法撤销/)
  })

  test('确认违法 a decision found unlawful that was not set aside is not told to be sound', async () => {
    const caseId = await stories.grantedPermit()
    const paper = await voucherOf(caseId)
    await remedied(caseId, 'declaredUnlawful', stories.head)
    assert.match(await checked(paper), /已被确认违法[\s\S]*但没有撤销/)
  })

  test('撤回 a permit taken back for the public interest is not told to be a punishment', async () => {
    const caseId = await stories.grantedPermit()
    const paper = await voucherOf(caseId)
    const revoking = { ground: 'law-changed', reason: '规划调整' }
    await gate.house.act(caseId, 'notifyEnding', { ending: 'revoke', ...revoking }, stories.head)
    await gate.house.act(caseId, 'answerEnding', { waived: true }, stories.head)
    await gate.house.act(caseId, 'revoke', { ...revoking, compensation: 0 }, stories.head)
    const told = await checked(paper)
    assert.match(told, /已撤回[\s\S]*原决定已被依法撤回/)
    assert.doesNotMatch(told, /吊销/)
  })

  test('更正 a slip of the pen that was corrected: it holds, in other words', async () => {
    const caseId = await stories.grantedPermit()
    const paper = await voucherOf(caseId)
    assert.match(await checked(paper), /有效编号/)
    const slip = { document: 'energy-review-opinion', was: '一千二百吨', is: '一千二百吨标准煤', reason: '漏写单位' }
    await gate.house.act(caseId, 'correct', { ...slip, receipt: true }, stories.counter)
    assert.match(await checked(paper), /有效，文字已更正[\s\S]*以更正后的文字为准/)
  })

  test('变更 a fine that reconsideration changed is changed, not set aside', async () => {
    const { caseId } = await stories.finedFirm()
    const paper = await voucherOf(caseId)
    await remedied(caseId, 'changed', stories.chief, { amount: 1_100_000 })
    const told = await checked(paper)
    assert.match(told, /已变更[\s\S]*以变更后的决定为准/)
    assert.doesNotMatch(told, /已撤销/)
  })
})
