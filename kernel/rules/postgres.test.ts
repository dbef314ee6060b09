import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { compileTest, emitPostgres, filterPostgres, type PostgresSource } from '#kernel/rules'
import { openTestDatabase } from '../../test/harness/database.ts'
import { date, days, generatedFacts, number, truth } from './expression.fixture.ts'
import { compiledPair, createPairTables, disagreements } from './postgres.fixture.ts'

const pairs = fc.record({
  text: fc.oneof({ weight: 7, arbitrary: truth }, number, date, days).map(({ text }) => text),
  facts: generatedFacts,
})

const visits: PostgresSource = {
  scope: {
    'firm.name': { kind: 'string' },
    due: { kind: 'date' },
    findings: { kind: 'relation', key: ['visit'], fields: { open: { kind: 'boolean' } } },
  },
  alias: 'visit',
  columns: { 'firm.name': 'firm"name', due: 'due' },
  relations: {
    findings: { table: ['registers', 'finding'], key: [{ column: 'visit', of: 'number' }], columns: { open: 'open' } },
  },
}

suite('SQL 表达式: PostgreSQL answers as closure and oracle do', () => {
  test('on 1,200 random expressions and facts, as a value and as a WHERE clause', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await database.migrator.session(async sql => {
      await createPairTables(sql)
      for (let batch = 0; batch < 6; batch++) {
        const seed = 20_260_706 + batch
        const drawn = fc.sample(pairs, { numRuns: 200, seed })
        assert.deepEqual(await disagreements(sql, drawn), [], `seed ${seed}`)
      }
    })
  })

  test('an edge each: month ends, leap days, bounds, negative and zero divisors, code points, bytes', async () => {
    const facts = {
      born: '2024-02-29',
      count: 10n ** 18n - 1n,
      money: '-0.01',
      name: '𠮷a',
      small: 0,
      term: 12,
      payments: [],
    }
    const edges = [
      'date("2026-01-31") + duration("P1M") = date("2026-02-28")',
      'born + term = date("2025-02-28")',
      'born - duration("P48M")',
      'date("9999-12-31") + duration("P1D") = null',
      'date("0001-01-01") - duration("P1M") = null',
      'date("0001-01-31") + duration("P999999999M") = null',
      'count + 1 = null',
      'count + 0 = 999999999999999999',
      '0 - count - 1 = null',
      '1 / money < 0',
      'count / money > 3 / -0.5',
      '1 / small = 1',
      'string length(name) = 2',
      'starts with(name, "𠮷")',
      'some row in payments satisfies row.amount > 1',
      'every row in payments satisfies row.amount > 1',
      'if open then 1 else 2',
      'open = null or open',
    ]
    await using database = await openTestDatabase({ folders: [] })
    await database.migrator.session(async sql => {
      await createPairTables(sql)
      for (const text of edges) assert.ok(compiledPair(text), text)
      assert.deepEqual(
        await disagreements(
          sql,
          edges.map(text => ({ text, facts })),
        ),
        [],
      )
    })
  })

  test('what an author writes never becomes SQL', () => {
    const parameters: string[] = []
    const { tree } = compileTest(`firm.name = "'; drop table registers.visit; --"`, visits.scope)
    const text = emitPostgres(tree, visits, parameters)
    assert.deepEqual(parameters, [`'; drop table registers.visit; --`])
    assert.equal(text, '((("visit"."firm""name")::text collate "C")) = (($1)::text collate "C")')
  })

  test('some and every under and become joins', () => {
    const { tree } = compileTest('due < date("2026-01-01") and some f in findings satisfies f.open', visits.scope)
    assert.match(
      filterPostgres(tree, visits, []),
      / and \(exists \(select from "registers"\."finding" as "related" where "related"\."visit" = "visit"\."number" and \("related"\."open"\) is true\)\)$/,
    )
  })

  test('refuses what has no column, no table or no SQL', () => {
    const functions = {
      'day of week': { parameters: [{ kind: 'date' }], result: { kind: 'integer' }, apply: () => 1 },
    } as const
    const none = { ...visits, columns: {}, relations: {} }
    for (const source of ['due = null', 'some f in findings satisfies f.open'])
      assert.throws(() => emitPostgres(compileTest(source, visits.scope).tree, none, []), {
        code: 'RULE_OUTSIDE_SUBSET',
      })
    const called = compileTest('day of week(due) = 1', visits.scope, { functions })
    assert.throws(() => emitPostgres(called.tree, visits, []), { code: 'RULE_OUTSIDE_SUBSET' })
  })
})
