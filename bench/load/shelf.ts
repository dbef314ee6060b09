import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../../migrations.ts'
import { say } from '../house.ts'
import { live } from './lived.ts'

const root = join(import.meta.dirname, '../..')
const kept = join(root, 'node_modules/.cache/plumbline-bench')

/** What a filled city was made with: the tables, the content, and the programs that fill it. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const own = ['bench/load', 'bench/inbox', 'bench/items', 'content', 'systems/simulation'].map(name =>
    join(root, name),
  )
  for (const folder of [...migrations.map(({ path }) => path), ...own])
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).toSorted((a, b) =>
      join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
    ))
      if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)))
  return hash.digest('hex').slice(0, 8)
}

export interface Shelf {
  /** The directory of that name, filled by `fill` when it is not there whole; `again` throws away what is there. */
  city(name: string, fill: (directory: string) => Promise<void>, again?: boolean): Promise<string>
  close(): void
}

/** 存架 Where filled cities stand: for good with `keep`, so that the next run begins at once; else until the bench ends. */
export function openShelf(keep: boolean): Shelf {
  const mark = fingerprint()
  const at = keep ? kept : mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
  mkdirSync(at, { recursive: true })
  // The database server's account passes through.
  chmodSync(at, 0o711)
  // Filled for other tables than today's, or left half full.
  for (const name of readdirSync(at)) if (!name.endsWith(mark)) rmSync(join(at, name), { recursive: true, force: true })
  return {
    async city(name, fill, again = false) {
      const whole = join(at, `${name}-${mark}`)
      if (existsSync(whole) && !again) {
        say(`${name}: kept from before`)
        return whole
      }
      rmSync(whole, { recursive: true, force: true })
      const half = join(at, `${name}.half`)
      mkdirSync(half, { mode: 0o711 })
      await fill(half)
      renameSync(half, whole)
      return whole
    },
    close() {
      if (!keep) rmSync(at, { recursive: true, force: true })
    },
  }
}

/** The days of a city that are multiplied. */
export const livedCity = (shelf: Shelf, cases = 60): Promise<string> =>
  shelf.city('lived', directory => {
    say(`${cases} cases are lived, to be multiplied`)
    return live(directory, cases)
  })

/** @throws RangeError when the disk has not that much room. */
export function mustHaveRoom(bytes: number): void {
  const { bavail, bsize } = statfsSync(tmpdir())
  const free = bavail * bsize
  if (free < bytes)
    throw new RangeError(`this needs ${Math.ceil(bytes / 1e9)} GB of disk, and ${Math.floor(free / 1e9)} GB are free`)
}
