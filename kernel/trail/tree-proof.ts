import { type Hash, type Hasher, hashLength, sha256Tree } from './tree-hash.ts'

/** Sizes and indices are 64-bit in the formats we read, so a verifier counts in bigint. */
type Count = number | bigint

/**
 * The root that an inclusion proof leads to (RFC 9162 §2.1.3.2), or `undefined` when the proof cannot be one:
 * `leaf` is the leaf's hash at `index` of a tree of `size` leaves; `proof` runs from the leaf to the root.
 */
export function rootFromInclusion(
  index: Count,
  size: Count,
  leaf: Hash,
  proof: readonly Hash[],
  hasher: Hasher = sha256Tree,
): Hash | undefined {
  if (BigInt(index) < 0n || BigInt(index) >= BigInt(size)) return undefined
  if (leaf.length !== hashLength || proof.some(step => step.length !== hashLength)) return undefined
  let at = BigInt(index)
  let last = BigInt(size) - 1n
  let root = leaf
  for (const step of proof) {
    if (last === 0n) return undefined
    if (at % 2n === 1n || at === last) {
      root = hasher.node(step, root)
      // A leaf at the right edge has no sibling on some levels: climb past them.
      while (at % 2n === 0n && at !== 0n) {
        at >>= 1n
        last >>= 1n
      }
    } else {
      root = hasher.node(root, step)
    }
    at >>= 1n
    last >>= 1n
  }
  return last === 0n ? root : undefined
}

/** 在册 Does the proof show this leaf at this index of the tree with this root? */
export const verifyInclusion = (
  index: Count,
  size: Count,
  leaf: Hash,
  proof: readonly Hash[],
  root: Hash,
  hasher: Hasher = sha256Tree,
): boolean => root.length === hashLength && rootFromInclusion(index, size, leaf, proof, hasher) === root

/** A subtree stands on a multiple of the smallest power of two that covers its width. */
function isSubtree(start: bigint, end: bigint): boolean {
  if (start < 0n || start >= end) return false
  let width = 1n
  while (width < end - start) width <<= 1n
  return start % width === 0n
}

/** The same for one subtree [start, end) of the log (Merkle Tree Certificates draft §4.3). */
export function verifySubtreeInclusion(
  index: Count,
  start: Count,
  end: Count,
  leaf: Hash,
  proof: readonly Hash[],
  root: Hash,
  hasher: Hasher = sha256Tree,
): boolean {
  if (!isSubtree(BigInt(start), BigInt(end)) || BigInt(index) < BigInt(start)) return false
  return verifyInclusion(BigInt(index) - BigInt(start), BigInt(end) - BigInt(start), leaf, proof, root, hasher)
}

/**
 * Does the proof show that the subtree [start, end) with root `part` stands in the tree of `size` leaves with root
 * `whole`? With start 0 this is the consistency proof of RFC 9162 §2.1.4.2.
 */
export function verifySubtreeConsistency(
  start: Count,
  end: Count,
  size: Count,
  proof: readonly Hash[],
  part: Hash,
  whole: Hash,
  hasher: Hasher = sha256Tree,
): boolean {
  let first = BigInt(start)
  // An empty part stands in every tree that reaches it, and proves nothing about it.
  if (first >= 0n && first === BigInt(end) && first <= BigInt(size)) return proof.length === 0 && part === hasher.empty
  if (!isSubtree(first, BigInt(end)) || BigInt(end) > BigInt(size)) return false
  if (first === 0n && BigInt(end) === BigInt(size)) return proof.length === 0 && part === whole
  if ([part, whole, ...proof].some(value => value.length !== hashLength)) return false
  let last = BigInt(end) - 1n
  let edge = BigInt(size) - 1n
  const climb = () => {
    first >>= 1n
    last >>= 1n
    edge >>= 1n
  }
  // Levels on which the part needs nothing from outside carry no hash in the proof.
  while (first !== last && (last === edge || last % 2n === 1n)) climb()
  const rest = first === last ? proof : proof.slice(1)
  const seed = first === last ? part : proof[0]
  if (seed === undefined) return false
  let ofPart = seed
  let ofWhole = seed
  for (const step of rest) {
    if (edge === 0n) return false
    if (last % 2n === 1n || last === edge) {
      if (first < last) ofPart = hasher.node(step, ofPart)
      ofWhole = hasher.node(step, ofWhole)
      while (last % 2n === 0n && last !== 0n) climb()
    } else {
      ofWhole = hasher.node(ofWhole, step)
    }
    climb()
  }
  return edge === 0n && ofPart === part && ofWhole === whole
}

/** 一致 Does the proof show that the larger tree begins with the whole smaller one? A proof from the empty tree says nothing. */
export const verifyConsistency = (
  before: Count,
  after: Count,
  proof: readonly Hash[],
  rootBefore: Hash,
  rootAfter: Hash,
  hasher: Hasher = sha256Tree,
): boolean => BigInt(before) > 0n && verifySubtreeConsistency(0, before, after, proof, rootBefore, rootAfter, hasher)
