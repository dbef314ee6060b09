import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generated } from './bundle.ts'

const here = import.meta.dirname
const source = join(here, 'desk')

/** 源码指纹 What the desk is made from: its sources, this file, and the versions of what it is made with. */
function hashOfSources(): string {
  const hash = createHash('sha256')
  const files = globSync('**/*.{ts,tsx,css}', { cwd: source }).sort()
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(source, file)))
  for (const file of ['build.ts', '../../package.json']) hash.update(readFileSync(join(here, file)))
  return hash.digest('hex').slice(0, 16)
}

/** 构建坐席 Puts the desk together where its sources have changed, and says nothing; two at once do not disturb each other. */
async function buildDesk(): Promise<void> {
  const hash = hashOfSources()
  const built = join(generated, hash)
  if (!existsSync(join(built, 'manifest.json'))) {
    const { build } = await import('vite')
    mkdirSync(generated, { recursive: true })
    const making = join(generated, `making-${process.pid}`)
    await build({
      root: source,
      base: '/office/',
      configFile: false,
      logLevel: 'silent',
      build: {
        outDir: making,
        emptyOutDir: true,
        manifest: 'manifest.json',
        modulePreload: { polyfill: false },
        target: 'es2022',
        rolldownOptions: { input: join(source, 'main.tsx') },
      },
    })
    try {
      renameSync(making, built)
    } catch {
      // Somebody else was faster with the same sources.
      rmSync(making, { recursive: true, force: true })
    }
  }
  writeFileSync(join(generated, 'built.json'), JSON.stringify({ hash }))
  for (const name of readdirSync(generated))
    if (name !== hash && name !== 'built.json' && !name.startsWith('making-'))
      rmSync(join(generated, name), { recursive: true, force: true })
}

if (import.meta.main) await buildDesk()
