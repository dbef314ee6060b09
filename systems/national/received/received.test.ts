import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { makeBlindIndex, makeKeyring } from '#kernel/party'
import { contentDirectory } from '../../../content.ts'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { readNationalCodes } from '../codes.schema.ts'
import { writeRows } from '../row-text.ts'
import { filesOf } from '../shipment.ts'
import type { NationalRow } from '../table.schema.ts'
import { nationalTables } from '../tables.ts'
import { makeReceiving, type Receiving } from './receive.ts'

const codes = readNationalCodes('codes.yaml', await readFile(join(contentDirectory, 'national/codes.yaml'), 'utf8'))
const folder = await mkdtemp(join(tmpdir(), 'plumbline-received-'))
let database: TestDatabase
let receiving: Receiving
before(async () => {
  database = await openTestDatabase()
  const keyring = makeKeyring({ kekFile: join(folder, 'master.key') })
  const clock = manualClock('2026-03-02T09:00:00+08:00')
  receiving = makeReceiving({ db: database.app, clock, codes, keyring, index: makeBlindIndex() })
})
after(async () => {
  await database?.close()
  await rm(folder, { recursive: true })
})

const code = '11450721MB155808114000104002000'
const exchange = (guid: string, batch: string, operation = 'I', time = '2026-03-01 08:00:00') => ({
  ...{ row_guid: guid, cd_batch: batch, cd_operation: operation, cd_time: time, data_source: '51' },
})
const accept = (number: string, more: NationalRow = {}): NationalRow => ({
  ...exchange(`a-${number}`, 'B1'),
  ...{
    project_no: number,
    accept_date: '2026-02-02 10:00:00',
    apply_date: '2026-02-02 09:00:00',
    apply_type: '2',
    project_type: '2',
  },
  ...{ applyer_name: '旧系统的申请人', applyer_page_code: '护照X1', applyer_page_type: '999', applyer_type: '1' },
  ...{ catalog_code: '000104002000', task_code: code, task_name: '节能审查', task_version: '1' },
  ...{ org_code: '11450721MB15580811', org_name: '某县行政审批局' },
  ...more,
})
const step = (guid: string, number: string, more: NationalRow = {}): NationalRow => ({
  ...exchange(guid, 'B1'),
  ...{
    project_no: number,
    event_name: '3',
    event_start_time: '2026-02-03 09:00:00',
    event_end_time: '2026-02-03 10:00:00',
  },
  ...{ handle_explain: '同意', handle_user_name: '审查岗', process_name: '审查' },
  ...more,
})

let shipments = 0
async function shipmentOf(tables: Readonly<Record<string, readonly NationalRow[]>>, format: 'csv' | 'jsonl' = 'csv') {
  const directory = join(folder, `shipment-${++shipments}`)
  await mkdir(directory)
  for (const [name, rows] of Object.entries(tables))
    await writeFile(join(directory, `${name}.${format}`), writeRows(nationalTables.get(name)!, rows, format))
  return filesOf(directory)
}
const count = async (text: string, values: readonly unknown[] = []) =>
  (await database.migrator.query<{ n: number }>(`select count(*)::int as n from ${text}`, values))[0]!.n

suite('收件 rows of other systems', () => {
  test('a bad row is set apart with place, column, reason and remedy; the good one beside it is kept', async () => {
    const bad: readonly (readonly [NationalRow, string, string | null])[] = [
      [accept('2', { applyer_type: '7' }), 'NATIONAL_CODE_UNKNOWN', 'applyer_type'],
      [accept('3', { accept_date: '2026-02-30 10:00:00' }), 'NATIONAL_NOT_TIME', 'accept_date'],
      [accept('4', { accept_date: '2026-02-01 10:00:00' }), 'NATIONAL_TIME_ORDER', 'accept_date'],
      [accept('5', { task_code: '11450721MB155808124000104002000' }), 'NATIONAL_TASK_CODE', 'task_code'],
      [accept('6', { task_version: 'first' }), 'NATIONAL_NOT_NUMBER', 'task_version'],
      [accept('7', { zip_code: '1100001' }), 'NATIONAL_TOO_LONG', 'zip_code'],
      [accept('8', { org_name: '' }), 'NATIONAL_MISSING', 'org_name'],
      [
        accept('9', { applyer_page_type: '111', applyer_page_code: '210102198001011230' }),
        'NATIONAL_IDENTITY',
        'applyer_page_code',
      ],
      [accept('1', { applyer_name: '另一个名字' }), 'NATIONAL_ROW_TWICE', null],
    ]
    const files = await shipmentOf({
      up_pro_accept: [accept('1'), ...bad.map(([row]) => row), accept('10')],
      up_pro_process: [
        step('p1', '1'),
        step('p2', '404'),
        step('p3', '1', { event_start_time: '2026-01-01 09:00:00' }),
      ],
    })
    const tried = await receiving.take(files, { dryRun: true })
    assert.deepEqual(
      tried.map(({ taken, bad: set }) => [taken, set]),
      [
        [2, 9],
        [1, 2],
      ],
    )
    assert.equal(await count('national.rows'), 0, 'a dry run leaves nothing')
    assert.equal(tried[0]!.told.length, 9, 'and tells what it would set apart')
    const [accepts, steps] = await receiving.take(files)
    assert.deepEqual([accepts!.taken, accepts!.bad, steps!.taken, steps!.bad], [2, 9, 1, 2])
    assert.deepEqual(accepts!.unknownTasks, [code], 'an item nobody knows is reported')
    const { rows } = await receiving.apart(accepts!.id)
    assert.deepEqual(
      rows.map(({ line, code: why, column }) => [line, why, column]),
      bad.map(([, why, column], at) => [at + 3, why, column]),
    )
    assert.ok(rows.every(({ reason, remedy }) => reason.zh && remedy.zh))
    assert.deepEqual(
      (await receiving.apart(steps!.id)).rows.map(({ code: why }) => why),
      ['NATIONAL_CASE_UNKNOWN', 'NATIONAL_TIME_ORDER'],
    )
    assert.equal(await count(`national.set_apart where sealed::text like '%名字%'`), 0)
  })

  test('a city’s own code stands where it has no national one', async () => {
    const [report] = await receiving.take(
      await shipmentOf({
        up_pro_accept: [
          accept('11', {
            task_code: '',
            catalog_code: '',
            local_task_code: 'E-000010-001',
            local_catalog_code: 'E-000010',
          }),
        ],
      }),
    )
    assert.deepEqual([report!.taken, report!.bad], [1, 0])
  })

  test('a file that was killed in the middle loses and doubles nothing; repeated, it changes nothing', async () => {
    const rows = Array.from({ length: 2_500 }, (_, at) => accept(`K${at}`))
    const files = await shipmentOf({ up_pro_accept: rows }, 'jsonl')
    let batches = 0
    const killed = () => {
      if (++batches === 2) throw new Error('killed')
    }
    await assert.rejects(receiving.take(files, { progress: killed }), /killed/)
    const half = await count(`national.rows where project_no like 'K%'`)
    assert.ok(half > 0 && half < 2_500, `${half} rows`)
    const [whole] = await receiving.take(files)
    assert.deepEqual([whole!.taken, whole!.known, whole!.bad, whole!.again], [2_500, 0, 0, false])
    assert.equal(await count(`national.rows where project_no like 'K%'`), 2_500)
    const [repeated] = await receiving.take(files)
    assert.equal(repeated!.again, true)
    const [within] = await receiving.take(await shipmentOf({ up_pro_accept: [...rows.slice(0, 10), accept('K-new')] }))
    assert.deepEqual([within!.taken, within!.known], [1, 10], 'the same rows in another file are known')
  })

  test('insert, change and removal come to one current view, in the order of their times', async () => {
    const version = (batch: string, operation: string, time: string, name: string) => ({
      ...accept('V', { task_name: name }),
      ...exchange('a-V', batch, operation, time),
    })
    await receiving.take(await shipmentOf({ up_pro_accept: [version('V2', 'U', '2026-03-02 08:00:00', '第二版')] }))
    await receiving.take(await shipmentOf({ up_pro_accept: [version('V1', 'I', '2026-03-01 08:00:00', '第一版')] }))
    const current = () =>
      database.migrator.query<{ name: string }>(
        `select columns ->> 'task_name' as name from national.current where row_guid = 'a-V'`,
      )
    assert.deepEqual(await current(), [{ name: '第二版' }], 'a late first version does not undo the second')
    await receiving.take(
      await shipmentOf({ up_pro_accept: [{ ...exchange('a-V', 'V3', 'D', '2026-03-03 08:00:00') }] }),
    )
    assert.deepEqual(await current(), [])
    assert.equal(await count(`national.rows where row_guid = 'a-V'`), 3, 'every version stays')
    assert.equal(
      await count(`national.rows where row_guid = 'a-V' and sealed is not null`),
      0,
      'and says nothing personal',
    )
  })

  test('a row that was early is taken when its case has come', async () => {
    const early = await shipmentOf({ up_pro_process: [step('late', 'L')] })
    const [first] = await receiving.take(early)
    assert.equal(first!.bad, 1)
    await receiving.take(await shipmentOf({ up_pro_accept: [accept('L')] }))
    const [second] = await receiving.take(early)
    assert.deepEqual([second!.taken, second!.bad], [1, 0])
    assert.deepEqual((await receiving.apart(first!.id)).rows, [])
  })

  test('lines that lie: a number too long to be exact, a name that is no column, no object, half a character', async () => {
    const directory = join(folder, 'lying')
    await mkdir(directory)
    const good = accept('J')
    const lines = [
      JSON.stringify(good),
      JSON.stringify({ ...accept('J1'), applyer_page_code: 0 }).replace(
        '"applyer_page_code":0',
        '"applyer_page_code":210102198001011237',
      ),
      JSON.stringify(accept('J2')).replace('{', '{"__proto__":"x",'),
      JSON.stringify([good]),
      '{"row_guid":',
      JSON.stringify(accept('J3', { applyer_name: 'a\0b' })),
    ]
    await writeFile(join(directory, 'up_pro_accept.jsonl'), `${lines.join('\n')}\n`)
    const [report] = await receiving.take(await filesOf(directory))
    assert.equal(report!.taken, 1)
    assert.deepEqual(
      report!.told.map(({ line, code: why }) => [line, why]),
      [
        [2, 'NATIONAL_NOT_JSON'],
        [3, 'NATIONAL_COLUMN_UNKNOWN'],
        [4, 'NATIONAL_NOT_JSON'],
        [5, 'NATIONAL_NOT_JSON'],
        [6, 'NATIONAL_NUL'],
      ],
    )
  })

  test('a header that names no columns of the table, and a folder without tables, are refused whole', async () => {
    const directory = join(folder, 'strange')
    await mkdir(directory)
    await assert.rejects(filesOf(directory), { code: 'NATIONAL_SHIPMENT_UNFIT' })
    await writeFile(join(directory, 'up_pro_accept.csv'), 'name,colour\na,b\n')
    await assert.rejects(receiving.take(await filesOf(directory)), { code: 'NATIONAL_HEADER_UNFIT' })
    await assert.rejects(receiving.apart('00000000-0000-0000-0000-000000000000'), { code: 'NATIONAL_FILE_UNKNOWN' })
  })
})
