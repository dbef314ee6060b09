import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  commitmentOf,
  type DrawRecord,
  firstOf,
  inOrder,
  lotsOf,
  populationHash,
  streamOf,
  verifyDraw,
} from '#kernel/draw'

const seed = createHash('sha256').update('a seed').digest('hex')
const beacon = { log: 1, size: 12, root: createHash('sha256').update('root').digest('base64') }
const caseId = '00000000-0000-7000-8000-000000000000'
const population = inOrder(Array.from({ length: 40 }, (_, index) => `FIRM-${String(index).padStart(3, '0')}`))
const drawing = { caseId, stage: 'draw', seed, beacon, population, count: 5, each: 2, pool: 9, without: [3] }
const record = (): DrawRecord => ({
  ...drawing,
  commitment: commitmentOf(seed),
  size: population.length,
  hash: populationHash(population),
  lots: lotsOf(drawing),
})

suite('抽取 a draw that everybody can cast again', () => {
  test('the same inputs give the same lots; any other input gives others', () => {
    assert.deepEqual(lotsOf(drawing), lotsOf({ ...drawing }))
    const others = [
      { ...drawing, seed: createHash('sha256').update('another').digest('hex') },
      { ...drawing, beacon: { ...beacon, size: 13 } },
      { ...drawing, caseId: '00000000-0000-7000-8000-000000000001' },
      { ...drawing, population: population.slice(1) },
    ]
    for (const other of others) assert.notDeepEqual(lotsOf(other), lotsOf(drawing))
  })
  test('a worked example stays what it is: whoever reads the README finds the same', () => {
    assert.equal(
      populationHash(['A', 'B']),
      createHash('sha256').update('plumbline/draw/population/1\nA\nB\n').digest('hex'),
    )
    assert.equal(
      createHash('sha256')
        .update(JSON.stringify(lotsOf(drawing)))
        .digest('hex')
        .slice(0, 16),
      '688e0d00494fcb50',
    )
  })
  test('no object twice, no person twice at one object, nobody who is left out', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.nat(80),
        fc.nat(4),
        fc.nat(12),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (size, count, each, pool, drawnSeed) => {
          const keys = inOrder(Array.from({ length: size }, (_, index) => `K${index}`))
          const lots = lotsOf({
            ...drawing,
            seed: Buffer.from(drawnSeed).toString('hex'),
            population: keys,
            count,
            each,
            pool,
            without: [0],
          })
          assert.equal(lots.length, Math.min(count, size))
          assert.equal(new Set(lots.map(({ object }) => object)).size, lots.length)
          for (const { persons, reserve } of lots) {
            const all = [...persons, ...reserve]
            assert.equal(new Set(all).size, all.length)
            assert.ok(all.every(place => place > 0 && place < pool))
            assert.equal(persons.length, Math.min(each, Math.max(0, pool - 1)))
          }
        },
      ),
    )
  })
  test('leaving somebody out of the pool changes no object', () => {
    const objects = (without: readonly number[]) => lotsOf({ ...drawing, without }).map(({ object }) => object)
    assert.deepEqual(objects([]), objects([1, 2, 3]))
  })
  test('no number is likelier than another', () => {
    const counts = Array.from({ length: 7 }, () => 0)
    const stream = streamOf(Buffer.from(seed, 'hex'), 'fair')
    for (let at = 0; at < 70_000; at++) counts[stream.below(7)]!++
    const chi = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    assert.ok(chi < 22.5, `chi² of ${chi} over 6 degrees of freedom`)
  })
  test('every place of a shuffle is equally likely', () => {
    const first = Array.from({ length: 5 }, () => 0)
    for (let at = 0; at < 20_000; at++) first[firstOf(streamOf(Buffer.from(`${at}`), 'x'), 5, 2)[1]!]!++
    const chi = first.reduce((sum, count) => sum + (count - 4_000) ** 2 / 4_000, 0)
    assert.ok(chi < 18.5, `chi² of ${chi} over 4 degrees of freedom`)
  })
})

suite('复算 tampering is seen', () => {
  const faults = (change: Partial<DrawRecord>, keys = population, more: { root?: string; count?: number } = {}) =>
    [...new Set(verifyDraw({ ...record(), ...change }, { population: keys, ...more }).map(({ what }) => what))].sort()
  test('as it was: equal', () => {
    assert.deepEqual(verifyDraw(record(), { population, root: beacon.root, count: 5 }), [])
    assert.deepEqual(verifyDraw(record(), { population: [...population].reverse() }), [])
  })
  test('another seed', () => {
    assert.deepEqual(faults({ seed: seed.replace(/^./, digit => (digit === '0' ? '1' : '0')) }), ['lots', 'seed'])
  })
  test('a row of the population gone, added or exchanged', () => {
    assert.deepEqual(faults({}, population.slice(1)), ['lots', 'population'])
    assert.deepEqual(faults({}, [...population, 'FIRM-999']), ['lots', 'population'])
    assert.ok(faults({}, ['FIRM-900', ...population.slice(1)]).includes('population'))
  })
  test('another count', () => {
    assert.ok(faults({ count: 6 }).includes('lots'))
    assert.deepEqual(faults({}, population, { count: 6 }), ['count'])
  })
  test('one object swapped, one person swapped, one lot left out', () => {
    const { lots } = record()
    const another = population.find(key => !lots.some(({ object }) => object === key))!
    assert.deepEqual(faults({ lots: [{ ...lots[0]!, object: another }, ...lots.slice(1)] }), ['lots'])
    assert.deepEqual(
      faults({ lots: [{ ...lots[0]!, persons: [lots[0]!.persons[1]!, lots[0]!.reserve[0]!] }, ...lots.slice(1)] }),
      ['lots'],
    )
    assert.deepEqual(faults({ lots: lots.slice(1) }), ['lots'])
  })
  test('another root of the log than the reader finds', () => {
    assert.deepEqual(faults({}, population, { root: createHash('sha256').update('other').digest('base64') }), [
      'beacon',
    ])
  })
})
