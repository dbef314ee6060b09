import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Browsing, browsing, type Page, testSessions } from '../harness/citizen.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { item, mandatesAt } from '../harness/mandates.ts'
import { toldBeforehand } from '../harness/told-beforehand.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
before(async () => {
  gate = await openTestGate({ sessions: testSessions })
})
after(() => gate?.close())

const inputIn = ({ html }: Page, name: string) =>
  new RegExp(`<input[^>]*name="${name.replaceAll('.', '\\.')}" type="(?!hidden)[^>]*value="([^"]*)"`).exec(html)?.[1]
const areaIn = ({ html }: Page, name: string) =>
  new RegExp(`<textarea[^>]*name="${name.replaceAll('.', '\\.')}"[^>]*>([^<]*)<`).exec(html)?.[1]
const drafts = async () => gate.house.city.db.query('select owner, form, sealed from power.drafts order by case_id')

/** Sent with the token of another session, and sent without a key: shown again each time with what was typed, and nothing done. */
async function staleTwice(
  visitor: Browsing,
  at: string,
  typed: Readonly<Record<string, string>>,
  look: (page: Page) => void,
) {
  const before = await drafts()
  for (const wrong of [{ csrf: 'of another session' }, { key: '' }]) {
    const page = await visitor.send(at, { ...typed, ...wrong })
    assert.equal(page.status, 409, page.text)
    assert.match(page.text, /请再确认一次[\s\S]*刚才没有提交/)
    assert.match(page.html, /<title>请再确认一次：/)
    assert.ok(!page.html.includes('of another session'))
    look(page)
  }
  assert.deepEqual(await drafts(), before, 'nothing was taken, nor kept for whoever is signed in')
}

suite('再确认一次 a form without its key, or with another session’s token, stands on its own page with all that was typed', () => {
  test('授权、送达地址、企业 whom one authorises, where one is reached, which firm one represents', async () => {
    const people = mandatesAt(gate)
    const [giver, helper] = [await people.person('示例祖母'), await people.person('示例孙女', '19980307')]
    const visitor = browsing(gate, giver.party)
    const mandate = {
      name: helper.name,
      number: helper.number,
      items: '政府信息公开申请',
      all: '0',
      scopes: 'see',
      from: '',
      until: '2026-06-30',
    }
    await staleTwice(visitor, '/mine/delegations', mandate, page => {
      assert.deepEqual(
        ['name', 'number', 'until'].map(name => inputIn(page, name)),
        [helper.name, helper.number, '2026-06-30'],
      )
      assert.equal(areaIn(page, 'items'), '政府信息公开申请')
      assert.match(page.html, /name="scopes" value="see" checked/)
    })
    assert.deepEqual(await gate.house.city.mandates.given(giver.party), [])
    await staleTwice(visitor, '/mine/consents', { mail: '', phone: '13800000001', post: '和平区某街' }, page =>
      assert.deepEqual([inputIn(page, 'phone'), inputIn(page, 'post')], ['13800000001', '和平区某街']),
    )
    await staleTwice(visitor, '/mine/acting/claim', { uscc: '91210102MA0UQ4XK0Y' }, ({ html }) =>
      assert.match(html, /name="uscc" value="91210102MA0UQ4XK0Y"/),
    )
    const stale = await visitor.send('/mine/delegations', { ...mandate, csrf: 'x' })
    const [, form] = /<form[^>]*action="\/mine\/delegations"[^>]*>([\s\S]*?)<\/form>/.exec(stale.html)!
    const held = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form!)![1]!
    const sent = await visitor.send('/mine/delegations', { ...mandate, csrf: held('csrf'), key: held('key') })
    assert.equal(sent.status, 303, 'one press more, and it is done')
    assert.equal((await gate.house.city.mandates.given(giver.party)).length, 1)
  })

  test('申请、补正、撤回、陈述 an application with its register values, a supplement, a withdrawal, an act of a party', async () => {
    const firm = await gate.house.firm('沈阳再看有限公司')
    const visitor = browsing(gate, firm)
    const { to } = await visitor.send('/apply/energy-review', { organ })
    const at = to.replace(/\/fit$/, '')
    const typed = { 'f.project.name': '余热“回收”改造', 'f.contact.phone': '138 还没填完' }
    await staleTwice(visitor, `${at}/fill/1`, typed, page => {
      assert.equal(inputIn(page, 'f.project.name'), '余热“回收”改造')
      assert.equal(inputIn(page, 'f.contact.phone'), '138 还没填完')
    })
    await staleTwice(visitor, `${at}/fill/1`, { ...typed, dispute: 'applicant.name' }, page =>
      assert.equal(inputIn(page, 'f.contact.phone'), '138 还没填完'),
    )

    const token = await gate.officer(`acceptance@${organ}`)
    const body = openingOf(firm) as { readonly body: object }
    const opening = { ...body, body: { ...body.body, materials: { application: 'original' } } }
    const { number } = (await gate.ask('/api/cases', { token, body: opening })).json()
    const wanted = { materials: ['report'], fields: ['project.name'], note: '项目名称请写全称' }
    await gate.ask(`/api/cases/${number}/acts/requestSupplement`, { token, body: wanted })
    const own = `/mine/cases/${number}`
    await staleTwice(visitor, `${own}/supplement`, { 'f.project.name': '余热回收改造（二期）' }, page =>
      assert.equal(inputIn(page, 'f.project.name'), '余热回收改造（二期）'),
    )
    await staleTwice(visitor, `${own}/withdraw`, { reason: '先不办了' }, page => {
      assert.equal(areaIn(page, 'reason'), '先不办了')
      assert.match(page.html, /<details open><summary>撤回申请/)
    })

    const told = await toldBeforehand(gate.house, firm)
    const statement = { 'f.waived': 'false', 'f.text': '二月底已经补报', step: 'send' }
    await staleTwice(visitor, `/mine/cases/${told.number}/acts/makeStatement`, statement, page =>
      assert.equal(areaIn(page, 'f.text'), '二月底已经补报'),
    )
  })

  test('what is not his is not drawn for him; what was drawn for somebody else is never done for another', async () => {
    const [firm, other] = [await gate.house.firm('沈阳本家有限公司'), await gate.house.firm('沈阳旁家有限公司')]
    const { to } = await browsing(gate, firm).send('/apply/energy-review', { organ })
    const at = `${to.replace(/\/fit$/, '')}/fill/1`
    const strange = await browsing(gate, other).send(at, { 'f.project.name': '写到一半', csrf: 'x' })
    assert.equal(strange.status, 409)
    assert.match(strange.html, /type="hidden" name="f\.project\.name" value="写到一半"/)

    const people = mandatesAt(gate)
    const [mother, daughter] = [await people.person('示例母亲'), await people.person('示例女儿', '19780307')]
    const mandate = await people.mandate(mother, daughter)
    const self = browsing(gate, daughter.party)
    await self.send('/mine/acting', { mandate })
    const drawnForHerself = await self.send(`/apply/${item}`, { organ: '210100-city-government', csrf: 'x' })
    assert.equal(drawnForHerself.status, 409)
    assert.match(drawnForHerself.text, /您正在为/)
    assert.ok(!/name="for"/.test(drawnForHerself.html.split('<main')[1]!), 'one press does not do it for her mother')
  })
})
