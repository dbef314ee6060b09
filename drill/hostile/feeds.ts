import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toldOfFile } from '../../commands/fault.ts'
import type { Chance } from '../fuzz/chance.ts'
import { type DrillHouse, firmCode } from '../house.ts'
import { type Found, foundIn, put } from './found.ts'
import { watchCases } from './watched.ts'

const header = 'uscc,name,active,keyEnergyUser'
const good = (running: number): string => `${firmCode(running)},沈阳演练${running}号,是,否`

/** A row's cells, each hostile in a way that has a name. */
const cells: Readonly<Record<string, readonly string[]>> = {
  uscc: [
    '',
    ' ',
    '91210102',
    '９１２１０１０２',
    "' or 1=1 --",
    '=cmd|calc',
    '\u202e',
    '0'.repeat(300_000),
    'null',
    '91210102\u200b',
  ],
  name: [
    '',
    '\u0000',
    '\ud800',
    '"',
    '""',
    '"a"b',
    'a\nb',
    '\u2028',
    '好'.repeat(90_000),
    '{}',
    '=HYPERLINK("x")',
    '\ufeff',
    '\u{1F600}',
  ],
  active: ['', '也许', '2', 'TRUE', 'ｔｒｕｅ', '[]', '是否', 'yes'],
  keyEnergyUser: ['', '也许', 'NaN', '1e1', '-0', '是', '否'],
}
const csvRow = (running: number, chance: Chance): string => {
  const row = good(running).split(',')
  const names = Object.keys(cells)
  const at = chance.below(names.length)
  row[at] = chance.pick(cells[names[at]!]!)
  const how = chance.below(12)
  if (how === 0) row.push('one more')
  if (how === 1) row.pop()
  if (how === 2) row[at] = `"${row[at]}`
  if (how === 3) row[at] = `"${row[at]!.replaceAll('"', '""')}"`
  return row.join(',')
}
const jsonValues: readonly string[] = [
  'null',
  'true',
  '1',
  '-1',
  '1e400',
  '[]',
  '{}',
  '"\\u0000"',
  '"\\ud800"',
  '""',
  '" "',
  '[[[[]]]]',
  '{"a":{"b":{}}}',
  '99999999999999999999',
  '"2026-13-45"',
  '"好"',
]
const jsonRow = (running: number, chance: Chance): string => {
  const row: Record<string, string> = {
    uscc: `"${firmCode(running)}"`,
    name: `"演练${running}"`,
    active: 'true',
    keyEnergyUser: 'false',
  }
  const names = [
    ...Object.keys(row),
    'validFrom',
    'validTo',
    '__proto__',
    'constructor',
    'legalRepresentative',
    'toString',
  ]
  row[chance.pick(names)] = chance.pick([
    ...jsonValues,
    '"0000-01-01"',
    '"9999-12-31"',
    '"-000001-01-01"',
    '"2026-02-30"',
    '"2026-03-02T00:00"',
  ])
  const text = `{${Object.entries(row)
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`
  const how = chance.below(12)
  if (how === 0) return text.slice(0, -1)
  if (how === 1) return `${'['.repeat(2_000)}${text}`
  if (how === 2) return text.replace('{', '{"uscc":"x",')
  if (how === 3) return `[${text}]`
  return text
}
const dayRow = (running: number, chance: Chance): string => {
  const days = [
    '',
    '0000-01-01',
    '0001-01-01',
    '1000-01-01',
    '9999-12-31',
    '10000-01-01',
    '+012345-01-01',
    '-000001-01-01',
    '2026-02-29',
    '2026-3-2',
    '２０２６-03-02',
    'infinity',
    '-infinity',
    'now',
    'epoch',
  ]
  return `${good(running)},${chance.pick(days)},${chance.pick(days)}`
}

interface Wrong {
  readonly kind: string
  readonly bytes: Uint8Array | string
  readonly name?: string
  readonly more?: Readonly<Record<string, unknown>>
}

/** Files that are hostile as a whole. */
const wholes: readonly Wrong[] = [
  { kind: 'nothing', bytes: '' },
  { kind: 'one line end', bytes: '\r\n' },
  { kind: 'only a mark', bytes: '\ufeff' },
  { kind: 'only a header', bytes: `${header}\n` },
  { kind: 'header twice named', bytes: 'uscc,uscc,name,active,keyEnergyUser\n' },
  { kind: 'header of strangers', bytes: `${'x,'.repeat(100_000)}x\n` },
  { kind: 'header very long', bytes: `${'x'.repeat(1_000_000)}\n` },
  { kind: 'header unclosed', bytes: `"${header}\n${good(1)}\n` },
  { kind: 'header of prototypes', bytes: '__proto__,constructor,toString,uscc\n1,2,3,4\n' },
  { kind: 'personal column', bytes: `${header},legalRepresentative\n${good(1)},x\n` },
  { kind: 'NUL bytes', bytes: Buffer.alloc(1_000_000) },
  { kind: 'one endless line', bytes: `${header}\n${'x'.repeat(20_000_000)}` },
  { kind: 'one endless quote', bytes: `${header}\n"${'x\n'.repeat(100_000)}` },
  { kind: 'only quotes', bytes: `${header}\n${'"'.repeat(3_000_000)}` },
  { kind: 'only commas', bytes: `${header}\n${','.repeat(3_000_000)}` },
  { kind: 'only line ends', bytes: `${header}${'\n'.repeat(2_000_000)}` },
  { kind: 'only carriage returns', bytes: `${header}${'\r'.repeat(1_000_000)}` },
  { kind: 'UTF-16', bytes: Buffer.from(`\ufeff${header}\n${good(1)}\n`, 'utf16le') },
  {
    kind: 'GB18030 under UTF-8',
    bytes: Buffer.concat([Buffer.from(`${header}\n`), Buffer.from('cac2cff12ccac22cca2c0a', 'hex')]),
    more: { encoding: 'utf-8' },
  },
  { kind: 'a picture', bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
  { kind: 'a packed file', bytes: Buffer.from('504b0304140000000800', 'hex') },
  { kind: 'JSON depth', bytes: `${'['.repeat(250_000)}\n${'{"a":'.repeat(40_000)}\n`, more: { format: 'jsonl' } },
  {
    kind: 'JSON, many members',
    bytes: `{${Array.from({ length: 15_000 }, (_, at) => `"k${at}":1`).join(',')}}\n`,
    more: { format: 'jsonl' },
  },
  { kind: 'JSON, no line is one', bytes: 'x\n'.repeat(3_000), more: { format: 'jsonl' } },
  { kind: 'first day far off', bytes: `${header}\n${good(3)}\n`, more: { from: '9999-12-31' } },
  { kind: 'register unknown', bytes: `${header}\n`, more: { register: '__proto__' } },
  { kind: 'register of cases', bytes: `${header}\n`, more: { register: 'penalty' } },
  { kind: 'source unknown', bytes: `${header}\n`, more: { source: 'x'.repeat(10_000) } },
]

/**
 * 恶意归集 Feeds whose rows, header or whole are hostile. Each good row is taken in once and each bad one shown with a code; a file that
 * cannot be taken at all changes no row of the register.
 */
export async function hostileFeeds(
  { city }: DrillHouse,
  directory: string,
  count: number,
  chance: Chance,
): Promise<Found> {
  const found = foundIn('feeds', await watchCases(city.migrator))
  const folder = join(directory, 'hostile-feeds')
  mkdirSync(folder, { recursive: true })
  const rowsNow = async () =>
    (
      await city.db.query<{ n: number }>(
        'select count(*)::int as n from registers.enterprise where recorded_to is null',
      )
    )[0]!.n
  let running = 0

  async function feedIt(path: string, more: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
    const before = await rowsNow()
    const refusedWith = async (): Promise<never | readonly string[]> => {
      const fed = await city.feeds.feed({ register: 'enterprise', path, ...more } as Parameters<
        typeof city.feeds.feed
      >[0])
      const shown: string[] = []
      for (let after = 0; ; ) {
        const { rows, next } = await city.feeds.bad(fed.id, { after, limit: 1_000, content: true })
        shown.push(...rows.map(({ code }) => code))
        if (next === undefined) break
        after = next
      }
      if (shown.length !== fed.bad) throw new Error(`${fed.bad} bad rows and ${shown.length} shown`)
      if (fed.rows !== fed.bad + fed.written + fed.known) throw new Error('rows were lost')
      const now = await rowsNow()
      if (now - before > fed.written) throw new Error(`${now - before} rows came, ${fed.written} were told of`)
      return [...new Set(shown)]
    }
    try {
      return await refusedWith()
    } catch (fault) {
      if ((await rowsNow()) !== before) throw new Error(`refused, and the register changed: ${String(fault)}`)
      // As the command tells it.
      throw toldOfFile(fault)
    }
  }

  for (const { kind, bytes, more = {} } of wholes) {
    const path = join(folder, 'whole.csv')
    writeFileSync(path, bytes)
    await put(found, kind, () => feedIt(path, more))
  }
  const sparse = join(folder, 'sparse.csv')
  writeFileSync(sparse, `${header}\n`)
  truncateSync(sparse, 64 << 20)
  await put(found, 'a file of holes', () => feedIt(sparse, {}))
  await put(found, 'a directory', () => feedIt(folder, {}))
  await put(found, 'not there', () => feedIt(join(folder, 'nowhere'), {}))
  const link = join(folder, 'link.csv')
  symlinkSync(link, link)
  await put(found, 'a link to itself', () => feedIt(link, {}))
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  await put(found, 'a pipe nobody writes', () => feedIt(pipe, {}))
  await put(found, 'a device', () => feedIt('/dev/zero', {}))
  const round = 25
  for (let at = found.count; at < count; at += round) {
    const [kind, head, row, more] = chance.pick<
      readonly [string, string, (running: number, chance: Chance) => string, Readonly<Record<string, unknown>>]
    >([
      ['rows of cells', header, csvRow, {}],
      ['rows of JSON', '', jsonRow, { format: 'jsonl' }],
      ['rows with days', `${header},validFrom,validTo`, dayRow, {}],
    ])
    const rows = Array.from({ length: round }, () =>
      chance.once(4) && row === csvRow ? good(++running) : row(++running, chance),
    )
    const path = join(folder, 'rows')
    writeFileSync(path, `${head === '' ? '' : `${head}\n`}${rows.join('\n')}\n`)
    await put(found, kind, () => feedIt(path, more))
    // Every row is a thing of its own.
    found.count += round - 1
  }
  rmSync(folder, { recursive: true, force: true })
  return found
}
