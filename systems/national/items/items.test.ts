import assert from 'node:assert/strict'
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import {
  hashOf,
  type Implementation,
  type ItemDefinition,
  loadDefinition,
  readImplementations,
} from '#kernel/definition'
import { readCity } from '#kernel/identity'
import { contentDirectory, readItemFiles, readTemplates } from '../../../content.ts'
import { readNationalCodes } from '../codes.schema.ts'
import { filesOf, readManifest, readTables, writeShipment } from '../shipment.ts'
import { nationalTables } from '../tables.ts'
import { exportItems } from './export-items.ts'
import { sourcesOf } from './sources.ts'
import { takeBack } from './take-back.ts'

const folder = await mkdtemp(join(tmpdir(), 'plumbline-national-'))
after(() => rm(folder, { recursive: true }))
const codes = readNationalCodes('codes.yaml', await readFile(join(contentDirectory, 'national/codes.yaml'), 'utf8'))
const templates = await readTemplates()
const definitions = new Map<string, ItemDefinition>()
for (const { file, bytes } of await readItemFiles()) {
  const { definition } = loadDefinition(file, bytes, templates)
  definitions.set(definition.item, definition)
}
const implementations: Implementation[] = []
for await (const file of glob('implementations/**/*.yaml', { cwd: contentDirectory })) {
  const read = readImplementations(file, await readFile(join(contentDirectory, file)), item => definitions.get(item))
  implementations.push(...read.implementations)
}
const { organs } = await readCity(join(contentDirectory, 'cities/shenyang'))
const organMap = new Map(organs.map(({ id, name, uscc, region }) => [id, { id, name, uscc, region }]))
const at = '2026-03-02 09:00:00'
const items = [...definitions.values()].map(definition => ({
  definition,
  implementations: implementations.filter(({ item }) => item === definition.item),
}))
const shipment = exportItems({ items, organs: organMap, codes, at })
const rowsOf = (table: string) => shipment.tables.get(table) ?? []

suite('事项导出 items as national tables', () => {
  test(`every shipped item and implementation goes out and comes back: ${items.length} items, ${implementations.length} implementations`, async () => {
    assert.ok(items.length >= 56, `${items.length} items`)
    assert.ok(implementations.length >= 69, `${implementations.length} implementations`)
    for (const format of ['jsonl', 'csv']) {
      const directory = join(folder, format)
      await writeShipment(directory, shipment, false)
      for (const name of shipment.files.keys())
        if (name !== 'manifest.json' && !name.endsWith(format)) await rm(join(directory, name))
      const back = takeBack(await readTables(await filesOf(directory)), (await readManifest(directory))!, codes)
      assert.deepEqual(back.differing, [])
      assert.deepEqual(
        back.items.map(one => hashOf(one.definition)),
        items.map(one => hashOf(one.definition)),
      )
      assert.equal(back.items.flatMap(one => one.implementations).length, implementations.length)
      assert.deepEqual([...back.again.files], [...shipment.files], 'exported again, every file has the same bytes')
    }
  })

  test('one row an implementation, one a directory entry, and every paper of every implementation', () => {
    const basics = [...shipment.tables]
      .filter(([name]) => name.endsWith('_basic'))
      .reduce((sum, [, rows]) => sum + rows.length, 0)
    assert.equal(basics, implementations.length)
    assert.equal(rowsOf('up_task_directory').length, items.length)
    const asked = (family: string) => rowsOf(`up_task_${family}_material`).length
    const general = new Set(rowsOf('up_task_general_basic').map(row => row['row_guid']))
    assert.ok(rowsOf('up_task_general_material').every(row => general.has(row['task_guid'])))
    assert.ok(asked('general') > 50)
  })

  test('an item says in the tables what it says in its file', () => {
    const row = rowsOf('up_task_general_basic').find(one => one['task_name'] === '固定资产投资项目节能审查')!
    assert.equal(row['catalog_code'], '000104002000')
    assert.equal(row['promise_day'], '5')
    assert.equal(row['promise_type'], '1')
    assert.equal(row['task_type'], '01')
    assert.match(row['by_law']!, /《节约能源法》第15条/)
    assert.match(row['handle_flow']!, /受理→/)
    assert.equal(row['transact_addr'], '沈阳市政务服务中心工程建设项目综合窗口（演示）', 'as the organ carries it out')
  })

  test('nothing is cut, and nothing is dropped without a word', () => {
    const { findings, unplaced = {} } = shipment.manifest
    for (const { table, column, rule } of findings.filter(one => one.rule === 'NATIONAL_TOO_LONG')) {
      const { length } = nationalTables.get(table)!.column.get(column!)!
      assert.ok(
        rowsOf(table).some(row => [...(row[column!] ?? '')].length > length!),
        `${rule} ${table}.${column}: the whole value stands in the row`,
      )
    }
    assert.equal(Object.keys(unplaced).length, items.length)
    for (const [item, paths] of Object.entries(unplaced)) {
      assert.ok(
        paths.some(path => path.startsWith('content.form.')) ||
          Object.keys(definitions.get(item)!.content.form).length === 0,
      )
      assert.ok(!paths.includes('content.name.zh') && !paths.includes('version'), item)
      assert.ok(
        paths.some(path => path.startsWith('authority.')),
        item,
      )
    }
  })

  test('a city without a national code keeps its own beside it, and the findings say so', () => {
    const [{ definition }] = items as [(typeof items)[0]]
    const { codes: _, ...category } = definition.category
    const own = { ...definition, category: { ...category, codes: { 'shenyang.item': 'SY-0001' } } }
    const implementation = { ...implementations[0]!, item: own.item, taskCode: 'SY0001HEPING' }
    const { tables, manifest } = exportItems({
      items: [{ definition: own, implementations: [implementation] }],
      organs: organMap,
      codes,
      at,
    })
    const [directory] = tables.get('up_task_directory')!
    const [basic] = [...tables].find(([name, rows]) => name.endsWith('_basic') && rows.length > 0)![1]
    assert.equal(directory!['catalog_code'], undefined)
    assert.equal(directory!['local_catalog_code'], 'SY-0001')
    assert.equal(basic!['task_code'], undefined)
    assert.equal(basic!['local_task_code'], 'SY0001HEPING')
    assert.ok(manifest.findings.some(({ rule }) => rule === 'NATIONAL_NO_CODE'))
  })

  test('a cell that was changed on the way is told by table, row and column; an altered content is refused', async () => {
    const directory = join(folder, 'altered')
    await writeShipment(directory, shipment, false)
    const tables = new Map(await readTables(await filesOf(directory)))
    const rows = tables.get('up_task_directory')!
    tables.set('up_task_directory', [{ ...rows[0]!, task_name: '别的名称' }, ...rows.slice(1)])
    assert.deepEqual(takeBack(tables, shipment.manifest, codes).differing, [
      { table: 'up_task_directory', rowGuid: rows[0]!['row_guid'], column: 'task_name' },
    ])
    const own = tables.get('plumbline')!
    tables.set(
      'plumbline',
      own.map(row => (row['kind'] === 'definition' ? { ...row, hash: '0'.repeat(64) } : row)),
    )
    assert.throws(() => takeBack(tables, shipment.manifest, codes), { code: 'NATIONAL_CONTENT_ALTERED' })
    await writeFile(join(directory, 'up_task_directory.csv'), 'changed')
    await assert.rejects(filesOf(directory), { code: 'NATIONAL_SHIPMENT_UNFIT' })
  })

  test('rows of another system become sources of the intake, each with its papers and questions', () => {
    const sources = sourcesOf(shipment.tables)
    assert.equal(sources.length, implementations.length)
    const energy = sources.find(({ source }) => source['taskName'] === '固定资产投资项目节能审查')!.source
    assert.equal((energy['materials'] as object[]).length >= 2, true)
    assert.equal(energy['promiseDay'], '5')
    assert.equal(energy['rowGuid'], undefined)
  })
})
