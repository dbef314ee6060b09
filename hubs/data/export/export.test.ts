import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import type { Officer } from '#kernel/identity'
import { makeKeyring } from '#kernel/party'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { type ExportWanted, makeExports, marked, numberTraced } from './index.ts'
import { traceOf } from './watermark.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const folder = mkdtempSync(join(tmpdir(), 'plumbline-export-'))
const keyring = makeKeyring({ kekFile: join(folder, 'master.key') })
const limits = { persons: 2, cases: 10, days: 31, perDay: 3, taken: 1, kept: 24, answered: 72 }
const exports = makeExports({ clock, keyring, limits })
const officer = (post: string): Officer => ({
  kind: 'officer',
  person: uuidv7(clock),
  post: `bureau/${post}`,
  organ: 'bureau',
})
const [asker, second] = [officer('review'), officer('head')]
const wanted: ExportWanted = {
  ...{
    item: null,
    organ: null,
    status: null,
    from: '2026-03-01',
    to: '2026-03-02',
    serves: '2101002026030200000001',
    everywhere: false,
  },
  columns: ['number', 'name'],
  clear: [],
}
let database: TestDatabase

const ask = (words = '汇总上报', by = asker) =>
  database.app.transaction(sql =>
    exports.ask(sql, by, { purpose: 'report', caseId: randomUUID(), wanted, said: { words } }),
  )
const next = () => database.app.transaction(sql => exports.next(sql))

suite('导出 what an export goes through', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  })

  test('the eldest is next; it waits, is answered by another, and a yes counts for so many persons only', async () => {
    const { id } = await ask('写给张三的话')
    const one = await next()
    assert.deepEqual([one?.id, one?.said.words, one?.wanted], [id, '写给张三的话', wanted])
    assert.equal(exports.needsAnswer(one!, 2), false)
    assert.equal(exports.needsAnswer(one!, 3), true)
    await exports.wait(database.app, id, 5, 3)
    assert.equal(await next(), undefined)
    const answer = (by: Officer) => exports.answer(database.app, id, by, { approve: true, reasons: '同意张三' })
    await assert.rejects(answer(asker), { code: 'EXPORT_OF_ONE' })
    await assert.rejects(answer({ ...second, organ: 'other' }), { code: 'EXPORT_UNKNOWN' })
    assert.deepEqual(await exports.waiting(database.app, asker), [])
    assert.equal((await exports.waiting(database.app, second))[0]?.id, id)
    await answer(second)
    await assert.rejects(answer(second), { code: 'EXPORT_ANSWERED' })
    const approved = (await next())!
    assert.equal(exports.needsAnswer(approved, 3), false)
    assert.equal(exports.needsAnswer(approved, 4), true)
    const [row] = await database.app.query<{ plain: string }>('select e::text as plain from data.exports e')
    assert.ok(!row!.plain.includes('张三'))
    await exports.refuse(database.app, id, 'EXPORT_EMPTY')
  })

  test('many small lists are a large one: what he took within a day counts, unless another person answered for it', async () => {
    const { id } = await ask()
    const one = (await next())!
    const parties = [randomUUID(), randomUUID()].toSorted()
    await exports.ready(database.app, id, { file: randomUUID(), cases: 2, persons: 2, leftOut: 0, parties })
    assert.deepEqual((await exports.takenBy(database.app, asker.person)).toSorted(), parties)
    assert.deepEqual(await exports.takenBy(database.app, second.person), [])
    assert.equal(exports.needsAnswer(one, 1, 3), true)
    assert.equal(exports.needsAnswer(one, 1, 2), false)
    clock.advance({ hours: 25 })
    assert.deepEqual(await exports.takenBy(database.app, asker.person), [])
    await exports.endDue(database.app)
  })

  test('whoever asked never answers, whatever the program tries: the table holds it', async () => {
    const { id } = await ask()
    await assert.rejects(
      database.app.query(
        `update data.exports set status = 'approved', answered_by = person, answered_post = 'x', answered_at = now(), answer = '\\x00' where id = $1`,
        [id],
      ),
      { code: '23514' },
    )
    await exports.refuse(database.app, id, 'EXPORT_EMPTY')
  })

  test('so many within a day and no more, counted for each', async () => {
    await ask()
    await ask()
    await assert.rejects(ask(), { code: 'EXPORTS_TOO_MANY' })
    await ask('别人的', second)
    clock.advance({ hours: 25 })
    await ask()
  })
})

suite('水印 marks', () => {
  test('a mark above every block, a short one in every row, an unseen one in a cell of each', () => {
    const rows = Array.from({ length: 120 }, (_, at) => [`${at}`, '节能审查'])
    const out = marked(rows, {
      mark: '导出7号 某人',
      short: '7',
      number: 7,
      headings: ['号', '事项', '标记'],
      traced: 1,
    })
    assert.equal(out.filter(([first]) => first === '导出7号 某人').length, 3)
    const told = out.filter(row => row.length === 3 && row[2] === '7')
    assert.equal(told.length, 120)
    assert.ok(told.every(([, name]) => numberTraced(name!) === 7 && name!.startsWith('节能审查')))
    assert.deepEqual(marked([], { mark: 'm', short: '7', number: 7, headings: ['h'], traced: -1 }), [['m'], ['h']])
  })

  test('what is traced is the number it was made from; a text without signs has none', () => {
    for (const number of [0, 1, 255, 65_536, 2 ** 24 - 1]) assert.equal(numberTraced(`前${traceOf(number)}后`), number)
    assert.equal(numberTraced('节能审查'), undefined)
  })
})
