import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { manualClock } from '#kernel/clock'
import { backup, compare, openDatabase, restore } from '#kernel/storage'
import { replayCity, verifyCity } from '#systems/power'
import { prepareRestore } from '../commands/backup.ts'
import { migrations } from '../migrations.ts'
import { conclude, drillDirectory, livePermit, openDrillCity, optionOf, registerFirm, say } from './house.ts'

/**
 * 恢复演练 Backs a lived-in city up and restores it into another server: equal, row for row. Then erases people, restores the
 * older backup, and opens it with the list of erasures that is kept outside the database: they are erased again before
 * anybody can look, and the log that is now behind its published checkpoint refuses to sign.
 */
const cases = optionOf('cases', 60)
const clock = manualClock('2026-07-06T09:00:00+08:00')
const home = drillDirectory()
const there = drillDirectory()
const later = drillDirectory()
const house = await openDrillCity(home.path, { clock })
const firms = await Promise.all([1, 2, 3, 4].map(running => registerFirm(house.city, running)))
say(`${cases} cases …`)
await Promise.all(
  firms.map(async (firm, index) => {
    for (let running = index; running < cases; running += firms.length) await livePermit(house, firm, running)
  }),
)
await house.city.sequencer.drain()

say('backup …')
const copy = join(home.path, 'backup')
const manifest = await backup(house.city.migrator, copy)
const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)

say('restore into another server …')
const other = await openDatabase({ dataDirectory: there.path })
await restore(other.migrator, copy, migrations, { prepare: prepareRestore })
const compared = await compare(house.city.migrator, other.migrator)
await other.stop()

say('erase, then restore the older backup …')
const gone = firms[0]!
await house.city.db.transaction(sql =>
  house.city.parties.erase(
    sql,
    gone.party,
    { law: '个人信息保护法', articles: ['47'] },
    { kind: 'system', name: 'drill' },
  ),
)
await house.city.sequencer.drain()
await house.city.close()

const old = await openDatabase({ dataDirectory: later.path })
await restore(old.migrator, copy, migrations, { prepare: prepareRestore })
const [before] = await old.app.query<{ count: number }>(
  'select count(*)::int as count from kernel.party_keys where party = $1',
  [gone.party],
)
await old.stop()
// What lies outside the database comes along: keys, the list of erasures, the last published checkpoint.
mkdirSync(join(later.path, 'keys'), { recursive: true })
for (const file of ['erasures.list', 'trail.checkpoint', 'demo.key', 'keys/trail.key', 'keys/voucher.key'])
  cpSync(join(home.path, file), join(later.path, file))
const again = await openDrillCity(later.path, { clock, content: false })
const [after] = await again.city.db.query<{ count: number }>(
  'select count(*)::int as count from kernel.party_keys where party = $1',
  [gone.party],
)
let refused = 'signed'
try {
  await again.city.sequencer.drain()
} catch (fault) {
  refused = (fault as { code?: string }).code ?? String(fault)
}
// Acts go on meanwhile; then two administrators start a successor, and what waited enters it.
const admins = await again.city.identity.directory()
const administrator = async (kind: 'security' | 'audit') => {
  const rows = await again.city.db.query<{ person: string }>(
    'select person from kernel.administrators where kind = $1',
    [kind],
  )
  return rows
    .map(({ person }) => person)
    .find(person => admins.isAdministrator(person, kind, clock.today().toString()))!
}
await livePermit(again, firms[1]!, 900_001)
const security = await administrator('security')
const alone = await again.city.sequencer.startSuccessorLog({ security, audit: security, reason: '演练' }).then(
  () => 'alone',
  () => 'refused',
)
const successor = await again.city.sequencer.startSuccessorLog({
  security,
  audit: await administrator('audit'),
  reason: '演练:旧备份恢复',
})
const entered = await again.city.sequencer.drain()
const log = await verifyCity(again.city.audit)
const replayed = await replayCity(again.city.audit)
await again.city.close()
home.remove()
there.remove()
later.remove()
conclude({
  name: 'restore',
  ok:
    compared.equal &&
    compared.rows > 0 &&
    before!.count === 1 &&
    after!.count === 0 &&
    refused === 'TRAIL_BEHIND' &&
    alone === 'refused' &&
    entered > 8 &&
    log.ok &&
    replayed.faults.length === 0,
  figures: {
    rows,
    compared: compared.rows,
    equal: compared.equal,
    differences: compared.differences.slice(0, 5),
    erasedBefore: before!.count,
    reapplied: after!.count === 0,
    signing: refused,
    alone,
    successor: successor.log,
    entered,
    verified: log.ok,
    entries: log.entries,
    replayed: replayed.equal,
    cases: replayed.cases,
    faults: [...log.faults, ...replayed.faults].slice(0, 3),
  },
})
