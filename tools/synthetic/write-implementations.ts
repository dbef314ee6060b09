import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shippedImplementations } from './shipped-implementations.ts'

/**
 * Writes how every shipped item is carried out in a demonstration city, one file an item:
 * `node tools/synthetic/write-implementations.ts content shenyang`. Running it again changes nothing.
 */
const [content, city] = process.argv.slice(2) as [string, string]
const folder = join(content, 'implementations', city)
mkdirSync(folder, { recursive: true })
let [items, implementations] = [0, 0]
for (const { name, text, count, item } of await shippedImplementations(content, city)) {
  if (count === 0) process.stdout.write(`${item} is carried out nowhere\n`)
  else writeFileSync(join(folder, name), text)
  items++
  implementations += count
}
process.stdout.write(`${implementations} implementations of ${items} items\n`)
