import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { compactVerify } from 'jose'
import type { EffectRun } from '#kernel/case'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { ed25519Signer, makeVouchers, newCheckCode, readCheckCode, readVoucher, vouchersOf } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const vouchers = makeVouchers({
  clock,
  signer: ed25519Signer('city-2026', privateKey),
  seriesOf: async (_sql, { organ, effect }) => {
    const kind = (effect as { voucher: string }).voucher
    return organ === 'bureau' && kind !== 'busy' ? '沈和审批' : `${organ}-${kind}`
  },
  publicFields: run => ({ approved: run.facts['energy.total'] }),
})
let database: TestDatabase
const runOf = (more: Partial<EffectRun> = {}): EffectRun =>
  ({
    id: uuidv7(clock),
    caseId: uuidv7(clock),
    number: 'C-1',
    seq: 20,
    item: 'energy-review',
    itemHash: 'h',
    drawer: 'permit',
    organ: 'bureau',
    region: '210102',
    outcome: 'grant',
    on: '2026-03-02',
    at: '2026-03-02T01:00:00Z',
    parties: [{ role: 'subject', party: uuidv7(clock), unit: 'firm' }],
    actor: { kind: 'system', name: 'test' },
    value: () => null,
    facts: { 'energy.total': '1200.00' },
    effect: { voucher: 'energy-review-opinion' },
    validity: { value: 2, unit: 'year' },
    ...more,
  }) as unknown as EffectRun
const issue = async (run: EffectRun) => {
  await database.app.transaction(sql => vouchers.issueVoucher(sql, run))
  return (await vouchersOf(database.app, run.caseId))[0]!
}

suite('凭证 vouchers', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(() => database.close())

  test('同时发证、有的退回，文号不跳不重 numbers run without gaps, also when steps run at once and some fail', async () => {
    const kind = { voucher: 'busy' }
    const tries = await Promise.allSettled(
      Array.from({ length: 24 }, (_, n) =>
        database.app.transaction(async sql => {
          await vouchers.issueVoucher(sql, runOf({ effect: kind }))
          if (n % 3 === 0) throw new Error('the step failed')
        }),
      ),
    )
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 16)
    const serials = await database.app.query<{ serial: number }>(
      `select serial from application.vouchers where kind = 'busy' order by serial`,
    )
    assert.deepEqual(
      serials.map(({ serial }) => serial),
      Array.from({ length: 16 }, (_, n) => n + 1),
    )
  })

  test('文号按代字、年度各自编 each series and year counts for itself', async () => {
    assert.equal((await issue(runOf())).number, '沈和审批〔2026〕1号')
    assert.equal((await issue(runOf())).number, '沈和审批〔2026〕2号')
    assert.equal((await issue(runOf({ on: '2027-01-04' }))).number, '沈和审批〔2027〕1号')
    assert.equal((await issue(runOf({ organ: 'other', effect: { voucher: 'other' } }))).serial, 1)
  })

  test('取号不用即回滚 a number taken and not used refuses the commit; the program cannot touch the series', async () => {
    await assert.rejects(
      database.app.query(`select application.next_voucher_number('lost', 2026)`),
      /taken and not used/,
    )
    for (const text of [
      'update application.voucher_series set last = 99',
      'delete from application.vouchers',
      `update application.vouchers set number = 'x'`,
      `update application.vouchers set jws = 'x'`,
    ])
      await assert.rejects(database.app.query(text), /permission denied/)
  })

  test('重复执行只发一份 the same effect twice issues one', async () => {
    const run = runOf()
    await issue(run)
    await issue(run)
    assert.equal((await vouchersOf(database.app, run.caseId)).length, 1)
  })

  test('离线可验，改一字即不成立 checkable offline, by any JOSE library; one changed sign and it is nothing', async () => {
    const { jws, number, contentHash } = await issue(runOf())
    const { payload } = await compactVerify(jws, publicKey)
    assert.equal(JSON.parse(Buffer.from(payload).toString()).number, number)
    const claims = readVoucher(jws, keyId => (keyId === 'city-2026' ? publicKey : undefined))
    assert.deepEqual(claims?.fields, { approved: '1200.00' })
    assert.equal(claims?.validUntil, '2028-03-02')
    assert.equal(contentHash.length, 32)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: jws.length - 1 }), fc.constantFrom('A', 'b', '7', '_', '.'), (at, sign) => {
        const other = jws.slice(0, at) + sign + jws.slice(at + 1)
        const read = readVoucher(other, () => publicKey)
        // The last sign of base64url may carry spare bits: then the bytes are the same.
        assert.ok(other === jws || read === undefined || at === jws.length - 1)
      }),
      { numRuns: 300 },
    )
    assert.equal(
      readVoucher(jws, () => undefined),
      undefined,
    )
  })

  test('查验码 anybody with the code sees what is public and whether it holds', async () => {
    const voucher = await issue(runOf())
    const typed = voucher.checkCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')
    const checked = await vouchers.checkVoucher(database.app, typed)
    assert.ok(checked.found)
    assert.deepEqual(
      [checked.status, checked.number, checked.public],
      ['valid', voucher.number, { approved: '1200.00' }],
    )
    assert.equal('party' in checked, false)
    assert.deepEqual(await vouchers.checkVoucher(database.app, newCheckCode()), { found: false, reason: 'unknown' })
    assert.deepEqual(
      await vouchers.checkVoucher(
        database.app,
        `${voucher.checkCode.slice(0, -1)}${voucher.checkCode.endsWith('7') ? '8' : '7'}`,
      ),
      { found: false, reason: 'mistyped' },
    )
    const short = await issue(runOf({ on: '2024-01-01', validity: { value: 6, unit: 'month' } }))
    const expired = await vouchers.checkVoucher(database.app, short.checkCode)
    assert.equal(expired.found && expired.status, 'expired')
  })

  test('撤销一次，理由公开 a voucher ends once, and the public is told why', async () => {
    const { id, checkCode } = await issue(runOf())
    const end = (reason: string) =>
      database.app.transaction(sql =>
        vouchers.endVoucher(sql, id, { status: 'annulled', on: '2026-05-01', reason, by: 'case:9' }),
      )
    await end('以欺骗手段取得')
    await end('以欺骗手段取得')
    await assert.rejects(end('另一理由'), { code: 'VOUCHER_ENDED' })
    const checked = await vouchers.checkVoucher(database.app, checkCode)
    assert.deepEqual(checked.found && [checked.status, checked.endedOn, checked.reason], [
      'annulled',
      '2026-05-01',
      '以欺骗手段取得',
    ])
    await assert.rejects(
      database.app.query(
        `update application.vouchers set status = 'valid', ended_on = null, ended_reason = null where id = $1`,
        [id],
      ),
      /ended already/,
    )
    await assert.rejects(
      vouchers.endVoucher(database.app, uuidv7(clock), { status: 'revoked', on: '2026-05-01', reason: 'x', by: 'y' }),
      { code: 'VOUCHER_UNKNOWN' },
    )
  })

  test('任意查验码：错一位即知 any code: one wrong sign is found', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 13 }),
        fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
        (at, sign) => {
          const code = newCheckCode()
          assert.equal(readCheckCode(code), code)
          if (code[at] === '-' || code[at] === sign) return
          assert.equal(readCheckCode(code.slice(0, at) + sign + code.slice(at + 1)), undefined)
        },
      ),
    )
  })
})
