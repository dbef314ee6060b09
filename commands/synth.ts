import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readDefinition, refuseFindings } from '#kernel/definition'
import { readCity } from '#kernel/identity'
import { basicCode, carriersIn, synthesize, writeImplementations } from '#systems/catalogue'
import { contentDirectory, readItemFiles, readTemplates } from '../content.ts'
import type { Command, CommandLine, Outcome } from './command.ts'
import { usage } from './line.ts'

type Options = CommandLine['options']

const wordOf = (options: Options, name: string, remedy: string): string => {
  const word = options[name]
  if (typeof word !== 'string') throw usage({ detail: `--${name} is missing.`, remedy })
  return word
}
const outOf = (options: Options) => wordOf(options, 'out', 'Say where the files go: --out DIRECTORY.')

/** Below a folder of the content, made when the first file comes. */
function writerTo(out: string) {
  const made = new Set<string>()
  return async (folder: string, name: string, text: string): Promise<void> => {
    const path = join(out, folder)
    if (!made.has(path)) await mkdir(path, { recursive: true })
    made.add(path)
    await writeFile(join(path, name), text)
  }
}

async function synthItems({ options, fold }: CommandLine): Promise<Outcome> {
  const out = outOf(options)
  const count = Number(options.count ?? 100)
  const seed = Number(options.seed ?? 1)
  const drawers = new Map<string, number>()
  const write = writerTo(out)
  let [bytes, done] = [0, 0]
  for (const { item, drawer, yaml } of synthesize({ count, seed, template: await readTemplates() })) {
    drawers.set(drawer, (drawers.get(drawer) ?? 0) + 1)
    bytes += Buffer.byteLength(yaml)
    await write(`items/${drawer}`, `${item}.yaml`, yaml)
    if (++done % 50 === 0) fold(item)
  }
  return {
    ok: true,
    figures: { count, seed, bytes, drawers: Object.fromEntries(drawers), out },
    text: `${count} items in ${out}`,
  }
}

/** Every organ's way of every item of a folder, one file an item. */
async function synthImplementations({ options, fold }: CommandLine): Promise<Outcome> {
  const out = outOf(options)
  const from = wordOf(options, 'items', 'Say which items: --items DIRECTORY, as synth items wrote it.')
  const name = wordOf(options, 'city', 'Say of which city: --city shenyang.')
  const city = await readCity(join(contentDirectory, 'cities', name))
  const carriers = carriersIn(city)
  const template = await readTemplates()
  const files = await readItemFiles(from)
  if (files.length === 0)
    throw usage({ detail: `There are no items below ${from}/items.`, remedy: 'plumbline synth items --out DIRECTORY' })
  const write = writerTo(out)
  const nowhere: string[] = []
  let implementations = 0
  for (const [place, { file, bytes }] of files.entries()) {
    const { loaded, findings } = readDefinition(file, bytes, template)
    if (!loaded) throw refuseFindings(findings)
    const { definition } = loaded
    const { codes, drawer } = definition.category
    const basic = codes?.['gb39554.basic'] ?? basicCode(city.regions[0]!.code.slice(0, 2), drawer, place)
    const { text, count } = writeImplementations({ definition, carriers, basic, mark: '合成' })
    implementations += count
    if (count === 0) nowhere.push(definition.item)
    else await write(`implementations/${name}`, `${definition.item}.yaml`, text)
    if (place % 50 === 0) fold(definition.item)
  }
  return {
    ok: nowhere.length === 0,
    figures: { items: files.length, implementations, nowhere, out },
    text: `${implementations} implementations of ${files.length} items in ${out}${nowhere.length > 0 ? `; carried out nowhere: ${nowhere.join(', ')}` : ''}`,
  }
}

const kinds: Readonly<Record<string, (line: CommandLine) => Promise<Outcome>>> = {
  items: synthItems,
  implementations: synthImplementations,
}

/** 合成 Makes distinct invented items, and how each organ of a city carries them out, for loads and drills. */
export const synth: Command = {
  summary: {
    zh: '合成互不相同的事项文件和各机关实施清单',
    en: 'make distinct invented items and their implementations',
  },
  usage: 'synth items|implementations --out DIRECTORY',
  options: {
    count: { about: '件数 how many items; 100', value: 'N', from: 1 },
    seed: { about: '种子 the same seed makes the same files; 1', value: 'S', from: 0 },
    items: { about: '哪些事项的实施清单 implementations of the items of this folder', value: 'DIRECTORY' },
    city: { about: '哪个城市的机关 the city whose organs carry them out', value: 'CITY' },
    out: { about: '写到这里 where they are written', value: 'DIRECTORY' },
  },
  takes: [1, 1],
  run: async line => {
    const what = line.args[0]!
    const kind = Object.hasOwn(kinds, what) ? kinds[what] : undefined
    if (!kind) throw usage({ detail: `${what} cannot be made.`, remedy: 'plumbline synth items --out DIRECTORY' })
    return kind(line)
  },
}
