import type { Clock } from '#kernel/clock'
import { type Db, statement } from '#kernel/storage'

const epochs = statement(
  'directory.readEpochs',
  `select string_agg(name || ' ' || value, ' ' order by name) as mark from kernel.epochs where name in ('definitions', 'identity', 'directory')`,
)
const most = 500

/** What was counted, as long as it stands. */
export type Kept = <Answer>(key: string, count: () => Promise<Answer>) => Promise<Answer>

/**
 * 留存 Keeps what was counted until something is published or listed, an office changes or the day is over; whoever asks meanwhile waits for
 * the one count. On every node, by the epochs of the database.
 */
export function makeKept({ db, clock }: { readonly db: Db; readonly clock: Clock }): Kept {
  const kept = new Map<string, Promise<unknown>>()
  let of = ''
  return async <Answer>(key: string, count: () => Promise<Answer>): Promise<Answer> => {
    const [row] = await db.run<{ mark: string }>(epochs)
    const now = `${clock.today()} ${row!.mark}`
    if (of !== now) kept.clear()
    of = now
    const found = kept.get(key) as Promise<Answer> | undefined
    if (found !== undefined) return found
    const counted = count()
    kept.set(key, counted)
    counted.catch(() => kept.delete(key))
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break
      kept.delete(oldest)
    }
    return counted
  }
}
