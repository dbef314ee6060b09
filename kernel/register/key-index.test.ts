import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { makeRegisters, readDeclaration, releasedRegisters, releaseRegisters } from '#kernel/register'
import { openTestDatabase } from '../../test/harness/database.ts'

const declaration = readDeclaration({
  register: 'test-parcel',
  version: 1,
  name: '试验地块库',
  kind: 'base',
  key: ['parcelCode', 'surveyYear'],
  fields: {
    parcelCode: { type: 'string', label: '地块编号' },
    surveyYear: { type: 'integer', label: '年度' },
    area: { type: 'integer', label: '面积', unit: 'm2', nullable: true },
  },
  feed: { from: 'land', every: 'day', organ: 'bureau' },
})
const places = readDeclaration({
  register: 'test-place',
  version: 1,
  name: '试验名额台账',
  kind: 'outcome',
  key: ['award', 'place'],
  fields: {
    award: { type: 'string', label: '奖项' },
    place: { type: 'integer', label: '位次' },
    winner: { type: 'integer', label: '获奖者' },
  },
  writtenBy: [{ item: 'test-award' }],
})
const old = `drop index registers.test_parcel_key;
create index test_parcel_current on registers.test_parcel (parcel_code, survey_year) where recorded_to is null;
alter table registers.test_parcel drop constraint test_parcel_no_overlap;
alter table registers.test_parcel add constraint test_parcel_no_overlap exclude using gist
  (parcel_code with =, survey_year with =, daterange(valid_from, valid_to) with &&, tstzrange(recorded_from, recorded_to) with &&);
drop function registers.test_parcel_feed(uuid, json, jsonb, timestamptz);
create function registers.test_parcel_feed(p_feed uuid, p_rows jsonb, p_source jsonb, p_at timestamptz) returns jsonb language sql as 'select null::jsonb'`
const migration = readFileSync(join(import.meta.dirname, 'migrations/0004_key_index.sql'), 'utf8')
const clock = manualClock('2026-03-02T09:00:00+08:00')
const source = { organ: 'bureau', feed: 'land' }

suite('台账主键索引 the index of a register’s key', () => {
  test('a register of before gets it with its rows, and goes on: fed, and never two rows of a key at once', async () => {
    await using database = await openTestDatabase()
    const { app, migrator } = database
    await releaseRegisters(migrator, [declaration])
    await migrator.session(session => session.script(old))
    const before = makeRegisters({ db: app, clock, declarations: await releasedRegisters(app) })
    const values = { parcelCode: 'A-1', surveyYear: 2025, area: 100 }
    const entry = crypto.randomUUID()
    await before.set(app, 'test-parcel', { entry, values, from: '2026-01-01', source })

    await migrator.session(session => session.script(migration))
    await releaseRegisters(migrator, [declaration])
    const registers = makeRegisters({ db: app, clock, declarations: await releasedRegisters(app) })
    const row = (line: number, parcel_code: string, area: number) => ({
      ...{ line, from: '2026-03-01', to: null },
      columns: { parcel_code, survey_year: 2025, area },
    })
    const batch = { feed: crypto.randomUUID(), rows: [row(1, 'A-1', 100), row(2, 'A-2', 7)], source }
    assert.deepEqual(await registers.feed(app, 'test-parcel', batch), { written: 1, known: 1, twice: [] })
    const changed = {
      feed: crypto.randomUUID(),
      rows: [row(1, 'A-1', 120), row(2, 'A-2', 7), row(3, 'A-1', 99)],
      source,
    }
    assert.deepEqual(await registers.feed(app, 'test-parcel', changed), {
      ...{ written: 1, known: 1 },
      twice: [{ line: 3, first: 1 }],
    })
    const key = { parcelCode: 'A-1', surveyYear: 2025 }
    assert.equal((await registers.asOf('test-parcel', key, '2026-02-01'))?.values['area'], 100)
    assert.equal((await registers.asOf('test-parcel', key, '2026-03-02'))?.values['area'], 120)
    const again = `insert into registers.test_parcel (parcel_code, survey_year, valid_from, recorded_from, entry, by_organ, by_feed)
      values ('A-2', 2025, '2026-03-02', '2026-03-02T01:00:00Z', gen_random_uuid(), 'bureau', 'land')`
    await assert.rejects(migrator.query(again), /test_parcel_no_overlap/)
    const indexes = await migrator.query<{ name: string }>(
      `select indexname as name from pg_indexes where schemaname = 'registers' and tablename = 'test_parcel' order by 1`,
    )
    const fresh = ['ended', 'entry', 'key', 'no_overlap', 'pkey'].map(name => `test_parcel_${name}`)
    assert.deepEqual(
      indexes.map(({ name }) => name),
      fresh,
    )
  })

  test('不得重复：几支笔同时落下，只成一笔 what is given once: of many pens at one instant one writes', async () => {
    await using database = await openTestDatabase()
    const { app, migrator } = database
    await releaseRegisters(migrator, [places])
    // A city of an earlier version has the register, and not yet the function that says whether a key is free.
    await migrator.session(session =>
      session.script('drop function registers.test_place_free(uuid, jsonb, date, date)'),
    )
    await releaseRegisters(migrator, [places])
    const registers = makeRegisters({ db: app, clock, declarations: await releasedRegisters(app) })
    const by = { organ: 'bureau', case: crypto.randomUUID(), seq: 7, item: 'test-award' }
    const key = { award: '表彰', place: 3 }
    const give = (winner: number, entry: string = crypto.randomUUID(), once = true) =>
      app.transaction(sql =>
        registers.set(sql, 'test-place', { entry, values: { ...key, winner }, from: '2026-03-02', source: by, once }),
      )
    const tried = await Promise.allSettled(Array.from({ length: 8 }, (_, winner) => give(winner)))
    const codes = tried.flatMap(one => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))
    assert.deepEqual(codes, Array<string>(7).fill('REGISTER_KEY_TAKEN'))
    const winner = tried.findIndex(({ status }) => status === 'fulfilled')
    assert.equal((await registers.asOf('test-place', key, '2026-03-02'))?.values['winner'], winner)

    const ending = { entry: crypto.randomUUID(), values: key, from: '2026-03-02', source: by }
    assert.equal(await registers.end(app, 'test-place', ending), 1)
    const mine = crypto.randomUUID()
    assert.equal(await give(9, mine), true, 'what has ended may be given again')
    assert.equal(await give(9, mine), false, 'the same effect twice is harmless')
    assert.equal(await give(10, crypto.randomUUID(), false), true, 'a change does not say once')
  })
})
