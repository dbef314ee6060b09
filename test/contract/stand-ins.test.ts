import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const post = `${organ}/acceptance`
let gate: TestGate
let number: string
let holder: string
let colleague: string

/** The directory that admission goes by is read anew after a quarter of a second. */
const forgotten = () => pause(300)
const tokenOf = (person: string, scope = 'cases.act cases.read') =>
  gate.issuer.mint({ sub: person, post, onBehalfOf: holder, scope })
const lend = async (to: string, begins: string, ends: string): Promise<string> => {
  const token = await gate.officer(`acceptance@${organ}`)
  const body = { to, items: ['energy-review'], begins, ends }
  const lent = await gate.ask('/api/delegations', { token, body })
  assert.equal(lent.statusCode, 201, lent.body)
  await forgotten()
  return lent.json().delegation
}

before(async () => {
  gate = await openTestGate()
  const token = await gate.officer(`acceptance@${organ}`)
  const opened = await gate.ask('/api/cases', { token, body: openingOf(await gate.house.firm()) })
  number = opened.json().number
  ;({ person: holder } = await gate.house.officer(`acceptance@${organ}`))
  ;({ person: colleague } = await gate.house.officer(`review@${organ}`))
})
after(() => gate?.close())

suite('委托代行 standing in for the holder of a post', () => {
  test('a colleague to whom nothing is lent today is admitted nowhere: not before it begins, not once it has ended', async () => {
    const token = await tokenOf(colleague)
    const refused = async () => {
      for (const path of [`/api/cases/${number}`, `/api/cases/${number}/details`, '/api/inbox'])
        await gate.refused(path, { token }, 403, 'POST_NOT_HELD')
    }
    await refused()
    await lend(colleague, '2026-03-04', '2026-03-10')
    await refused()
    gate.house.clock.advance({ hours: 48 })
    const [now, { person: other }] = [await tokenOf(colleague), await gate.house.officer(`bureau-head@${organ}`)]
    assert.equal((await gate.ask(`/api/cases/${number}`, { token: now })).statusCode, 200)
    await gate.refused(`/api/cases/${number}`, { token: await tokenOf(other) }, 403, 'POST_NOT_HELD')
    gate.house.clock.advance({ hours: 24 * 6 })
    await gate.refused(`/api/cases/${number}`, { token: await tokenOf(colleague) }, 403, 'POST_NOT_HELD')
  })

  test('what is lent ends at the named items: no lists to take away, no records of people, no supervision', async () => {
    const today = gate.house.clock.today().toString()
    await lend(colleague, today, gate.house.clock.today().add({ days: 1 }).toString())
    const every = 'cases.act cases.read cases.export parties.write registers.read alarms.read supervise'
    const token = await tokenOf(colleague, every)
    for (const path of [`/api/cases/${number}`, `/api/cases/${number}/details`, '/api/inbox', '/api/alarms'])
      assert.equal((await gate.ask(path, { token })).statusCode, 200, path)
    for (const path of ['/api/exports', '/api/exports/waiting', '/api/registers/enterprise', '/api/ratings/unverified'])
      await gate.refused(path, { token }, 403, 'SCOPE_LACKING')
    const person = { kind: 'person', name: '示例某某', identifiers: [] }
    await gate.refused('/api/parties', { token, body: person }, 403, 'SCOPE_LACKING')
  })

  test('taken back, it ends at once', async () => {
    gate.house.clock.advance({ hours: 24 })
    const today = gate.house.clock.today().toString()
    const delegation = await lend(colleague, today, '2026-06-30')
    const token = await tokenOf(colleague)
    assert.equal((await gate.ask('/api/inbox', { token })).statusCode, 200)
    const ended = await gate.ask('/api/delegations/end', {
      token: await gate.officer(`acceptance@${organ}`),
      body: { delegation, on: today },
    })
    assert.equal(ended.statusCode, 200, ended.body)
    await forgotten()
    await gate.refused('/api/inbox', { token }, 403, 'POST_NOT_HELD')
  })
})
