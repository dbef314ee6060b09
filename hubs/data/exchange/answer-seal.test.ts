import assert from 'node:assert/strict'
import { createHash, createHmac, generateKeyPairSync } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { openTestKeyring } from '../../../test/harness/keyring.ts'
import { isSignedBy, type OutsideAnswer, signAnswer } from './contract.ts'
import { type Asked, makeExchange } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const keyring = openTestKeyring()
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const question = 'civil.isSupported'
const tag = (text: string) => createHmac('sha256', 'test').update(text).digest()
let database: TestDatabase

/** A department that says this of somebody, to the nanosecond. */
async function answered(value: boolean | string) {
  const sent: OutsideAnswer[] = []
  const ask = async ({ request, question: asked }: Asked) => {
    const [obtained, validUntil] = ['2026-03-02T00:59:59.123456789Z', '2026-03-03T00:00:00Z']
    sent.push(signAnswer({ request, question: asked, value, source: '低保科 张三', obtained, validUntil }, privateKey))
    return sent[0]
  }
  const answer = typeof value === 'string' ? ('string' as const) : ('boolean' as const)
  const outside = {
    ...{ system: 'civil', within: 10_000, publicKey },
    questions: { isSupported: { with: ['number'], answer } },
  }
  const exchange = makeExchange({ db: database.app, clock, adapters: [{ outside, ask }], keyring, tag })
  const caseId = uuidv7(clock)
  const obtained = await exchange.ask(question, { number: '1' }, { caseId, purpose: 'allowance' })
  assert.equal(obtained.value, value)
  const [row] = await database.app.query<{ text: string; length: number; digest: Buffer; request: string }>(
    `select a::text as text, octet_length(a.sealed) as length, a.digest, a.request from data.exchange_answers a
     join data.exchange_requests r on r.id = a.request where r.case_id = '${caseId}'`,
  )
  return { exchange, caseId, sent: sent[0]!, row: row! }
}

suite('封存答复 answers of departments lie sealed', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(() => database.close())

  test('neither what was said nor by whom stands in the row, and a yes is as long as a no', async () => {
    const [yes, no] = [await answered(true), await answered(false)]
    for (const { row } of [yes, no]) assert.ok(!/true|张三|isSupported/.test(row.text), row.text)
    assert.equal(yes.row.length, no.row.length)
    const words = await answered('享受低保，二人户')
    assert.ok(!words.row.text.includes('低保'))
  })

  test('nobody can try out what the tag was made of; the same answer again is the same row', async () => {
    const { exchange, sent, row } = await answered(true)
    const { request, question: asked, value, source, obtained, validUntil, signature } = sent
    const text = JSON.stringify(['plumbline/answer/1', request, asked, value, source, obtained, validUntil]) + signature
    assert.notDeepEqual(row.digest, createHash('sha256').update(text).digest())
    assert.equal(await exchange.deliver('civil', sent), false)
    const other = signAnswer({ ...sent, value: false }, privateKey)
    assert.equal(await exchange.deliver('civil', other), true, 'another one is kept beside it')
  })

  test('what is kept proves itself: the department’s signature stands over what was opened', async () => {
    const { exchange, caseId, sent } = await answered('享受低保，二人户')
    const [kept] = await exchange.evidenceOf(caseId)
    const { request, value, source, obtained, validUntil, signature } = kept!
    const again = { request, question, value, source, obtained, validUntil, signature } as OutsideAnswer
    assert.deepEqual(again, sent)
    assert.ok(isSignedBy(again, publicKey))
  })

  test('moved to another row it does not open; a row in the open is taken no more', async () => {
    const [one, other] = [await answered(true), await answered(false)]
    await database.migrator.query(
      `update data.exchange_answers a set sealed = o.sealed, wrapped = o.wrapped from data.exchange_answers o
       where a.request = '${one.row.request}' and o.request = '${other.row.request}'`,
    )
    await assert.rejects(one.exchange.evidenceOf(one.caseId), { code: 'CIPHERTEXT_DAMAGED' })
    for (const column of ['sealed', 'fault', 'obtained_at'])
      await assert.rejects(database.app.query(`update data.exchange_answers set ${column} = null`), /permission denied/)
    const plain = `insert into data.exchange_answers (request, digest, value, source, obtained_at, valid_until, received_at, late)
      select request, sha256('x'), 'true', 'x', obtained_at, valid_until, received_at, late from data.exchange_answers limit 1`
    await assert.rejects(database.app.query(plain), { code: '23514' })
  })

  test('a row of before is read as it was', async () => {
    const { exchange, caseId, row } = await answered(true)
    const constraint = 'constraint exchange_answers_sealed'
    await database.migrator.query(
      `alter table data.exchange_answers drop ${constraint};
       update data.exchange_answers set value = 'false', source = 'before', sealed = null, wrapped = null where request = '${row.request}';
       alter table data.exchange_answers add ${constraint} check (value is null and source is null and signature is null) not valid`,
    )
    const again = await exchange.ask(question, { number: '1' }, { caseId, purpose: 'allowance' })
    assert.deepEqual([again.value, again.source], [false, 'system:civil:before'])
    assert.deepEqual(
      (await exchange.evidenceOf(caseId)).map(({ value, source }) => [value, source]),
      [[false, 'before']],
    )
  })
})
