import type { TrailReader } from '#kernel/trail'

const width = 256
const mostBundles = 2_000

/** 取条目 Reads leaves of the log by place, a bundle at a time; what was read is kept for the next. */
export function makeLeafReader(trail: Pick<TrailReader, 'entries'>) {
  const bundles = new Map<string, ReadonlyMap<number, Uint8Array>>()
  return async (log: number, index: number): Promise<Uint8Array | undefined> => {
    const start = index - (index % width)
    const key = `${log}/${start}`
    let bundle = bundles.get(key)
    if (!bundle) {
      const read = new Map<number, Uint8Array>()
      for await (const entry of trail.entries(log, start, start + width)) read.set(entry.index, entry.leaf)
      bundle = read
      if (bundles.size >= mostBundles) bundles.clear()
      bundles.set(key, bundle)
    }
    return bundle.get(index)
  }
}
