import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { composeUscc } from '#kernel/code'
import { conclude, drillDirectory, openDrillCity, optionOf, say } from './house.ts'

/**
 * 归集演练 Feeds a file of which every twentieth row is bad, kills the process (SIGKILL) again and again and repeats; then holds
 * the register against the file: every good row there and once, every bad row shown with its line, the same file again nothing.
 */
const rows = optionOf('rows', 1_000_000)
const kills = optionOf('kills', 5)
const directory = drillDirectory()
const path = join(directory.path, 'enterprises.csv')

const base36 = (running: number): string => running.toString(36).toUpperCase().padStart(6, '0')
const letters = new Map([...'IOSVZ'].map((letter, index) => [letter, '23456'[index]!]))
/** A credit code that passes its checks; `D` or `E` and a number written without the letters a code may not have. */
const codeOf = (running: number): string => {
  const digits = base36(running)
  const mark = [...digits].reduce((sum, letter, index) => sum + (letters.has(letter) ? 1 << index : 0), 0)
  return composeUscc(
    '91',
    '210102',
    `${String.fromCharCode(65 + (mark >> 3))}${mark & 7}${[...digits].map(letter => letters.get(letter) ?? letter).join('')}`,
  )
}
const isBad = (index: number): boolean => index % 20 === 7
const badly: readonly ((index: number) => string)[] = [
  index => `91210102WRONG${String(index).padStart(5, '0')},坏码${index},是,否`,
  index => `${codeOf(index)},,是,否`,
  index => `${codeOf(index)},企业${index},也许,否`,
  index => `${codeOf(index)},企业${index},是`,
  index => `${codeOf(index)},"企业${index},是,否`,
  index => `${codeOf(index)},企业\0${index},是,否`,
  () => `${codeOf(0)},又是第一家,是,否`,
]
const lineOf = (index: number): string =>
  isBad(index) ? badly[Math.floor(index / 20) % badly.length]!(index) : `${codeOf(index)},"沈阳演练,${index}号",是,否`

function* content(): Generator<string> {
  let text = 'uscc,name,active,keyEnergyUser\r\n'
  for (let index = 0; index < rows; index++) {
    text += `${lineOf(index)}\r\n`
    if (text.length > 1 << 16) {
      yield text
      text = ''
    }
  }
  yield text
}

await pipeline(Readable.from(content()), createWriteStream(path))
const { city: made } = await openDrillCity(directory.path, { content: false })
await made.close()
say(`${rows} rows written to a file`)

interface Fed {
  readonly id: string
  readonly rows: number
  readonly bad: number
  readonly written: number
  readonly known: number
  readonly again: boolean
}

/** Feeds until it is done, or kills it once it has told of so many batches. */
async function round(killAfter: number): Promise<Fed | undefined> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'feed-load.ts'), directory.path, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = 0
  let fed: Fed | undefined
  createInterface({ input: child.stdout }).on('line', line => {
    if (line.startsWith('done ')) fed = JSON.parse(line.slice(5)) as Fed
    else if (++told >= killAfter) child.kill('SIGKILL')
  })
  const [code, signal] = await new Promise<[number | null, string | null]>(resolve =>
    child.on('close', (...how) => resolve(how)),
  )
  if (fed === undefined && signal !== 'SIGKILL') throw new Error(`the feed ended with ${code ?? signal}`)
  return fed
}

const began = performance.now()
let killed = 0
let fed: Fed | undefined
const batches = Math.ceil(rows / 5_000)
while (fed === undefined) {
  fed = await round(killed < kills ? Math.max(1, Math.floor(batches / (kills + 1))) : Number.POSITIVE_INFINITY)
  if (fed === undefined) say(`${++killed} times killed`)
}
const seconds = (performance.now() - began) / 1_000
const again = await round(Number.POSITIVE_INFINITY)

const { city } = await openDrillCity(directory.path, { content: false })
const [seen] = await city.db.query<{ good: number; doubled: number; strange: number }>(
  `select count(distinct uscc)::int as good, count(*)::int - count(distinct uscc)::int as doubled,
count(*) filter (where recorded_to is not null or name not like '沈阳演练,%')::int as strange from registers.enterprise`,
)
const wanted = Array.from({ length: rows }, (_, index) => index)
let lost = 0
for (let from = 0; from < rows; from += 20_000) {
  const codes = wanted
    .slice(from, from + 20_000)
    .filter(index => !isBad(index))
    .map(codeOf)
  const [row] = await city.db.query<{ there: number }>(
    'select count(distinct uscc)::int as there from registers.enterprise where uscc = any($1)',
    [codes],
  )
  lost += codes.length - row!.there
}
const badLines = new Set(
  (await city.db.query<{ line: number }>('select line from data.feed_bad where feed = $1', [fed.id])).map(
    ({ line }) => line,
  ),
)
const bad = wanted.filter(isBad)
const unshown = bad.filter(index => !badLines.has(index + 2)).length
await city.close()
directory.remove()
const { good, doubled, strange } = seen!
conclude({
  name: 'feed',
  postsNothing: true,
  ok:
    lost === 0 &&
    doubled === 0 &&
    strange === 0 &&
    unshown === 0 &&
    badLines.size === bad.length &&
    fed.rows === rows &&
    good === rows - bad.length &&
    killed > 0 &&
    again?.again === true,
  figures: {
    rows: fed.rows,
    bad: badLines.size,
    lost: lost + unshown,
    doubled: doubled + strange,
    good,
    killed,
    again: again?.again,
    seconds: Math.round(seconds * 10) / 10,
    rowsPerSecond: Math.round(rows / seconds),
  },
})
