import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { openPerson, signInBy } from '../harness/person.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

type Opened = Awaited<ReturnType<typeof openPerson>>
const typed = {
  'f.applicant.name': '示例公民',
  'f.contact.phone': '13800000001',
  'f.request.text': '写到一半',
  'f.request.form': 'electronic',
}
let gate: TestGate
let own: Opened
let other: Opened

before(async () => {
  gate = await openTestGate()
  own = await openPerson(gate)
  other = await openPerson(gate)
})
after(() => gate?.close())

const left = new Map<Opened, string[]>()
async function signedIn(visitor: Visitor, person: Opened): Promise<void> {
  const codes = left.get(person) ?? [...person.codes]
  left.set(person, codes)
  await signInBy(visitor, person.number, codes.shift()!)
}
const away = () => gate.house.clock.advance({ minutes: 61 })

/** A page of the form, sent an hour too late: its address, and what goes on with it. */
async function sentTooLate(visitor: Visitor) {
  await visitor.get('/apply/information-request')
  const place = { organ: '210100-city-government', key: randomUUID(), for: '' }
  const begun = await visitor.send('/apply/information-request', place)
  const at = String(begun.headers.location)
  assert.match(at, /\/fill\/1$/, begun.body)
  await visitor.get(at)
  away()
  const late = await visitor.send(at, { ...typed, for: '' })
  assert.equal(late.statusCode, 401)
  const [, resume] = /name="resume" value="([^"]{40,})"/.exec(late.body) ?? []
  assert.ok(resume, late.body)
  const go = (from: Visitor, token = resume) => from.send(at, { ...typed, for: '', resume: token }, { csrf: '' })
  return { at, go, resume }
}

suite('续填 a form that outlives its session', () => {
  test('the same person in the same browser goes on by one press; nobody else does, and nobody elsewhere', async () => {
    const visitor = openVisitor(gate.app)
    await signedIn(visitor, own)
    const { at, go, resume } = await sentTooLate(visitor)
    const still = await go(visitor)
    assert.equal(still.statusCode, 401, 'nobody has signed in')
    assert.ok(still.body.includes(resume), 'pressed too early, it is not lost')
    await signedIn(visitor, other)
    const stranger = await go(visitor)
    assert.deepEqual([stranger.statusCode, /请再确认一次/.test(stranger.body)], [409, true])
    const elsewhere = openVisitor(gate.app, { address: '192.0.2.11' })
    await signedIn(elsewhere, own)
    assert.equal((await go(elsewhere)).statusCode, 409)
    assert.doesNotMatch((await elsewhere.get(at)).body, /写到一半/, 'nothing was taken')
    away()
    await signedIn(visitor, own)
    assert.equal(
      (
        await go(
          visitor,
          resume.replace(/^./, sign => (sign === 'A' ? 'B' : 'A')),
        )
      ).statusCode,
      409,
    )
    const gone = await go(visitor)
    assert.match(gone.body, /<h1>材料<\/h1>/)
    assert.match((await visitor.get(at)).body, /写到一半/)
  })

  test('a form that was not of the session it came with is not carried past it', async () => {
    const visitor = openVisitor(gate.app)
    await signedIn(visitor, own)
    away()
    const late = await visitor.send('/apply/information-request', { organ: '210100-city-government' }, { csrf: 'x' })
    assert.equal(late.statusCode, 401)
    assert.doesNotMatch(late.body, /name="resume"/)
  })
})
