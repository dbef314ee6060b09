// 测速 npm run bench -- check [--items 4559] [--seed 1] [--force] [--json]
// How long `plumbline check` takes over a city's whole list: everything anew with the examples walked, and again unchanged.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { canonicalJson, readDefinition } from '#kernel/definition'
import { readTemplates } from '../content.ts'
import { othersNow } from './case/cpu.ts'
import { median, rounded } from './case/round.ts'
import { memoryOf } from './check/memory-of.ts'

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '4559' },
    seed: { type: 'string', default: '1' },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const items = Number(values.items)
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const limits = { coldSeconds: 20, cachedSeconds: 3, rssMB: 1_000, medianBytes: 6_000 } as const
const disturbed = 0.4

const others = await othersNow()
if (others > disturbed && !values.force) {
  say(`others keep ${others.toFixed(1)} cores busy: figures would mean nothing (--force measures all the same)`)
  process.exit(2)
}

interface Ran {
  readonly seconds: number
  readonly rssMB: number
  readonly figures: Readonly<Record<string, number>>
}

/** One command of the house, as start.mjs runs it, and the most memory its processes held together. */
async function plumbline(words: readonly string[]): Promise<Ran> {
  const flags = ['--max-semi-space-size=32', '--min-semi-space-size=16', '--maglev-as-top-tier', '--always-sparkplug']
  const program = join(import.meta.dirname, '../plumbline.ts')
  const began = performance.now()
  const child = spawn(process.execPath, [...flags, program, ...words, '--json'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', part => (said += part))
  const ended = new Promise<number>(resolve => child.once('close', code => resolve(code ?? 1)))
  let most = 0
  let running = true
  const watching = (async () => {
    while (running) {
      most = Math.max(most, memoryOf(child.pid!))
      await pause(50)
    }
  })()
  const code = await ended
  const seconds = (performance.now() - began) / 1_000
  running = false
  await watching
  if (code !== 0) throw new Error(`plumbline ${words.join(' ')} ended with ${code}`)
  const { figures } = JSON.parse(said.trim().split('\n').at(-1)!) as { figures: Ran['figures'] }
  return { seconds, rssMB: most / 1_000_000, figures }
}

/** How many differ in what they say, name and number aside, and how long they are when their template is filled in. */
async function lengths(folder: string) {
  const template = await readTemplates()
  const different = new Set<string>()
  const bytes: number[] = []
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.yaml')) continue
    const { loaded } = readDefinition(name, readFileSync(join(folder, name)), template)
    if (!loaded) continue
    const { item: _, source: __, ...rest } = loaded.definition
    const canonical = canonicalJson({ ...rest, category: { ...rest.category, listed: null } })
    different.add(canonical)
    bytes.push(Buffer.byteLength(canonical))
  }
  return { distinct: different.size, medianBytes: median(bytes) }
}

const folder = mkdtempSync(join(tmpdir(), 'plumbline-check-'))
try {
  say(`making ${items} items`)
  await plumbline(['synth', 'items', '--count', String(items), '--seed', values.seed, '--out', folder])
  say('checking everything')
  const cold = await plumbline(['check', folder, '--anew'])
  say('checking what has not changed')
  const cached = await plumbline(['check', folder])
  const figures = {
    items: cold.figures['items']!,
    examples: cold.figures['examples']!,
    coldSeconds: rounded(cold.seconds, 1),
    cachedSeconds: rounded(cached.seconds, 1),
    rssMB: Math.round(Math.max(cold.rssMB, cached.rssMB)),
    ...(await lengths(folder)),
    othersCores: rounded(others, 1),
  }
  const ok =
    figures.items === items &&
    figures.distinct === items &&
    figures.medianBytes >= limits.medianBytes &&
    figures.examples >= 2 * items &&
    cached.figures['items'] === items &&
    figures.coldSeconds <= limits.coldSeconds &&
    figures.cachedSeconds <= limits.cachedSeconds &&
    figures.rssMB < limits.rssMB
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ name: 'check', ok, figures })}\n`
      : `check: ${ok ? 'holds' : 'DOES NOT HOLD'}\n${JSON.stringify(figures, null, 2)}\n`,
  )
  process.exitCode = ok ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}
