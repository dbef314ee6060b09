import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { composeCitizen } from '#kernel/code'
import { loadDefinition } from '#kernel/definition'
import { isRunnable, makePartyDeeds } from '#systems/power'
import { contentDirectory, readItemFiles, readTemplates } from '../../../content.ts'
import { openTestCity, type TestCity } from '../../../test/harness/city.ts'
import { liveExample, staffEveryPost } from '../../../test/harness/example-lives.ts'
import { readNationalCodes } from '../codes.schema.ts'
import type { Shipment } from '../manifest.ts'
import { makeReceivedExport } from '../received/export-received.ts'
import { makeReceiving } from '../received/receive.ts'
import { filesOf, writeShipment } from '../shipment.ts'
import type { NationalRow } from '../table.schema.ts'
import { cursorOf } from './case.store.ts'
import { makeCaseExport } from './export-cases.ts'

const codes = readNationalCodes('codes.yaml', await readFile(join(contentDirectory, 'national/codes.yaml'), 'utf8'))
const folder = await mkdtemp(join(tmpdir(), 'plumbline-cases-'))
const lived = ['energy-review', 'food-business-licence', 'annual-report-penalty', 'idle-land-fee']
const five = ['up_pro_accept', 'up_pro_process', 'up_pro_special_procedure', 'up_pro_result', 'up_pro_material']
const purpose = 'national-exchange'
let here: TestCity
let there: TestCity

/** The officer's number, and a grant for him: given for as long as the exchange is agreed. */
async function signedIn(house: TestCity, source: string, fields: readonly string[]) {
  const { person, post } = await house.officer('acceptance@210102-approval-bureau')
  const { personnelNumber: officer } = (await house.city.identity.directory()).person(person)!
  await house.city.db.transaction(sql =>
    house.city.grants.give(
      sql,
      { kind: 'system', name: 'test' },
      {
        ...{
          purpose,
          holderKind: 'post',
          holder: post,
          ground: 'service',
          groundName: 'national-exchange',
          caseId: null,
        },
        ...{
          source,
          fields,
          basis: { law: '政务数据共享条例', articles: ['20'] },
          from: '2026-01-01T00:00:00Z',
          to: null,
        },
      },
    ),
  )
  return { officer, post, audit: 'SYD-9003', purpose }
}

/** Examples have people without a number; whoever applies in earnest shows his card. */
async function identify({ city, database }: TestCity): Promise<void> {
  const people = await database.migrator.query<{ id: string }>(
    `select id from kernel.parties p where kind = 'person' and not exists (select from kernel.party_identifiers i where i.party = p.id)`,
  )
  for (const [at, { id }] of people.entries()) {
    const value = composeCitizen('210102', '19800101', String(100 + at))
    await city.db.transaction(sql => city.parties.addIdentifier(sql, id, { scheme: 'citizen', value }))
  }
}

before(async () => {
  here = await openTestCity({ now: '2026-01-05T09:00:00+08:00' })
  there = await openTestCity({ now: '2026-12-01T09:00:00+08:00' })
  await staffEveryPost(here)
  const templates = await readTemplates()
  for (const { file, bytes } of await readItemFiles()) {
    const { definition } = loadDefinition(file, bytes, templates)
    if (!lived.includes(definition.item)) continue
    for (const example of definition.examples.filter(isRunnable)) await liveExample(here, definition.item, example)
  }
  const { definition } = await here.city.definitions.current('annual-report-penalty', here.clock.today())
  const [example] = definition.examples.filter(isRunnable)
  await liveExample(here, definition.item, { ...example!, acts: example!.acts.slice(0, 2) })
  await identify(here)
  await here.city.sequencer.drain()
})
after(async () => {
  await Promise.all([here?.close(), there?.close()])
  await rm(folder, { recursive: true })
})

const rowsOf = ({ tables }: Shipment, table: string) => tables.get(table) ?? []
const received = (house: TestCity) => makeReceiving({ ...house.city, codes })

suite('办件五表 case records out, in and out again', () => {
  let signed: Awaited<ReturnType<typeof signedIn>>
  let known: { readonly party: string; readonly number: string }
  /** One applicant is on record in the other city too. */
  const knownThere = async (rows: readonly NationalRow[]) => {
    const row = rows.find(one => one['applyer_page_type'] === '001' && one['task_name'] === '固定资产投资项目节能审查')!
    const identifiers = [{ scheme: 'uscc' as const, value: row['applyer_page_code']! }]
    const { city } = there
    const { party } = await city.db.transaction(sql =>
      city.parties.register(sql, { kind: 'firm', name: row['applyer_name']!, identifiers }),
    )
    return { party, number: row['project_no']! }
  }
  let first: Awaited<ReturnType<ReturnType<typeof makeCaseExport>>>

  test('one alone takes nothing out: without a grant, without the post, without the audit administrator', async () => {
    const exportCases = makeCaseExport(here.city)
    const unsigned = { officer: 'SYD-0105', post: '210102-approval-bureau/acceptance', audit: 'SYD-9003', purpose }
    await assert.rejects(exportCases({ signed: unsigned, codes }), { code: 'NATIONAL_EXPORT_UNSIGNED' })
    signed = await signedIn(here, 'party', ['name', 'identifiers'])
    for (const wrong of [
      { audit: 'SYD-9002' },
      { audit: signed.officer },
      { officer: 'SYD-9003' },
      { post: '210102-approval-bureau/head' },
      { purpose: 'curiosity' },
    ])
      await assert.rejects(exportCases({ signed: { ...signed, ...wrong }, codes }), {
        code: 'NATIONAL_EXPORT_UNSIGNED',
      })
    const [count] = await here.database.migrator.query<{ n: number }>(
      'select count(*)::int as n from national.shipments',
    )
    assert.equal(count!.n, 0)
  })

  test('every accepted case is there, with its course, special procedures, result and papers', async t => {
    first = await makeCaseExport(here.city)({ signed, codes })
    const counts = five.map(name => rowsOf(first.shipment, name).length)
    t.diagnostic(`${first.cases} cases: ${five.map((name, at) => `${name} ${counts[at]}`).join(', ')}`)
    assert.ok(first.cases >= 12 && counts.every(count => count > 0), JSON.stringify(counts))
    assert.equal(rowsOf(first.shipment, 'up_pro_accept').length, first.cases)
    assert.deepEqual(
      first.shipment.manifest.findings.filter(({ rule }) => rule === 'NATIONAL_TOO_LONG'),
      [],
    )
    const energy = rowsOf(first.shipment, 'up_pro_accept').find(row => row['task_name'] === '固定资产投资项目节能审查')!
    assert.equal(energy['catalog_code'], '000104002000')
    assert.equal(energy['applyer_name'], '沈阳示例有限公司')
    assert.match(energy['applyer_page_code']!, /^91210102/)
    const expert = rowsOf(first.shipment, 'up_pro_special_procedure').find(row => row['special_type'] === '9')!
    assert.ok(expert['special_time']! <= expert['end_time']!)
    assert.ok(rowsOf(first.shipment, 'up_pro_result').some(row => row['result_cetr_no']?.includes('〔2026〕')))
    assert.ok([...first.shipment.tables.values()].flat().every(row => row['cd_operation'] === 'I'))
  })

  test('whoever is looked into and was not told yet is not in a row, and no read betrays it', async () => {
    const untold = await here.database.migrator.query<{ number: string }>(
      `select number from kernel.cases where drawer = 'penalty' and outcome is null and state::json -> 'notice' is null`,
    )
    const numbers = new Set(rowsOf(first.shipment, 'up_pro_accept').map(row => row['project_no']))
    assert.ok(untold.length > 0)
    assert.deepEqual(
      untold.filter(({ number }) => numbers.has(number)),
      [],
    )
    assert.ok(first.open >= untold.length)
  })

  test('every person in a row finds the read of his data; the act is in the journal', async () => {
    const [reads] = await here.database.migrator.query<{ n: number; subjects: number }>(
      `select count(*)::int as n, min(cardinality(subjects)) as subjects from kernel.reads where purpose = $1`,
      [purpose],
    )
    assert.ok(reads!.n >= first.cases)
    assert.equal(reads!.subjects, 1)
    const [line] = await here.database.migrator.query<{ detail: { rows: number } }>(
      `select detail from kernel.identity_changes where change = 'national-exported'`,
    )
    assert.equal(line!.detail.rows, [...first.shipment.tables.values()].flat().length)
  })

  test('no officer is named and nothing anybody wrote is in a row', async () => {
    const text = [...first.shipment.files.values()].join('\n')
    const { rows: names } = {
      rows: await here.database.migrator.query<{ name: string }>('select name from kernel.persons'),
    }
    assert.deepEqual(
      names.filter(({ name }) => name.length > 2 && text.includes(name)),
      [],
    )
    assert.doesNotMatch(text, /示例联系人|13800000001/)
  })

  test('files are for their owner alone; taken in elsewhere and taken out again, every row is equal', async () => {
    const out = join(folder, 'out')
    await writeShipment(out, first.shipment, true)
    known = await knownThere(rowsOf(first.shipment, 'up_pro_accept'))
    for (const name of first.shipment.files.keys())
      assert.equal((await stat(join(out, name))).mode & 0o777, 0o600, name)
    const reports = await received(there).take(await filesOf(out))
    assert.deepEqual(
      reports.map(({ bad }) => bad),
      reports.map(() => 0),
      'none is set apart',
    )
    const again = await makeReceivedExport(there.city)(await signedIn(there, 'national.rows', ['*']), codes)
    for (const name of five) assert.deepEqual(rowsOf(again, name), rowsOf(first.shipment, name), name)
    for (const [name, text] of first.shipment.files)
      if (name !== 'manifest.json') assert.equal(again.files.get(name), text, name)
    const repeated = await received(there).take(await filesOf(out))
    assert.ok(repeated.every(one => one.again))
  })

  test('a party that is known there finds the read of its rows, and takes them with it when it is erased', async () => {
    const { city, database } = there
    const [seen] = await city.reads.readsOf(city.db, [known.party], there.clock.now())
    assert.deepEqual([seen?.purpose, seen?.source], [purpose, 'national.rows'])
    await makePartyDeeds(city).erase(known.party, { security: 'SYD-9002', audit: 'SYD-9003', reason: 'unlawful' })
    const rows = await database.migrator.query<{ open: boolean }>(
      `select sealed is not null as open from national.rows where project_no = $1 and personal`,
      [known.number],
    )
    assert.ok(rows.length > 1 && rows.every(({ open }) => !open), `${rows.length} rows`)
    const signed = { ...(await signedIn(there, 'national.rows', ['*'])) }
    const without = await makeReceivedExport(city)(signed, codes)
    const accept = rowsOf(without, 'up_pro_accept').find(row => row['project_no'] === known.number)!
    assert.deepEqual([accept['cd_operation'], accept['applyer_name']], ['D', undefined])
  })

  test('what is personal is sealed where it was taken in', async () => {
    const rows = await there.database.migrator.query<{ text: string }>(
      'select columns::text as text from national.rows',
    )
    assert.ok(rows.length > 0 && rows.every(({ text }) => !/沈阳示例|91210102/.test(text)))
    const [open] = await there.database.migrator.query<{ n: number }>(
      `select count(*)::int as n from national.rows where table_name = 'up_pro_accept' and sealed is null and party is null`,
    )
    assert.equal(open!.n, 0)
  })

  test('after a position only what changed; the same record keeps its id and is a change', async () => {
    const none = await makeCaseExport(here.city)({ signed, codes, since: cursorOf(first.cursor)! })
    assert.equal(none.cases, 0)
    const again = await makeCaseExport(here.city)({ signed, codes })
    assert.deepEqual(
      rowsOf(again.shipment, 'up_pro_result').map(row => [row['row_guid'], row['cd_operation']]),
      rowsOf(first.shipment, 'up_pro_result').map(row => [row['row_guid'], 'U']),
    )
  })

  test('whoever was erased goes out as erased, and is gone where it was taken in', async () => {
    const candidates = await here.database.migrator.query<{ party: string; number: string }>(
      `select p.party, c.number from kernel.case_parties p join kernel.cases c on c.id = p.case_id
       where p.role = 'subject' and c.status = 'ended' and not exists (select from kernel.case_parties o join kernel.cases d on d.id = o.case_id where o.party = p.party and d.status = 'open')`,
    )
    let gone: string | undefined
    for (const { party, number } of candidates) {
      if (!rowsOf(first.shipment, 'up_pro_accept').some(row => row['project_no'] === number)) continue
      try {
        await makePartyDeeds(here.city).erase(party, {
          security: 'SYD-9002',
          audit: 'SYD-9003',
          reason: 'purpose-achieved',
        })
        gone = number
        break
      } catch {}
    }
    assert.ok(gone, 'somebody could be erased')
    const changed = await makeCaseExport(here.city)({ signed, codes, since: cursorOf(first.cursor)! })
    const accept = rowsOf(changed.shipment, 'up_pro_accept').find(row => row['project_no'] === gone)!
    assert.equal(accept['cd_operation'], 'D')
    assert.equal(accept['applyer_name'], undefined)
    assert.ok(
      [...changed.shipment.tables.values()]
        .flat()
        .filter(row => row['project_no'] === gone)
        .every(row => row['cd_operation'] === 'D'),
    )
    const out = join(folder, 'erased')
    await writeShipment(out, changed.shipment, true)
    for (const { bad } of await received(there).take(await filesOf(out))) assert.equal(bad, 0)
    const left = await there.database.migrator.query(`select 1 from national.current where project_no = $1`, [gone])
    assert.equal(left.length, 0)
    const sealed = await there.database.migrator.query(
      `select 1 from national.rows where project_no = $1 and sealed is not null and operation <> 'D'`,
      [gone],
    )
    assert.equal(sealed.length, 0, 'the earlier version says nothing personal any more')
  })
})
