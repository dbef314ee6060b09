import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Compiled, compile } from '#kernel/rules'
import { date, days, generatedFacts, generatedScope, number, truth } from './expression.fixture.ts'
import { consultOracle } from './oracle.ts'

/** Too many digits or too deep is refused, and that is an answer too; anything else must compile. */
function compiled(source: string): Compiled | null {
  try {
    return compile(source, generatedScope)
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'RULE_TOO_LARGE', source)
    return null
  }
}

const withoutPlaces = (tree: unknown) => JSON.stringify(tree, (key, value) => (key === 'at' ? undefined : value))

const expressions = fc.oneof({ weight: 7, arbitrary: truth }, number, date, days)

suite('闭包 = 准: the closure agrees with the exact oracle', () => {
  test('on 6,000 random expressions and facts, with unknowns, dates, decimals and values beyond the bound', () => {
    let [answered, unknown, refused] = [0, 0, 0]
    fc.assert(
      fc.property(expressions, fc.array(generatedFacts, { minLength: 1, maxLength: 2 }), ({ text }, facts) => {
        const expression = compiled(text)
        if (!expression) {
          refused++
          return
        }
        for (const raw of facts) {
          const told: unknown = expression.evaluate(raw)
          const expected = consultOracle(expression.tree, generatedScope, raw)
          const same: boolean =
            told === null || typeof told === 'boolean' ? told === expected : String(told) === expected
          assert.ok(
            same,
            `${text} on ${JSON.stringify(raw, (_, part) => (typeof part === 'bigint' ? `${part}` : part))}: ${told}, oracle ${expected}`,
          )
          if (told === null) unknown++
          else answered++
        }
      }),
      { numRuns: 6_000 },
    )
    assert.ok(answered > 1_500 && unknown > 500 && refused < 600, JSON.stringify({ answered, unknown, refused }))
  })

  test('few parentheses mean the same as all parentheses', () => {
    fc.assert(
      fc.property(truth, ({ text, full }) => {
        const [a, b] = [compiled(text), compiled(full)]
        assert.equal(withoutPlaces(a?.tree), withoutPlaces(b?.tree), `${text}\n${full}`)
      }),
      { numRuns: 1_500 },
    )
  })
})
