import type { Clock } from '#kernel/clock'
import type { Files } from '#kernel/file'
import type { Db } from '#kernel/storage'
import { makePapers } from './papers.ts'
import { makePaperSigner } from './signing.ts'

export interface PaperSettings {
  readonly db: Db
  readonly clock: Clock
  readonly files: Files
  /** Where the city keeps the certificate it signs papers with. */
  readonly key: string
  /** Whether a sample may be made. */
  readonly create: boolean
}

/** 按设定开启 Papers as this city is set up: signed with its own certificate, or with a sample's that says so. */
export const openPapers = ({ db, clock, files, key, create }: PaperSettings) =>
  makePapers({
    db,
    clock,
    files,
    signer: makePaperSigner({ path: key, create, clock, name: '准绳演示城市电子文书（样本）' }),
  })
