import { append, type Frontier, tileWidth } from './frontier.ts'
import type { QueuedLeaf, TileChunk, WaitingLeaf } from './trail.store.ts'
import { hashBytes, sha256Tree } from './tree-hash.ts'

/** Leaves put aside, by subject. */
export type Waiting = Map<string, WaitingLeaf[]>

/**
 * Decides which leaves of the queue go into the log now: those without a subject, those whose predecessor is in the log or
 * goes before them in this batch, and those waiting for one that does. The others are parked. Changes nothing.
 */
export function arrange(
  queue: readonly QueuedLeaf[],
  waiting: ReadonlyMap<string, readonly QueuedLeaf[]>,
): { readonly accepted: QueuedLeaf[]; readonly parked: QueuedLeaf[] } {
  const accepted: QueuedLeaf[] = []
  const reached = new Map<string, number>()
  const early = new Map<string, QueuedLeaf[]>()
  const parked = new Set<QueuedLeaf>()
  for (const leaf of queue) {
    const { subject } = leaf
    if (subject === null) {
      accepted.push(leaf)
      continue
    }
    const last = reached.get(subject) ?? leaf.known ?? 0
    if (leaf.firstSeq !== last + 1) {
      parked.add(leaf)
      early.set(subject, [...(early.get(subject) ?? []), leaf])
      continue
    }
    let next: QueuedLeaf | undefined = leaf
    while (next !== undefined) {
      accepted.push(next)
      parked.delete(next)
      const end: number = next.lastSeq!
      reached.set(subject, end)
      const follows = (other: QueuedLeaf) => other.firstSeq === end + 1
      next = waiting.get(subject)?.find(follows) ?? early.get(subject)?.find(follows)
    }
  }
  return { accepted, parked: [...parked] }
}

/** Hashes the leaves, grows the tree, and says what is new on which tile. */
export function grow(frontier: Frontier, leaves: readonly QueuedLeaf[]): TileChunk[] {
  const grown = new Map<string, { level: number; index: number; width: number; hashes: string }>()
  const latest: { level: number; index: number; width: number; hashes: string }[] = []
  for (const { leaf } of leaves) {
    append(frontier, sha256Tree.leaf(leaf), (level, position, value) => {
      const index = Math.floor(position / tileWidth)
      let tile = latest[level]
      if (tile === undefined || tile.index !== index) {
        tile = { level, index, width: 0, hashes: '' }
        latest[level] = tile
        grown.set(`${level}/${index}`, tile)
      }
      tile.width = (position % tileWidth) + 1
      tile.hashes += value
    })
  }
  return Array.from(grown.values(), ({ level, index, width, hashes }) => ({
    level,
    index,
    width,
    data: hashBytes(hashes),
  }))
}
