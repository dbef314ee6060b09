import type { IsoDate } from './actor.ts'
import type { Directory } from './directory.ts'
import type { Organ } from './records.ts'

/**
 * 本级人民政府 The government over an organ: the nearest one above it in the tree. Over a government that is the next higher one,
 * so this is also where reconsideration is applied for (行政复议法 24).
 */
export function governmentOf(directory: Pick<Directory, 'organ'>, organ: string, on: IsoDate): Organ | undefined {
  const seen = new Set<string>([organ])
  for (let id = directory.organ(organ, on)?.parent; id && !seen.has(id); ) {
    seen.add(id)
    const above = directory.organ(id, on)
    if (above?.functions.includes('government')) return above
    id = above?.parent
  }
  return undefined
}

/** 向谁救济 Remedies with the body named: `own-government` is the government over the organ that decides, `superior-organ` whoever leads it. */
export const remediesWithBody = <Remedy extends { readonly body?: string }>(
  remedies: readonly Remedy[],
  directory: Pick<Directory, 'organ' | 'superiorOf'>,
  organ: string,
  on: IsoDate,
): Remedy[] =>
  remedies.map(remedy => {
    const above =
      remedy.body === 'own-government'
        ? governmentOf(directory, organ, on)
        : remedy.body === 'superior-organ'
          ? directory.superiorOf(organ, on)
          : undefined
    return above ? { ...remedy, body: above.name } : remedy
  })
