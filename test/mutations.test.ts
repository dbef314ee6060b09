import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readSurroundings } from '#kernel/definition'
import { contentDirectory } from '../content.ts'
import { drawSites } from '../drill/mutate/draw.ts'
import { shippedItems } from '../drill/mutate/good-items.ts'
import { makeJudges } from '../drill/mutate/judges.ts'
import { mutators, rulesToCover } from '../drill/mutate/mutators.ts'

const surroundings = await readSurroundings(contentDirectory)
const items = shippedItems(surroundings)

suite('改坏演练 every rule is tried by a fault made for it', () => {
  test('每条规则都有改法 No rule of the list and of the law is without a mutation', () => {
    const drawn = drawSites(items, mutators, surroundings.laws, { count: rulesToCover.length * 2, seed: 1 })
    const tried = new Set(drawn.map(({ mutator }) => mutator.rule))
    assert.deepEqual(
      rulesToCover.filter(rule => !tried.has(rule)),
      [],
    )
  })

  test('一处一处改坏，由该发现的规则发现 One of each is found by the rule it was made for', async () => {
    const judges = makeJudges(surroundings, items)
    const missed: string[] = []
    for (const { item, mutator, mutation } of drawSites(items, mutators, surroundings.laws, {
      count: rulesToCover.length,
      seed: 20_261_128,
    })) {
      const { found, instead } = await judges.found(mutator.rule, mutator.seer ?? 'check', item, mutation)
      if (!found) missed.push(`${mutator.rule} ${item.item} ${mutation.what}: ${instead.join(' ') || 'nothing'}`)
    }
    assert.deepEqual(missed, [])
  })

  test('同一个种子抽同样的改法 The same seed draws the same', () => {
    const draw = (seed: number) =>
      drawSites(items, mutators, surroundings.laws, { count: 200, seed }).map(
        ({ item, mutator, mutation }) => `${mutator.rule} ${item.item} ${mutation.what}`,
      )
    assert.deepEqual(draw(7), draw(7))
    assert.notDeepEqual(draw(7), draw(8))
  })
})
