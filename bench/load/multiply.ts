import type { Session } from '#kernel/storage'
import { decodeBundle } from '#kernel/trail'
import { chance } from '../house.ts'
import { copiesOf, digitsFrom, type Naming } from './copies.ts'
import { asSuperuser, clockFrom, openAt, readLived } from './lived.ts'
import { lengthenLog } from './log.ts'
import { mostOwn, partyTables, readColumns, readParty, readTemplate, type Template, tables } from './template.ts'

export interface Multiplied {
  readonly cases: number
  readonly leaves: number
  readonly parties: number
  readonly open: number
  readonly bytes: number
  readonly seconds: number
}

/** Two years of a city; the last fifth of its cases may still be under way, three in four of them are. */
const months = 24
const mayBeOpen = 0.2
const areOpen = 0.75
/** Of what has ended, one in so many was lived over HTTP: permits and penalties with money, vouchers, publications, alarms. */
const simulatedEvery = 6
const casesAParty = 5
const byMonth = ['kernel.cases', 'kernel.case_steps', 'kernel.case_details']

interface Mix {
  readonly templates: readonly Template[]
  /** Which of them each copy is of. */
  readonly choice: Uint8Array
  readonly open: number
}

function mix(
  count: number,
  simulated: readonly Template[],
  ended: readonly Template[],
  open: readonly Template[],
): Mix {
  const templates = [...simulated, ...ended, ...open]
  const { next, below } = chance(2_000_000)
  const choice = new Uint8Array(count)
  let under = 0
  for (let n = 0; n < count; n++) {
    if (n >= count * (1 - mayBeOpen) && next() < areOpen) {
      choice[n] = simulated.length + ended.length + below(open.length)
      under++
    } else if (n % simulatedEvery === 0) choice[n] = below(simulated.length)
    else choice[n] = simulated.length + below(ended.length)
  }
  return { templates, choice, open: under }
}

/** Secondary indexes are taken away for the load and made again as they were: constraints stay. */
async function withoutIndexes(session: Session, wanted: readonly string[], work: () => Promise<void>): Promise<void> {
  const indexes = await session.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid::regclass::text = any ($1::text[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [wanted],
  )
  for (const { name } of indexes) await session.script(`drop index ${name}`)
  await work()
  for (const { definition } of indexes) await session.script(definition)
}

const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7)

/**
 * 放大 Fills a lived-in city with copies of its cases until it holds so many: every table that a case leaves rows in, parties, and
 * the log with its tiles. Written by COPY as the server itself wrote the rows; only what tells cases apart is another in each.
 */
export async function multiply(directory: string, count: number, say: (line: string) => void): Promise<Multiplied> {
  const began = performance.now()
  const lived = readLived(directory)
  const city = await openAt(directory, clockFrom(lived.at), false, false)
  const elapsed = () => `${Math.round((performance.now() - began) / 1_000)} s`
  try {
    return await asSuperuser(city, db =>
      db.session(async session => {
        await session.script('set default_statistics_target = 10')
        const columns = await readColumns(session)
        const leafAt = await readLeaves(session)
        const read = async (ids: readonly string[]) => {
          const found: Template[] = []
          for (const id of ids) found.push(await readTemplate(session, columns, id, leafAt))
          return found
        }
        const { templates, choice, open } = mix(
          count,
          await read(lived.simulated),
          await read(lived.ended),
          await read(lived.open),
        )
        const end = Temporal.Instant.from(lived.at).subtract({ minutes: 4 })
        const start = end.toZonedDateTimeISO('UTC').subtract({ months }).epochMilliseconds
        const span = end.epochMilliseconds - start
        const parties = Math.max(1, Math.ceil(count / casesAParty))
        const naming: Naming = {
          openedAt: n => Math.floor(start + (span * (n + 0.5)) / count),
          partyOf: (n, own) => (Math.floor(n / casesAParty) + own) % parties,
          partyAt: start,
          serialFrom: 10_000_000,
        }
        const copy = async (table: string, from: number, to: number, freeze: boolean) => {
          const parts = templates.map(template => template.parts.get(table))
          if (parts.every(part => part === undefined)) return
          const into =
            from === 0 && to === count ? table : `${table}_${monthOf(naming.openedAt(from)).replace('-', '')}`
          const rows = copiesOf(from, to, n => parts[choice[n]!], naming)
          await session.copyIn(`copy ${into} from stdin (format binary${freeze ? ', freeze' : ''})`, rows)
        }

        const copied = (n: number) => ({ leaves: templates[choice[n]!]!.leaves, time: naming.openedAt(n) })
        const lengthened = db.session(async other => {
          let leaves = 0
          await withoutIndexes(other, ['kernel.trail_index'], async () => {
            leaves = await lengthenLog(other, count, copied, city.signer, done => say(`${elapsed()}: ${done} leaves`))
          })
          return leaves
        })
        // Told where it is awaited: until then nobody may say that nobody heard of it.
        lengthened.catch(() => {})

        for (let from = 0; from < count; ) {
          const month = monthOf(naming.openedAt(from))
          let to = from + 1
          while (to < count && monthOf(naming.openedAt(to)) === month) to++
          await session.script('begin; set local session_replication_role = replica')
          const [made] = await session.query<{ made: number }>(
            'select kernel.ensure_case_partitions($1::date, 0) as made',
            [`${month}-01`],
          )
          for (const table of byMonth) await copy(table, from, to, made!.made > 0)
          await session.script('commit')
          say(`${elapsed()}: ${to} cases with their steps`)
          from = to
        }

        const others = tables.map(({ name }) => name).filter(name => !byMonth.includes(name))
        await withoutIndexes(session, [...others, ...partyTables.map(({ name }) => name)], async () => {
          for (const name of others) {
            await session.script('begin; set local session_replication_role = replica')
            await copy(name, 0, count, false)
            await session.script('commit')
          }
          const party = await readParty(session, columns, lived.party)
          const ofParty: Naming = { ...naming, openedAt: () => start, partyOf: n => n }
          await session.script('begin; set local session_replication_role = replica')
          for (const [name, part] of party)
            await session.copyIn(
              `copy ${name} from stdin (format binary)`,
              copiesOf(0, parties, () => part, ofParty),
            )
          await session.script('commit')
          say(`${elapsed()}: inbox, clocks, keys, money, publications, vouchers, reads; ${parties} parties`)
        })
        const leaves = await lengthened
        await countOn(session, naming.serialFrom + (count + 1) * mostOwn, count)
        say(`${elapsed()}: indexes`)
        await session.query('vacuum (analyze)')
        await session.query('alter system reset all')
        const [size] = await session.query<{ bytes: number }>(
          'select pg_database_size(current_database())::float8 as bytes',
        )
        await session.query('checkpoint')
        say(`${elapsed()}: vacuumed`)
        const seconds = Math.round((performance.now() - began) / 1_000)
        return { cases: count, leaves, parties, open, bytes: size!.bytes, seconds }
      }),
    )
  } finally {
    await city.close()
  }
}

async function readLeaves(session: Session): Promise<(index: number) => Buffer> {
  const rows = await session.query<{ index: number; data: Buffer }>(
    `select index::int, string_agg(data, '' order by width) as data from kernel.trail_bundles group by 1 order by 1`,
  )
  const leaves = rows.flatMap(({ data }) => decodeBundle(data) ?? [])
  return index => {
    const found = leaves[index]
    if (!found) throw new RangeError(`the log has no leaf ${index}`)
    return found
  }
}

/** What the city counts next lies beyond every copy. */
async function countOn(session: Session, serial: number, cases: number): Promise<void> {
  await session.query(`select setval('kernel.case_number', $1)`, [cases + digitsFrom])
  const counted = [
    ['application.accounts', 'id'],
    ['power.messages', 'id'],
    ['kernel.party_names', 'row_id'],
    ['kernel.party_identifiers', 'row_id'],
  ] as const
  for (const [table, column] of counted)
    await session.query('select setval(pg_get_serial_sequence($1, $2), $3)', [table, column, serial])
  // 编号连续: a series goes on behind the last number that was issued under it.
  await session.query(
    `update application.voucher_series s set last = greatest(s.last, v.last)
     from (select series, year, max(serial) as last from application.vouchers group by series, year) v
     where v.series = s.series and v.year = s.year`,
  )
}
