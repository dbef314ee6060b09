import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { copiesOf, type Naming } from './copies.ts'
import { cut, fieldOf } from './rows.ts'
import type { Part } from './template.ts'

const id = '0190932c-a2c0-7000-8000-000000000010'
const bytes = Buffer.concat([
  Buffer.from([0, 3]),
  fieldOf(Buffer.from(id.replaceAll('-', ''), 'hex')),
  fieldOf(Buffer.from(`{"id":"${id}","number":"21010220260302@@@@@@@@"}`)),
  fieldOf(null),
])
const part: Part = {
  bytes,
  patches: [
    { kind: 'uuid', at: 6, own: 0, party: false },
    { kind: 'uuidText', at: bytes.indexOf(id), own: 0, party: false },
    { kind: 'digits', at: bytes.indexOf('@@@@@@@@') },
  ],
}
const naming: Naming = {
  openedAt: n => Date.UTC(2026, 0, 1) + n * 60_000,
  partyOf: n => n,
  partyAt: 0,
  serialFrom: 10_000_000,
}

suite('放大 copies of a stored case', () => {
  const rows = cut(Buffer.concat([...copiesOf(0, 20_000, n => (n % 2 === 0 ? part : undefined), naming)]))
  const uuids = rows.map(row => row.bytes.toString('hex', 6, 22))

  test('every copy is a row of its own, with one identifier in column and text', () => {
    assert.equal(rows.length, 10_000)
    assert.equal(new Set(uuids).size, rows.length)
    for (const [at, { bytes: copy, fields }] of rows.entries()) {
      assert.equal(fields.length, 3)
      assert.equal(fields[2], -1)
      const said = JSON.parse(copy.toString('utf8', fields[1], copy.length - 4))
      assert.equal(said.id.replaceAll('-', ''), uuids[at])
      assert.match(said.number, /^21010220260302\d{8}$/)
    }
    assert.equal(new Set(rows.map(row => row.bytes.toString('latin1', row.fields[1]))).size, rows.length)
  })

  test('identifiers sort as the cases were opened, and name that moment', () => {
    assert.deepEqual(uuids.toSorted(), uuids)
    assert.equal(Number.parseInt(uuids[5]!.slice(0, 12), 16), naming.openedAt(10))
  })
})
