import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSurroundings } from '#kernel/definition'
import { readSource, takeIn } from '#systems/catalogue'
import { contentDirectory } from '../../content.ts'
import type { Chance } from '../fuzz/chance.ts'
import { type Found, foundIn, put } from './found.ts'

const published = join(import.meta.dirname, '../../systems/catalogue/intake/published')

const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  '\0',
  '\ud800',
  'x'.repeat(50_000),
  '好'.repeat(20_000),
  [],
  {},
  [[[[]]]],
  '99999999999个工作日',
  '（'.repeat(3_000),
  '第'.repeat(5_000),
  '《'.repeat(5_000),
  '1'.repeat(5_000),
  '__proto__',
  'constructor',
  'toString',
  '{{7*7}}',
]

/** Puts another value in a random place of the tree, or takes one away, or writes one twice. */
function spoil(root: unknown, chance: Chance): unknown {
  const copy: unknown = structuredClone(root)
  let at = copy
  for (let depth = 0; depth < 12; depth++) {
    if (typeof at !== 'object' || at === null) break
    const keys = Object.keys(at)
    if (keys.length === 0) break
    const key = chance.pick(keys)
    const inner = (at as Record<string, unknown>)[key]
    if (typeof inner !== 'object' || inner === null || chance.once(4)) {
      const place = at as Record<string, unknown>
      const how = chance.below(5)
      if (how === 0) delete place[key]
      else if (how === 1) place[chance.pick(['constructor', 'toString', 'x'.repeat(2_000), ''])] = inner
      else if (how === 2) place[key] = Array.from({ length: 200 }, () => inner)
      else place[key] = chance.pick(values)
      break
    }
    at = inner
  }
  return copy
}

const wholes: readonly (readonly [kind: string, bytes: string])[] = [
  ['nothing', ''],
  ['no JSON', '<html></html>'],
  ['depth', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ['members', `{${Array.from({ length: 60_000 }, (_, at) => `"k${at}":"v"`).join(',')}}`],
  ['a list of nothing', `[${Array(100_000).fill('null').join(',')}]`],
  ['prototypes', '{"__proto__":{"name":"x"},"constructor":{"prototype":{}}}'],
  ['long text', `{"事项名称":"${'许可'.repeat(400_000)}"}`],
  ['numbers', `{"事项名称":${'9'.repeat(100_000)}}`],
  ['one scalar', '"x"'],
]

/** 恶意来源 Published items as they never should have been published. Read, or refused with a code; what is made of them is said without a fault. */
export async function hostileSources(count: number, chance: Chance): Promise<Found> {
  const found = foundIn('sources')
  const surroundings = await readSurroundings(contentDirectory)
  const roots = readdirSync(published)
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(join(published, name), 'utf8')) as unknown)
  const take = (bytes: Buffer): readonly string[] => {
    const intake = takeIn('hostile.json', readSource('hostile.json', bytes), { surroundings, effective: '2026-07-01' })
    return intake.faulty.length > 0 ? [...new Set(intake.faulty.map(({ rule }) => rule))] : []
  }
  for (const [kind, text] of wholes) await put(found, kind, () => take(Buffer.from(text)))
  for (let at = found.count; at < count; at++) {
    let spoilt = chance.pick(roots)
    for (let times = 1 + chance.below(4); times > 0; times--) spoilt = spoil(spoilt, chance)
    await put(found, 'spoilt', () => take(Buffer.from(JSON.stringify(spoilt))))
  }
  return found
}
