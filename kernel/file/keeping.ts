import type { Clock } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import { forgetUnused, usableOf } from './file.store.ts'
import type { Files } from './files.ts'
import type { MediaType } from './media-type.ts'

export const fileUnknown = refusal('FILE_UNKNOWN', 422, 'No such file of yours is kept')
export const fileUnfit = refusal('FILE_UNFIT', 422, 'This paper is not handed in as a file of that kind')

/** A file that is referred to; `takes`: of which kinds it may be there, where it stands for a paper. */
export interface FileReferred {
  readonly file: string
  readonly takes?: readonly MediaType[]
}

/** 可引用 Refuses an act that refers to a file which is not there, is another's, belongs to another case, or is of no kind its paper takes. */
export type MayRefer = (
  sql: Sql,
  question: { readonly files: readonly FileReferred[]; readonly caseId: string; readonly owner: string },
) => Promise<void>

/** Days a file nobody refers to may still be referred to, and days until it is gone: the second leaves time for the feed. */
const usable = 7
const kept = 30

/** 保管 Which files a step may refer to, and what becomes of those that none does. */
export function makeKeeping({ db, clock, files }: { readonly db: Db; readonly clock: Clock; readonly files: Files }) {
  const before = (days: number): Temporal.Instant => clock.now().subtract({ hours: 24 * days })
  const mayRefer: MayRefer = async (sql, { files: wanted, caseId, owner }) => {
    const ids = wanted.map(({ file }) => file)
    const found = await usableOf(sql, ids, { caseId, owner, since: before(usable) })
    for (const { file, takes } of wanted) {
      const kind = found.get(file)
      // The bytes come first (docs/adr/0007): a row whose bytes are lost is nothing to refer to.
      if (kind === undefined || !(await files.has(file)))
        throw fileUnknown({ remedy: 'Upload it again (POST /api/files) and refer to the id that is answered.' })
      if (takes && !takes.includes(kind))
        throw fileUnfit({ facts: { takes }, remedy: 'Hand it in as one of the kinds that this paper takes.' })
    }
  }
  return {
    mayRefer,
    /** 清扫 Takes away what nobody refers to. Returns how many files were removed from the disk. */
    async sweep(): Promise<number> {
      await forgetUnused(db, before(kept), clock.now())
      return files.sweep(db, { hours: 24 })
    },
  }
}
export type Keeping = ReturnType<typeof makeKeeping>
