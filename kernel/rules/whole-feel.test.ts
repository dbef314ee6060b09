import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  dateFrom,
  decimalFrom,
  evaluate,
  type FeelValue,
  feelNames,
  feelScope,
  inScope,
  makeEvaluation,
  makeNames,
  parseExpression,
  whole,
  written,
} from '#kernel/feel'
import { compile, type PreparedFacts, prepareFacts, type RawFacts, type ScalarType } from '#kernel/rules'
import { date, days, generatedFacts, generatedScope, number, truth } from './expression.fixture.ts'

const now = { kind: 'date and time', day: 0, nanos: 0n } as const
const nanosOfDay = 86_400_000_000_000n

/** The same fact as FEEL has it. */
function feelOf({ kind }: ScalarType, raw: unknown): FeelValue {
  if (typeof raw === 'boolean' || raw === null || raw === undefined) return raw ?? null
  if (kind === 'string') return String(raw)
  if (kind === 'date') return dateFrom(String(raw))
  if (kind === 'days') return { kind: 'days and time duration', nanos: BigInt(raw as number) * nanosOfDay }
  if (kind === 'months') return { kind: 'years and months duration', months: BigInt(raw as number) }
  return typeof raw === 'bigint' ? whole(raw) : decimalFrom(String(raw))
}

function namesOf(raw: RawFacts): ReadonlyMap<string, FeelValue> {
  const values = new Map<string, FeelValue>()
  for (const [name, type] of Object.entries(generatedScope)) {
    if (type.kind !== 'relation') values.set(name, feelOf(type, raw[name]))
    else {
      const rows = (raw[name] ?? []) as readonly RawFacts[]
      values.set(
        name,
        rows.map(row => new Map(Object.entries(type.fields).map(([field, own]) => [field, feelOf(own, row[field])]))),
      )
    }
  }
  return values
}

/** Whether everything the expression reads is known, and within its declared range. */
const known = (raw: RawFacts, prepared: PreparedFacts, names: readonly string[]): boolean =>
  names.every(name =>
    name === 'payments'
      ? Array.isArray(raw.payments) &&
        (prepared.payments as readonly PreparedFacts[]).every(row => Object.values(row).every(value => value !== null))
      : prepared[name] !== null,
  )

const same = (ours: unknown, theirs: FeelValue, { kind }: ScalarType): boolean =>
  typeof ours === 'boolean' ? ours === theirs : written(feelOf({ kind }, ours)) === written(theirs)

suite('闭包 = FEEL: the closure agrees with the whole of FEEL where every fact is known', () => {
  test('on random expressions', () => {
    const facts = fc.array(generatedFacts, { minLength: 1, maxLength: 2 })
    let compared = 0
    fc.assert(
      fc.property(fc.oneof({ weight: 7, arbitrary: truth }, number, date, days), facts, ({ text }, all) => {
        let compiled: ReturnType<typeof compile>
        try {
          compiled = compile(text, generatedScope)
        } catch {
          return
        }
        const node = parseExpression(text, makeNames(Object.keys(generatedScope), feelNames))
        for (const raw of all as readonly RawFacts[]) {
          const ours: unknown = known(raw, prepareFacts(generatedScope, raw), compiled.names)
            ? compiled.evaluate(raw)
            : null
          if (ours === null) continue
          const theirs = evaluate(node, inScope(namesOf(raw), feelScope), makeEvaluation(now))
          const shown = JSON.stringify(raw, (_, part) => (typeof part === 'bigint' ? `${part}` : part))
          assert.ok(same(ours, theirs, compiled.type), `${text} on ${shown}: ${ours}, FEEL ${written(theirs)}`)
          compared++
        }
      }),
      { numRuns: 4_000 },
    )
    assert.ok(compared > 1_000, `${compared} compared`)
  })
})
