import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const fields = {
  'applicant.uscc': '91210102MA0UQ4XK0Y',
  'applicant.name': '沈阳示例热力有限公司',
  'project.code': '2601-210102-04-01-123456',
  'project.name': '余热回收改造',
  'contact.name': '示例联系人',
  'contact.phone': '13800000001',
  'energy.total': 1200,
  'energy.power': 0,
  'project.twoHigh': false,
  'project.stateApproved': false,
  'project.crossDepartment': false,
}
let gate: TestGate
let window: string
let firm: string
before(async () => {
  gate = await openTestGate()
  window = await gate.officer(`acceptance@${organ}`)
  firm = await gate.house.firm()
})
after(() => gate.close())

const opening = (party = firm) => ({
  item: 'energy-review',
  organ,
  verb: 'submit',
  start: 'application',
  channel: 'window',
  parties: [{ role: 'subject', party }],
  body: { fields, materials: { application: 'original', report: 'original' } },
})

suite('开办到进度 from application to progress over HTTP', () => {
  test('a case is opened once, accepted, read, and followed with its printed code', async () => {
    const key = randomUUID()
    const first = await gate.ask('/api/cases', { token: window, body: opening(), headers: { 'idempotency-key': key } })
    assert.equal(first.statusCode, 201, first.body)
    const { number, checkCode, caseId } = first.json()
    const again = await gate.ask('/api/cases', { token: window, body: opening(), headers: { 'idempotency-key': key } })
    assert.deepEqual([again.statusCode, again.json().number, again.json().repeated], [201, number, true])
    const other = await gate.ask('/api/cases', {
      token: window,
      body: { ...opening(), channel: 'post' },
      headers: { 'idempotency-key': key },
    })
    assert.deepEqual([other.statusCode, other.json().code], [409, 'IDEMPOTENCY_KEY_REUSED'])
    void caseId

    const accepted = await gate.ask(`/api/cases/${number}/acts/accept`, {
      token: window,
      body: { judgements: { 'firm-active': '已核对营业执照' } },
    })
    assert.equal(accepted.statusCode, 200, accepted.body)
    const read = await gate.ask(`/api/cases/${number}`, { token: window })
    assert.equal(read.statusCode, 200, read.body)
    assert.equal(read.json().parties[0].shown.name, '沈阳示例有限公司')
    const page = await gate.ask(`/cases/${number}?code=${checkCode}`, { headers: { accept: 'text/html' } })
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /准绳/)
    assert.ok(!page.body.includes('沈阳示例'), 'no party is named')
  })
})
