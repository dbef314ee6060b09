import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import type { Sessions } from '../../gate/acting.ts'
import { allowanceAskedBy } from '../harness/allowance.ts'
import { browsing, type Page, scan, testSessions } from '../harness/citizen.ts'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'
import { item, mandatesAt, type Person, requestOf, self } from '../harness/mandates.ts'
import { openPerson, signInBy } from '../harness/person.ts'
import { openVisitor } from '../harness/visitor.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let mother: Person
let daughter: Person

/** Cookies of tests, and the city’s own. */
const sessions: Sessions = {
  of: async cookie => (await testSessions.of(cookie)) ?? gate.house.city.signIn.sessions.of(cookie),
}
const at = () => mandatesAt(gate)
const as = ({ party }: Pick<Person, 'party'>, mandate?: string) => browsing(gate, party, 'person', mandate)
const plain = ({ status, html }: Page) => [
  status,
  html.replaceAll(/urn:request:[0-9a-f-]+|name="key" value="[^"]*"/g, ''),
]
const given = (to: Person, more: Readonly<Record<string, string>> = {}) => ({
  name: to.name,
  number: to.number,
  items: '政府信息公开申请',
  all: '0',
  scopes: 'apply',
  from: '',
  until: '2026-06-30',
  ...more,
})
const idIn = (page: Page, act: string): string =>
  new RegExp(`/mine/delegations/([0-9a-f-]{36})/${act}`).exec(page.html)?.[1] ?? ''

before(async () => {
  gate = await openTestGate({ sessions })
  mother = await at().person('示例母亲')
  daughter = await at().person('示例女儿', '19780307')
})
after(() => gate?.close())

suite('授权页面 mandates on pages, without script', () => {
  test('empty lists say why, and what to do', async () => {
    const page = await as(mother).get('/mine/delegations')
    assert.equal(page.status, 200, page.text)
    for (const words of ['您还没有授权任何人', '还没有人授权您']) assert.ok(page.text.includes(words), words)
    assert.match((await as(mother).get('/mine/acting')).text, /现在没有别人授权您/)
    assert.match((await as(mother).get('/mine/consents')).text, /您还没有同意过什么/)
    assert.match((await as(mother).get('/mine')).html, /href="\/mine\/delegations"[\s\S]*href="\/mine\/consents"/)
  })

  test('what is wrong is said with field and remedy, and stays typed; hostile names are escaped', async () => {
    const typed = given(mother, { name: '<b>"', number: '123', items: '没有这件事', scopes: '', until: '2026-01-01' })
    const page = await as(mother).send('/mine/delegations', typed)
    assert.equal(page.status, 400)
    assert.match(page.html, /href="#m-items"[\s\S]*照办事指南上的名称写/)
    assert.match(page.html, /value="&lt;b&gt;&quot;"/)
    const more = await as(mother).send('/mine/delegations', { ...typed, items: '', all: '1' })
    assert.match(
      more.html,
      /href="#m-number"[\s\S]*校验不符[\s\S]*href="#m-until"|href="#m-until"[\s\S]*href="#m-number"/,
    )
    assert.match(more.html, /至少选一项/)
    const own = await as(mother).send('/mine/delegations', given(mother))
    assert.match(own.text, /这是您自己的号码/)
    const foreign = await as(mother).send('/mine/delegations', given(daughter), { origin: 'http://evil.example' })
    assert.equal(foreign.status, 403)
    assert.equal((await as(mother).send('/mine/delegations', { ...given(daughter), csrf: 'x' })).status, 409)
    assert.equal((await gate.house.city.mandates.given(mother.party)).length, 0)
  })

  test('given, taken up, chosen: the whole application for her mother, whose name stands on every page', async () => {
    const key = randomUUID()
    for (const _ of [1, 2]) {
      const sent = await as(mother).send('/mine/delegations', { ...given(daughter), key })
      assert.equal(sent.to, '/mine/delegations#given', sent.text)
    }
    const waiting = await as(mother).get('/mine/delegations')
    assert.match(waiting.text, /等对方接受/)
    assert.equal(waiting.html.match(/\/end"/g)?.length, 1, 'pressed twice, given once')
    assert.ok(!waiting.html.includes(daughter.number))
    const offer = await as(daughter).get('/mine/delegations')
    const id = idIn(offer, 'accept')
    const stranger = await at().person('旁人')
    const taken = (who: Person, mandate = id) => as(who).send(`/mine/delegations/${mandate}/accept`, {})
    assert.deepEqual(plain(await taken(stranger)), plain(await taken(stranger, randomUUID())), 'foreign as absent')
    assert.equal((await taken(daughter)).status, 303)
    const choice = await as(daughter).get('/mine/acting')
    assert.match(choice.html, new RegExp(`name="mandate" value="${id}"`))
    for (const mandate of [id, randomUUID()])
      assert.equal((await as(stranger).send('/mine/acting', { mandate })).status, 404, 'another’s mandate is none')
    assert.equal((await as(daughter).send('/mine/acting', { mandate: id, to: '/mine' })).to, '/mine')
    const browser = as(daughter, id)
    const mine = await browser.get('/mine')
    assert.match(mine.text, /您正在为示\*+亲办理（受其委托）|您正在为.{1,6}办理（受其委托）/)
    const notice = await browser.get(`/apply/${item}`)
    assert.match(notice.text, /您正在为/)
    const begun = await browser.send(`/apply/${item}`, { organ: '210100-city-government', key: randomUUID() })
    assert.match(begun.to, /\/fit$/, begun.text)
    const draft = begun.to.replace(/\/fit$/, '')
    const answers = {
      'f.applicant.name': mother.name,
      'f.contact.phone': '13800000001',
      'f.request.text': '某路段停车泊位设置方案',
      'f.request.form': 'electronic',
    }
    await browser.send(`${draft}/fit`, answers)
    await browser.send(`${draft}/fill/1`, answers)
    await browser.upload(`${draft}/materials/application`, { name: '申请表.pdf', bytes: scan })
    const sent = await browser.send(`${draft}/review`, { key: randomUUID() })
    assert.match(sent.to, /receipt$/, sent.text)
    const number = /(\d{16,})/.exec(sent.to)![1]!
    assert.equal((await as(mother).get(`/mine/cases/${number}`)).status, 200, 'the applicant is the mother')
    const seen = await as(mother).get('/mine/data')
    assert.match(seen.text, /受托人代办/, 'and she sees that her data were looked at')

    // 撤销在案中 revoked in mid-case
    await as(mother).send(`/mine/delegations/${id}/end`, {})
    for (const page of [
      await browser.get(`/mine/cases/${number}`),
      await browser.send(`/mine/cases/${number}/withdraw`, { reason: '不办了' }),
      await browser.send(`/apply/${item}`, { organ: '210100-city-government' }),
    ]) {
      assert.equal(page.status, 403)
      assert.match(page.text, /授权已于2026年3月2日终止/)
    }
    const window = await gate.officer('letter-registrar@210100-city-government')
    assert.equal((await gate.ask(`/api/cases/${number}`, { token: window })).json().status, 'open')
    const back = await browser.send('/mine/acting', { mandate: '' })
    assert.equal(back.status, 303)
    const foreign = await as(daughter).get(`/mine/cases/${number}`)
    assert.deepEqual(plain(foreign), plain(await as(daughter).get('/mine/cases/2101022026030299999999')))
    assert.match((await as(mother).get('/mine/delegations')).text, /2026年3月2日终止（授权人终止）/)
  })

  test('what a mandate does not cover is refused on every page; a form drawn for somebody else does nothing', async () => {
    const id = await at().mandate(mother, daughter, { scopes: ['see'] })
    await as(daughter).send('/mine/acting', { mandate: id })
    const browser = as(daughter, id)
    for (const path of ['/mine/data', '/mine/vouchers', '/mine/delegations', '/mine/consents']) {
      const page = await browser.get(path)
      assert.deepEqual([page.status, /授权不包括这一项/.test(page.text)], [403, true], path)
    }
    const started = await browser.send(`/apply/${item}`, { organ: '210100-city-government' })
    assert.deepEqual([started.status, /授权不包括/.test(started.text)], [403, true])
    await as(daughter).send('/mine/acting', { mandate: '' })
    const stale = await browser.send(`/apply/${item}`, { organ: '210100-city-government' })
    assert.deepEqual([stale.status, /这一页是为另一个人打开的/.test(stale.text)], [409, true])
    const kept = await gate.house.city.db.query<{ count: number }>('select count(*)::int as count from power.drafts')
    assert.deepEqual(kept, [{ count: 0 }])
  })

  test('signed in, one is asked for whom; only where there is a choice', async () => {
    const someone = await openPerson(gate)
    const visitor = openVisitor(gate.app)
    const alone = await signInBy(visitor, someone.number, someone.codes[0]!)
    assert.match(alone.body, /登录与安全/)
    const id = await at().mandate(mother, { ...someone, name: '示例公民' })
    await visitor.send('/sign-out', {})
    const asked = await signInBy(visitor, someone.number, someone.codes[1]!)
    assert.match(asked.body, /<h1>为谁办理<\/h1>/)
    const acting = await visitor.send('/mine/acting', { mandate: id, to: '/mine' })
    assert.match(acting.body, /您正在为/)
    const self = await visitor.send('/mine/acting', { mandate: '' })
    assert.ok(!self.body.includes('您正在为'))
  })
})

suite('企业经办人 a firm’s pages are the same pages', () => {
  const uscc = () => gate.house.codeOf(firm)
  let firm: string
  const enlist = async (representative: string) => {
    const { db, registers, clock } = gate.house.city
    const name = '沈阳经办有限公司'
    await db.transaction(sql =>
      registers.set(sql, 'enterprise', {
        entry: randomUUID(),
        from: clock.today().toString(),
        values: { uscc: uscc(), name, active: true, keyEnergyUser: true, representative },
        source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
      }),
    )
  }

  test('the representative claims it, authorises a clerk with scopes; the clerk files and nothing more', async () => {
    firm = await gate.house.firm('沈阳经办有限公司')
    const [boss, clerk] = [await at().person('示例法人'), await at().person('示例经办')]
    await enlist(boss.party)
    const wrong = await as(clerk).send('/mine/acting/claim', { uscc: uscc() })
    const nothing = await as(clerk).send('/mine/acting/claim', { uscc: '91210102MA0UQ4XK0Y' })
    const without = (page: Page) => plain({ ...page, html: page.html.replace(/value="91[^"]*"/, '') })
    assert.deepEqual(without(wrong), without(nothing))
    assert.equal(wrong.status, 404)
    assert.equal((await as(boss).send('/mine/acting/claim', { uscc: uscc() })).to, '/mine')
    const claimed = await as(boss).get('/mine/acting')
    assert.match(claimed.text, /您正在为沈阳经办有限公司办理（法定代表人）/)
    const chosen = /name="for" value="([0-9a-f-]{36})"/.exec(claimed.html)![1]!
    const owner = as(boss, chosen)
    const typed = given(clerk, { items: '固定资产投资项目节能审查', until: '' })
    assert.equal((await owner.send('/mine/delegations', typed)).status, 303)
    const id = idIn(await as(clerk).get('/mine/delegations'), 'accept')
    await as(clerk).send(`/mine/delegations/${id}/accept`, {})
    await as(clerk).send('/mine/acting', { mandate: id })
    const browser = as(clerk, id)
    const begun = await browser.send('/apply/energy-review', { organ })
    const draft = begun.to.replace(/\/fit$/, '')
    const answers = Object.fromEntries(Object.entries(formAnswers).map(([name, value]) => [`f.${name}`, String(value)]))
    await browser.send(`${draft}/fit`, answers)
    await browser.send(`${draft}/fill/1`, answers)
    for (const material of ['application', 'report'])
      await browser.upload(`${draft}/materials/${material}`, { name: 'a.pdf', bytes: scan })
    const sent = await browser.send(`${draft}/review`, {})
    assert.match(sent.to, /receipt$/, sent.text)
    assert.match((await browser.get('/mine')).text, /节能审查/)
    assert.equal((await browser.send(`/apply/${item}`, { organ: '210100-city-government' })).status, 403)
    assert.equal((await browser.get('/mine/delegations')).status, 403, 'a clerk authorises nobody')

    const successor = await at().person('新任法人')
    await enlist(successor.party)
    const refused = await browser.get('/mine')
    assert.deepEqual([refused.status, /法定代表人已经变更/.test(refused.text)], [403, true])
    await as(successor).send('/mine/acting/claim', { uscc: uscc() })
    const page = await as(successor).get('/mine/delegations')
    assert.match(page.text, /等新的法定代表人确认/)
    const now = /name="for" value="([0-9a-f-]{36})"/.exec(page.html)![1]!
    assert.equal((await as(successor, now).send(`/mine/delegations/${idIn(page, 'confirm')}/confirm`, {})).status, 303)
    assert.equal((await browser.get('/mine')).status, 200)
  })

  test('代收 whoever may receive fetches the papers and the decision; whoever may only apply does not, nor for another item', async () => {
    const [owner, receiver, clerk] = [
      await at().person('示例委托人'),
      await at().person('示例代收人'),
      await at().person('示例经办人'),
    ]
    const token = await gate.party(owner.party)
    const opened = await gate.ask('/api/cases', { token, body: requestOf(owner.party) })
    const { number } = opened.json() as { number: string }
    const acting = async (person: Person, terms: object): Promise<ReturnType<typeof as>> => {
      const mandate = await at().mandate(owner, person, terms)
      await as(person).send('/mine/acting', { mandate })
      return as(person, mandate)
    }
    const receiving = await acting(receiver, { scopes: ['receive'] })
    const [path] = /\/mine\/cases\/\d+\/papers\/receipt-[^"]*/.exec(
      (await receiving.get(`/mine/cases/${number}`)).html,
    )!
    const { answer } = await receiving.get(path)
    assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'application/pdf'], answer.body)
    assert.ok(answer.rawPayload.equals((await as(owner).get(path)).answer.rawPayload))
    const applying = await acting(clerk, { scopes: ['apply'] })
    assert.doesNotMatch((await applying.get(`/mine/cases/${number}`)).html, /\/papers\//)
    assert.equal((await applying.get(path)).status, 403)
    const elsewhere = await acting(await at().person('示例旁人'), { scopes: ['receive'], items: ['energy-review'] })
    assert.equal((await elsewhere.get(path)).status, 404)
  })

  test('同意 a consent given in a case is listed, and taken back by one press', async () => {
    const { house } = gate
    house.clock.set('2026-07-02T09:00:00+08:00')
    const opened = await house.open({
      item: 'subsistence-allowance',
      organ: '210102-civil-affairs-bureau',
      parties: [{ role: 'subject', party: mother.party, unit: 'household' }],
      body: allowanceAskedBy(mother),
      by: self(mother),
      channel: 'online',
    })
    await house.act(opened.caseId, 'giveConsent', { member: 1, gives: true }, self(mother))
    const page = await as(mother).get('/mine/consents')
    assert.match(page.text, /核查家庭经济状况[\s\S]*已同意/)
    assert.equal((await as(mother).send(`/mine/consents/${opened.number}`, {})).status, 303)
    assert.match((await as(mother).get('/mine/consents')).text, /已撤回或者没有同意/)
    const stranger = await as(daughter).send(`/mine/consents/${opened.number}`, {})
    assert.deepEqual(plain(stranger), plain(await as(daughter).send('/mine/consents/2101022026030299999999', {})))
  })
})
