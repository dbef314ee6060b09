import { peakHeights, tileWidth } from './frontier.ts'
import { type Hash, type Hasher, hashAt, sha256Tree } from './tree-hash.ts'

/** Reads the first `width` hashes (or more) of a tile, as plain concatenation. */
export type TileSource = (level: number, index: number, width: number) => Promise<Buffer>

/** Leaves [start, end) whose root is one step of a proof. */
interface Range {
  readonly start: number
  readonly end: number
}

const split = (width: number): number => 2 ** Math.ceil(Math.log2(width) - 1)

/** The siblings on the way from leaf `index` up to the root of [start, end), lowest first (RFC 6962 §2.1.1). */
function siblings(index: number, start: number, end: number): Range[] {
  if (end - start <= 1) return []
  const middle = start + split(end - start)
  return index < middle
    ? [...siblings(index, start, middle), { start: middle, end }]
    : [...siblings(index, middle, end), { start, end: middle }]
}

/** What shows that the first `before` leaves of [start, end) are a prefix (RFC 6962 §2.1.2); `known`: the reader has their root. */
function prefixSteps(before: number, start: number, end: number, known: boolean): Range[] {
  if (before === end) return known ? [] : [{ start, end }]
  const middle = start + split(end - start)
  return before <= middle
    ? [...prefixSteps(before, start, middle, known), { start: middle, end }]
    : [...prefixSteps(before, middle, end, false), { start, end: middle }]
}

/** Folds a run of sibling hashes, a power of two of them, into their common ancestor. */
function fold(hashes: Hash[], hasher: Hasher): Hash {
  let row = hashes
  while (row.length > 1) {
    const above: Hash[] = []
    for (let at = 0; at + 1 < row.length; at += 2) above.push(hasher.node(row[at]!, row[at + 1]!))
    row = above
  }
  return row[0] ?? hasher.empty
}

/** Reads hashes of any subtree out of the tiles of a tree of `size` leaves. One reader reads each tile once. */
export function makeTreeReader(size: number, tiles: TileSource, hasher: Hasher = sha256Tree) {
  const read = new Map<string, Promise<Buffer>>()
  const tile = (level: number, index: number): Promise<Buffer> => {
    const width = Math.min(Math.floor(size / tileWidth ** level) - index * tileWidth, tileWidth)
    const key = `${level}/${index}`
    const known = read.get(key) ?? tiles(level, index, width)
    read.set(key, known)
    return known
  }
  const perfect = async (height: number, index: number): Promise<Hash> => {
    const level = Math.floor(height / 8)
    const span = 2 ** (height % 8)
    const first = index * span
    const bytes = await tile(level, Math.floor(first / tileWidth))
    return fold(
      Array.from({ length: span }, (_, at) => hashAt(bytes, (first % tileWidth) + at)),
      hasher,
    )
  }
  const rangeHash = async ({ start, end }: Range): Promise<Hash> => {
    let from = start
    const peaks: Promise<Hash>[] = []
    for (const height of peakHeights(end - start)) {
      peaks.push(perfect(height, from / 2 ** height))
      from += 2 ** height
    }
    const hashes = await Promise.all(peaks)
    return hashes.length === 0 ? hasher.empty : hashes.reduceRight((right, left) => hasher.node(left, right))
  }
  return {
    /** The root of the first `end` leaves. */
    root: (end: number = size): Promise<Hash> => rangeHash({ start: 0, end }),
    /** The inclusion proof of a leaf in this tree, from the leaf to the root. */
    inclusion: (index: number): Promise<Hash[]> => Promise.all(siblings(index, 0, size).map(rangeHash)),
    /** The proof that the tree of `before` leaves is the beginning of this one. */
    consistency: (before: number): Promise<Hash[]> =>
      Promise.all((before === 0 ? [] : prefixSteps(before, 0, size, true)).map(rangeHash)),
  }
}
