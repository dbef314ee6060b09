import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'

/**
 * 家规 The laws of the house, quickly: every test of `test/architecture` reads files only, in this one process, and needs no database.
 * Prints what is broken and nothing else; exit 1 when something is, or when nothing was looked at.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const files = globSync('test/architecture/*.test.ts', { cwd: root }).map(path => join(root, path))

let looked = 0
let broken = 0
for await (const { type, data } of Readable.from(run({ files, isolation: 'none', cwd: root }))) {
  if (type === 'test:pass' && data.details.type !== 'suite') looked++
  if (type !== 'test:fail' || data.details.type === 'suite') continue
  broken++
  const { cause } = data.details.error
  process.stdout.write(`✖ ${data.name}\n${cause instanceof Error ? cause.message : String(cause)}\n`)
}
process.stdout.write(`${looked} laws hold, ${broken} are broken\n`)
process.exitCode = broken === 0 && looked > 0 ? 0 : 1
