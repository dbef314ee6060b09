import { createHash } from 'node:crypto'
import type { Actor } from '#kernel/identity'
import type { Db } from '#kernel/storage'
import type { Idempotency } from '#systems/power'

/** The key of one press with these very files: whoever goes back and chooses others has pressed anew. */
function keyOf(key: string, files: readonly Buffer[]): string {
  const hash = createHash('sha256').update(key)
  for (const bytes of files) hash.update(createHash('sha256').update(bytes).digest())
  const hex = hash.digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/** 同一次按下 Files come in before anything refers to them, in work of its own: the same press with the same files is answered as the first one was. */
export function makePressed({ db, idempotency }: { readonly db: Db; readonly idempotency: Idempotency }) {
  return async <Answer>(
    {
      actor,
      key,
      files,
    }: { readonly actor: Actor; readonly key: string | undefined; readonly files: readonly Buffer[] },
    work: () => Promise<Answer>,
  ): Promise<Answer> => {
    if (key === undefined) return work()
    const write = { actor, key: keyOf(key, files), said: 'files' }
    const before = await idempotency.answered<Answer>(write)
    if (before !== undefined) return before
    const answer = await work()
    return db.transaction(sql => idempotency.keep(sql, write, answer))
  }
}
export type Pressed = ReturnType<typeof makePressed>
