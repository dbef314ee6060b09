import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { backup, compare, type Db, migrate, restore, verifyBackup } from '#kernel/storage'
import { migrations } from '../../../migrations.ts'
import { openTestDatabase } from '../../../test/harness/database.ts'
import { loadingOrder } from './catalog.ts'

const scratch = await mkdtemp(join(tmpdir(), 'plumbline-backup-'))
after(() => rm(scratch, { recursive: true }))
let made = 0
const fresh = () => join(scratch, `backup-${++made}`)

// One of everything that could be lost on the way.
const house = `
create table kernel.lives (
  id int generated always as identity primary key,
  parent int references kernel.lives,
  text text, bytes bytea, facts jsonb, amount numeric(20, 2), at timestamptz, day date, list text[],
  doubled numeric generated always as (amount * 2) stored,
  during tstzrange, ratio float8, "Odd name" text);
create table kernel.hens (id int primary key, egg int not null);
create table kernel.eggs (id int primary key, hen int not null references kernel.hens);
alter table kernel.hens add constraint hens_egg foreign key (egg) references kernel.eggs deferrable initially deferred;
create table kernel.acts (id uuid not null, at date not null, seq bigserial, body text, primary key (id, at)) partition by range (at);
create table kernel.acts_2026_01 partition of kernel.acts for values from ('2026-01-01') to ('2026-02-01');
create table kernel.settings (name text primary key, value text not null);
insert into kernel.settings values ('seed', 'as migrated');
create function kernel.refuse_change() returns trigger language plpgsql as $$ begin raise exception 'append only'; end $$;
create trigger append_only before insert or update or delete on kernel.acts for each row execute function kernel.refuse_change();
alter table kernel.acts enable always trigger append_only;
create trigger no_truncate before truncate on kernel.acts execute function kernel.refuse_change();
`

async function houseFolder() {
  const path = await mkdtemp(join(scratch, 'migrations-'))
  await writeFile(join(path, '0001_house.sql'), house)
  return [{ module: 'kernel/house', path }]
}

const folders = await houseFolder()

async function fill(migrator: Db): Promise<void> {
  await migrator.session(async session => {
    const texts = ['', '\\N', 'a\tb\nc\rd\\e\\\\', '"quoted", and \'so\'', '不动产登记 🏛️', null]
    for (const [at, text] of texts.entries())
      await session.query(
        `insert into kernel.lives (parent, text, bytes, facts, amount, at, day, list, during, ratio, "Odd name")
         values ($1, $2, $3, $4, $5, now(), '2026-03-02', $6, tstzrange(now(), null), 0.1::float8 / 3, $2)`,
        [
          at === 0 ? null : at,
          text,
          Buffer.from([0, 10, 9, 92, 255]),
          { 件: [1, null, text] },
          '1234567890.12',
          [text, 'x'],
        ],
      )
    await session.script(`
      begin; insert into kernel.hens values (1, 1); insert into kernel.eggs values (1, 1); commit;
      create table kernel.acts_2026_02 partition of kernel.acts for values from ('2026-02-01') to ('2026-03-01');
      alter table kernel.acts disable trigger append_only;
      insert into kernel.acts select gen_random_uuid(), date '2026-01-01' + g % 59, nextval('kernel.acts_seq_seq'), repeat('字', g % 50)
        from generate_series(1, 3000) g;
      alter table kernel.acts enable always trigger append_only;
      update kernel.settings set value = 'as lived'`)
  })
}

suite('备份与恢复 backup and restore', () => {
  test('everything comes back in a new database, equal row for row', async () => {
    await using source = await openTestDatabase({ folders })
    await using target = await openTestDatabase({ folders: [] })
    await fill(source.migrator)
    const directory = fresh()
    const manifest = await backup(source.migrator, directory)
    assert.equal((await stat(directory)).mode & 0o077, 0)
    assert.deepEqual(
      manifest.tables.map(table => [table.name, table.rows]),
      [
        ['kernel.acts', 3_000],
        ['kernel.eggs', 1],
        ['kernel.hens', 1],
        ['kernel.lives', 6],
        ['kernel.settings', 1],
      ],
    )
    await restore(target.migrator, directory, folders)
    assert.deepEqual(await compare(source.migrator, target.migrator), { rows: 3_009, equal: true, differences: [] })

    // Life goes on where it stood: numbers are not given twice, guards guard, foreign keys hold and keep their timing.
    const next = await target.migrator.query('insert into kernel.lives (amount) values (2) returning id, doubled')
    assert.deepEqual(next, [{ id: 7, doubled: '4.00' }])
    await assert.rejects(target.migrator.query('delete from kernel.acts'), /append only/)
    await assert.rejects(target.migrator.query('truncate kernel.acts'), /append only/)
    const [guard] = await target.migrator.query(
      `select tgenabled as mode from pg_trigger where tgname = 'append_only' and tgparentid = 0`,
    )
    assert.deepEqual(guard, { mode: 'A' })
    const keys = await target.migrator.query(
      `select conname as name, condeferred as deferred from pg_constraint where conname in ('hens_egg', 'eggs_hen_fkey') order by 1`,
    )
    assert.deepEqual(keys, [
      { name: 'eggs_hen_fkey', deferred: false },
      { name: 'hens_egg', deferred: true },
    ])
    const changed = await compare(source.migrator, target.migrator)
    assert.deepEqual(changed.differences, ['kernel.lives', 'sequence kernel.lives_id_seq'])
  })

  test('shows one moment, while work goes on', async () => {
    await using source = await openTestDatabase({ folders })
    await using target = await openTestDatabase({ folders: [] })
    await fill(source.migrator)
    let writing = true
    const writer = (async () => {
      for (let id = 2; writing; id++)
        await source.migrator.transaction(async sql => {
          await sql.query('insert into kernel.hens values ($1, $1)', [id])
          await sql.query('insert into kernel.eggs values ($1, $1)', [id])
        })
    })()
    const directory = fresh()
    const manifest = await backup(source.migrator, directory)
    writing = false
    await writer
    const rowsOf = (name: string) => manifest.tables.find(table => table.name === name)?.rows
    assert.equal(rowsOf('kernel.hens'), rowsOf('kernel.eggs'))
    await restore(target.migrator, directory, folders)
  })

  test('the whole city, as its migrations make it, survives the journey', async () => {
    await using source = await openTestDatabase()
    await using target = await openTestDatabase({ folders: [] })
    const directory = fresh()
    await backup(source.migrator, directory)
    await restore(target.migrator, directory, migrations)
    assert.deepEqual((await compare(source.migrator, target.migrator)).differences, [])
    assert.deepEqual(await migrate(target.migrator, migrations), [])
  })

  test('a changed, missing or unfinished backup is refused before anything is touched', async () => {
    await using source = await openTestDatabase({ folders })
    await using target = await openTestDatabase({ folders: [] })
    await fill(source.migrator)
    const directory = fresh()
    await backup(source.migrator, directory)
    const file = join(directory, 'kernel.lives.copy.zst')
    const bytes = await readFile(file)
    await appendFile(file, 'x')
    const damaged = { code: 'BACKUP_DAMAGED', message: /kernel\.lives/ }
    await assert.rejects(restore(target.migrator, directory, folders), damaged)
    await rm(file)
    await assert.rejects(restore(target.migrator, directory, folders), damaged)
    await writeFile(file, bytes)
    await verifyBackup(directory)
    assert.deepEqual(await target.migrator.query('select from kernel.migrations'), [])
    await rm(join(directory, 'manifest.json'))
    await assert.rejects(restore(target.migrator, directory, folders), { code: 'BACKUP_UNREADABLE' })
    await assert.rejects(backup(source.migrator, directory), { code: 'BACKUP_EXISTS' })
    assert.ok((await readdir(directory)).length > 0)
  })

  test('a database that was used is never overwritten; an empty one of the same release is filled', async () => {
    await using source = await openTestDatabase({ folders })
    await using target = await openTestDatabase({ folders })
    const directory = fresh()
    await backup(source.migrator, directory)
    await assert.rejects(restore(target.migrator, directory, folders), {
      code: 'RESTORE_TARGET_USED',
      message: /kernel\.settings has rows/,
    })
    await target.migrator.query('delete from kernel.settings')
    await restore(target.migrator, directory, folders)
    assert.ok((await compare(source.migrator, target.migrator)).equal)
  })

  test('tables declared by rows are made from the backup’s rows before loading', async () => {
    await using source = await openTestDatabase({ folders })
    await using target = await openTestDatabase({ folders: [] })
    await using other = await openTestDatabase({ folders: [] })
    await fill(source.migrator)
    await source.migrator.query('create table registers.parcels (id int primary key, owner text)')
    await source.migrator.query(`insert into registers.parcels values (1, '甲')`)
    const directory = fresh()
    await backup(source.migrator, directory)
    const unprepared = { code: 'RESTORE_UNFIT', message: /registers\.parcels/ }
    await assert.rejects(restore(other.migrator, directory, folders), unprepared)
    const seen: unknown[] = []
    await restore(target.migrator, directory, folders, {
      prepare: async (migrator, rows) => {
        for await (const row of rows('kernel.lives')) seen.push([row.text, row['Odd name']])
        await migrator.query('create table registers.parcels (id int primary key, owner text)')
      },
    })
    assert.deepEqual(
      seen.map(pair => (pair as unknown[])[0]),
      ['', '\\N', 'a\tb\nc\rd\\e\\\\', '"quoted", and \'so\'', '不动产登记 🏛️', null],
    )
    assert.ok((await compare(source.migrator, target.migrator)).equal)
  })

  test('tables are loaded after those they refer to, and circles are named', () => {
    const key = (from: string, to: string) => ({ name: `${from}_${to}`, from, to, deferrable: false, deferred: false })
    const keys = [key('c', 'b'), key('b', 'a'), key('x', 'y'), key('y', 'x'), key('y', 'c'), key('a', 'a')]
    const { order, circular } = loadingOrder(['y', 'x', 'c', 'b', 'a'], keys)
    assert.deepEqual(order.slice(0, 3), ['a', 'b', 'c'])
    assert.ok(order.indexOf('a') < order.indexOf('b') && order.indexOf('b') < order.indexOf('c'))
    assert.equal(circular.length, 1)
  })
})
