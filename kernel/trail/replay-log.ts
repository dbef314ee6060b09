import type { Db, Session } from '#kernel/storage'
import { copyTiles } from './copy-rows.ts'
import { decodeBundle } from './entry-bundle.ts'
import { append, emptyFrontier, type Frontier, rootOf, tileWidth } from './frontier.ts'
import { checkIndex, indexRow } from './index-check.ts'
import { encodeTilePath, widthOf } from './tile-path.ts'
import type { LogRow } from './trail.store.ts'
import { type Hash, hashAt, hashBytes, hashFrom, hashLength, sha256Tree } from './tree-hash.ts'

/** 疑点 Something in the stored log that does not agree with the rest, and where. */
export interface LogFault {
  readonly code:
    | 'entry-changed'
    | 'entry-missing'
    | 'tile-changed'
    | 'tile-missing'
    | 'root-wrong'
    | 'checkpoint-forged'
    | 'checkpoint-missing'
    | 'published-missing'
    | 'published-forged'
    | 'log-behind'
    | 'chain-broken'
    | 'index-wrong'
    | 'index-missing'
    | 'steps-broken'
  /** `entry 517`, `tile/1/000`, `checkpoint 4096`, … */
  readonly place: string
  readonly log?: string
  readonly detail?: string
}

/** A root somebody stated for a size: a checkpoint, the head row, the published file. */
export interface StatedRoot {
  readonly size: number
  readonly root: Hash
  readonly name: string
}

type TileStream = AsyncGenerator<{ index: number; data: Buffer }>
type Streams = Record<'bundles' | 'tiles' | 'steps', TileStream>

/** Opens the three streams a replay reads side by side, each on a connection of its own. */
const withStreams = <T>(db: Db, { log, size }: LogRow, work: (streams: Streams) => Promise<T>): Promise<T> => {
  const open = (session: Session, table: string, where: string) =>
    copyTiles(session, `select index, data from kernel.${table} where log = ${log}${where} order by index, width`)
  return db.session(first =>
    db.session(second =>
      db.session(third =>
        work({
          bundles: open(first, 'trail_bundles', ''),
          tiles: open(second, 'trail_tiles', ' and level = 0'),
          steps: copyTiles(
            third,
            `select leaf_index / 256, string_agg(${indexRow}, '' order by leaf_index)
             from kernel.trail_index where log = ${log} and leaf_index < ${size} group by 1 order by 1`,
          ),
        }),
      ),
    ),
  )
}

/** Reads a stream of numbered things that may have holes. */
function numbered(stream: TileStream): (index: number) => Promise<Buffer | undefined> {
  const advance = () => {
    const coming = stream.next()
    // Read ahead: a failure is met when it is awaited, and must not end the process before.
    coming.catch(() => {})
    return coming
  }
  let next = advance()
  return async index => {
    for (;;) {
      const { done, value } = await next
      if (done || value.index > index) return undefined
      next = advance()
      if (value.index === index) return value.data
    }
  }
}

/** Replays one log from its entries; what does not agree is reported and, where the rest allows, passed over. */
export function replayLog(
  db: Db,
  log: LogRow,
  stated: readonly StatedRoot[],
  add: (fault: LogFault) => void,
  progress: (entries: number) => void,
): Promise<{ root: Hash; first: Buffer | undefined }> {
  const report = (code: LogFault['code'], place: string, detail?: string) =>
    add({ code, place, log: log.origin, ...(detail === undefined ? {} : { detail }) })
  return withStreams(db, log, async streams => {
    const above = await readAbove(db, log)
    const [bundleAt, tileAt, stepsAt] = [numbered(streams.bundles), numbered(streams.tiles), numbered(streams.steps)]
    const roots = [...stated].sort((a, b) => a.size - b.size)
    const frontier = emptyFrontier()
    const grown = new Map<string, Hash[]>()
    let first: Buffer | undefined
    const checkRoots = () => {
      for (let next = roots[0]; next !== undefined && next.size <= frontier.size; next = roots[0]) {
        roots.shift()
        if (rootOf(frontier) !== next.root)
          report('root-wrong', next.name, 'the entries before it lead to another root')
      }
    }
    const onHash = (level: number, position: number, value: Hash) => {
      if (level === 0) return
      const key = `${level}/${Math.floor(position / tileWidth)}`
      const tile = grown.get(key)
      if (tile) tile.push(value)
      else grown.set(key, [value])
    }
    checkRoots()
    for (let index = 0; index * tileWidth < log.size; index++) {
      const width = widthOf(log.size, 0, index)
      const entries = decodeBundle((await bundleAt(index)) ?? Buffer.alloc(0)) ?? []
      const tile = (await tileAt(index))?.subarray(0, width * hashLength)
      first ??= entries[0]
      const hashes = entries.slice(0, width).map(sha256Tree.leaf)
      const parent = above.get(`1/${Math.floor(index / tileWidth)}`)
      const taken = settle({ index, width, hashes, tile, parent, frontier, head: hashFrom(log.root), report })
      if (taken === undefined) return { root: rootOf(frontier), first }
      for (const hash of taken) {
        append(frontier, hash, onHash)
        if (roots[0] !== undefined && roots[0].size <= frontier.size) checkRoots()
      }
      const steps = (await stepsAt(index)) ?? Buffer.alloc(0)
      checkIndex(steps, entries.slice(0, width), index * tileWidth, report)
      if (index % 64 === 0) progress(frontier.size)
    }
    checkAbove(log, above, grown, report)
    progress(frontier.size)
    return { root: rootOf(frontier), first }
  })
}

export type Report = (code: LogFault['code'], place: string, detail?: string) => void

interface Meeting {
  readonly index: number
  readonly width: number
  readonly hashes: Hash[]
  readonly tile: Buffer | undefined
  readonly parent: Buffer | undefined
  readonly frontier: Frontier
  readonly head: Hash
  readonly report: Report
}

const tileName = (level: number, index: number) => encodeTilePath({ kind: 'tile', level, index, width: tileWidth })

/** Entries and tile side by side: names what was changed, and returns the hashes to go on with. */
function settle({ index, width, hashes, tile, parent, frontier, head, report }: Meeting): readonly Hash[] | undefined {
  const whole = hashes.length === width
  if (tile === undefined || tile.length < width * hashLength) report('tile-missing', tileName(0, index))
  else if (whole && hashBytes(hashes.join('')).equals(tile)) return hashes
  const first = index * tileWidth
  if (!whole) report('entry-missing', `entry ${first + hashes.length}`, `up to entry ${first + width - 1}`)
  if (tile === undefined || tile.length < width * hashLength) return whole ? hashes : undefined
  const kept = Array.from({ length: width }, (_, at) => hashAt(tile, at))
  if (!whole) return kept
  const reportChanged = (detail?: string) => {
    for (const [at, hash] of hashes.entries())
      if (hash !== kept[at]) report('entry-changed', `entry ${first + at}`, detail)
  }
  // Whichever of the two the rest of the tree confirms was left alone; the other was changed.
  if (confirms(kept, { index, parent, frontier, head })) {
    reportChanged()
    return kept
  }
  if (confirms(hashes, { index, parent, frontier, head })) {
    report('tile-changed', tileName(0, index))
  } else {
    reportChanged('or its hash')
  }
  return hashes
}

function confirms(
  hashes: readonly Hash[],
  { index, parent, frontier, head }: Omit<Meeting, 'hashes' | 'tile' | 'width' | 'report'>,
) {
  if (hashes.length === tileWidth) {
    const alone = emptyFrontier()
    for (const hash of hashes) append(alone, hash, () => {})
    const place = (index % tileWidth) * hashLength
    return parent?.subarray(place, place + hashLength).equals(hashBytes(rootOf(alone))) === true
  }
  const whole: Frontier = { size: frontier.size, peaks: [...frontier.peaks] }
  for (const hash of hashes) append(whole, hash, () => {})
  return rootOf(whole) === head
}

/** The tiles above the leaves: a 256th of the log, kept in memory. */
async function readAbove(db: Db, { log }: LogRow): Promise<Map<string, Buffer>> {
  const rows = await db.query<{ level: number; index: number; data: Buffer }>(
    `select level, index, string_agg(data, '' order by width) as data
     from kernel.trail_tiles where log = $1 and level > 0 group by level, index`,
    [log],
  )
  return new Map(rows.map(({ level, index, data }) => [`${level}/${index}`, data]))
}

function checkAbove(
  log: LogRow,
  above: ReadonlyMap<string, Buffer>,
  grown: ReadonlyMap<string, Hash[]>,
  report: Report,
) {
  for (const [key, hashes] of grown) {
    const [level, index] = key.split('/').map(Number) as [number, number]
    const tile = above.get(key)?.subarray(0, hashes.length * hashLength)
    if (tile === undefined || tile.length < hashes.length * hashLength) report('tile-missing', tileName(level, index))
    else if (!tile.equals(hashBytes(hashes.join('')))) report('tile-changed', tileName(level, index))
  }
  for (const key of above.keys()) {
    const [level, index] = key.split('/').map(Number) as [number, number]
    if (!grown.has(key) && widthOf(log.size, level, index) > 0) report('tile-changed', tileName(level, index))
  }
}
