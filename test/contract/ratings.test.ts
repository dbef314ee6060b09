import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { ratingCounts, withoutSmallCells } from '#hubs/business/rating'
import { makeLateReplies } from '#systems/power'
import { browsing, testSessions } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { newcomerAt } from '../harness/newcomer.ts'

const organ = '210102-approval-bureau'
const above = '210100-approval-bureau'
let gate: TestGate
let supervisor: string
let stories: Awaited<ReturnType<typeof cityStories>>

before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-05-11T09:00:00+08:00' })
  stories = await cityStories(gate.house)
  supervisor = await gate.officer('bureau-head@210102-energy-bureau', { scope: 'supervise' })
})
after(() => gate?.close())

async function finished() {
  const caseId = await stories.grantedPermit()
  const { parties } = await gate.house.city.cases.stateOf(caseId)
  const party = parties[0]!.party
  const page = await browsing(gate, party).get('/mine')
  return { party, number: /\/mine\/cases\/(\d+)/.exec(page.html)![1]! }
}
const counts = () => ratingCounts(gate.house.city.db)
const newcomerOf = () => newcomerAt(gate, organ)

suite('好差评 rating a service', () => {
  test('a good rating counts at once, once, and only from whoever was served', async () => {
    const { party, number } = await finished()
    const visitor = browsing(gate, party)
    assert.match((await visitor.get(`/mine/cases/${number}`)).text, /这次办事，您满意吗/)
    const none = await visitor.send(`/mine/cases/${number}/rating`, {})
    assert.equal(none.status, 400)
    assert.match(none.text, /没有选满意不满意/)
    const sent = await visitor.send(`/mine/cases/${number}/rating`, { level: '5' })
    assert.equal(sent.status, 303, sent.text)
    assert.match((await visitor.follow(sent)).text, /非常满意[\s\S]*已经计入/)
    assert.match((await visitor.send(`/mine/cases/${number}/rating`, { level: '1' })).text, /已经评过/)
    assert.deepEqual(await counts(), [{ organ, level: 5, count: 1 }])
    const stranger = await gate.party(await gate.house.firm())
    await gate.refused(`/api/cases/${number}/rating`, { token: stranger, body: { level: 1 } }, 404, 'CASE_NOT_FOUND')
    const handler = await gate.officer(`acceptance@${organ}`)
    await gate.refused(`/api/cases/${number}/rating`, { token: handler, body: { level: 5 } }, 409, 'RATING_REFUSED')
  })

  test('a bad one counts when somebody without a hand in the case has looked; then a reply is owed, and read by whoever rated', async () => {
    const { party, number } = await finished()
    const visitor = browsing(gate, party)
    const sent = await visitor.send(`/mine/cases/${number}/rating`, { level: '1', reason: 'slow' })
    assert.match((await visitor.follow(sent)).text, /由没有经办这件事的人核实/)
    assert.ok((await counts()).every(({ level }) => level !== 1))
    const handler = await gate.officer(`acceptance@${organ}`)
    const view = await gate.ask(`/api/cases/${number}`, { token: handler })
    assert.ok(!/rating|slow/.test(view.body))
    const another = await gate.officer(`acceptance@${above}`)
    const reply = `/api/cases/${number}/rating/reply`
    await gate.refused(reply, { token: another, body: { text: '抱歉' } }, 404, 'RATING_UNKNOWN')
    const waiting = (await gate.ask('/api/ratings/unverified', { token: supervisor })).json().items
    assert.deepEqual(
      waiting.map((one: { number: string; level: number; reasons: string[] }) => [one.number, one.level, one.reasons]),
      [[number, 1, ['slow']]],
    )
    assert.ok(!JSON.stringify(waiting).includes(party))
    const path = `/api/cases/${number}/rating/verification`
    const own = await gate.officer(`acceptance@${organ}`, { scope: 'supervise' })
    await gate.refused(path, { token: own, body: {} }, 403, 'RATING_NOT_YOURS')
    assert.equal((await gate.ask(path, { token: supervisor, body: {} })).statusCode, 201)
    await gate.refused(path, { token: supervisor, body: {} }, 404, 'RATING_UNKNOWN')
    assert.deepEqual(
      (await counts()).filter(({ level }) => level === 1),
      [{ organ, level: 1, count: 1 }],
    )
    assert.match((await visitor.get(`/mine/cases/${number}`)).text, /机关最迟于2026年\d+月\d+日回复您/)
    assert.equal((await gate.ask(reply, { token: another, body: { text: '已经增设窗口' } })).statusCode, 201)
    await gate.refused(reply, { token: another, body: { text: '再说一次' } }, 404, 'RATING_UNKNOWN')
    assert.match((await visitor.get(`/mine/cases/${number}`)).text, /机关回复：已经增设窗口/)
  })

  test('whoever handled the case neither learns of a bad rating nor answers it; another of the organ does, or where there is none the organ above', async () => {
    const { party, number } = await finished()
    await browsing(gate, party).send(`/mine/cases/${number}/rating`, { level: '1', reason: 'attitude' })
    await gate.ask(`/api/cases/${number}/rating/verification`, { token: supervisor, body: {} })
    const owedTo = async (token: string) =>
      (await gate.ask('/api/ratings/owed', { token })).json().items.map((one: { number: string }) => one.number)
    const reply = `/api/cases/${number}/rating/reply`
    // All three of this bureau had a hand in it: the one who took it in also published it.
    for (const post of ['acceptance', 'publicity', 'hearing-chair', 'review', 'bureau-head']) {
      const token = await gate.officer(`${post}@${organ}`)
      assert.ok(!(await owedTo(token)).includes(number), post)
      await gate.refused(reply, { token, body: { text: '抱歉' } }, 403, 'RATING_NOT_YOURS')
      const seeing = await gate.officer(`${post}@${organ}`, { scope: 'supervise' })
      assert.doesNotMatch((await gate.ask('/api/ratings/unverified', { token: seeing })).body, new RegExp(number))
    }
    const superior = await gate.officer(`acceptance@${above}`)
    assert.ok((await owedTo(superior)).includes(number))
    const stranger = await gate.officer('acceptance@210103-approval-bureau')
    await gate.refused(reply, { token: stranger, body: { text: '抱歉' } }, 404, 'CASE_NOT_FOUND')

    const newcomer = await newcomerOf()
    assert.ok((await owedTo(newcomer)).includes(number))
    assert.ok(!(await owedTo(superior)).includes(number), 'the organ answers for itself as soon as it can')
    await gate.refused(reply, { token: superior, body: { text: '抱歉' } }, 404, 'CASE_NOT_FOUND')
    assert.equal((await gate.ask(reply, { token: newcomer, body: { text: '已经培训窗口人员' } })).statusCode, 201)
  })

  test('what is about another case is dismissed with its ground and never counts', async () => {
    const { party, number } = await finished()
    await browsing(gate, party).send(`/mine/cases/${number}/rating`, { level: '2' })
    const before = await counts()
    const body = { dismissal: 'not-this-case' }
    await gate.ask(`/api/cases/${number}/rating/verification`, { token: supervisor, body })
    assert.deepEqual(await counts(), before)
    assert.match((await browsing(gate, party).get(`/mine/cases/${number}`)).text, /评的不是这件事/)
  })

  test('what is published stands for nobody in particular', async () => {
    const one = (level: number, count: number) => ({ organ: 'a', level, count })
    assert.deepEqual(withoutSmallCells([one(5, 4)], 5), [], 'four people are too few')
    assert.deepEqual(withoutSmallCells([one(5, 40), one(4, 6), one(1, 1)], 5), [one(5, 40)], 'one hides behind six')
    assert.deepEqual(withoutSmallCells([one(5, 40), one(1, 7)], 5), [one(1, 7), one(5, 40)])
    assert.deepEqual((await gate.ask('/api/ratings')).json().items, [])
    assert.match((await browsing(gate, undefined).get('/open')).text, /少于5条的不公布/)
  })
})

const city = '210100-approval-bureau'

suite('投诉 complaining of a service', () => {
  /** A complaint about a finished case of one's own, as its pages send it. */
  async function complained() {
    const { party, number } = await finished()
    const visitor = browsing(gate, party)
    const own = await visitor.get(`/mine/cases/${number}`)
    assert.match(own.html, new RegExp(`href="/complain\\?case=${number}"`))
    const page = await visitor.get(`/complain?case=${number}`)
    assert.match(page.text, /被投诉的机关和平区行政审批局[\s\S]*由谁办理沈阳市营商环境建设局/)
    const begun = await visitor.send('/complain', { case: number, key: randomUUID() })
    const at = /^(\/apply\/service-complaint\/[0-9a-f-]{36})\/fit$/.exec(begun.to)?.[1]
    assert.ok(at, begun.text)
    assert.match((await visitor.get(`${at}/fill/1`)).html, /value="和平区行政审批局"/)
    assert.match((await visitor.get(`${at}/fill/2`)).html, new RegExp(`value="${number}"`))
    const answers = {
      'f.matter.text': '跑了三趟才办成，材料要了两遍',
      'f.complaint.about': 'handling',
      'f.complaint.organ': '和平区行政审批局',
      'f.complaint.case': number,
    }
    for (let page = 1; page <= 3; page++) {
      const sent = await visitor.send(`${at}/fill/${page}`, answers)
      assert.equal(sent.status, 303, sent.text)
      if (!sent.to.includes('/fill/')) break
    }
    const sent = await visitor.send(`${at}/review`, { key: randomUUID() })
    assert.match(sent.to, /^\/mine\/cases\/\d+\/receipt$/, sent.text)
    return { party, visitor, about: number, number: /\/cases\/(\d+)\//.exec(sent.to)![1]! }
  }

  test('whoever handled the case learns nothing of it; another answers in writing, and one says whether one is satisfied', async () => {
    const { visitor, number } = await complained()
    assert.match((await visitor.get('/mine')).text, /对办事服务的投诉/)
    for (const scope of ['cases.read cases.act', 'supervise'])
      for (const post of ['acceptance', 'review', 'bureau-head']) {
        const token = await gate.officer(`${post}@${organ}`, { scope })
        await gate.refused(`/api/cases/${number}`, { token }, 404, 'CASE_NOT_FOUND')
      }
    const { house } = gate
    const id = await house.city.cases.idOf(number)
    const state = await house.city.cases.stateOf(id)
    const handler = await house.officer(`acceptance@${organ}`)
    assert.ok(state.complainedOf?.includes(handler.person))
    await house.act(id, 'accept', {}, `acceptance@${city}`)
    await house.act(id, 'complete', { stage: 'assign' }, `acceptance@${city}`)
    const finding = { 'review.finding': '窗口没有一次告知', 'review.opinion': 'grant' }
    await house.act(id, 'complete', { stage: 'review', fields: finding }, `review@${city}`)
    await house.act(id, 'decide', { outcome: 'grant', reason: '已经改正并道歉' }, `bureau-head@${city}`)
    await house.act(id, 'deliver', { receipt: true }, `acceptance@${city}`)
    const page = await visitor.get(`/mine/cases/${number}`)
    assert.match(page.text, /已经改正并道歉/)
    assert.match(page.text, /这次办事，您满意吗/)
    assert.match((await visitor.get(`/mine/cases/${number}/remedy`)).text, /请求复查[\s\S]*沈阳市人民政府/)
  })

  test('who is complained of may do nothing in it, whatever his post', async () => {
    const party = await gate.house.firm()
    const { house } = gate
    const [registrar, other] = await Promise.all([house.officer(`acceptance@${city}`), house.officer(`review@${city}`)])
    const definition = await house.city.definitions.current('service-complaint', house.clock.today())
    const { caseId, number } = await house.city.cases.open({
      ...{ verb: 'submit', start: 'application', channel: 'online', definition, commandId: randomUUID() },
      actor: { kind: 'party', party, account: party },
      place: { organ: city, region: '210100', implementation: null },
      parties: [{ role: 'subject', party, unit: 'firm' }],
      imposed: { persons: [registrar.person] },
      body: {
        fields: { 'matter.text': '态度不好', 'complaint.about': 'window', 'complaint.organ': '和平区自然资源局' },
      },
    })
    await assert.rejects(house.act(caseId, 'accept', {}, registrar), { code: 'AUTHORITY_LACKING' })
    const token = await gate.officer(`acceptance@${city}`)
    await gate.refused(`/api/cases/${number}`, { token }, 404, 'CASE_NOT_FOUND')
    const inbox = (await gate.ask('/api/inbox', { token })).json().items
    assert.ok(!inbox.some((one: { number: string }) => one.number === number))
    const open = await gate.officer(`review@${city}`)
    assert.equal((await gate.ask(`/api/cases/${number}`, { token: open })).statusCode, 200)
    assert.notEqual(other.person, registrar.person)
  })

  test('no organ hears a complaint about itself, and nobody complains of the case of another', async () => {
    const { party, number } = await finished()
    const open = (of: string, place: string, by: string) => ({
      token: by,
      body: {
        ...{ item: 'service-complaint', organ: place, verb: 'submit', start: 'application', channel: 'online' },
        parties: [{ role: 'subject', party: of, unit: 'firm' }],
        body: {
          fields: {
            ...{ 'matter.text': '太慢', 'complaint.about': 'handling', 'complaint.case': number },
            'complaint.organ': '和平区行政审批局',
          },
        },
      },
    })
    const own = await gate.party(party)
    await gate.refused('/api/cases', open(party, organ, own), 422, 'COMPLAINT_MISDIRECTED')
    const stranger = await gate.house.firm()
    const theirs = open(stranger, city, await gate.party(stranger))
    await gate.refused('/api/cases', theirs, 422, 'COMPLAINT_MISDIRECTED')
    assert.equal((await browsing(gate, stranger).get(`/complain?case=${number}`)).status, 404)
  })

  test('不具名 without a name: by a number and a code, with which the answer is read', async () => {
    const nobody = browsing(gate, undefined)
    const query = 'organ=210102-natural-resources-bureau'
    assert.match((await nobody.get('/help')).html, /href="\/complain"/)
    assert.match((await nobody.get(`/complain?${query}`)).text, /由谁办理和平区行政审批局[\s\S]*不具名投诉/)
    const to = '/complain/unnamed'
    assert.match((await nobody.get(`${to}?${query}`)).html, /name="f\.matter\.text"/)
    const typed = { organ: '210102-natural-resources-bureau', key: randomUUID() }
    const empty = await nobody.send(to, { ...typed, 'f.matter.text': ' ' })
    assert.equal(empty.status, 400)
    assert.match(empty.html, /href="#f-matter-text"/)
    const sent = await nobody.send(to, { ...typed, 'f.matter.text': '窗口没有人' })
    assert.equal(sent.status, 201, sent.text)
    const [, number, code] = /href="\/cases\/(\d+)\?code=([0-9A-Z-]+)"/.exec(sent.html)!
    const id = await gate.house.city.cases.idOf(number!)
    const { house } = gate
    await house.act(id, 'accept', {}, `acceptance@${organ}`)
    await house.act(id, 'complete', { stage: 'assign' }, `acceptance@${organ}`)
    const finding = { 'review.finding': '当日无人值守', 'review.opinion': 'grant' }
    await house.act(id, 'complete', { stage: 'review', fields: finding }, `review@${organ}`)
    await house.act(id, 'decide', { outcome: 'grant', reason: '已经补足人员' }, `bureau-head@${organ}`)
    assert.match((await nobody.get(`/cases/${number}?code=${code}`)).text, /已经补足人员/)
    assert.equal((await nobody.get(`/cases/${number}?code=0000-0000`)).status, 404)
    const { number: theirs } = await finished()
    assert.equal((await nobody.get(`${to}?case=${theirs}`)).status, 404)
  })
})

suite('日子过去 what happens by itself', () => {
  test('after its days a service is not rated any more; a late reply is told once, never who rated', async () => {
    const bad = await finished()
    await browsing(gate, bad.party).send(`/mine/cases/${bad.number}/rating`, { level: '1' })
    await gate.ask(`/api/cases/${bad.number}/rating/verification`, { token: supervisor, body: {} })
    const handler = await gate.officer(`acceptance@${organ}`)
    const another = await newcomerOf()
    const owed = (await gate.ask('/api/ratings/owed', { token: another })).json().items
    assert.ok(owed.some((one: { number: string }) => one.number === bad.number))
    assert.ok(!JSON.stringify(owed).includes(bad.party))
    await gate.refused('/api/supervision', { token: handler }, 403, 'SCOPE_LACKING')

    const { party, number } = await finished()
    const visitor = browsing(gate, party)
    assert.match((await visitor.get(`/mine/cases/${number}`)).text, /可以评到2026年6月\d+日/)
    gate.house.clock.advance({ hours: 24 * 60 })
    assert.match((await visitor.get(`/mine/cases/${number}`)).text, /评价的期限2026年6月\d+日已经过了/)
    const late = await visitor.send(`/mine/cases/${number}/rating`, { level: '5' })
    assert.match(late.text, /评价的期限已经过了/)

    for (let twice = 0; twice < 2; twice++) await makeLateReplies(gate.house.city).remind()
    const eyes = await gate.officer('bureau-head@210102-energy-bureau', { scope: 'supervise' })
    const raised = (await gate.ask('/api/alarms?level=red', { token: eyes })).json().items
    const told = raised.filter((one: { alarm: string }) => one.alarm === 'rating-reply-late')
    assert.equal(told.length, 1)
    assert.ok(!JSON.stringify(told).includes(bad.party))
    const overview = (await gate.ask('/api/supervision', { token: eyes })).json()
    assert.ok(overview.alarms.some((one: { number: string }) => one.number === bad.number))
    assert.ok(overview.ratings.some((one: { late: number }) => one.late === 1))
    assert.ok(!JSON.stringify(overview).includes(bad.party))
  })
})
