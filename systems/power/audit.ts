import { type ReplayReport, replayAll } from '#kernel/case'
import type { Keyring } from '#kernel/party'
import type { Db } from '#kernel/storage'
import { type LogReport, type makeTrailReader, type Signer, verifyLog, vkeyOf } from '#kernel/trail'

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
  const width = 256
  const bundles = new Map<string, ReadonlyMap<number, Uint8Array>>()
  const leafOf = async (log: number, index: number): Promise<Uint8Array | undefined> => {
    const start = index - (index % width)
    const key = `${log}/${start}`
    let bundle = bundles.get(key)
    if (!bundle) {
      const read = new Map<number, Uint8Array>()
      for await (const entry of trail.entries(log, start, start + width)) read.set(entry.index, entry.leaf)
      bundle = read
      if (bundles.size >= 2_000) bundles.clear()
      bundles.set(key, bundle)
    }
    return bundle.get(index)
  }
  return replayAll(db, keyring, leafOf, progress)
}
