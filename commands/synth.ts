import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { synthesize } from '#systems/catalogue'
import { readTemplates } from '../content.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'

/** 合成 Makes distinct invented items, for loads and drills. */
export const synth: Command = {
  summary: { zh: '合成互不相同的事项文件', en: 'make distinct invented items' },
  usage: 'synth items --out DIRECTORY',
  options: {
    count: { about: '件数 how many; 100', value: 'N', from: 1 },
    seed: { about: '种子 the same seed makes the same files; 1', value: 'S', from: 0 },
    out: { about: '写到这里 where they are written', value: 'DIRECTORY' },
  },
  takes: [1, 1],
  run: async ({ args: [what], options, fold }) => {
    if (what !== 'items')
      throw usage({ detail: `${what} cannot be made.`, remedy: 'plumbline synth items --out DIRECTORY' })
    const { out } = options
    if (typeof out !== 'string')
      throw usage({ detail: '--out is missing.', remedy: 'Say where the files go: --out DIRECTORY.' })
    const count = Number(options.count ?? 100)
    const seed = Number(options.seed ?? 1)
    const drawers = new Map<string, number>()
    let bytes = 0
    for (const { item, drawer, yaml } of synthesize({ count, seed, template: await readTemplates() })) {
      const folder = join(out, 'items', drawer)
      if (!drawers.has(drawer)) await mkdir(folder, { recursive: true })
      drawers.set(drawer, (drawers.get(drawer) ?? 0) + 1)
      bytes += Buffer.byteLength(yaml)
      await writeFile(join(folder, `${item}.yaml`), yaml)
      if (drawers.size % 50 === 0) fold(`${item}`)
    }
    return {
      ok: true,
      figures: { count, seed, bytes, drawers: Object.fromEntries(drawers), out },
      text: `${count} items in ${out}`,
    }
  },
}
