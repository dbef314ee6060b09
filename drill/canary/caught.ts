import type { Db } from '#kernel/storage'
import { finderOf } from './finder.ts'
import type { Canary } from './words.ts'

/** Where nothing a person wrote may stand: lines of the log, problem documents, addresses in headers, leaves, jobs. */
export interface Caught {
  readonly place: string
  readonly text: string
}

export interface Leak {
  readonly where: string
  readonly kind: string
  readonly from: string
}

/** Every canary in every place, in every form it may have taken; each once a place. */
export function leaksIn(caught: readonly Caught[], canaries: readonly Canary[]): readonly Leak[] {
  const find = finderOf(canaries)
  const found = new Map<string, Set<Canary>>()
  for (const { place, text } of caught) {
    const here = found.get(place) ?? new Set()
    for (const canary of find(text)) here.add(canary)
    found.set(place, here)
  }
  return [...found].flatMap(([where, all]) => [...all].map(({ kind, place }) => ({ where, kind, from: place })))
}

/** What events keep in clear, for ever: nothing personal may, but whether a text is so is for the act's own author to say. */
export async function inEvents(migrator: Db): Promise<readonly Caught[]> {
  const rows = await migrator.query<{ type: string; value: string }>(
    'select type, data::text as value from kernel.case_events',
  )
  return rows.map(({ type, value }) => ({ place: type, text: value }))
}

/** The leaves of the log, those still waiting to enter it, and the jobs of the relay. */
export async function stored(migrator: Db): Promise<readonly Caught[]> {
  const bytes = async (place: string, table: string, column: string): Promise<Caught> => {
    const rows = await migrator.query<{ value: Buffer }>(`select ${column} as value from ${table}`)
    return { place, text: rows.map(({ value }) => value.toString()).join('\n') }
  }
  const jobs = await migrator.query<{ value: string }>(
    'select row(j.*)::text as value from graphile_worker._private_jobs j',
  )
  return [
    await bytes('leaf', 'kernel.trail_bundles', 'data'),
    await bytes('outbox', 'kernel.trail_outbox', 'leaf'),
    await bytes('outbox', 'kernel.trail_waiting', 'leaf'),
    { place: 'job', text: jobs.map(({ value }) => value).join('\n') },
  ]
}
