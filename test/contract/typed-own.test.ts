import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, type Page, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person } from '../harness/mandates.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate({ sessions: testSessions })
})
after(() => gate?.close())

const as = ({ party }: Pick<Person, 'party'>) => browsing(gate, party)
const person = (name: string, birth?: string) => mandatesAt(gate).person(name, birth)
const draftsOf = ({ party }: Person) =>
  gate.house.city.db.query<{ row: string }>('select d::text as row from power.drafts d where owner = $1', [party])
const boxIn = ({ html }: Page, name: string) =>
  new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1]
const putBack = /上次填了还没有提交的，已经放回原处/

suite('授权时随填随存 what is typed to authorise somebody', () => {
  const at = '/mine/delegations'
  const half = (to: Person, more: object = {}) => ({
    ...{ name: to.name, number: to.number, items: '政府信息公开申请\r\n固定资产投资', all: '0', scopes: 'receive' },
    ...{ from: '2026-03-05', until: '', ...more },
  })
  const typing = (giver: Person, to: Person, more: object = {}) =>
    as(giver).send(at, { step: 'typed', ...half(to, more) })

  test('stands there on another device, is nobody else’s, is sealed, and gone when it is given', async () => {
    const [giver, helper] = [await person('示例父亲'), await person('示例侄女', '19780307')]
    const empty = await as(giver).get(at)
    assert.match(empty.html, /<form[^>]*data-keep="\/mine\/delegations"/)
    assert.match(empty.html, /<script src="\/keep-/)
    assert.ok(!putBack.test(empty.text))
    const heard = await typing(giver, helper)
    assert.deepEqual([heard.status, heard.html], [204, ''])
    assert.deepEqual(await gate.house.city.mandates.given(giver.party), [], 'typed is not given')
    const page = await as(giver).get(at)
    assert.match(page.text, putBack)
    assert.deepEqual(
      ['name', 'number', 'from', 'until'].map(name => boxIn(page, name)),
      [helper.name, helper.number, '2026-03-05', ''],
    )
    assert.match(page.html, /<textarea[^>]*name="items"[^>]*>政府信息公开申请\n固定资产投资<\/textarea>/)
    assert.deepEqual(
      [...page.html.matchAll(/name="scopes" value="(\w+)" checked/g)].map(([, scope]) => scope),
      ['receive'],
    )
    for (const other of [helper, await person('示例旁人')]) {
      const foreign = await as(other).get(at)
      assert.ok(!putBack.test(foreign.text) && !foreign.html.includes(helper.number))
    }
    const [{ row }, ...more] = (await draftsOf(giver)) as [{ row: string }]
    assert.deepEqual(more, [])
    for (const words of [helper.name, helper.number])
      assert.ok(!row.includes(words) && !row.includes(Buffer.from(words).toString('hex')))
    assert.equal(
      (await as(giver).send(at, half(helper, { items: '政府信息公开申请', until: '2026-06-30' }))).status,
      303,
    )
    assert.deepEqual(await draftsOf(giver), [])
    assert.ok(!putBack.test((await as(giver).get(at)).text))
  })

  test('without script what was sent and refused is there again; the latest counts; nothing beyond the boxes is kept', async () => {
    const [giver, helper] = [await person('示例姑母'), await person('示例外甥', '19780307')]
    const wrong = await as(giver).send(at, half(helper, { until: '明年底' }))
    assert.equal(wrong.status, 400)
    for (const page of [wrong, await as(giver).get(at)]) {
      assert.equal(boxIn(page, 'name'), helper.name)
      assert.match(page.html, /name="until" type="text" value="明年底"/, 'a box for days would show none of it')
    }
    const drawn = randomUUID()
    await typing(giver, helper, { drawn, turn: '2', name: '第二次' })
    await typing(giver, helper, { drawn, turn: '1', name: '第一次' })
    assert.equal(boxIn(await as(giver).get(at), 'name'), '第二次')
    await typing(giver, helper, {
      name: '长'.repeat(500),
      items: '事'.repeat(9_000),
      scopes: 'everything',
      colour: '红',
    })
    const bounded = await as(giver).get(at)
    assert.equal(boxIn(bounded, 'name'), '长'.repeat(120))
    assert.equal(/事+/.exec(/<textarea[\s\S]*?<\/textarea>/.exec(bounded.html)![0])![0].length, 4_000)
    assert.equal((await as(giver).send(at, { ...half(helper), step: 'typed', csrf: 'x' })).status, 409)
    assert.equal((await browsing(gate, undefined).send(at, { ...half(helper), step: 'typed' })).status, 401)
    const evil = await as(giver).send(at, { ...half(helper), step: 'typed' }, { origin: 'https://evil.example' })
    assert.equal(evil.status, 403)
    assert.equal(boxIn(await as(giver).get(at), 'name'), '长'.repeat(120))
    await as(giver).send(at, { step: 'typed', name: '', number: '', items: '', from: '2026-03-02', until: '' })
    assert.ok(!putBack.test((await as(giver).get(at)).text), 'what was emptied is no unsent form')
  })

  test('it is named among one’s own data; the copy takes nobody else’s name along; it goes with whoever is erased', async () => {
    const [giver, helper] = [await person('示例舅父'), await person('示例外孙', '19780307')]
    await typing(giver, helper)
    const shown = await as(giver).get('/mine/data')
    assert.match(shown.html, /href="\/mine\/delegations#give"/)
    assert.match(shown.text, /哪张表：授权一个人/)
    const { body } = (await as(giver).send('/mine/data/copy', { as: 'json' })).answer
    assert.match(body, /政府信息公开申请/)
    assert.ok(!body.includes(helper.name) && !body.includes(helper.number))
    assert.equal((await draftsOf(giver)).length, 1)
    const { parties, db } = gate.house.city
    const basis = { law: '个人信息保护法', articles: ['47'] }
    await db.transaction(sql => parties.erase(sql, giver.party, basis, { kind: 'system', name: 'test' }))
    assert.deepEqual(await draftsOf(giver), [])
  })
})

suite('填地址时随填随存 what is typed in a confirmation of address', () => {
  const at = '/mine/consents'
  test('is there again without the tick, which is given by whoever signs; signed, nothing is left', async () => {
    const own = await person('示例寄信人')
    const typed = { mail: '', phone: '138 0000', post: '沈阳市和平区某街' }
    const heard = await as(own).send(at, { step: 'typed', electronic: '1', ...typed })
    assert.deepEqual([heard.status, heard.html], [204, ''])
    const page = await as(own).get(at)
    assert.match(page.html, /<form[^>]*data-keep="\/mine\/consents"/)
    assert.match(page.text, putBack)
    assert.deepEqual([boxIn(page, 'phone'), boxIn(page, 'post')], [typed.phone, typed.post])
    assert.ok(!/name="electronic"[^>]*checked/.test(page.html))
    assert.ok(!putBack.test((await as(await person('示例邻居')).get(at)).text))
    assert.match((await as(own).get('/mine/data')).text, /哪张表：送达地址确认书/)
    const wrong = await as(own).send(at, { ...typed, mail: '没有这样的', electronic: '1' })
    assert.equal(wrong.status, 400)
    assert.equal(boxIn(await as(own).get(at), 'mail'), '没有这样的')
    const signed = await as(own).send(at, { mail: '', phone: '13800000001', post: typed.post })
    assert.equal(signed.status, 303, signed.text)
    assert.deepEqual(await draftsOf(own), [])
    await as(own).send(at, { step: 'typed', mail: '', phone: '13800000001', post: typed.post })
    assert.ok(!putBack.test((await as(own).get(at)).text), 'what has been signed is not unsent')
  })
})
