import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, scan, testSessions } from '../harness/citizen.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let window: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  window = await gate.officer(`acceptance@${organ}`)
})
after(() => gate?.close())

/** A firm whose application lacks its report and the full name of its project. */
async function asked(name: string, fields = ['project.name']) {
  const firm = await gate.house.firm(name)
  const body = openingOf(firm) as { readonly body: object }
  const opened = await gate.ask('/api/cases', {
    token: window,
    body: { ...body, body: { ...body.body, materials: { application: 'original' } } },
  })
  const { number } = opened.json()
  await gate.ask(`/api/cases/${number}/acts/requestSupplement`, {
    token: window,
    body: { materials: ['report'], fields, note: '节能报告缺失，项目名称请写全称' },
  })
  return { firm, number, at: `/mine/cases/${number}`, visitor: browsing(gate, firm) }
}
const nameIn = (html: string) => /<input[^>]*name="f\.project\.name"[^>]*value="([^"]*)"/.exec(html)?.[1]
const reasonIn = (html: string) => /<textarea[^>]*name="reason"[^>]*>([^<]*)</.exec(html)?.[1]
const putBack = /上次填了还没有提交的，已经放回原处/

suite('办件页上随填随存 what is typed on the page of one’s own case', () => {
  test('a supplement: as it was typed, on another device, and while a paper is handed in beside it; sent, nothing is left', async () => {
    const { firm, at, visitor } = await asked('沈阳补正有限公司')
    const page = await visitor.get(at)
    assert.match(page.html, new RegExp(`data-keep="${at}/typed/supplement"`))
    assert.ok(!putBack.test(page.text))
    const looked = () => gate.house.city.db.query('select from kernel.reads')
    const before = (await looked()).length
    const heard = await visitor.send(`${at}/typed/supplement`, { 'f.project.name': '余热回收改造（二' })
    assert.deepEqual([heard.status, heard.html], [204, ''])
    assert.equal((await looked()).length, before, 'nobody was shown anything')
    const elsewhere = await browsing(gate, firm).get(at)
    assert.equal(nameIn(elsewhere.html), '余热回收改造（二')
    assert.match(elsewhere.text, putBack)
    const refused = await visitor.upload(`${at}/supplement/report`, { name: '报告.txt', bytes: Buffer.from('空') })
    assert.equal(refused.status, 400)
    assert.equal(nameIn(refused.html), '余热回收改造（二', 'a paper that is refused takes nothing with it')
    assert.equal((await visitor.upload(`${at}/supplement/report`, { name: '报告.pdf', bytes: scan })).status, 303)
    assert.equal(nameIn((await visitor.get(at)).html), '余热回收改造（二', 'nor does one that is taken')
    assert.equal((await visitor.send(`${at}/supplement`, { 'f.project.name': '余热回收改造（二期）' })).status, 303)
    const after = await visitor.get(at)
    assert.ok(!putBack.test(after.text))
    assert.match(after.text, /余热回收改造（二期）/)
  })

  test('without script: what was sent and does not fit, or came too late, stands there again', async () => {
    const { number, at, visitor } = await asked('沈阳迟补有限公司', ['project.name', 'contact.phone'])
    const long = '长'.repeat(200)
    const half = { 'f.project.name': '余热回收改造（二期）', 'f.contact.phone': '138 还没填完' }
    const wrong = await visitor.send(`${at}/supplement`, half)
    assert.equal(wrong.status, 400)
    for (const { html } of [wrong, await visitor.get(at)]) {
      assert.equal(nameIn(html), '余热回收改造（二期）')
      assert.match(html, /value="138 还没填完"/)
    }
    const why = `想先停下来；${'因'.repeat(300)}`
    await visitor.send(`${at}/typed/withdraw`, { reason: why })
    const page = await visitor.get(at)
    assert.equal(reasonIn(page.html), why)
    assert.match(page.html, /<details open><summary>撤回申请/)
    assert.equal((await visitor.send(`${at}/typed/withdraw`, { reason: long.repeat(11) })).status, 204)
    assert.equal(reasonIn((await visitor.get(at)).html), '', 'longer than the box lets anybody type: not kept')
    assert.equal((await visitor.send(`${at}/withdraw`, { reason: why })).status, 303)
    const late = await visitor.send(`${at}/supplement`, { 'f.project.name': '迟了' })
    assert.equal(late.status, 409, late.text)
    assert.equal((await visitor.send(`${at}/typed/supplement`, { 'f.project.name': '迟了' })).status, 409)
    const rows = await gate.house.city.db.query('select from power.drafts where form like $1', [`%${number}%`])
    assert.deepEqual(rows, [], 'with the application its words are taken back')
  })

  test('the latest counts; a foreign case is as if there were none; the words are among one’s own data', async () => {
    const { at, visitor } = await asked('沈阳先后补正有限公司')
    const drawn = randomUUID()
    const say = (turn: string, name: string) =>
      visitor.send(`${at}/typed/supplement`, { drawn, turn, 'f.project.name': name, 'f.energy.total': '9' })
    await say('2', '二')
    await say('1', '一')
    assert.equal(nameIn((await visitor.get(at)).html), '二')
    const stranger = browsing(gate, await gate.house.firm())
    assert.equal((await stranger.send(`${at}/typed/supplement`, { 'f.project.name': '别人' })).status, 404)
    assert.equal((await visitor.send(`${at}/typed/nothing`, {})).status, 409)
    assert.match((await visitor.get('/mine/data')).html, new RegExp(`href="${at}#supplement"`))
  })
})
