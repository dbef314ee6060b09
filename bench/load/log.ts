import type { Session } from '#kernel/storage'
import {
  append,
  decodeFrontier,
  encodeFrontier,
  hashBytes,
  rootOf,
  type Signer,
  sha256Tree,
  signCheckpoint,
  tileWidth,
} from '#kernel/trail'
import { writeUuid } from './copies.ts'
import { fieldOf, head, tail } from './rows.ts'
import type { Leaf } from './template.ts'

/** How many leaves are hashed before they are written; whole tiles of the first two levels. */
const slice = tileWidth * tileWidth * 4

/** Bytes; a leaf of ours has some 350. */
const longestLeaf = 1_024
/** A checkpoint for so many leaves. */
const leavesAMinute = 600
/** PostgreSQL counts its moments from there. */
const sinceYear2000 = Date.UTC(2000, 0, 1)

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return fieldOf(bytes)
}
const small = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return fieldOf(bytes)
}
const big = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return fieldOf(bytes)
}
/** A row of the index: five fields of fixed width, behind their count and lengths. */
const indexWidth = 2 + 20 + 8 + 8 + 8 + 12
function writeIndex(
  into: Buffer,
  at: number,
  step: readonly [first: number, last: number],
  log: number,
  leaf: number,
): void {
  into.writeInt16BE(5, at)
  into.writeInt32BE(16, at + 2)
  into.writeInt32BE(4, at + 22)
  into.writeInt32BE(step[0], at + 26)
  into.writeInt32BE(4, at + 30)
  into.writeInt32BE(step[1], at + 34)
  into.writeInt32BE(4, at + 38)
  into.writeInt32BE(log, at + 42)
  into.writeInt32BE(8, at + 46)
  into.writeBigInt64BE(BigInt(leaf), at + 50)
}

const row = (...fields: readonly Buffer[]): Buffer => {
  const count = Buffer.alloc(2)
  count.writeInt16BE(fields.length)
  return Buffer.concat([count, ...fields])
}

/** Where in a leaf what is blinded stands: 22 characters or more of Base 64, of which the first eleven tell the copies apart. */
const blinded = ['"sha256":"', '"sm3":"', '"subject":"'] as const
const blindedAt = new Map<Buffer, readonly number[]>()
function placesIn(leaf: Buffer): readonly number[] {
  const known = blindedAt.get(leaf)
  if (known) return known
  const found = blinded.flatMap(name => {
    const at = leaf.indexOf(name)
    return at === -1 ? [] : [at + name.length]
  })
  blindedAt.set(leaf, found)
  return found
}

interface Tile {
  readonly level: number
  readonly index: number
  width: number
  hashes: string
}

/**
 * 补日志 Lengthens the log by the leaves of every copy, hashed as the sequencer does, and written a few hundred thousand at a time:
 * tiles, bundles, index, then the head and the checkpoint it is told by.
 */
export async function lengthenLog(
  session: Session,
  count: number,
  copyOf: (n: number) => { readonly leaves: readonly Leaf[]; readonly time: number },
  signer: Signer,
  say: (done: number) => void,
): Promise<number> {
  const [found] = await session.query<{ log: number; size: number; frontier: Buffer; origin: string }>(
    'select log, size::int, frontier, origin from kernel.trail_head join kernel.trail_logs using (log) where closed_at is null',
  )
  const { log, size, frontier: stored, origin } = found!
  const frontier = decodeFrontier(size, stored)
  if (!frontier) throw new Error('the head of the log does not fit its size')
  const logField = int(log)
  let tiles: Tile[] = []
  const latest: Tile[] = []
  let bundles: Buffer[] = []
  const bundle = Buffer.alloc(tileWidth * longestLeaf)
  let bundled = 0
  const index = Buffer.alloc(slice * indexWidth)
  let indexed = 0
  let checkpoints: Buffer[] = []
  let time = 0

  /** As the sequencer keeps one a minute: with the root the log had then, signed. */
  const checkpoint = () => {
    const note = signCheckpoint({ origin, size: frontier.size, root: rootOf(frontier) }, signer)
    const micros = Buffer.alloc(8)
    micros.writeBigInt64BE(BigInt(time - sinceYear2000) * 1_000n)
    checkpoints.push(row(logField, big(frontier.size), fieldOf(Buffer.from(note)), fieldOf(micros)))
  }
  const closeBundle = () => {
    if (bundled === 0) return
    const last = frontier.size - 1
    bundles.push(
      row(
        logField,
        big(Math.floor(last / tileWidth)),
        small((last % tileWidth) + 1),
        fieldOf(bundle.subarray(0, bundled)),
      ),
    )
    bundled = 0
  }
  const send = (table: string, rows: readonly Buffer[]) =>
    session.copyIn(`copy ${table} from stdin (format binary)`, [head, ...rows, tail])
  const flush = async () => {
    closeBundle()
    await send('kernel.trail_bundles', bundles)
    await send('kernel.trail_index', [index.subarray(0, indexed)])
    indexed = 0
    const grown = tiles.map(({ level, index: place, width, hashes }) =>
      row(logField, small(level), big(place), small(width), fieldOf(hashBytes(hashes))),
    )
    await send('kernel.trail_tiles', grown)
    await send('kernel.trail_checkpoints', checkpoints)
    checkpoints = []
    tiles = []
    latest.length = 0
    bundles = []
  }

  await session.script('begin; set local session_replication_role = replica')
  for (let n = 0; n < count; n++) {
    const { leaves, time: opened } = copyOf(n)
    time = opened
    const own = String(n).padStart(11, 'x')
    for (const { bytes, first, last } of leaves) {
      const leaf = bundle.subarray(bundled + 2, bundled + 2 + bytes.length)
      leaf.set(bytes)
      for (const place of placesIn(bytes)) leaf.write(own, place, 'latin1')
      bundle.writeUInt16BE(bytes.length, bundled)
      bundled += 2 + bytes.length
      writeIndex(index, indexed, [first, last], log, frontier.size)
      writeUuid(index, indexed + 6, opened, 0, n)
      indexed += indexWidth
      append(frontier, sha256Tree.leaf(leaf), (level, position, hash) => {
        const place = Math.floor(position / tileWidth)
        let tile = latest[level]
        if (tile?.index !== place) {
          tile = { level, index: place, width: 0, hashes: '' }
          latest[level] = tile
          tiles.push(tile)
        }
        tile.width = (position % tileWidth) + 1
        tile.hashes += hash
      })
      if (frontier.size % tileWidth === 0) closeBundle()
      if (frontier.size % leavesAMinute === 0) checkpoint()
      if (frontier.size % slice === 0) {
        await flush()
        say(frontier.size)
      }
    }
  }
  if (frontier.size % leavesAMinute !== 0) checkpoint()
  await flush()
  await session.query('update kernel.trail_head set size = $2, root = $3, frontier = $4 where log = $1', [
    log,
    frontier.size,
    hashBytes(rootOf(frontier)),
    encodeFrontier(frontier),
  ])
  await session.script('commit')
  return frontier.size
}
