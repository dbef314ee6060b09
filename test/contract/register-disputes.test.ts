import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, testSessions } from '../harness/citizen.ts'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const registry = '210100-market-regulation-bureau'
const [held, said] = ['沈阳登计热力有限公司', '沈阳登记热力有限公司'] as const

interface Waiting {
  readonly id: string
  readonly held: unknown
  readonly said: unknown
  readonly now: unknown
  readonly number: string | null
  readonly answer: string | null
  readonly dueOn: string
}

let gate: TestGate
let firm: string
let number: string
let keeper: string
let handler: string

const waiting = async (token: string): Promise<readonly Waiting[]> => {
  const answer = await gate.ask('/api/register-disputes', { token })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().items
}
async function applied(more: { readonly fields?: object; readonly disputed: Readonly<Record<string, string>> }) {
  const fields = { ...formAnswers, 'applicant.uscc': gate.house.codeOf(firm), 'applicant.name': said, ...more.fields }
  const answer = await gate.ask('/api/cases', {
    token: await gate.party(firm),
    body: {
      item: 'energy-review',
      organ,
      verb: 'submit',
      start: 'application',
      channel: 'online',
      parties: [{ role: 'subject', party: firm }],
      body: { fields, materials: { application: 'original', report: 'original' }, disputed: more.disputed },
    },
  })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json().number as string
}
async function settled() {
  const { sequencer, subscriptions, jobs } = gate.house.city
  await sequencer.drain()
  while ((await subscriptions.runOnce()) > 0);
  await jobs.runOnce(['note-disputes'])
}
/** What is recorded is recorded later than what was handed in. */
async function registered(register: string, values: object, feed: string) {
  gate.house.clock.advance({ minutes: 1 })
  const { db, registers, clock } = gate.house.city
  const from = clock.today().toString()
  const source = { organ: registry, feed }
  await db.transaction(sql =>
    registers.set(sql, register, { entry: randomUUID(), from, values: { ...values }, source }),
  )
}
const nameIs = (name: string) =>
  registered(
    'enterprise',
    { uscc: gate.house.codeOf(firm), name, active: true, keyEnergyUser: true },
    'market-regulation',
  )

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  firm = await gate.house.firm(held)
  keeper = await gate.officer(`review@${registry}`)
  handler = await gate.officer(`acceptance@${organ}`)
  number = await applied({ disputed: { 'applicant.name': 'enterprise' } })
})
after(() => gate?.close())

suite('登记数据异议 what an applicant says is wrong reaches the organ that keeps the register', () => {
  test('value held and value said, once, however often the log tells of it; the case only where the organ may know it', async () => {
    assert.deepEqual(await waiting(keeper), [])
    await settled()
    await gate.house.database.migrator.query(
      `update kernel.subscriptions set leaf_index = 0 where name = 'power.register-disputes'`,
    )
    await settled()
    const [one, ...more] = await waiting(keeper)
    assert.deepEqual(
      [one?.held, one?.said, one?.now, one?.number, one?.answer, more],
      [held, said, held, null, null, []],
    )
    assert.equal(one?.dueOn, '2026-03-16', 'ten working days')
    assert.deepEqual(await waiting(handler), [])
    await gate.refused('/api/register-disputes', { token: await gate.party(firm) }, 403, 'OFFICERS_ONLY')
    const reads = (await gate.ask('/api/reads?limit=50', { token: await gate.party(firm) })).json().items
    const look = reads.find(
      ({ purpose, organ: of }: { purpose: string; organ: string }) => purpose === 'register-correction' && of !== null,
    )
    assert.equal(look?.organ, '沈阳市市场监督管理局')
    assert.match((await browsing(gate, firm).get('/mine/data')).text, /校核登记；您说登记有误/)
  })

  test('both values stand side by side for the handler, each with its time; nothing is asked of registers besides', async () => {
    await nameIs('沈阳又改名热力有限公司')
    const shown = (await gate.ask(`/api/cases/${number}/compared`, { token: handler })).json()
    const [name, ...more] = shown.fields
    assert.deepEqual(
      [name.field, name.held, name.now, name.organ, name.dispute.answer, more],
      ['applicant.name', held, '沈阳又改名热力有限公司', '沈阳市市场监督管理局', null, []],
    )
    assert.equal(name.since, '2020-01-01')
    assert.deepEqual(shown.asked, [])
    await nameIs(held)
    const accepted = await gate.ask(`/api/cases/${number}/acts/accept`, { token: handler, body: {} })
    assert.equal(accepted.statusCode, 200, accepted.body)
    const { asked } = (await gate.ask(`/api/cases/${number}/compared`, { token: handler })).json()
    assert.deepEqual(
      asked.map(({ text, source, put, answer, expected, verdict }: Record<string, { zh: string }>) => [
        ...[text!.zh ?? text, source!.zh, put, answer, expected, verdict],
      ]),
      [
        [
          '企业是否存续',
          '法人基础库',
          [{ field: 'applicant.uscc', value: gate.house.codeOf(firm) }],
          true,
          true,
          'holds',
        ],
      ],
    )
    await gate.refused(`/api/cases/${number}/compared`, { token: keeper }, 404, 'CASE_NOT_FOUND')
  })

  test('“corrected” is said only when the register says otherwise; the answer is given once and told to the applicant and the handler', async () => {
    const [{ id } = assert.fail()] = await waiting(keeper)
    const path = `/api/register-disputes/${id}/answer`
    const body = { answer: 'corrected', reason: '登记系统录入有误，已更正' }
    await gate.refused(path, { token: keeper, body }, 409, 'REGISTER_UNCORRECTED')
    await gate.refused(path, { token: handler, body }, 404, 'DISPUTE_UNKNOWN')
    await gate.refused(`/api/register-disputes/${randomUUID()}/answer`, { token: keeper, body }, 404, 'DISPUTE_UNKNOWN')
    await nameIs(said)
    const answered = await gate.ask(path, { token: keeper, body })
    assert.equal(answered.statusCode, 201, answered.body)
    await gate.refused(path, { token: keeper, body: { answer: 'kept', reason: '又改主意' } }, 409, 'DISPUTE_ANSWERED')
    const [after] = await waiting(keeper)
    assert.deepEqual([after?.answer, after?.held, after?.now], ['corrected', held, said])

    const visitor = browsing(gate, firm)
    assert.match((await visitor.get('/mine/messages')).text, /您说有误的登记，有答复了/)
    const page = (await visitor.get(`/mine/cases/${number}`)).text
    assert.match(page, /登记当时是：沈阳登计热力有限公司/)
    assert.match(page, /沈阳市市场监督管理局\d+年\d+月\d+日答复：登记已更正。登记系统录入有误，已更正/)
    const { fields } = (await gate.ask(`/api/cases/${number}/compared`, { token: handler })).json()
    assert.deepEqual([fields[0].dispute.answer, fields[0].dispute.reason], ['corrected', body.reason])
    assert.equal((await gate.house.replay()).faults.length, 0)
  })

  test('kept with the reason; with the person the words are erased, that it was answered stays', async () => {
    await nameIs(held)
    const second = await applied({ disputed: { 'applicant.name': 'enterprise' } })
    await settled()
    const one = (await waiting(keeper)).find(({ answer }) => answer === null)!
    const body = { answer: 'kept', reason: '与营业执照一致' }
    assert.equal((await gate.ask(`/api/register-disputes/${one.id}/answer`, { token: keeper, body })).statusCode, 201)
    assert.match((await browsing(gate, firm).get(`/mine/cases/${second}`)).text, /答复：登记不改。与营业执照一致/)
  })

  test('a question that a register answers by its meaning is disputed like any other', async () => {
    const project = { owner: gate.house.codeOf(firm), code: formAnswers['project.code'], name: '余热回首改造' }
    await registered('investment-project', project, 'development-and-reform')
    const fields = { 'applicant.name': held, 'project.name': '余热回收改造' }
    await applied({ fields, disputed: { 'project.name': 'investment-project' } })
    await settled()
    const one = (await waiting(keeper)).find(({ answer }) => answer === null)
    assert.deepEqual([one?.held, one?.said], ['余热回首改造', '余热回收改造'])
  })
})
