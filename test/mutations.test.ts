import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { lint, readSurroundings } from '#kernel/definition'
import { contentDirectory } from '../content.ts'
import { drawSites } from '../drill/mutate/draw.ts'
import { shippedItems } from '../drill/mutate/good-items.ts'
import { makeJudges } from '../drill/mutate/judges.ts'
import { mutators, rulesToCover } from '../drill/mutate/mutators.ts'

const surroundings = await readSurroundings(contentDirectory)
const items = shippedItems(surroundings)

const root = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Codes as a check says them: not those it refuses a request with, nor those it only compares with. */
const codesIn = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /(?<!refusal\(\s*)(?<!=== )'((?:ALARM|AUTHORITY|COMPARISON|DEFINITION|DEPOSIT|EXAMPLE|FLOW|IMPLEMENTATION|JOINT|LAW|LIMIT|MIGRATES|NAME|NEXT|OFFICE|OUTCOME|PROBLEM|RULE)_[A-Z0-9_]+)'/g,
    ),
  ].map(([, code]) => code!)

/** What is said of a content without laws, and of the facts of a case: no item can be spoilt so. */
const notOfAnItem = ['LAW_LIBRARY_MISSING', 'RULE_FACT_INVALID']

suite('改坏演练 every rule is tried by a fault made for it', () => {
  test('每条规则都有改法 No rule of the list and of the law is without a mutation', () => {
    const drawn = drawSites(items, mutators, surroundings.laws, { count: rulesToCover.length * 2, seed: 1 })
    const tried = new Set(drawn.map(({ mutator }) => mutator.rule))
    assert.deepEqual(
      rulesToCover.filter(rule => !tried.has(rule)),
      [],
    )
  })

  test('检查能说的都有改法 Nothing that a check can say is without a line of the list', () => {
    const said = new Set<string>()
    for (const file of globSync('kernel/definition/**/*.ts', { cwd: root }))
      if (!/\.(test|samples)\.ts$/.test(file)) for (const code of codesIn(read(file))) said.add(code)
    for (const [, code] of read('kernel/rules/fault.ts').matchAll(/refusal\('(RULE_[A-Z_]+)'/g)) said.add(code!)
    for (const code of notOfAnItem) said.delete(code)
    assert.ok(said.size > 100, `${said.size} codes were found`)
    assert.deepEqual(
      [...said].filter(code => !rulesToCover.includes(code)),
      [],
    )
  })

  test('一处一处改坏，由该发现的规则发现 One of each is found by the rule it was made for', async () => {
    const judges = makeJudges(surroundings, items, contentDirectory)
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

  test('法律的发现都写明条文 Whatever the law linter finds names its article', () => {
    const { laws } = surroundings
    const bare = new Set<string>()
    const seen = new Set<string>()
    const ofLaw = mutators.filter(({ rule, seer }) => rule.startsWith('LAW_') && (seer ?? 'check') === 'check')
    for (const { item, mutation } of drawSites(items, ofLaw, laws, { count: 1_000, seed: 34 })) {
      const changed = structuredClone(item)
      mutation.apply?.(changed)
      for (const { rule, basis, text } of lint(changed, laws)) {
        seen.add(rule)
        // that a citation names no article is itself a finding, and of a law that nobody has read none is known
        const unread = basis !== undefined && laws.find(basis.law)?.verified === false
        const named = basis?.articles.some(article => article !== '') || unread || rule === 'LAW_BASIS_IN_FORCE'
        if (!basis || !named) bare.add(`${rule} ${text.en}`)
      }
    }
    assert.deepEqual([...bare], [])
    assert.ok(seen.size > 30, `${seen.size} rules were met`)
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
