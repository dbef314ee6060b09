import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Browsing, browsing, scan, testSessions } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

const item = 'energy-saving-fund'
const organ = '210102-energy-bureau'
const wanted = ['application', 'invoices']
const typed = {
  'f.applicant.account': '2100000000000000001',
  'f.project.name': '空压站节能改造',
  'f.project.investment': '2000000',
  'f.fund.requested': '400000',
  'f.fund.line': 'energy-saving',
}
let gate: TestGate
let grantedPermit: () => Promise<string>

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  ;({ grantedPermit } = await cityStories(gate.house))
})
after(() => gate?.close())

/** A firm that was given the opinion which the fund’s application rests on. */
async function holder(): Promise<{ readonly firm: string; readonly number: string }> {
  const caseId = await grantedPermit()
  const firm = (await gate.house.city.cases.stateOf(caseId)).parties[0]!.party
  const [voucher] = await gate.house.city.db.query<{ number: string }>(
    'select number from application.vouchers where party = $1',
    [firm],
  )
  return { firm, number: voucher!.number }
}

/** An application as far as its papers: nothing is typed that a register says. */
async function begun(visitor: Browsing): Promise<string> {
  const at = (await visitor.send(`/apply/${item}`, { organ })).to.replace(/\/fit$/, '')
  const filled = await visitor.send(`${at}/fill/1`, typed)
  assert.equal(filled.to, `${at}/materials`, filled.text)
  return at
}

async function handedIn(visitor: Browsing, at: string, papers: readonly string[]) {
  for (const paper of papers) {
    const sent = await visitor.upload(`${at}/materials/${paper}`, { name: `${paper}.pdf`, bytes: scan })
    assert.equal(sent.to, `${at}/materials#p-${paper}`, sent.text)
  }
  const sent = await visitor.send(`${at}/review`, {})
  const number = /^\/mine\/cases\/(\d+)\/receipt$/.exec(sent.to)?.[1]
  assert.ok(number !== undefined, sent.text)
  const [row] = await gate.house.city.db.query<{ id: string }>('select id from kernel.cases where number = $1', [
    number,
  ])
  const token = await gate.officer(`acceptance@${organ}`)
  const read = (await gate.ask(`/api/cases/${number}`, { token })).json()
  const { materials } = await gate.house.city.cases.stateOf(row!.id)
  return { materials, files: read.files as Readonly<Record<string, unknown>>, facts: read.facts }
}

suite('免提交 what the city has itself is not asked for', () => {
  test('有效证照 whoever holds it is told where it comes from and asked for nothing; the case says so', async () => {
    const { firm, number } = await holder()
    const visitor = browsing(gate, firm)
    const at = await begun(visitor)
    const page = await visitor.get(`${at}/materials`)
    assert.ok(page.text.includes(`您已有${number}（2026年3月2日签发），由我们直接取用`), page.text)
    assert.ok(!page.html.includes('p-review-opinion'))
    assert.doesNotMatch(page.text, /还缺：[^。]*节能审查意见/)
    const forced = await visitor.upload(`${at}/materials/review-opinion`, { name: 'x.pdf', bytes: scan })
    assert.equal(forced.to, `${at}/materials`, 'what is not asked for is not taken in either (行政许可法 31)')
    const { materials, files } = await handedIn(visitor, at, wanted)
    assert.deepEqual(materials, { application: 'copy', invoices: 'copy', 'review-opinion': 'voucher' })
    assert.deepEqual(Object.keys(files).sort(), wanted)
  })

  test('登记数据 what a register says goes into the case with its source, typed by nobody', async () => {
    const { firm } = await holder()
    const visitor = browsing(gate, firm)
    const at = await begun(visitor)
    const form = await visitor.get(`${at}/fill/1`)
    for (const name of ['applicant.uscc', 'applicant.name'])
      assert.match(form.html, new RegExp(`name="f\\.${name}"[^>]*readonly`), name)
    assert.match(form.text, /来自法人基础库/)
    const { facts: fields } = await handedIn(visitor, at, wanted)
    assert.equal(fields['applicant.uscc'], gate.house.codeOf(firm))
    assert.equal(fields['applicant.name'], '沈阳示例有限公司')
  })

  test('失效证照 one that has run out is asked for anew, with the reason and where to renew it; a new one is taken', async () => {
    const { firm, number } = await holder()
    await gate.house.city.migrator.query(
      `update application.vouchers set issued_on = '2024-03-01', valid_until = '2026-02-28' where party = $1`,
      [firm],
    )
    const visitor = browsing(gate, firm)
    const at = await begun(visitor)
    const page = await visitor.get(`${at}/materials`)
    assert.ok(page.text.includes(`您持有的${number}已过期（2026年2月28日），不能再用，所以要请您交新的。`), page.text)
    assert.match(page.html, /href="\/items\/energy-review"[^>]*>还没有新的，先去换领/)
    assert.match(page.html, /<input type="file" id="p-review-opinion"/)
    assert.match(page.text, /还缺：[^。]*节能审查意见/)
    assert.doesNotMatch(page.text, /由我们/)
    const found = await visitor.follow(await visitor.send(`${at}/precheck`, {}))
    assert.match(found.text, /您的“节能审查意见”已经失效，请交新的/)
    assert.match(found.html, /href="[^"]*\/materials#p-review-opinion"/)
    const sent = await visitor.upload(`${at}/materials/review-opinion`, { name: '新.pdf', bytes: scan })
    assert.equal(sent.status, 303, sent.text)
    const again = await visitor.follow(await visitor.send(`${at}/precheck`, {}))
    assert.match(again.text, /您另交了新的，由受理人员核对/)
    assert.match((await visitor.get(`${at}/review`)).text, /节能审查意见新\.pdf/)
    const { materials, files } = await handedIn(visitor, at, wanted)
    assert.equal(materials['review-opinion'], 'copy')
    assert.ok('review-opinion' in files)
  })

  test('没有证照 of whoever holds none the city asks the organ that gives it, and nobody else', async () => {
    const firm = await gate.house.firm('沈阳无证有限公司')
    const visitor = browsing(gate, firm)
    const at = await begun(visitor)
    const page = await visitor.get(`${at}/materials`)
    assert.match(page.text, /节能审查意见[^。]*由我们向发证机关调取/)
    assert.ok(!page.html.includes('p-review-opinion'))
    const { materials } = await handedIn(visitor, at, wanted)
    assert.deepEqual(materials, { application: 'copy', invoices: 'copy' })
  })
})
