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
})
