import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type AddressInfo, connect } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { makeLog } from '#kernel/log'
import { makeGate } from '../../gate.ts'
import { type Asked, formAnswers, openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const canary = ['梁山泊金丝雀', '210102199001011234', '13912345678']

let gate: TestGate
let window: string
let reviewer: string
let firm: string
let number: string

const opening = (more: object = {}) => openingOf(firm, more)
const refused: TestGate['refused'] = (...asked) => gate.refused(...asked)

before(async () => {
  gate = await openTestGate()
  window = await gate.officer(`acceptance@${organ}`)
  reviewer = await gate.officer(`review@${organ}`)
  firm = await gate.house.firm()
  ;({ number } = (await gate.ask('/api/cases', { token: window, body: opening() })).json())
  await gate.ask(`/api/cases/${number}/acts/accept`, {
    token: window,
    body: { judgements: { 'firm-active': '已核对营业执照' } },
  })
})
after(() => gate?.close())

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
    const placed = (text: string) => Buffer.from(text).toString('base64url')
    const anyCase = '0fffffff-ffff-7fff-bfff-ffffffffffff'
    for (const day of ['2026-02-31', '0000-01-01']) {
      await refused(`/api/publications?after=${placed(`${day}~${anyCase}`)}`, {}, 400, 'CURSOR_INVALID')
      await refused(`/api/alarms?after=${placed(`${day}T08:00:00Z~x`)}`, { token: window }, 400, 'CURSOR_INVALID')
      const inbox = placed(JSON.stringify([day, anyCase, 'review']))
      await refused(`/api/inbox?after=${inbox}`, { token: window }, 400, 'CURSOR_INVALID')
      await refused(`/api/registers/penalty?on=${day}`, { token: window }, 400, 'PARAMETER_INVALID')
    }
    await refused('/api/registers/penalty?constructor=x', { token: window }, 400, 'REGISTER_FIELD_UNKNOWN')
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

  test('a refused opening leaves nothing behind, not even its key; corrected, it may come again under the same one', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const wrong = opening({ body: { fields: { colour: 'red' } } })
    await refused('/api/cases', { token: window, body: wrong, headers }, 400, 'BODY_INVALID')
    const ask = () => gate.ask('/api/cases', { token: window, body: opening(), headers })
    const numbers = (await Promise.all([ask(), ask(), ask()])).map(answer => answer.json().number)
    assert.match(numbers[0], /^[0-9]{16,24}$/)
    assert.equal(new Set(numbers).size, 1, 'the same request at once is one case')
  })

  test('what is no HTTP request is refused with a problem document too', async () => {
    await gate.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = gate.app.server.address() as AddressInfo
    const said = async (text: string) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(text))
      const [head, body] = Buffer.concat(await socket.toArray())
        .toString()
        .split('\r\n\r\n')
      assert.match(head!, /content-type: application\/problem\+json/i)
      return [JSON.parse(body!).status, JSON.parse(body!).code]
    }
    assert.deepEqual(await said('GET / nonsense\r\n\r\n'), [400, 'REQUEST_MALFORMED'])
    assert.deepEqual(await said('GET /healthz HTTP/1.1\r\n\r\n'), [400, 'REQUEST_MALFORMED'])
    const long = `GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`
    assert.deepEqual(await said(long), [431, 'HEADERS_TOO_LARGE'])
    const wondering = 'GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: magic\r\nconnection: close\r\n\r\n'
    assert.deepEqual(await said(wondering), [417, 'EXPECTATION_UNKNOWN'])
  })

  test('what a form refuses is said by field and rule, never by what was written', async () => {
    const wrong = {
      ...formAnswers,
      'applicant.uscc': canary[1],
      'contact.phone': canary[0],
      [canary[2]!]: canary[0],
      梁山泊金丝雀: 1,
    }
    const answer = await gate.ask('/api/cases', { token: window, body: opening({ body: { fields: wrong } }) })
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'BODY_INVALID'], answer.body)
    assert.equal(answer.json().facts.fields['applicant.uscc'], 'NOT_A_USCC')
    for (const word of canary) assert.ok(!answer.body.includes(word), word)
    const [name, citizen, phone] = canary as [string, string, string]
    const elsewhere = await gate.ask('/api/cases', { token: window, body: opening({ organ: phone }) })
    assert.deepEqual([elsewhere.statusCode, elsewhere.json().facts], [404, { organ: '…' }], elsewhere.body)
    for (const path of [name, citizen]) {
      const page = await gate.ask(`/items/${encodeURIComponent(path)}`)
      assert.equal(page.statusCode, 404)
      assert.ok(!page.body.includes(path) && !page.body.includes(encodeURIComponent(path)), path)
    }
  })

  test('no name, number, token, query or body comes out in a log line', async () => {
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
