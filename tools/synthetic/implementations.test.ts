import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parseItem } from '#kernel/code'
import { readImplementations } from '#kernel/definition'
import { readCity } from '#kernel/identity'
import { contentDirectory } from '../../content.ts'
import { shippedImplementations } from './shipped-implementations.ts'

const files = await shippedImplementations(contentDirectory, 'shenyang')
const city = await readCity(join(contentDirectory, 'cities/shenyang'))
const folder = join(contentDirectory, 'implementations/shenyang')
const again = 'node tools/synthetic/write-implementations.ts content shenyang'

suite('随库实施清单 every shipped item is carried out in the demonstration city', () => {
  test('every item has an organ, and what stands in the files is what the tool writes', () => {
    assert.ok(files.length >= 56, `${files.length} items`)
    const nowhere = files.filter(({ count }) => count === 0).map(({ item }) => item)
    assert.deepEqual(nowhere, [], 'an item without an organ needs one in tools/synthetic/write-city.ts')
    const stale = files.filter(
      ({ name, text }) => !existsSync(join(folder, name)) || readFileSync(join(folder, name), 'utf8') !== text,
    )
    assert.deepEqual(
      stale.map(({ item }) => item),
      [],
      again,
    )
  })

  test('each of thirteen districts carries out what counties carry out, with a code of its own', () => {
    const districts = city.regions.filter(({ kind }) => kind === 'district')
    const organs = new Map(city.organs.map(organ => [organ.id, organ]))
    assert.equal(districts.length, 13)
    for (const { item, name, text } of files) {
      const { implementations } = readImplementations(name, text, () => undefined)
      assert.deepEqual(implementations, [], 'without its item nothing is read')
      const rows = text.split('\n').filter(line => line.startsWith('  - '))
      const codes = rows.map(row => /taskCode: ([0-9A-Z]+)/.exec(row)![1]!)
      assert.equal(new Set(codes).size, codes.length, item)
      for (const [at, row] of rows.entries()) {
        const parsed = parseItem(codes[at]!)
        assert.ok(parsed.ok, `${item}: ${codes[at]}`)
        assert.equal(parsed.parts.uscc, organs.get(/organ: ([a-z0-9-]+)/.exec(row)![1]!)?.uscc)
      }
      assert.equal(new Set(codes.map(code => code.slice(19))).size, 1, `${item}: one item, one code in every district`)
    }
    const review = files.find(({ item }) => item === 'energy-review')!
    assert.equal(review.count, 14)
  })
})
