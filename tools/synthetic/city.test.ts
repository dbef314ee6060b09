import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parseCitizen, parseUscc } from '#kernel/code'
import { makeCity } from './city.ts'
import { demoDivision } from './numbers.ts'

const streets = ['210102001', '210181102']
const city = makeCity({ seed: 7, persons: 3_000, firms: 400, streets })

suite('合成人口 synthetic people and firms', () => {
  test('the same seed gives the same city, another seed another', () => {
    assert.deepEqual(makeCity({ seed: 7, persons: 3_000, firms: 400, streets }), city)
    assert.notDeepEqual(makeCity({ seed: 8, persons: 3_000, firms: 400, streets }).persons, city.persons)
  })
  test('every number passes its check and shows that it is nobody’s', () => {
    for (const person of city.persons) {
      assert.ok(parseCitizen(person.citizen, { today: Temporal.PlainDate.from('2026-03-02') }).ok, person.citizen)
      assert.ok(person.citizen.startsWith(demoDivision))
      assert.match(person.name, /^.某/)
    }
    for (const firm of city.firms) {
      assert.ok(parseUscc(firm.uscc).ok, firm.uscc)
      assert.match(firm.uscc, /^91\d{6}DEM/)
      assert.match(firm.name, /演示/)
      assert.ok(city.persons[firm.representative])
    }
  })
  test('no two persons or firms share a number', () => {
    assert.equal(new Set(city.persons.map(person => person.citizen)).size, 3_000)
    assert.equal(new Set(city.firms.map(firm => firm.uscc)).size, 400)
  })
})
