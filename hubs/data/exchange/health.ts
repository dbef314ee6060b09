import type { Clock } from '#kernel/clock'
import { type Db, type Sql, statement } from '#kernel/storage'

const answered = statement(
  'exchange.health-answered',
  `insert into data.exchange_health as h (system, failures, answered_at) values ($1, 0, $2)
on conflict (system) do update set failures = 0, answered_at = $2, away_since = null`,
)
const failing = statement(
  'exchange.health-failing',
  `insert into data.exchange_health as h (system, failures, fault, failed_at, away_since) values ($1, 1, $2, $3, $3)
on conflict (system) do update set failures = h.failures + 1, fault = $2, failed_at = $3, away_since = coalesce(h.away_since, $3)
returning failures, away_since as "awaySince"`,
)
const seen = statement(
  'exchange.health',
  `select system, failures, fault, failed_at as "failedAt", answered_at as "answeredAt", away_since as "awaySince" from data.exchange_health`,
)
const counted = statement(
  'exchange.health-counts',
  `select r.system, count(*)::int as asked, count(*) filter (where a.good)::int as answered, count(*) filter (where a.late)::int as late,
  count(*) filter (where a.request is null)::int as unanswered,
  (select coalesce(jsonb_object_agg(f.fault, f.count), '{}') from (
    select x.fault, count(*) from data.exchange_requests q join data.exchange_answers x on x.request = q.id
    where q.system = r.system and q.asked_at > $1 and x.fault is not null group by x.fault) f) as unusable
from data.exchange_requests r left join lateral (
  select x.request, bool_or(x.fault is null) as good, bool_and(x.late) as late from data.exchange_answers x where x.request = r.id group by x.request
) a on true where r.asked_at > $1 group by r.system`,
)

/** 系统状况 How one outside system is, and how the last 24 hours were. */
export interface SystemHealth {
  readonly system: string
  readonly state: 'well' | 'failing' | 'away' | 'never-asked'
  readonly failures: number
  readonly fault: string | null
  readonly failedAt: string | null
  readonly answeredAt: string | null
  readonly awaySince: string | null
  readonly lastDay: {
    readonly asked: number
    readonly answered: number
    readonly late: number
    readonly unanswered: number
    /** Answers nobody could use, by code. */
    readonly unusable: Readonly<Record<string, number>>
  }
}

/** Failures one after the other, of all processes together, from which on a system is away. */
const mostFailures = 5
/** Milliseconds in which an answer is not written down again. */
const quiet = 10_000

export interface HealthNeeds {
  readonly db: Db
  readonly clock: Clock
  /** Told once for each time a system goes away. */
  readonly away?: (system: string, since: string) => Promise<void>
}

type Row = Omit<SystemHealth, 'state' | 'lastDay'>

/** Who keeps how the systems are: `told` by every question, `read` by administrators. */
export function makeHealth({ db, clock, away = async () => {} }: HealthNeeds) {
  const lastWell = new Map<string, number>()
  return {
    async told(system: string, fault: string | undefined): Promise<void> {
      const now = clock.now()
      if (fault === undefined) {
        if (now.epochMilliseconds - (lastWell.get(system) ?? Number.NEGATIVE_INFINITY) < quiet) return
        lastWell.set(system, now.epochMilliseconds)
        await db.run(answered, [system, now])
        return
      }
      lastWell.delete(system)
      const [row] = await db.run<{ failures: number; awaySince: string }>(failing, [system, fault.slice(0, 200), now])
      if (row!.failures >= mostFailures) await away(system, row!.awaySince)
    },

    async read(systems: readonly string[], sql: Sql = db): Promise<SystemHealth[]> {
      const rows = new Map((await sql.run<Row>(seen)).map(row => [row.system, row]))
      const since = clock.now().subtract({ hours: 24 })
      type Counts = SystemHealth['lastDay'] & { readonly system: string }
      const counts = new Map((await sql.run<Counts>(counted, [since])).map(({ system, ...rest }) => [system, rest]))
      return systems.map(system => {
        const row = rows.get(system)
        const lastDay = counts.get(system) ?? { asked: 0, answered: 0, late: 0, unanswered: 0, unusable: {} }
        if (!row) {
          const nothing = { failures: 0, fault: null, failedAt: null, answeredAt: null, awaySince: null }
          return { system, state: 'never-asked', ...nothing, lastDay }
        }
        const state = row.failures === 0 ? 'well' : row.failures < mostFailures ? 'failing' : 'away'
        return { ...row, state, lastDay }
      })
    },
  }
}

export type Health = ReturnType<typeof makeHealth>
