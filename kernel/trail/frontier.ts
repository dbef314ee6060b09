import { type Hash, type Hasher, hashAt, hashBytes, hashLength, sha256Tree } from './tree-hash.ts'

/** A full tile spans eight levels of the tree: 256 hashes wide. */
export const tileWidth = 256
const tileHeight = 8

/** 前沿 The roots of the perfect subtrees a tree falls into, largest first: all one needs to append and to know the root. */
export interface Frontier {
  size: number
  readonly peaks: { height: number; hash: Hash }[]
}

/** A hash that became final: position `index` on tile level `level` (level 0 holds the leaves). */
export type OnHash = (level: number, index: number, hash: Hash) => void

export const emptyFrontier = (): Frontier => ({ size: 0, peaks: [] })

/** Appends one leaf hash and reports every hash that tiles hold. Amortised one node hash per leaf. */
export function append(frontier: Frontier, leaf: Hash, onHash: OnHash, hasher: Hasher = sha256Tree): void {
  const { peaks } = frontier
  onHash(0, frontier.size, leaf)
  let right = { height: 0, hash: leaf }
  for (let left = peaks.at(-1); left !== undefined && left.height === right.height; left = peaks.at(-1)) {
    peaks.pop()
    right = { height: right.height + 1, hash: hasher.node(left.hash, right.hash) }
    if (right.height % tileHeight === 0) {
      onHash(right.height / tileHeight, Math.floor(frontier.size / 2 ** right.height), right.hash)
    }
  }
  peaks.push(right)
  frontier.size++
}

/** The tree's root: the peaks folded from the right. */
export const rootOf = ({ peaks }: Frontier, hasher: Hasher = sha256Tree): Hash =>
  peaks.length === 0
    ? hasher.empty
    : peaks.map(peak => peak.hash).reduceRight((right, left) => hasher.node(left, right))

/** The heights of the peaks of a tree of this size, largest first: the one bits of the size. */
export function peakHeights(size: number): number[] {
  const heights: number[] = []
  for (let rest = size, height = 0; rest > 0; rest = Math.floor(rest / 2), height++) {
    if (rest % 2 === 1) heights.unshift(height)
  }
  return heights
}

export const encodeFrontier = ({ peaks }: Frontier): Buffer => hashBytes(peaks.map(peak => peak.hash).join(''))

/** Reads a stored frontier back; `undefined` when it cannot belong to a tree of this size. */
export function decodeFrontier(size: number, bytes: Buffer): Frontier | undefined {
  const heights = peakHeights(size)
  if (bytes.length !== heights.length * hashLength) return undefined
  return { size, peaks: heights.map((height, at) => ({ height, hash: hashAt(bytes, at) })) }
}
