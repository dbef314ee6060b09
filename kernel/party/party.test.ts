import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import type { Actor } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { openBlindIndex } from './blind-index.ts'
import { type ErasureList, makeErasureList } from './erasure-list.ts'
import { type Keyring, makeKeyring } from './keyring.ts'
import { makeParties, type Parties } from './party.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const by: Actor = { kind: 'system', name: 'test' }
const basis = { law: '个人信息保护法', articles: ['47(1)'] }
const code = (wanted: string) => (error: unknown) => error instanceof Refusal && error.code === wanted
const citizen = (n: number) => ({ scheme: 'citizen' as const, value: `00000019900101${String(n).padStart(4, '0')}` })
const phone = (n: number) => ({ scheme: 'phone' as const, value: `1990000${String(n).padStart(4, '0')}` })
const recorded: (readonly string[])[] = []
const record = async (_: Sql, subjects: readonly string[]) => recorded.push(subjects)

suite('当事人 parties', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parties-'))
  let database: TestDatabase
  let parties: Parties
  let keyring: Keyring
  let erasures: ErasureList
  const held = new Set<string>()

  before(async () => {
    database = await openTestDatabase()
    keyring = makeKeyring({ kekFile: join(folder, 'master.key') })
    erasures = makeErasureList({ path: join(folder, 'erasures.list') })
    await database.migrator.query('create table kernel.example_details (subject uuid, ciphertext bytea)')
    await database.migrator.query('grant select, insert, update on kernel.example_details to plumbline_app')
    parties = makeParties({
      clock,
      keyring,
      index: await openBlindIndex(database.app, keyring),
      erasures,
      erasers: [
        async (sql, party) =>
          (
            await sql.query('update kernel.example_details set ciphertext = null where subject = $1 returning 1', [
              party,
            ])
          ).length,
      ],
      holds: [async (_, party) => (held.has(party) ? [{ code: 'CASE_OPEN', facts: { cases: 1 } }] : [])],
    })
  })
  after(async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  })

  const act = <T>(work: (sql: Sql) => Promise<T>) => database.app.transaction(work)
  const person = (n: number, name = `示例${n}号`) => ({
    kind: 'person' as const,
    name,
    identifiers: [citizen(n), phone(n)],
  })
  const register = async (n: number) => (await act(sql => parties.register(sql, person(n)))).party

  test('one citizen number is one party, however often and however at once it is registered', async () => {
    const many = await Promise.all(Array.from({ length: 6 }, () => act(sql => parties.register(sql, person(1)))))
    assert.equal(new Set(many.map(({ party }) => party)).size, 1)
    assert.equal(many.filter(({ created }) => created).length, 1)
    assert.deepEqual(await parties.find(database.app, 'citizen', citizen(1).value), [many[0]!.party])
    assert.deepEqual(await parties.find(database.app, 'citizen', citizen(2).value), [])
  })

  test('a telephone names nobody: two people may share it; a number of another scheme never meets it', async () => {
    const [one, two] = [
      await register(10),
      await act(sql => parties.register(sql, { ...person(11), identifiers: [citizen(11), phone(10)] })),
    ]
    assert.deepEqual([...(await parties.find(database.app, 'phone', phone(10).value))].sort(), [one, two.party].sort())
    assert.deepEqual(await parties.find(database.app, 'bank-account', phone(10).value), [])
  })

  test('lists see masks, the case sees the name, and each of them only after a read record', async () => {
    const party = await act(async sql => (await parties.register(sql, person(20, '张三丰'))).party)
    recorded.length = 0
    const masked = (await act(sql => parties.masked(sql, [party], record))).get(party)
    assert.equal(masked?.name, '张**')
    assert.deepEqual(masked?.identifiers, [
      { scheme: 'citizen', value: '0000**********0020' },
      { scheme: 'phone', value: '199****0020' },
    ])
    const clear = await act(sql => parties.reveal(sql, party, record))
    assert.deepEqual([clear.name, clear.identifiers], ['张三丰', [citizen(20), phone(20)]])
    assert.deepEqual(recorded, [[party], [party]])
    const refuse = async () => {
      throw new Error('not recorded')
    }
    await assert.rejects(
      act(sql => parties.reveal(sql, party, refuse)),
      /not recorded/,
    )
  })

  test('a name changes, a number ends, and another person may have it afterwards', async () => {
    const party = await register(30)
    await act(sql => parties.rename(sql, party, '李四'))
    assert.equal((await act(sql => parties.reveal(sql, party, record))).name, '李四')
    await assert.rejects(
      act(sql => parties.addIdentifier(sql, party, citizen(1))),
      code('PARTY_AMBIGUOUS'),
    )
    assert.equal(await act(sql => parties.endIdentifier(sql, party, citizen(30))), true)
    const other = await act(sql => parties.register(sql, person(30)))
    assert.deepEqual([other.created, other.party === party], [true, false])
  })

  test('合并与拆分 merged parties answer as one, keys stay, and a split undoes it', async () => {
    const [a, b, c] = [await register(40), await register(41), await register(42)]
    await act(sql => parties.merge(sql, { from: a, into: b, by, basis }))
    await act(sql => parties.merge(sql, { from: b, into: c, by, basis }))
    assert.deepEqual(await parties.find(database.app, 'citizen', citizen(40).value), [c])
    assert.equal(await parties.currentOf(database.app, a), c)
    await assert.rejects(
      act(sql => parties.merge(sql, { from: c, into: a, by, basis })),
      code('PARTY_NOT_MERGEABLE'),
    )
    await assert.rejects(
      act(sql => parties.merge(sql, { from: a, into: c, by, basis })),
      code('PARTY_NOT_MERGEABLE'),
    )
    await act(sql => parties.split(sql, { party: b, by, basis }))
    assert.deepEqual(await parties.find(database.app, 'citizen', citizen(40).value), [b])
    await assert.rejects(
      act(sql => parties.split(sql, { party: b, by, basis })),
      code('PARTY_NOT_MERGED'),
    )
  })

  test('a number of one party and a number of another are not registered together', async () => {
    await assert.rejects(
      act(sql => parties.register(sql, { ...person(1), identifiers: [citizen(1), citizen(10)] })),
      code('PARTY_AMBIGUOUS'),
    )
  })

  test('an open case or a running retention period holds the erasure, with its reasons, and changes nothing', async () => {
    const party = await register(50)
    held.add(party)
    await assert.rejects(
      act(sql => parties.erase(sql, party, basis, by)),
      error => {
        assert.ok(error instanceof Refusal && error.code === 'ERASURE_HELD')
        assert.deepEqual(
          error.reasons.map(reason => reason.code),
          ['CASE_OPEN'],
        )
        return true
      },
    )
    held.delete(party)
    assert.deepEqual(await parties.find(database.app, 'citizen', citizen(50).value), [party])
    assert.ok(!(await erasures.read()).some(entry => entry.party === party))
  })

  test('a case that is being opened keeps the erasure waiting, and an erased party opens none', async () => {
    const party = await register(70)
    const order: string[] = []
    let erasing: Promise<unknown> | undefined
    await act(async sql => {
      await sql.query('select kernel.parties_must_stand($1)', [[party]])
      erasing = act(inner => parties.erase(inner, party, basis, by)).then(() => order.push('erased'))
      await sql.query('select pg_sleep(0.05)')
      order.push('opened')
    })
    await erasing
    assert.deepEqual(order, ['opened', 'erased'])
    await assert.rejects(
      act(sql => parties.mustStand(sql, [party])),
      code('PARTY_ERASED'),
    )
    await assert.rejects(database.app.query('select kernel.parties_must_stand($1)', [[party]]), { code: 'PLP01' })
    await assert.rejects(
      act(sql => parties.mustStand(sql, ['00000000-0000-7000-8000-000000000000'])),
      code('PARTY_UNKNOWN'),
    )
  })

  test('删除五十人 of fifty erased persons nothing readable is left in any column of any table', async () => {
    const secret = Array.from({ length: 50 }, (_, n) => ({
      n: 100 + n,
      name: `诸葛${String.fromCodePoint(0x4e00 + 500 + n)}明`,
    }))
    const ids: string[] = []
    const wrappedKeys: Buffer[] = []
    for (const { n, name } of secret) {
      const { party } = await act(sql => parties.register(sql, person(n, name)))
      ids.push(party)
      const { key, wrapped, alg, keyId } = keyring.newKey()
      wrappedKeys.push(wrapped)
      await database.app.query(
        'insert into kernel.case_keys (case_id, subject, wrapped, alg, key_id) values ($1, $2, $3, $4, $5)',
        ['00000000-0000-7000-8000-000000000001', party, wrapped, alg, keyId],
      )
      await database.app.query('insert into kernel.example_details values ($1, $2)', [
        party,
        keyring.seal(key, name, 'detail'),
      ])
    }
    const [merged, into] = [ids[0]!, ids[1]!]
    await act(sql => parties.merge(sql, { from: merged, into, by, basis }))
    const keysBefore = await database.app.query<{ wrapped: Buffer }>(
      'select wrapped from kernel.party_keys where party = any ($1::uuid[])',
      [ids],
    )
    assert.equal(keysBefore.length, 50)

    const results = []
    for (const party of ids) results.push(await act(sql => parties.erase(sql, party, basis, by)))
    assert.deepEqual(
      [...results[0]!.parties].sort(),
      [into, merged].sort(),
      'a merged party goes with the one that stands',
    )
    assert.deepEqual(results[1], { parties: [], rows: 0 }, 'doing it twice does nothing')
    assert.equal(results[2]!.rows, 6, 'key, name, two numbers, case key, detail')

    const haystack = await everything(database)
    for (const { n, name } of secret)
      for (const needle of [name, `诸葛**`, citizen(n).value, phone(n).value, `199****0${n}`, `0000**********0${n}`])
        assert.equal(haystack.includes(needle), false, `found ${needle}`)
    for (const wrapped of [...wrappedKeys, ...keysBefore.map(row => row.wrapped)])
      assert.equal(haystack.includes(wrapped.toString('hex')), false, 'a key is left')
    for (const { n } of secret) assert.deepEqual(await parties.find(database.app, 'citizen', citizen(n).value), [])
    assert.equal((await act(sql => parties.masked(sql, [into], record))).get(into)?.name, null)
    await assert.rejects(
      act(sql => parties.reveal(sql, into, record)),
      code('PARTY_ERASED'),
    )
    const [marks] = await database.migrator.query<{ erasures: number; leaves: number }>(
      `select (select count(*) from kernel.erasures where party = any ($1::uuid[])) as erasures,
        (select count(*) from kernel.trail_outbox where convert_from(leaf, 'UTF8')::jsonb ->> 'kind' = 'erase') as leaves`,
      [ids],
    )
    assert.deepEqual(marks, { erasures: 50, leaves: 51 })
    const listed = (await erasures.read()).map(entry => entry.party).filter(listedParty => ids.includes(listedParty))
    assert.deepEqual([...listed].sort(), [...ids].sort())
    assert.equal((await act(sql => parties.register(sql, person(100)))).created, true, 'who comes back is a new party')
  })

  test('恢复备份后重做删除 an older backup that brings a person back is erased again before it opens', async () => {
    const party = await register(60)
    await database.migrator.query(
      'create table kernel.backup_of_names as select * from kernel.party_names where party = $1',
      [party],
    )
    await act(sql => parties.erase(sql, party, basis, by))
    await database.migrator.query('delete from kernel.erasures where party = $1', [party])
    await database.migrator.query('update kernel.parties set erased_at = null where id = $1', [party])
    await database.migrator.query(
      'insert into kernel.party_names (party, ciphertext, masked, valid_from) select party, ciphertext, masked, valid_from from kernel.backup_of_names',
    )
    await database.migrator.query('drop table kernel.backup_of_names')
    assert.equal(await parties.reapplyErasures(database.app), 1)
    assert.equal(await parties.reapplyErasures(database.app), 0)
    const names = await database.app.query('select 1 from kernel.party_names where party = $1', [party])
    assert.equal(names.length, 0)
  })
})

/** Every row of every table of the house as text: text as it is, bytea as hexadecimal and also read as UTF-8. */
async function everything({ migrator }: TestDatabase): Promise<string> {
  const tables = await migrator.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const parts: string[] = []
  for (const { name } of tables) {
    const rows = await migrator.query<Record<string, unknown>>(`select * from ${name}`)
    for (const row of rows)
      for (const value of Object.values(row))
        for (const one of Array.isArray(value) ? value : [value])
          parts.push(
            Buffer.isBuffer(one)
              ? `${one.toString('hex')}\n${one.toString()}`
              : typeof one === 'string'
                ? one
                : JSON.stringify(one),
          )
  }
  return parts.join('\n')
}
