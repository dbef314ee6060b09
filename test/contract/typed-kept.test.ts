import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Sessions } from '../../gate/acting.ts'
import { type Browsing, browsing, testSessions } from '../harness/citizen.ts'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'
import { item, mandatesAt } from '../harness/mandates.ts'
import { toldBeforehand } from '../harness/told-beforehand.ts'

const organ = '210102-approval-bureau'
const answered = Object.fromEntries(Object.entries(formAnswers).map(([name, value]) => [`f.${name}`, String(value)]))
let gate: TestGate

before(async () => {
  const sessions: Sessions = { of: testSessions.of }
  gate = await openTestGate({ sessions })
})
after(() => gate?.close())

async function begun(visitor: Browsing): Promise<string> {
  const { to } = await visitor.send('/apply/energy-review', { organ })
  const at = to.replace(/\/fit$/, '')
  await visitor.send(`${at}/fit`, answered)
  return at
}
async function own(name: string) {
  const firm = await gate.house.firm(name)
  const visitor = browsing(gate, firm)
  return { firm, visitor, at: await begun(visitor) }
}
const boxOf = (html: string, name: string): string =>
  new RegExp(`<input[^>]*name="f\\.${name.replaceAll('.', '\\.')}"[^>]*>`).exec(html)?.[0] ?? ''
const valueIn = (html: string, name: string) => /value="([^"]*)"/.exec(boxOf(html, name))?.[1]
const half = { 'f.project.name': '余热回收改', 'f.contact.phone': '138 还没填完', 'f.energy.total': '9' }

suite('随填随存 what is typed is kept before it is sent', () => {
  test('as it was typed, on any device of its owner, and checked when it is sent; then nothing of it is left', async () => {
    const { firm, visitor, at } = await own('沈阳随填有限公司')
    const heard = await visitor.send(`${at}/typed/1`, half)
    assert.deepEqual([heard.status, heard.html], [204, ''])
    const elsewhere = browsing(gate, firm)
    const page = await elsewhere.get(`${at}/fill/1`)
    assert.equal(valueIn(page.html, 'project.name'), '余热回收改')
    assert.equal(valueIn(page.html, 'contact.phone'), '138 还没填完')
    assert.match(page.text, /上次填了还没有提交的，已经放回原处/)
    assert.ok(!boxOf(page.html, 'contact.phone').includes('aria-invalid'), 'nobody is told off for half a number')
    assert.equal(valueIn((await visitor.get(`${at}/fit`)).html, 'energy.total'), '1200', 'not of this page')
    assert.match((await visitor.get(`${at}/review`)).to, /\/fill\/1$/, 'it does not count as an answer')

    const sent = await visitor.send(`${at}/fill/1`, { ...answered, ...half })
    assert.equal(sent.status, 400)
    assert.match(sent.text, /不是电话号码/)
    const again = await visitor.get(`${at}/fill/1`)
    assert.equal(
      valueIn(again.html, 'contact.phone'),
      '138 还没填完',
      'what was sent and does not fit is not lost either',
    )
    assert.match((await visitor.send(`${at}/fill/1`, answered)).to, /materials$/)
    const done = await visitor.get(`${at}/fill/1`)
    assert.deepEqual(
      [valueIn(done.html, 'project.name'), valueIn(done.html, 'contact.phone')],
      ['余热回收改造', '13800000001'],
    )
    assert.ok(!done.text.includes('已经放回原处'))
  })

  test('what was changed after it counted, and is not sent, is said before it is handed in', async () => {
    const { visitor, at } = await own('沈阳未按有限公司')
    await visitor.send(`${at}/fill/1`, answered)
    assert.ok(!(await visitor.get(`${at}/review`)).text.includes('还没有按“继续”'))
    await visitor.send(`${at}/typed/1`, { ...answered, 'f.project.name': '另一个名字' })
    const review = await visitor.get(`${at}/review`)
    assert.match(review.text, /余热回收改造[\s\S]*有的内容填了还没有按“继续”/)
    assert.match(review.html, new RegExp(`href="${at}/fill/1"`))
    await visitor.send(`${at}/typed/1`, answered)
    assert.ok(!(await visitor.get(`${at}/review`)).text.includes('还没有按“继续”'), 'typed back to what counts')
  })

  test('the latest counts: what was on its way longer than what followed it does not', async () => {
    const { visitor, at } = await own('沈阳先后有限公司')
    const drawn = randomUUID()
    const say = (turn: number, name: string, from = drawn) =>
      visitor.send(`${at}/typed/1`, { drawn: from, turn: String(turn), 'f.project.name': name })
    const shown = async () => valueIn((await visitor.get(`${at}/fill/1`)).html, 'project.name')
    await say(2, '二')
    await say(1, '一')
    assert.equal(await shown(), '二')
    await say(1, '另一个窗口', randomUUID())
    assert.equal(await shown(), '另一个窗口')
    await visitor.send(`${at}/fill/1`, { ...answered, key: drawn, turn: '4' })
    await say(3, '三')
    assert.equal(await shown(), '余热回收改造', 'nor what was on its way when the page was sent')
  })

  test('what a register says stands; what the page does not ask, or lets nobody type, is not looked at', async () => {
    const { visitor, at } = await own('沈阳登记有限公司')
    const read = async () => (await visitor.get(`${at}/fill/1`)).html
    const before = (await read()).replaceAll(/name="key" value="[^"]*"|nonce="[^"]*"/g, '')
    const sent = {
      'f.applicant.name': '别的公司',
      'f.review.opinion': 'grant',
      'f.__proto__': 'x',
      'f.project.crossDepartment': 'perhaps',
      'f.project.name': '长'.repeat(201),
      organ: 'elsewhere',
    }
    assert.equal((await visitor.send(`${at}/typed/1`, sent)).status, 204)
    assert.equal((await visitor.send(`${at}/typed/99`, half)).status, 204)
    assert.equal((await visitor.send(`${at}/typed/x`, half)).status, 204)
    assert.equal((await read()).replaceAll(/name="key" value="[^"]*"|nonce="[^"]*"/g, ''), before)
    const large = await visitor.send(`${at}/typed/1`, { 'f.project.name': 'x'.repeat(140_000) })
    assert.equal(large.status, 413)

    await visitor.send(`${at}/fill/1`, { ...answered, dispute: 'applicant.name' })
    await visitor.send(`${at}/typed/1`, { 'f.applicant.name': '沈阳登记（集团）' })
    assert.equal(valueIn(await read(), 'applicant.name'), '沈阳登记（集团）')
    await visitor.send(`${at}/fill/1`, { ...answered, agree: 'applicant.name' })
    await visitor.send(`${at}/fill/1`, { ...answered, dispute: 'applicant.name' })
    assert.equal(valueIn(await read(), 'applicant.name'), '沈阳登记有限公司', 'agreed, it is forgotten')
  })

  test('nobody else: a foreign draft is as if there were none, a form without its token or its session keeps nothing', async () => {
    const { firm, visitor, at } = await own('沈阳本人有限公司')
    const other = browsing(gate, await gate.house.firm('沈阳旁人有限公司'))
    const [foreign, none] = await Promise.all([
      other.send(`${at}/typed/1`, half),
      other.send(`/apply/energy-review/${randomUUID()}/typed/1`, half),
    ])
    const plain = (html: string) => html.replaceAll(/urn:request:[0-9a-f-]+|name="key" value="[^"]*"/g, '')
    assert.deepEqual([foreign.status, plain(foreign.html)], [404, plain(none.html)])
    assert.equal((await visitor.send(`${at}/typed/1`, { ...half, csrf: 'x'.repeat(43) })).status, 409)
    assert.equal((await visitor.send(`${at}/typed/1`, { ...half, key: 'again' })).status, 409)
    assert.equal((await visitor.send(`${at}/typed/1`, half, { origin: 'https://evil.example' })).status, 403)
    assert.equal((await browsing(gate, undefined).send(`${at}/typed/1`, half)).status, 401)
    assert.equal((await browsing(gate, firm, 'officer').send(`${at}/typed/1`, half)).status, 403)
    assert.equal(valueIn((await visitor.get(`${at}/fill/1`)).html, 'project.name'), '')
  })

  test('it is sealed, shown among what the city holds, and gone with the draft', async () => {
    const { firm, visitor, at } = await own('沈阳封存有限公司')
    const words = '只在草稿里的半句话'
    await visitor.send(`${at}/typed/1`, { 'f.project.name': words })
    const copy = await visitor.send('/mine/data/copy', { as: 'json' })
    assert.match(copy.answer.body, new RegExp(words))
    const id = at.split('/').at(-1)!
    const { db } = gate.house.city
    const rows = await db.query<{ row: string }>('select d::text as row from power.drafts d where case_id = $1', [id])
    assert.equal(rows.length, 1)
    assert.ok(!Buffer.from(rows[0]!.row).includes(words) && !rows[0]!.row.includes(Buffer.from(words).toString('hex')))
    await visitor.send(`${at}/drop`, {})
    assert.ok(!(await browsing(gate, firm).send('/mine/data/copy', { as: 'json' })).answer.body.includes(words))
    assert.equal((await visitor.send(`${at}/typed/1`, half)).status, 404)
  })

  test('whoever is erased leaves no half sentence behind', async () => {
    const { firm, visitor, at } = await own('沈阳删除有限公司')
    await visitor.send(`${at}/typed/1`, half)
    const { db, parties } = gate.house.city
    const count = async () => (await db.query('select 1 from power.drafts where owner = $1', [firm])).length
    assert.equal(await count(), 1)
    const basis = { law: '个人信息保护法', articles: ['47'] }
    await db.transaction(sql => parties.erase(sql, firm, basis, { kind: 'system', name: 'test' }))
    assert.equal(await count(), 0)
  })

  test('the page names its one script, which is small; without it the form is as it was', async () => {
    const { visitor, at } = await own('沈阳脚本有限公司')
    const { html, answer } = await visitor.get(`${at}/fill/1`)
    const [, address, nonce] = /<script src="(\/keep-[0-9a-f]{12}\.js)" nonce="([^"]+)" defer><\/script>/.exec(html)!
    assert.ok(
      String(answer.headers['content-security-policy']).includes(`script-src 'nonce-${nonce}'; connect-src 'self'`),
    )
    const script = await visitor.get(address!)
    assert.match(String(script.answer.headers['content-type']), /^text\/javascript/)
    assert.ok(gzipSync(script.answer.rawPayload).length <= 1_700, `${gzipSync(script.answer.rawPayload).length} bytes`)
    assert.match(html, new RegExp(`data-keep="${at}/typed/1"`))
    assert.match(html, /<p class="keeping" role="status"[^>]*><\/p>/, 'nothing is said where no script runs')
    assert.ok(answer.rawPayload.length <= 60_000)
    for (const path of ['/mine', `${at}/materials`, '/apply/energy-review'])
      assert.ok(!(await visitor.get(path)).html.includes('<script'), path)
  })
})

suite('代办 what is typed for another', () => {
  test('obeys the mandate as every form does: without it, or once it has ended, nothing is kept', async () => {
    const people = mandatesAt(gate)
    const [mother, daughter] = [await people.person('示例母亲'), await people.person('示例女儿', '19780307')]
    const mandate = await people.mandate(mother, daughter)
    await browsing(gate, daughter.party).send('/mine/acting', { mandate })
    const agent = browsing(gate, daughter.party, 'person', mandate)
    const { to } = await agent.send(`/apply/${item}`, { organ: '210100-city-government' })
    const at = to.replace(/\/fit$/, '')
    const say = (text: string) => agent.send(`${at}/typed/1`, { 'f.request.text': text })
    assert.equal((await say('受托写到一半')).status, 204)
    const shown = async () => (await browsing(gate, mother.party).get(`${at}/fill/1`)).html
    assert.match(await shown(), /受托写到一半/, 'the draft is hers, and so is what stands in it')
    const selfAgain = browsing(gate, daughter.party)
    assert.equal((await selfAgain.send(`${at}/typed/1`, { 'f.request.text': '不为谁' })).status, 409)
    await browsing(gate, mother.party).send(`/mine/delegations/${mandate}/end`, {})
    assert.equal((await say('终止以后')).status, 403)
    assert.match(await shown(), /受托写到一半/)
  })
})

suite('陈述、异议 what is typed in a form that begins no application', () => {
  test('is kept and stands there again, is nobody else’s, and is gone when it is sent', async () => {
    const firm = await gate.house.firm('沈阳陈述有限公司')
    const visitor = browsing(gate, firm)
    const number = (await toldBeforehand(gate.house, firm)).number
    const at = `/mine/cases/${number}/acts/makeStatement`
    const words = '二月底已经补报，请从轻处理'
    const say = (text: string, by = visitor, more = {}) =>
      by.send(at, { step: 'typed', 'f.waived': 'false', 'f.text': text, ...more })
    assert.match((await visitor.get(at)).html, new RegExp(`data-keep="${at}"`))
    const heard = await say(words)
    assert.deepEqual([heard.status, heard.html], [204, ''])
    const other = browsing(gate, await gate.house.firm('沈阳别家有限公司'))
    assert.equal((await say('别人的话', other)).status, 404)
    assert.equal((await say('没有令牌', visitor, { csrf: 'x'.repeat(43) })).status, 409)
    await say('长'.repeat(4_001))
    assert.ok(!(await visitor.get(at)).html.includes('长长长'), 'no box lets anybody type that much')
    await say(words)
    const page = await browsing(gate, firm).get(at)
    assert.match(page.html, new RegExp(`<textarea[^>]*name="f\\.text"[^>]*>${words}</textarea>`))
    assert.match(page.text, /上次填了还没有提交的/)
    assert.ok(!(await visitor.get('/mine')).html.includes('/apply/energy-report-penalty'), 'it is no application')
    assert.match((await visitor.send('/mine/data/copy', { as: 'json' })).answer.body, new RegExp(words))
    await visitor.send(at, { 'f.waived': 'false', 'f.text': words })
    assert.ok((await visitor.get(at)).html.includes(words), 'looked over is not sent')
    assert.equal((await visitor.send(at, { 'f.waived': 'false', 'f.text': words, step: 'send' })).status, 303)
    const left = await gate.house.city.db.query('select 1 from power.drafts where owner = $1', [firm])
    assert.deepEqual(left, [])
  })
})
