import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { makeFit } from './fit.ts'
import { itemFiles, loadItem } from './lint/content.samples.ts'
import { isShared, locatedOf, plain, share } from './located.ts'
import { ItemDefinition } from './settings/item.ts'

const items = itemFiles.map(path => loadItem(path).definition)

/** Every place of a value, as the path that leads to it. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, part]) => placesIn(part, [...path, name]))]
}

type Change = (at: Record<string, unknown>, name: string) => void

/** The value with one place changed; nothing else of it is touched. */
function changed(value: unknown, [name, ...rest]: readonly string[], change: Change): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return value
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>
  if (rest.length === 0) change(copy, name)
  else copy[name] = changed(copy[name], rest, change)
  return copy
}

const spoilt: readonly unknown[] = [undefined, null, '', 'no such word', '2026-01-01', -1, 0.5, 7, true, [], {}]
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...spoilt).map(
    (other): Change =>
      (at, name) => {
        at[name] = other
      },
  ),
  fc.constant<Change>((at, name) => {
    delete at[name]
  }),
  fc.constant<Change>(at => {
    at['neverHeardOf'] = 1
  }),
  fc.constant<Change>((at, name) => {
    if (Array.isArray(at)) at.push(at[Number(name)])
  }),
)

suite('合乎格式 Fit', () => {
  test('it says what the validator says, of every item and of items spoilt anywhere', () => {
    const fit = makeFit(ItemDefinition)
    const validator = Compile(ItemDefinition)
    const places = items.map(item => placesIn(item).slice(1))
    for (const item of items) assert.ok(fit(item))
    const one = fc
      .nat({ max: items.length - 1 })
      .chain(at =>
        fc.tuple(
          fc.constant(at),
          fc.array(fc.tuple(fc.nat({ max: places[at]!.length - 1 }), change), { minLength: 1, maxLength: 3 }),
        ),
      )
    let wrong = 0
    fc.assert(
      fc.property(one, ([at, changes]) => {
        const value = changes.reduce<unknown>(
          (item, [place, how]) => changed(item, places[at]![place]!, how),
          items[at],
        )
        const said = fit(value)
        if (!said) wrong++
        assert.equal(said, validator.Check(value))
      }),
      { numRuns: 2_000, seed: 1 },
    )
    assert.ok(wrong > 500, `only ${wrong} were wrong`)
  })

  test('it says what the validator says, whatever words a schema is written in', () => {
    const strict = { additionalProperties: false } as const
    const schemas: readonly TSchema[] = [
      Type.Object({ a: Type.Optional(Type.String()), b: Type.Integer() }),
      Type.Object({ a: Type.Unknown() }, strict),
      Type.Object({ a: Type.Optional(Type.String()) }, { additionalProperties: Type.Integer() }),
      Type.Record(Type.String({ pattern: '^a' }), Type.Integer()),
      Type.Record(Type.String({ pattern: '^a' }), Type.Integer(), { ...strict, minProperties: 1, maxProperties: 1 }),
      Type.Array(Type.Unknown(), { minItems: 1, maxItems: 2, uniqueItems: true }),
      Type.Union([Type.Literal('a'), Type.Boolean(), Type.Enum(['x', 'y']), Type.Number({ minimum: 1 })]),
      Type.String({ minLength: 2 }),
      Type.Enum([1, 2]),
    ]
    const word = fc.oneof(fc.constantFrom('a', 'b', 'x', '', 1, 2, 0.5, true, null), fc.constant(undefined))
    const value = fc.oneof(word, fc.array(word, { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'ab', 'b'), word))
    for (const schema of schemas) {
      const fit = makeFit(schema)
      const validator = Compile(schema)
      fc.assert(fc.property(value, one => fit(one) === validator.Check(one)))
    }
  })

  test('a shared part is looked at once, one that is not every time', () => {
    const fit = makeFit(Type.Object({ a: Type.Integer() }))
    const shared = locatedOf({ a: 1 })
    share(shared)
    const once = plain(shared) as object
    assert.equal(plain(shared), once)
    assert.ok(isShared(once) && Object.isFrozen(once))
    assert.ok(fit(once) && fit(once))
    const own = { a: 1 as unknown }
    assert.ok(fit(own) && !isShared(own))
    own.a = 'no'
    assert.ok(!fit(own))
  })
})
