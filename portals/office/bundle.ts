import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refusal } from '#kernel/refusal'

export const deskNotBuilt = refusal('DESK_NOT_BUILT', 503, 'The desk has not been put together yet')

/** One file of the desk as it goes out. */
export interface Asset {
  readonly type: string
  readonly bytes: Buffer
}

/** 构建产物 The desk as it was put together last: its files by name, and what a first page loads. */
export interface Bundle {
  readonly assets: ReadonlyMap<string, Asset>
  readonly script: string
  /** Files the first script asks for at once. */
  readonly ahead: readonly string[]
}

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
}

export const generated = join(import.meta.dirname, 'generated')

export const asset = (name: string, bytes: Buffer): Asset => ({
  type: types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
  bytes,
})

function neededBy(manifest: Readonly<Record<string, Chunk>>, entry: Chunk): readonly string[] {
  const found = new Set<string>()
  const visit = ({ imports = [] }: Chunk): void => {
    for (const key of imports) {
      const chunk = manifest[key]
      if (!chunk || found.has(chunk.file)) continue
      found.add(chunk.file)
      visit(chunk)
    }
  }
  visit(entry)
  return [...found]
}

/** @throws DESK_NOT_BUILT where nothing was put together yet. */
export function readBundle(folder = generated): Bundle {
  let manifest: Readonly<Record<string, Chunk>>
  try {
    const { hash } = JSON.parse(readFileSync(join(folder, 'built.json'), 'utf8')) as { hash: string }
    const built = join(folder, hash)
    manifest = JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8'))
    const names = readdirSync(join(built, 'assets'))
    const assets = new Map(names.map(name => [name, asset(name, readFileSync(join(built, 'assets', name)))]))
    const entry = Object.values(manifest).find(({ isEntry }) => isEntry)
    if (!entry) throw new Error('no entry')
    const bare = (file: string) => file.slice(file.lastIndexOf('/') + 1)
    return { assets, script: bare(entry.file), ahead: neededBy(manifest, entry).map(bare) }
  } catch (cause) {
    throw deskNotBuilt({ cause, remedy: 'Start the program with npm start, which puts the desk together.' })
  }
}
