import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import { openFeedFile } from '#hubs/data/feed'
import { readRecords } from './read-rows.ts'
import { rowFormats, writeRow, writeRows } from './row-text.ts'
import type { NationalRow } from './table.schema.ts'
import { nationalTables } from './tables.ts'

const folder = await mkdtemp(join(tmpdir(), 'plumbline-rows-'))
after(() => rm(folder, { recursive: true }))
const table = nationalTables.get('up_pro_material')!

const hostile = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '+cmd',
    '-2',
    '@sum',
    '\t=x',
    '"',
    '""',
    ',',
    '\r\n',
    '\n',
    ' 前后 ',
    '\u{1F5FB}山',
    '；',
    "'",
    'null',
    '\u2028',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).filter(text => !text.includes('\0') && text.isWellFormed()),
)
const value = fc.array(hostile, { maxLength: 4 }).map(parts => parts.join(''))
const anyRow = fc.record(
  Object.fromEntries(
    ['row_guid', 'cd_batch', 'project_no', 'material_name', 'remark', 'get_type'].map(name => [name, value]),
  ),
)

const filled = (row: NationalRow) => Object.fromEntries(Object.entries(row).filter(([, text]) => text !== ''))

suite('一行 rows written and read again', () => {
  for (const format of rowFormats)
    test(`${format}: what is read is what was written, commas, quotation marks, line ends and formulas included`, async () => {
      let count = 0
      await fc.assert(
        fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 8 }), async rows => {
          const path = join(folder, `${format}-${++count}.${format}`)
          await writeFile(path, writeRows(table, rows, format))
          await using file = await openFeedFile(path, { format, encoding: 'utf-8' })
          const read: NationalRow[] = []
          for await (const { checked } of readRecords(table, file, undefined)) {
            assert.ok('row' in checked, JSON.stringify(checked))
            read.push(checked.row)
          }
          const written = rows.map(filled)
          // A row without a single value is an empty object in JSON and a row of commas in CSV: both are read as nothing said.
          assert.deepEqual(read, written)
        }),
        { numRuns: 150 },
      )
    })

  test('NUL and half characters are refused with the column, and nothing is written', () => {
    for (const remark of ['a\0b', '\ud800'])
      for (const format of rowFormats)
        assert.throws(() => writeRow(table, { remark }, format), {
          code: 'NATIONAL_TEXT_UNFIT',
          message: 'up_pro_material.remark',
        })
  })

  test('every table names its columns once, with the five that every row carries', () => {
    assert.equal(nationalTables.size, 25)
    for (const { columns, name } of nationalTables.values()) {
      assert.deepEqual(
        columns.slice(0, 5).map(one => one.name),
        ['row_guid', 'cd_batch', 'cd_operation', 'cd_time', 'data_source'],
        name,
      )
      assert.ok(columns.length >= 10, name)
    }
    assert.equal(nationalTables.get('up_task_general_basic')!.columns.length, 46)
  })
})
