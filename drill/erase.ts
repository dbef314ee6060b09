import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { manualClock } from '#kernel/clock'
import { replayCity, verifyCity } from '#systems/power'
import type { City } from '../main.ts'
import { citizenNumber, conclude, drillDirectory, openDrillCity, optionOf, say } from './house.ts'

/**
 * 删除演练 Erases persons with ended cases, then looks for anything of theirs in clear: every column of every table, every
 * file of the data directory, and the very files of the database after VACUUM — tables, indexes, queues. Log and replay
 * must still hold. What WAL and backups keep until they expire is listed in docs/operate.
 */
const persons = optionOf('persons', 1_000)
const directory = drillDirectory()
const clock = manualClock('2026-07-06T09:00:00+08:00')
const house = await openDrillCity(directory.path, { clock })
const { city } = house
const organ = '210102-civil-affairs-bureau'
const secrets: string[] = []

async function live(index: number): Promise<string> {
  const name = `演${String.fromCodePoint(0x4e00 + (index % 3_000))}${String.fromCodePoint(0x5e00 + ((index * 7) % 900))}删`
  const citizen = citizenNumber(index)
  const phone = `139${String(20_000_000 + index * 37)}`
  const account = `62284801${String(10_000_000 + index)}`
  secrets.push(name, citizen, phone, account)
  const { party } = await city.db.transaction(sql =>
    city.parties.register(sql, {
      kind: 'household',
      name,
      identifiers: [
        { scheme: 'citizen', value: citizen },
        { scheme: 'phone', value: phone },
      ],
    }),
  )
  const definition = await city.definitions.current('subsistence-allowance', clock.today())
  const opened = await city.cases.open({
    verb: 'submit',
    commandId: crypto.randomUUID(),
    actor: { kind: 'party', party, account: party },
    definition,
    place: { organ, region: '210102', implementation: null },
    start: 'application',
    channel: 'online',
    parties: [{ role: 'subject', party, unit: 'household' }],
    body: {
      fields: {
        'applicant.name': name,
        'applicant.citizen': citizen,
        'applicant.phone': phone,
        'applicant.account': account,
        'household.members': 3,
      },
    },
  })
  // The applicant takes the application back and says why, with everything a person can say of himself.
  await city.cases.act({
    caseId: opened.caseId,
    verb: 'withdraw',
    commandId: crypto.randomUUID(),
    actor: { kind: 'party', party, account: party },
    body: { reason: `${name}(${citizen})已迁出本区,联系电话${phone}` },
  })
  return party
}

/** Where any of the words stands in clear, among the rows. */
async function inRows({ migrator }: City, words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const columns = await migrator.query<{ table: string; column: string; type: string }>(
    `select format('%I.%I', table_schema, table_name) as table, format('%I', column_name) as column, data_type as type from information_schema.columns c
     where table_schema in ('kernel','business','application','governance','supervision','data','registers','power','graphile_worker')
       and data_type in ('text','json','jsonb','bytea','ARRAY','character varying','USER-DEFINED') and exists (select from information_schema.tables t where (t.table_schema, t.table_name) = (c.table_schema, c.table_name) and table_type = 'BASE TABLE')`,
  )
  const set = new Set(words)
  for (const { table, column, type } of columns) {
    const text = type === 'bytea' ? `encode(${column}, 'escape')` : `${column}::text`
    const rows = await migrator.query<{ value: string }>(
      `select distinct ${text} as value from ${table} where ${column} is not null`,
    )
    const haystack = rows.map(({ value }) => value).join('\n')
    for (const word of set) {
      const needle =
        type === 'bytea'
          ? [...Buffer.from(word)]
              .map(byte =>
                byte > 126 || byte < 32 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte),
              )
              .join('')
          : word
      if (haystack.includes(needle)) found.push(`${table}.${column}`)
    }
  }
  return found
}

function* filesUnder(root: string, without: RegExp): Generator<string> {
  if (!existsSync(root)) return
  for (const name of readdirSync(root)) {
    const path = join(root, name)
    if (without.test(path)) continue
    const stat = statSync(path)
    if (stat.isDirectory()) yield* filesUnder(path, without)
    else if (stat.isFile()) yield path
  }
}

function inFiles(roots: readonly string[], words: readonly string[]): string[] {
  const needles = words.map(word => Buffer.from(word))
  const found: string[] = []
  for (const root of roots)
    for (const path of filesUnder(root, /pg_wal|postmaster|\/socket/)) {
      const bytes = readFileSync(path)
      if (needles.some(needle => bytes.includes(needle))) found.push(path.slice(root.length))
    }
  return found
}

say(`${persons} persons with a case each …`)
const parties: string[] = []
for (let index = 0; index < persons; index += 8)
  parties.push(
    ...(await Promise.all(Array.from({ length: Math.min(8, persons - index) }, (_, more) => live(index + more)))),
  )
await city.sequencer.drain()

say('erasing …')
const before = performance.now()
for (const party of parties)
  await city.db.transaction(sql =>
    city.parties.erase(sql, party, { law: '个人信息保护法', articles: ['47'] }, { kind: 'system', name: 'drill' }),
  )
const seconds = (performance.now() - before) / 1_000
await city.sequencer.drain()

say('looking …')
const some = secrets
const rows = await inRows(city, some)
// A search that finds nothing must be one that can find something: a word that does stand there in clear.
const searched = (await inRows(city, ['subsistence-allowance'])).length > 0
await city.migrator.session(session => session.script('vacuum'))
await city.migrator.session(session => session.script('checkpoint')).catch(() => {})
const log = await verifyCity(city.audit)
const replayed = await replayCity(city.audit)
await city.close()
const elsewhere = existsSync(join(directory.path, 'database.place'))
  ? readdirSync('/var/lib/plumbline')
      .filter(name => name.endsWith(readFileSync(join(directory.path, 'database.place'), 'utf8')))
      .map(name => join('/var/lib/plumbline', name))
  : []
const files = inFiles([directory.path, ...elsewhere], some)
const searchedFiles = inFiles([directory.path, ...elsewhere], ['subsistence-allowance']).length > 0
directory.remove()
const plaintext = rows.length + files.length
conclude({
  name: 'erase',
  ok:
    plaintext === 0 &&
    searched &&
    searchedFiles &&
    log.ok &&
    replayed.faults.length === 0 &&
    parties.length === persons &&
    replayed.cases === persons &&
    replayed.erased === persons,
  figures: {
    persons: parties.length,
    plaintext,
    searched: searched && searchedFiles,
    where: [...new Set([...rows, ...files])].slice(0, 10),
    verified: log.ok,
    entries: log.entries,
    replayed: replayed.equal,
    cases: replayed.cases,
    keysDestroyed: replayed.erased,
    erasedPerSecond: Math.round(parties.length / seconds),
    faults: [...log.faults, ...replayed.faults].slice(0, 5),
  },
})
