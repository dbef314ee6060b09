import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { CompactSign, generateKeyPair } from 'jose'
import { type Asked, openTestGate, type TestGate } from '../harness/gate.ts'

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
const judgements = { 'firm-active': '已核对营业执照' }
const canary = ['梁山泊金丝雀', '210102199001011234', '13912345678']

let gate: TestGate
let window: string
let reviewer: string
let firm: string
let number: string
let checkCode: string

const opening = (more: object = {}) => ({
  item: 'energy-review',
  organ,
  verb: 'submit',
  start: 'application',
  channel: 'window',
  parties: [{ role: 'subject', party: firm }],
  body: { fields, materials: { application: 'original', report: 'original' } },
  ...more,
})
const snapshot = async () =>
  (
    await gate.house.city.db.query(
      'select (select count(*) from kernel.case_events) as events, (select count(*) from kernel.cases) as cases, (select count(*) from kernel.parties) as parties, (select count(*) from power.drafts) as drafts',
    )
  )[0]

/** Asks, expects this refusal, and that nothing has changed. */
async function refused(path: string, asked: Asked, status: number, code: string): Promise<void> {
  const before = await snapshot()
  const answer = await gate.ask(path, asked)
  assert.deepEqual([answer.statusCode, answer.json().code], [status, code], answer.body)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  assert.deepEqual(await snapshot(), before)
}

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
    assert.ok(!page.body.includes('沈阳示例') && !page.body.includes(fields['contact.name']), 'nobody is named')
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

suite('坏输入 bad input gets its own 4xx and changes nothing', () => {
  const path = () => `/api/cases/${number}/acts/complete`
  const bad: readonly (readonly [string, Asked, number, string])[] = [
    ['not JSON', { body: '{"stage":' }, 400, 'BODY_NOT_JSON'],
    ['an empty body', { body: '' }, 400, 'BODY_NOT_JSON'],
    ['not UTF-8', { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) }, 400, 'BODY_NOT_UTF8'],
    [
      'GB18030 by name',
      { body: '{}', headers: { 'content-type': 'application/json; charset=gb18030' } },
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'a form',
      { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    ['a key twice', { body: '{"stage":"expert","stage":"review"}' }, 400, 'BODY_KEY_TWICE'],
    ['a prototype', { body: '{"__proto__":{"stage":"expert"}}' }, 400, 'BODY_KEY_FORBIDDEN'],
    ['a prototype written with an escape', { body: '{"__pro\\u0074o__":{}}' }, 400, 'BODY_KEY_FORBIDDEN'],
    ['too deep', { body: `${'{"a":'.repeat(40)}1${'}'.repeat(40)}` }, 400, 'BODY_TOO_DEEP'],
    ['a NUL', { body: '{"stage":"ex\\u0000pert"}' }, 400, 'TEXT_FORBIDDEN'],
    ['half a character', { body: '{"stage":"\\ud800"}' }, 400, 'TEXT_FORBIDDEN'],
    ['an unknown field', { body: { stage: 'expert', colour: 'red' } }, 400, 'BODY_INVALID'],
    ['a wrong type', { body: { stage: 7 } }, 400, 'BODY_INVALID'],
    ['a number as text is not converted', { body: { stage: 'expert', fields: [] } }, 400, 'BODY_INVALID'],
    ['a list', { body: [] }, 400, 'BODY_INVALID'],
    ['too large', { body: { stage: 'x'.repeat(1_100_000) } }, 413, 'BODY_TOO_LARGE'],
    ['no key', { body: { stage: 'expert' }, headers: { 'idempotency-key': '' } }, 400, 'IDEMPOTENCY_KEY_MISSING'],
    [
      'a key that is no UUID',
      { body: { stage: 'expert' }, headers: { 'idempotency-key': 'again' } },
      400,
      'IDEMPOTENCY_KEY_MISSING',
    ],
    [
      'a stale version',
      { body: { stage: 'expert', materials: { expertOpinion: 'original' } }, headers: { 'if-match': '"1"' } },
      412,
      'CASE_STALE',
    ],
    ['a malformed version', { body: { stage: 'expert' }, headers: { 'if-match': 'W/"1"' } }, 400, 'PARAMETER_INVALID'],
    ['an answer in XML', { body: { stage: 'expert' }, headers: { accept: 'application/xml' } }, 406, 'NOT_ACCEPTABLE'],
  ]
  for (const [what, asked, status, code] of bad)
    test(`${what}: ${status} ${code}`, () => refused(path(), { token: reviewer, ...asked }, status, code))

  test('unknown places and methods', async () => {
    await refused('/api/nothing', { token: window }, 404, 'ROUTE_UNKNOWN')
    const wrong = await gate.ask('/api/cases/2101022026030200000018', { method: 'DELETE', token: window })
    assert.deepEqual([wrong.statusCode, wrong.json().code, wrong.headers.allow], [405, 'METHOD_NOT_ALLOWED', 'GET'])
    await refused('/api/items/%E0%A4%A', {}, 400, 'ADDRESS_MALFORMED')
    await refused('/api/items?limit=0', {}, 400, 'PARAMETER_INVALID')
    await refused('/api/items?colour=red', {}, 400, 'PARAMETER_INVALID')
    await refused('/api/search?q=%00', {}, 400, 'TEXT_FORBIDDEN')
    await refused('/api/inbox?after=abc', { token: window }, 400, 'CURSOR_INVALID')
    await refused('/api/publications?after=MjAyNi05OS05OX5hYmM', {}, 400, 'CURSOR_INVALID')
    await refused('/api/items/nothing', {}, 404, 'ITEM_UNKNOWN')
    await refused('/api/registers/nothing', { token: window }, 404, 'REGISTER_UNKNOWN')
    const { caseId } = { caseId: '0fffffff-ffff-7fff-bfff-ffffffffffff' }
    await refused('/api/cases', { token: window, body: opening({ caseId }) }, 404, 'DRAFT_UNKNOWN')
    await refused(
      '/api/cases',
      { token: window, body: opening({ organ: '210102-energy-bureau' }) },
      422,
      'ORGAN_NOT_FOR_ITEM',
    )
    await refused(
      '/api/cases',
      { token: window, body: opening({ parties: [{ role: 'subject', party: randomUUID() }] }) },
      404,
      'PARTY_UNKNOWN',
    )
  })

  test('what a form refuses is said by field and rule, never by what was written', async () => {
    const wrong = {
      ...fields,
      'applicant.uscc': canary[1],
      'contact.phone': canary[0],
      [canary[2]!]: canary[0],
      梁山泊金丝雀: 1,
    }
    const answer = await gate.ask('/api/cases', { token: window, body: opening({ body: { fields: wrong } }) })
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'BODY_INVALID'], answer.body)
    assert.equal(answer.json().facts.fields['applicant.uscc'], 'NOT_A_USCC')
    for (const word of canary) assert.ok(!answer.body.includes(word), word)
  })

  test('no name, number, token, query or body comes out in a log line', async () => {
    const { makeGate } = await import('../../gate.ts')
    const { makeLog } = await import('#kernel/log')
    const lines: string[] = []
    const log = makeLog({ logLevel: 'trace' }, { write: line => void lines.push(line) })
    const broken = {
      ...gate.house.city.registers,
      declaration: () => {
        throw new Error('a bug')
      },
    }
    const told = await makeGate({ ...gate.house.city, registers: broken, log }, { issuer: gate.issuer })
    const [name, citizen, phone] = canary as [string, string, string]
    const headers = { authorization: `Bearer ${window}`, 'idempotency-key': randomUUID() }
    const post = (url: string, payload: object) => told.inject({ method: 'POST', url, headers, payload })
    await post('/api/parties', {
      kind: 'person',
      name,
      identifiers: [
        { scheme: 'citizen', value: citizen },
        { scheme: 'phone', value: phone },
      ],
    })
    await post('/api/cases/search', { scheme: 'citizen', value: citizen })
    await post('/demo/sign-in', { account: name, password: phone })
    await post(`/api/cases/${number}/acts/withdraw`, { reason: name, [citizen]: phone })
    await told.inject({ url: `/api/search?q=${encodeURIComponent(name)}`, headers })
    await told.inject({ url: `/cases/${number}?code=${phone}`, headers })
    await told.inject({ url: `/api/${citizen}?phone=${phone}` })
    const bug = await told.inject({ url: '/api/registers/penalty', headers })
    assert.deepEqual([bug.statusCode, bug.json().code, bug.json().detail], [500, 'INTERNAL_FAULT', undefined])
    await told.close()
    const written = lines.join('')
    assert.ok(lines.length >= 8 && written.includes('a bug'), 'the log was written')
    assert.ok(written.includes(bug.json().instance.split(':').at(-1)), 'the bug is found by its request id')
    for (const word of [...canary, window, window.split('.')[2]!]) assert.ok(!written.includes(word), word)
  })
})
