import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { codes } from '../../test/harness/city.ts'
import { openingOf, openTestGate, type TestGate } from '../../test/harness/gate.ts'
import { clueFields } from '../../test/harness/stories.ts'

const bureau = '210102-energy-bureau'
const pdf = (length = 5_000) =>
  Buffer.concat([
    Buffer.from(
      '%PDF-1.7\n1 0 obj << /Type /Page /Contents 2 0 R >> endobj\n2 0 obj << /Filter /DCTDecode >> stream\n',
    ),
    randomBytes(length),
    Buffer.from('\nendstream endobj\n%%EOF\n'),
  ])

suite('文件收发 files over HTTP', () => {
  let gate: TestGate
  let investigator: string
  let officers: readonly string[]
  let number: string
  let firm: string

  before(async () => {
    gate = await openTestGate({ now: '2026-05-11T09:00:00+08:00' })
    const { house } = gate
    firm = await house.firm()
    const one = await house.officer(`investigator@${bureau}`)
    const two = await house.officer(`investigator@${bureau}`, 2)
    officers = [one.person, two.person]
    investigator = await gate.officer(`investigator@${bureau}`)
    number = await lodge()
  })
  after(() => gate.close())

  async function lodge(): Promise<string> {
    const fields = { ...clueFields, 'respondent.uscc': codes.get(firm) }
    const opened = await gate.ask('/api/cases', {
      token: investigator,
      body: {
        ...{ item: 'energy-report-penalty', organ: bureau, verb: 'lodge', start: 'clue', channel: 'window' },
        parties: [{ role: 'respondent', party: firm }],
        body: { fields },
      },
    })
    const at = opened.json().number as string
    assert.equal((await gate.ask(`/api/cases/${at}/acts/open`, { token: investigator, body: {} })).statusCode, 200)
    return at
  }
  const upload = (token: string, body: Buffer, headers: Record<string, string> = {}) =>
    gate.ask('/api/files', { token, body, headers: { 'content-type': 'application/pdf', ...headers } })
  const uploaded = async (token: string, body = pdf()): Promise<string> => {
    const answer = await upload(token, body)
    assert.equal(answer.statusCode, 201, answer.body)
    return answer.json().file
  }
  const refer = (file: string, token = investigator, at = number) =>
    gate.ask(`/api/cases/${at}/acts/recordEvidence`, {
      token,
      body: { stage: 'investigate', kind: 'documentary', summary: '通知书', officers, file },
    })
  const settle = async () => {
    await gate.house.city.sequencer.drain()
    while ((await gate.house.city.subscriptions.runOnce()) > 0);
  }
  const onDisk = async () => {
    const { files, db } = gate.house.city
    return (await files.inspect(db, true)).seen
  }

  test('evidence refers to a file that was sent in, the case has it, and it is read under a grant and a record', async () => {
    const bytes = pdf(150_000)
    const file = await uploaded(investigator, bytes)
    assert.equal((await gate.ask(`/api/files/${file}`, { token: investigator })).statusCode, 404, 'no case, no ground')
    assert.equal((await refer(file)).statusCode, 200)
    await settle()
    const { db } = gate.house.city
    const reads = async () => (await db.query<{ n: number }>('select count(*)::int as n from kernel.reads'))[0]!.n
    const before = await reads()
    const answer = await gate.ask(`/api/files/${file}`, { token: investigator })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.ok(answer.rawPayload.equals(bytes))
    assert.match(String(answer.headers['content-disposition']), /^attachment/)
    assert.equal(await reads(), before + 1)
    const elsewhere = await gate.officer('acceptance@210103-approval-bureau')
    assert.equal((await gate.ask(`/api/files/${file}`, { token: elsewhere })).json().code, 'FILE_MISSING')
    assert.equal((await refer(file, investigator, await lodge())).json().code, 'FILE_UNKNOWN', 'another case has it')
  })

  test('a file that is not there, another’s, or older than a week is nothing to refer to, and nothing changes', async () => {
    const body = { stage: 'investigate', kind: 'documentary', summary: 'x', officers }
    const path = `/api/cases/${number}/acts/recordEvidence`
    const refused = (file: string) =>
      gate.refused(path, { token: investigator, body: { ...body, file } }, 422, 'FILE_UNKNOWN')
    await refused(randomUUID())
    const other = await gate.officer('acceptance@210102-approval-bureau')
    await refused(await uploaded(other))
    const lost = await uploaded(investigator)
    await gate.house.city.files.remove(lost)
    await refused(lost)
  })

  test('按要件收 a paper is handed in as what the item takes for it, over the interface too; a film is evidence, no scan', async () => {
    const film = Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypisom'), randomBytes(2_000)])
    const sent = (token: string) => upload(token, film, { 'content-type': 'video/mp4' })
    assert.equal((await refer((await sent(investigator)).json().file)).statusCode, 200)
    const party = await gate.house.firm()
    const own = await gate.party(party)
    const { file } = (await sent(own)).json()
    const body = openingOf(party, { channel: 'online', parties: [{ role: 'subject', party, unit: 'firm' }] }) as {
      readonly body: object
    }
    const opening = (files: object) => ({ token: own, body: { ...body, body: { ...body.body, files } } })
    await gate.refused('/api/cases', opening({ report: [file] }), 422, 'FILE_UNFIT')
    const scan = await uploaded(own)
    const opened = await gate.ask('/api/cases', opening({ report: [scan] }))
    assert.equal(opened.statusCode, 201, opened.body)
  })

  test('only what it says it is, of a size that is taken in, and the same again once', async () => {
    const token = await gate.party(firm)
    const seen = await onDisk()
    assert.equal((await upload(token, Buffer.from('<script>alert(1)</script>'))).json().code, 'FILE_KIND_REFUSED')
    assert.equal((await upload(token, Buffer.from('%PD'))).json().code, 'FILE_KIND_REFUSED')
    assert.equal((await upload(token, pdf(), { 'content-type': 'image/png' })).json().code, 'FILE_KIND_REFUSED')
    assert.equal((await upload(token, pdf(), { 'content-type': 'text/html' })).statusCode, 415)
    assert.equal((await gate.ask('/api/files', { token, body: {} })).json().code, 'FILE_KIND_REFUSED')
    assert.equal((await gate.ask('/api/files', { token, method: 'POST' })).json().code, 'FILE_KIND_REFUSED')
    const large = pdf(gate.house.city.config.limits.file)
    assert.equal((await upload(token, large)).json().code, 'FILE_TOO_LARGE')
    assert.equal(await onDisk(), seen)
    const [key, bytes] = [randomUUID(), pdf()]
    const one = await upload(token, bytes, { 'idempotency-key': key })
    const two = await upload(token, bytes, { 'idempotency-key': key })
    assert.deepEqual([one.statusCode, two.statusCode, two.json()], [201, 201, one.json()])
    assert.equal((await upload(token, pdf(), { 'idempotency-key': key })).json().code, 'IDEMPOTENCY_KEY_REUSED')
    assert.equal(await onDisk(), seen + 1)
    assert.ok((await gate.ask(`/api/files/${one.json().file}`, { token })).rawPayload.equals(bytes), 'its own')
    const stranger = await gate.party(await gate.house.firm('别家公司'))
    assert.equal((await gate.ask(`/api/files/${one.json().file}`, { token: stranger })).statusCode, 404)
  })

  test('what nobody refers to is gone after a month; what a party sent in goes with the party', async () => {
    const { city, clock } = gate.house
    const person = await gate.house.firm('将被删除的公司')
    const own = await uploaded(await gate.party(person))
    const unused = await uploaded(investigator)
    const basis = { law: '个人信息保护法', articles: ['47'] }
    await city.db.transaction(sql => city.parties.erase(sql, person, basis, { kind: 'system', name: 'test' }))
    const [row] = await city.db.query<{ gone: boolean }>(
      'select wrapped_key is null as gone from kernel.files where id = $1',
      [own],
    )
    assert.equal(row!.gone, true)
    clock.advance({ hours: 24 * 31 })
    assert.ok((await city.keeping.sweep()) >= 2)
    assert.deepEqual([await city.files.has(own), await city.files.has(unused)], [false, false])
    assert.deepEqual((await city.files.inspect(city.db, false)).missing, [])
  })
})
