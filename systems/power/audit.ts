import { type ReplayReport, replayAll } from '#kernel/case'
import type { Keyring } from '#kernel/party'
import type { Db } from '#kernel/storage'
import { type LogReport, type makeTrailReader, type Signer, verifyLog, vkeyOf } from '#kernel/trail'
import { makeLeafReader } from './leaf-reader.ts'

export interface AuditDependencies {
  readonly db: Db
  readonly keyring: Keyring
  readonly trail: ReturnType<typeof makeTrailReader>
  readonly signer: Signer
  readonly origin: string
  readonly checkpointFile?: string
}

/** 验轨迹 The log recomputed from its entries. */
export const verifyCity = (
  { db, signer, origin, checkpointFile }: AuditDependencies,
  progress?: (entries: number, of: number) => void,
): Promise<LogReport> =>
  verifyLog({
    db,
    vkeys: [vkeyOf(origin, signer)],
    ...(checkpointFile !== undefined && { checkpointFile }),
    ...(progress && { progress }),
  })

/** 重演 Every case's state is the fold of its events, and every step's leaf commits to them. */
export async function replayCity(
  { db, keyring, trail }: AuditDependencies,
  progress?: (done: number) => void,
): Promise<ReplayReport> {
  return replayAll(db, keyring, makeLeafReader(trail), progress)
}
