import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  append,
  decodeFrontier,
  emptyFrontier,
  encodeFrontier,
  type Hash,
  hashBytes,
  hashToBase64,
  makeTreeReader,
  rootOf,
  sha256Tree,
  sm3Tree,
  type TileSource,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
} from '#kernel/trail'

/** RFC 6962 §2.1, word for word: the slow tree every fast one must equal. */
function naiveRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return sha256Tree.empty
  if (leaves.length === 1) return leaves[0]!
  let middle = 1
  while (middle * 2 < leaves.length) middle *= 2
  return sha256Tree.node(naiveRoot(leaves.slice(0, middle)), naiveRoot(leaves.slice(middle)))
}

function naivePath(index: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length === 1) return []
  let middle = 1
  while (middle * 2 < leaves.length) middle *= 2
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)]
  return index < middle
    ? [...naivePath(index, left), naiveRoot(right)]
    : [...naivePath(index - middle, right), naiveRoot(left)]
}

const leavesOf = (count: number): Hash[] =>
  Array.from({ length: count }, (_, at) => sha256Tree.leaf(Buffer.from(`${at}`)))

/** Grows a tree and keeps its tiles, as the sequencer does. */
function grow(leaves: readonly Hash[]) {
  const tiles = new Map<string, Hash[]>()
  const frontier = emptyFrontier()
  for (const leaf of leaves) {
    append(frontier, leaf, (level, index, value) => {
      const key = `${level}/${Math.floor(index / 256)}`
      const tile = tiles.get(key) ?? []
      assert.equal(tile.length, index % 256, 'hashes of a tile become final in order')
      tiles.set(key, [...tile, value])
    })
  }
  const source: TileSource = async (level, index, width) => {
    const tile = tiles.get(`${level}/${index}`) ?? []
    assert.ok(tile.length >= width, `tile ${level}/${index} of width ${width} exists`)
    return hashBytes(tile.slice(0, width).join(''))
  }
  return { frontier, source }
}

suite('树 the tree', () => {
  test('hashes as RFC 6962 and the GB/T standard say', () => {
    assert.equal(hashBytes(sha256Tree.empty).toString('hex'), hash('sha256', ''))
    assert.equal(
      hashBytes(sha256Tree.leaf(Buffer.from('L123456'))).toString('hex'),
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    )
    assert.equal(
      hashBytes(sha256Tree.leaf(Buffer.alloc(0))).toString('hex'),
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    assert.equal(hash('sm3', 'abc'), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    assert.equal(hashBytes(sm3Tree.leaf(Buffer.from('x'))).toString('hex'), hash('sm3', Buffer.from('\0x')))
  })

  test('grows to the root the definition gives, and survives being stored', () => {
    const leaves = leavesOf(600)
    const frontier = emptyFrontier()
    for (let size = 0; size < leaves.length; size++) {
      if (size % 37 === 0 || size > 590) assert.equal(rootOf(frontier), naiveRoot(leaves.slice(0, size)))
      append(frontier, leaves[size]!, () => {})
      assert.deepEqual(decodeFrontier(frontier.size, encodeFrontier(frontier)), frontier)
    }
    assert.equal(decodeFrontier(3, Buffer.alloc(32)), undefined)
  })

  test('a proof made from tiles is the proof the definition gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const leaves = leavesOf(size)
        const reader = makeTreeReader(size, grow(leaves).source)
        const [index, before] = [a % size, 1 + (b % size)]
        const root = await reader.root()
        assert.equal(root, naiveRoot(leaves))
        const inclusion = await reader.inclusion(index)
        assert.deepEqual(inclusion, naivePath(index, leaves))
        assert.ok(verifyInclusion(index, size, leaves[index]!, inclusion, root))
        const consistency = await reader.consistency(before)
        assert.ok(verifyConsistency(before, size, consistency, await reader.root(before), root))
      }),
      { numRuns: 40 },
    )
  })

  test('a tree of three tile levels proves its first, middle and last leaf', async () => {
    const size = 65_536 + 256 + 3
    const leaves = leavesOf(size)
    const { frontier, source } = grow(leaves)
    const reader = makeTreeReader(size, source)
    const root = rootOf(frontier)
    for (const index of [0, 65_535, 65_536, size - 1]) {
      assert.ok(verifyInclusion(index, size, leaves[index]!, await reader.inclusion(index), root))
    }
    assert.ok(verifyConsistency(65_537, size, await reader.consistency(65_537), await reader.root(65_537), root))
  })

  test('nothing else passes: a changed leaf, index, size, step or root is refused', async () => {
    const leaves = leavesOf(300)
    const reader = makeTreeReader(300, grow(leaves).source)
    const [root, proof] = [await reader.root(), await reader.inclusion(123)]
    const wrong = sha256Tree.leaf(Buffer.from('forged'))
    assert.ok(!verifyInclusion(123, 300, wrong, proof, root))
    assert.ok(!verifyInclusion(122, 300, leaves[123]!, proof, root))
    assert.ok(!verifyInclusion(123, 300, leaves[123]!, proof.with(2, wrong), root))
    assert.ok(!verifyInclusion(123, 300, leaves[123]!, proof.slice(1), root))
    assert.ok(!verifyInclusion(123, 300, leaves[123]!, [...proof, wrong], root))
    assert.ok(!verifyInclusion(2n ** 64n - 1n, 300, leaves[123]!, proof, root))
    assert.ok(!verifyConsistency(0, 300, [], sha256Tree.empty, root), 'from nothing, nothing follows')
    assert.ok(!verifySubtreeConsistency(1, 3, 300, [], root, root), 'not a subtree')
    assert.equal(hashToBase64(root).length, 44)
  })
})
