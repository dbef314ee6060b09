import fc from 'fast-check'
import { openDatabase, type Session } from '#kernel/storage'
import { date, days, generatedFacts, number, truth } from '../kernel/rules/expression.fixture.ts'
import { compiledPair, createPairTables, type Disagreement, disagreements } from '../kernel/rules/postgres.fixture.ts'
import { conclude, drillDirectory, optionOf, say } from './house.ts'

/**
 * 规则一致演练 Random typed expressions with random facts (unknowns, month ends, leap days, values at and beyond the bounds, relations),
 * asked of the closure, of PostgreSQL as a value and as a WHERE clause, and of the exact oracle. Whatever differs is shrunk to
 * the least that still differs, and printed with the seed and path that draw it again.
 */
const wanted = optionOf('pairs', 20_000)
const seed = optionOf('seed', 20_260_706)
const [inBatch, shown] = [250, 5]

const pair = fc.record({
  text: fc.oneof({ weight: 7, arbitrary: truth }, number, date, days).map(({ text }) => text),
  facts: generatedFacts,
})

async function shrunk(sql: Session, batchSeed: number, index: number): Promise<Disagreement | undefined> {
  let least: Disagreement | undefined
  const differs = fc.asyncProperty(pair, async one => {
    const [found] = await disagreements(sql, [one])
    if (found) least = found
    return found === undefined
  })
  await fc.check(differs, { seed: batchSeed, path: String(index), numRuns: 1 })
  return least
}

const directory = drillDirectory()
const storage = await openDatabase({ dataDirectory: directory.path, durable: false })
const told = { pairs: 0, disagree: 0, unknown: 0, refused: 0, kinds: {} as Record<string, number> }
const began = performance.now()
try {
  await storage.migrator.session(async sql => {
    await createPairTables(sql)
    for (let batch = 0; told.pairs < wanted; batch++) {
      const batchSeed = (Math.imul(seed, 1_000_003) + batch) | 0
      const drawn = fc
        .sample(pair, { numRuns: inBatch, seed: batchSeed })
        .map((one, index) => ({ ...one, index, compiled: compiledPair(one.text) }))
      const usable = drawn.filter(({ compiled }) => compiled !== null).slice(0, wanted - told.pairs)
      told.refused += drawn.length - drawn.filter(({ compiled }) => compiled !== null).length
      for (const { compiled, facts } of usable) {
        const { kind } = compiled!.type
        told.kinds[kind] = (told.kinds[kind] ?? 0) + 1
        if (compiled!.evaluate(facts) === null) told.unknown++
      }
      const found = await disagreements(sql, usable)
      told.pairs += usable.length
      told.disagree += found.length
      for (const one of found.slice(0, Math.max(0, shown - (told.disagree - found.length)))) {
        const { index } = usable[one.index]!
        const least = (await shrunk(sql, batchSeed, index)) ?? one
        const printed = JSON.stringify(least, (_, part) => (typeof part === 'bigint' ? String(part) : part))
        say(`seed ${batchSeed}, path ${index}: ${printed}`)
      }
      if (batch % 20 === 19) say(`${told.pairs} pairs, ${told.disagree} disagree`)
    }
  })
} finally {
  await storage.stop()
  directory.remove()
}

conclude({
  name: 'rules-agree',
  // A run in which nothing is ever known, or ever unknown, would prove nothing.
  ok: told.disagree === 0 && told.pairs >= wanted && told.unknown > 0 && told.unknown < told.pairs * 0.9,
  figures: { ...told, seed, seconds: Math.round((performance.now() - began) / 1_000) },
})
