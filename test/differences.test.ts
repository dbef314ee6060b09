import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { differenceOf, hashOf, readSurroundings, tellDifferences } from '#kernel/definition'
import { readLocales } from '#portals/public'
import { contentDirectory } from '../content.ts'
import { shippedItems } from '../drill/mutate/good-items.ts'
import { mutators } from '../drill/mutate/mutators.ts'

const surroundings = await readSurroundings(contentDirectory)
const items = shippedItems(surroundings)
const phrases = readLocales(join(contentDirectory, 'locales'))

suite('版本对比 of the city’s own items', () => {
  test('与自己没有不同 no item differs from itself, however often it is read', () => {
    const again = new Map(shippedItems(surroundings).map(one => [one.item, one]))
    for (const item of items) assert.deepEqual(differenceOf(item, again.get(item.item)!), [], item.item)
  })

  test('演练的每一种改法都看得出，说得出 whatever the drill does to an item is a difference, said in both languages', () => {
    const silent: string[] = []
    const unsaid = new Set<string>()
    let tried = 0
    // each mutator on a share of the items, so that all meet all kinds
    // what is no definition any more is never published, and never compared
    const ofShape = /^DEFINITION_(?:MISSING|TYPE|VALUE|PATTERN|UNKNOWN_KEY|DUPLICATE_KEY|SYNTAX)$/
    for (const [turn, mutator] of mutators.filter(({ rule }) => !ofShape.test(rule)).entries())
      for (const item of items.filter((_, at) => (at + turn) % 9 === 0))
        for (const mutation of mutator.at(item, surroundings.laws).slice(0, 3)) {
          if (!mutation.apply) continue
          const changed = structuredClone(item)
          mutation.apply(changed)
          if (hashOf({ ...changed, version: item.version }) === hashOf(item)) continue
          tried++
          const what = `${item.item} ${mutator.rule} ${mutation.what}`
          const differences = differenceOf(item, changed)
          if (differences.length === 0) silent.push(what)
          for (const { text, sentence } of tellDifferences(differences, phrases))
            for (const said of [text.zh, text.en])
              if (said === '' || /\bdifference\.[a-z]|\{[a-zA-Z]+\}/.test(said)) unsaid.add(`${sentence}: ${said}`)
        }
    assert.deepEqual(silent, [])
    assert.deepEqual([...unsaid], [])
    assert.ok(tried > 500, String(tried))
  })
})
