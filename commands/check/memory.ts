import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CheckMemory, digestOf } from '#kernel/definition'

const root = join(import.meta.dirname, '../..')
const mostFiles = 20_000

/** What the checker itself is made of: its sources, the packages they stand on, the calendar, the Node that runs them. */
function checkerDigest(): string {
  const hash = createHash('sha256').update(process.version)
  const add = (file: string): void => void hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  for (const storey of ['kernel', 'hubs', 'systems', 'commands/check', 'content/calendars'])
    for (const name of readdirSync(join(root, storey), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(ts|yaml)$/.test(name) && !/\.(test|samples)\.ts$/.test(name)) add(`${storey}/${name}`)
  for (const file of ['commands/check.ts', 'content.ts', 'package-lock.json']) add(file)
  return hash.digest('base64url')
}

/**
 * 检查缓存 What was said last time, kept beside the compiled sources; for each place it is called from, because findings name
 * files as they were given. Another checker begins anew. Without it everything is checked: it is never needed.
 */
export function openMemory({
  anew,
  folder = join(root, 'node_modules/.cache/plumbline-check'),
  checker = checkerDigest(),
}: {
  readonly anew: boolean
  readonly folder?: string
  readonly checker?: string
}) {
  const file = join(folder, `${digestOf(process.cwd()).slice(0, 16)}.json`)
  const files: CheckMemory = anew ? new Map() : readMemory(file, checker)
  const before = new Map(files)
  return {
    files,
    /** Keeps it for the next time, if there is anything new. */
    keep(): void {
      const changed = files.size !== before.size || [...files].some(([name, one]) => before.get(name) !== one)
      if (!changed) return
      for (const name of before.keys()) if (!existsSync(name)) files.delete(name)
      try {
        mkdirSync(folder, { recursive: true })
        const next = `${file}.${process.pid}`
        writeFileSync(next, JSON.stringify({ checker, files: [...files].slice(-mostFiles) }))
        renameSync(next, file)
      } catch {
        // a place that cannot be written keeps nothing
      }
    },
  }
}

function readMemory(file: string, checker: string): CheckMemory {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { checker: string; files: [] }
    return new Map(kept.checker === checker ? kept.files : [])
  } catch {
    return new Map()
  }
}
