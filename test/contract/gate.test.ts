import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { CompactSign, generateKeyPair } from 'jose'
import { formAnswers, openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const judgements = { 'firm-active': '已核对营业执照' }
const canary = ['梁山泊金丝雀']

let gate: TestGate
let window: string
let reviewer: string
let firm: string
let number: string
let checkCode: string

const opening = (more: object = {}) => openingOf(firm, more)
const refused: TestGate['refused'] = (...asked) => gate.refused(...asked)

before(async () => {
  gate = await openTestGate()
  window = await gate.officer(`acceptance@${organ}`)
  reviewer = await gate.officer(`review@${organ}`)
  firm = await gate.house.firm()
})
after(() => gate?.close())

suite('开办到进度 from application to progress over HTTP', () => {
  test('a case is opened once, accepted once, read, and followed with its printed code', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const first = await gate.ask('/api/cases', { token: window, body: opening(), headers: key })
    assert.equal(first.statusCode, 201, first.body)
    ;({ number, checkCode } = first.json())
    const again = await gate.ask('/api/cases', { token: window, body: opening(), headers: key })
    assert.deepEqual([again.statusCode, again.json().number, again.json().repeated], [201, number, true])
    await refused(
      '/api/cases',
      { token: window, body: opening({ channel: 'post' }), headers: key },
      409,
      'IDEMPOTENCY_KEY_REUSED',
    )

    const command = { 'idempotency-key': randomUUID() }
    const accept = () =>
      gate.ask(`/api/cases/${number}/acts/accept`, { token: window, body: { judgements }, headers: command })
    const accepted = await accept()
    assert.deepEqual([accepted.statusCode, accepted.json().stages.accept], [200, 'done'], accepted.body)
    assert.equal((await accept()).json().repeated, true)
    await refused(
      `/api/cases/${number}/acts/accept`,
      { token: window, body: {}, headers: command },
      409,
      'COMMAND_REUSED',
    )

    const read = await gate.ask(`/api/cases/${number}`, { token: window })
    assert.equal(read.json().parties[0].shown.name, '沈阳示例有限公司')
    const page = await gate.ask(`/cases/${number}?code=${checkCode}`, { headers: { accept: 'text/html' } })
    assert.equal(page.statusCode, 200)
    assert.ok(!page.body.includes('沈阳示例') && !page.body.includes(formAnswers['contact.name']), 'nobody is named')
  })

  test('the inbox shows the post its tasks, the most urgent first, page by page', async () => {
    for (let at = 0; at < 3; at++) await gate.ask('/api/cases', { token: window, body: opening() })
    const seen: string[] = []
    let after = ''
    do {
      const page = (await gate.ask(`/api/inbox?limit=2${after}`, { token: window })).json()
      seen.push(...page.items.map((row: { number: string; dueOn: string }) => `${row.dueOn} ${row.number}`))
      after = page.next === null ? '' : `&after=${page.next}`
    } while (after !== '')
    assert.equal(new Set(seen).size, 3)
    assert.deepEqual(seen, seen.toSorted())
    const [first] = (await gate.ask('/api/inbox', { token: reviewer })).json().items
    assert.deepEqual([first.number, first.subject.name], [number, '沈阳示例有限公司'])
    await refused('/api/inbox?post=210103-approval-bureau/review', { token: reviewer }, 403, 'POST_NOT_YOURS')
  })

  test('every name shown was recorded before it was shown', async () => {
    const [before] = await gate.house.city.db.query<{ count: number }>('select count(*) as count from kernel.reads')
    await gate.ask(`/api/cases/${number}`, { token: reviewer })
    const [now] = await gate.house.city.db.query<{ count: number }>('select count(*) as count from kernel.reads')
    assert.equal(now!.count, before!.count + 1)
  })

  test('an application is drafted sealed, and its case has the id issued with the draft', async () => {
    const token = await gate.party(firm)
    const { caseId } = (await gate.ask('/api/drafts', { token, body: { item: 'energy-review', organ } })).json()
    const saved = await gate.ask(`/api/drafts/${caseId}`, {
      method: 'PUT',
      token,
      body: { fields: { 'contact.name': canary[0] }, materials: {} },
    })
    assert.equal(saved.statusCode, 204)
    assert.equal((await gate.ask(`/api/drafts/${caseId}`, { token })).json().fields['contact.name'], canary[0])
    const [row] = await gate.house.city.db.query<{ sealed: Buffer }>(
      'select sealed from power.drafts where case_id = $1',
      [caseId],
    )
    assert.ok(!row!.sealed.includes(Buffer.from(canary[0]!)))
    await refused(`/api/drafts/${caseId}`, { token: window }, 404, 'DRAFT_NOT_YOURS')
    const opened = await gate.ask('/api/cases', { token, body: opening({ caseId, channel: 'online' }) })
    assert.deepEqual([opened.statusCode, opened.json().caseId], [201, caseId], opened.body)
    await refused(`/api/drafts/${caseId}`, { token }, 404, 'DRAFT_NOT_YOURS')
  })
})

suite('补录开办 an opening that came in on paper', () => {
  const paper = { madeOn: '2026-02-27', reason: '系统停机，纸质受件' }

  test('counts from the day it came in; a party cannot do so, nor anybody into the future', async () => {
    const answer = await gate.ask('/api/cases', { token: window, body: opening({ paper }) })
    assert.equal(answer.statusCode, 201, answer.body)
    const read = (await gate.ask(`/api/cases/${answer.json().number}`, { token: window })).json()
    assert.equal(read.openedOn, paper.madeOn)
    const listed = (await gate.ask(`/api/cases?party=${firm}&limit=1`, { token: window })).json().items[0]
    assert.deepEqual([listed.number, listed.openedOn], [read.number, paper.madeOn])
    const { items } = (await gate.ask(`/api/cases/${answer.json().number}/events`, { token: window })).json()
    assert.ok(items.some(({ type }: { type: string }) => type === 'paper.recorded'))
    assert.ok(!JSON.stringify(items).includes(paper.reason))
    const body = opening({ paper, channel: 'online' })
    await refused('/api/cases', { token: await gate.party(firm), body }, 403, 'OFFICERS_ONLY')
    const later = opening({ paper: { ...paper, madeOn: '2026-03-09' } })
    await refused('/api/cases', { token: window, body: later }, 409, 'CONTROLS_REFUSE')
  })
})

suite('谁可以 who may', () => {
  test('without a token, with a forged, foreign or expired one: 401', async () => {
    const path = `/api/cases/${number}`
    await refused(path, {}, 401, 'TOKEN_MISSING')
    await refused(path, { token: 'abc' }, 401, 'TOKEN_INVALID')
    const [head, body] = window.split('.')
    await refused(path, { token: `${head}.${body}.${'A'.repeat(86)}` }, 401, 'TOKEN_INVALID')
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
    await refused(path, { token: `${none}.${body}.` }, 401, 'TOKEN_INVALID')
    const { privateKey } = await generateKeyPair('EdDSA')
    const foreign = await new CompactSign(Buffer.from(body!, 'base64url'))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt' })
      .sign(privateKey)
    await refused(path, { token: foreign }, 401, 'TOKEN_INVALID')
    await refused(path, { token: await gate.officer(`acceptance@${organ}`, { ttl: -1 }) }, 401, 'TOKEN_EXPIRED')
  })

  test('a post one does not hold admits nobody, and a scope one does not have opens nothing', async () => {
    const { person } = await gate.house.officer(`acceptance@${organ}`)
    const stolen = await gate.issuer.mint({ sub: person, post: `${organ}/bureau-head`, scope: 'cases.act' })
    await refused(`/api/cases/${number}`, { token: stolen }, 403, 'POST_NOT_HELD')
    const reading = await gate.officer(`acceptance@${organ}`, { scope: 'cases.read' })
    await refused(`/api/cases/${number}/acts/accept`, { token: reading, body: {} }, 403, 'SCOPE_LACKING')
    await refused('/api/alarms', { token: reading }, 403, 'SCOPE_LACKING')
  })

  test('routes × roles: another organ, another party and a stranger learn nothing', async () => {
    const elsewhere = await gate.officer('acceptance@210103-approval-bureau')
    const otherParty = await gate.party(await gate.house.firm('别家公司'))
    for (const token of [elsewhere, otherParty])
      for (const path of [`/api/cases/${number}`, `/api/cases/${number}/events`, `/api/cases/${number}/proof?seq=1`]) {
        const [mine, absent] = await Promise.all([
          gate.ask(path, { token }),
          gate.ask(path.replace(number, '2101022026030299999999'), { token }),
        ])
        assert.deepEqual([mine.statusCode, mine.json().code], [404, 'CASE_NOT_FOUND'])
        assert.deepEqual({ ...(mine.json() as object), instance: '' }, { ...(absent.json() as object), instance: '' })
      }
    await refused(
      `/api/cases/${number}/acts/withdraw`,
      { token: otherParty, body: { reason: '撤回' } },
      404,
      'CASE_NOT_FOUND',
    )
    await refused(
      `/api/cases/${number}/acts/decide`,
      { token: window, body: { outcome: 'grant', reason: '符合' } },
      409,
      'ACT_OUT_OF_ORDER',
    )
    const own = await gate.ask(`/api/cases/${number}`, { token: await gate.party(firm) })
    assert.equal(own.statusCode, 200)
    assert.equal(own.json().tasks, undefined, 'parties see no tasks of officers')
    await refused(
      '/api/parties',
      { token: otherParty, body: { kind: 'firm', name: 'x', identifiers: [] } },
      403,
      'SCOPE_LACKING',
    )
    await refused('/api/cases', { token: otherParty, body: opening({ channel: 'online' }) }, 403, 'PARTY_NOT_YOURS')
    await refused('/api/inbox', { token: await gate.party(firm) }, 403, 'OFFICERS_ONLY')
  })

  test('a case is opened only where the item is carried out: an organ of the right kind is not enough', async () => {
    const token = await gate.party(firm)
    const body = opening({ channel: 'online', item: 'food-business-licence', organ: '210100-approval-bureau' })
    await refused('/api/cases', { token, body }, 422, 'ORGAN_NOT_FOR_ITEM')
  })

  test('deciding asks for a stronger sign-in where the city wants one', async () => {
    const { makeGate } = await import('../../gate.ts')
    const strict = await makeGate(gate.house.city, { issuer: gate.issuer, stepUp: true })
    const ask = async (acr: number) =>
      strict.inject({
        method: 'POST',
        url: `/api/cases/${number}/acts/decide`,
        headers: {
          authorization: `Bearer ${await gate.officer(`acceptance@${organ}`, { acr })}`,
          'idempotency-key': randomUUID(),
        },
        payload: { outcome: 'grant', reason: '符合条件' },
      })
    const weak = await ask(1)
    assert.deepEqual([weak.statusCode, weak.json().code], [401, 'STEP_UP_NEEDED'])
    assert.match(String(weak.headers['www-authenticate']), /acr_values="2"/)
    assert.equal((await ask(2)).json().code, 'ACT_OUT_OF_ORDER')
    await strict.close()
  })
})
