import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, scan, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person } from '../harness/mandates.ts'

const organ = '210102-civil-affairs-bureau'
const item = 'resident-allowance'

let gate: TestGate
let mother: Person
let daughter: Person
let stranger: Person
let number: string
const as = ({ party }: Person, mandate = '') => browsing(gate, party, 'person', mandate)
const consents = (who: Person) => as(who).get('/mine/consents')
const stateOf = async () => gate.house.city.cases.stateOf(await gate.house.city.cases.idOf(number))
const plain = ({ status, html }: { status: number; html: string }) => [
  status,
  html.replaceAll(/urn:request:[0-9a-f-]+/g, ''),
]

before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-07-02T09:00:00+08:00' })
  const at = mandatesAt(gate)
  mother = await at.person('示例母亲')
  daughter = await at.person('示例女儿', '19980307')
  stranger = await at.person('示例外人')
})
after(() => gate?.close())

suite('每人同意 from the application to acceptance, each member for itself (社会救助法40)', () => {
  test('申请 the applicant names who lives with her; a line that cannot be read, or names herself, is told', async () => {
    const visitor = as(mother)
    const begun = await visitor.send(`/apply/${item}`, { organ, key: randomUUID() })
    assert.equal(begun.status, 303, begun.text)
    const draft = begun.to.replace(/\/fit$/, '')
    const answers = {
      'f.applicant.name': mother.name,
      'f.applicant.citizen': mother.number,
      'f.applicant.phone': '13800000002',
      'f.applicant.account': '6200000000000000001',
      'f.household.members': '2',
    }
    const fill = async (others: string) => {
      for (let next = `${draft}/fit`; !next.endsWith('/materials'); ) {
        const sent = await visitor.send(next, { ...answers, 'f.household.others': others })
        assert.equal(sent.status, 303, sent.text)
        assert.notEqual(sent.to, next)
        next = sent.to
      }
    }
    for (const [others, told] of [
      [`${daughter.name} 123`, /有一行看不清/],
      [`${mother.name} ${mother.number}`, /写了申请人自己/],
    ] as const) {
      await fill(others)
      assert.match((await visitor.follow(await visitor.send(`${draft}/precheck`, {}))).text, told)
    }
    await fill(`${daughter.name}　${daughter.number}`)
    for (const paper of ['application', 'consents'])
      await visitor.upload(`${draft}/materials/${paper}`, { name: `${paper}.pdf`, bytes: scan })
    const sent = await visitor.send(`${draft}/review`, { key: randomUUID() })
    assert.match(sent.to, /^\/mine\/cases\/\d+\/receipt$/, sent.text)
    number = /(\d{16,})/.exec(sent.to)![1]!
    const { parties } = await stateOf()
    assert.deepEqual(
      parties.map(({ role, party }) => [role, party]),
      [
        ['subject', mother.party],
        ['member', daughter.party],
      ],
    )
  })

  test('告知 whoever is to consent is told that something waits for her, and nobody else; it leads to her own page', async () => {
    const { sequencer, subscriptions, jobs } = gate.house.city
    await sequencer.drain()
    while ((await subscriptions.runOnce()) > 0);
    await jobs.runOnce(['tell-parties'])
    for (const who of [mother, daughter]) {
      const { html, text } = await as(who).get('/mine/messages')
      assert.match(html, /href="\/mine\/consents"[^>]*>城乡居民最低生活保障金[^<]*是否同意核对/)
      assert.ok(!html.includes(number) && (who === mother || !text.includes(mother.name)))
    }
    assert.match((await as(stranger).get('/mine/messages')).text, /还没有消息/)
  })

  test('征求同意 each is told who asks, what is looked up, in which register, how long, by which article', async () => {
    const page = await consents(daughter)
    assert.equal(page.status, 200, page.text)
    assert.match(page.text, /等您同意[\s\S]*城乡居民最低生活保障金[\s\S]*和平区民政局[\s\S]*谁在申请示/)
    assert.match(
      page.text,
      /核对收入与认定一致[\s\S]*家庭经济状况核对台账[\s\S]*《社会救助法》第40条[\s\S]*到作出决定为止/,
    )
    assert.ok(!page.html.includes(`/mine/cases/${number}"`), 'the case is not hers')
    assert.ok(!page.text.includes(mother.name), 'and the name is masked')
    assert.match((await consents(mother)).text, /等您同意[\s\S]*谁在申请您自己[\s\S]*家庭成员2人，已同意0人/)
    assert.ok(!(await consents(stranger)).text.includes('最低生活保障'))
  })

  test('不给看 a member sees nothing of the case, and does nothing else in it', async () => {
    const foreign = await as(daughter).get(`/mine/cases/${number}`)
    assert.equal(foreign.status, 404)
    assert.match((await as(daughter).get('/mine')).text, /您还没有办件[\s\S]*请说明是否同意/)
    const token = await gate.party(daughter.party)
    const listed = await gate.ask('/api/cases?party=me', { token })
    assert.equal(listed.statusCode, 200, listed.body)
    assert.deepEqual(listed.json().items, [])
    for (const verb of ['withdraw', 'supplement', 'giveConsent']) {
      const body = verb === 'giveConsent' ? { member: 2, gives: true } : {}
      assert.equal((await gate.ask(`/api/cases/${number}/acts/${verb}`, { token, body })).statusCode, 404, verb)
    }
  })

  test('各为自己 nobody consents for another, and no mandate does', async () => {
    const token = await gate.party(mother.party)
    const body = { member: 2, gives: true }
    const forHer = await gate.ask(`/api/cases/${number}/acts/giveConsent`, { token, body })
    assert.equal(forHer.json().code, 'AUTHORITY_LACKING', forHer.body)
    const foreign = await as(stranger).send(`/mine/consents/${number}`, { gives: 'yes' })
    const none = await as(stranger).send('/mine/consents/2101022026030299999999', { gives: 'yes' })
    assert.deepEqual(plain(foreign), plain(none))
    assert.equal((await stateOf()).consents, undefined)
  })

  test('受理 it is accepted once every member has consented; a refusal and a consent taken back stop it', async () => {
    const answer = async (who: Person, gives: 'yes' | 'no') => {
      const sent = await as(who).send(`/mine/consents/${number}`, { gives, key: randomUUID() })
      assert.equal(sent.status, 303, sent.text)
      return as(who).follow(sent)
    }
    const { house } = gate
    const caseId = await house.city.cases.idOf(number)
    const [task] = Object.values((await stateOf()).tasks)
    const accept = () => house.act(caseId, 'accept', {}, `${task!.post}@${task!.organ}`)
    assert.match((await answer(mother, 'yes')).text, /家庭成员2人，已同意1人[\s\S]*已同意/)
    await assert.rejects(accept(), { code: 'CONTROLS_REFUSE' })
    assert.match((await answer(daughter, 'no')).text, /已撤回或者没有同意/)
    await assert.rejects(accept(), { code: 'CONTROLS_REFUSE' })
    assert.match((await answer(daughter, 'yes')).text, /您答复过的[\s\S]*已同意/)
    await answer(mother, 'no')
    await assert.rejects(accept(), { code: 'CONTROLS_REFUSE' })
    await answer(mother, 'yes')
    await accept()
    assert.deepEqual((await stateOf()).consents, { 1: true, 2: true })
  })

  test('谁问过 the applicant sees that her name was shown to whoever was asked', async () => {
    assert.match((await as(mother).get('/mine/data')).text, /征求同意/)
  })
})
