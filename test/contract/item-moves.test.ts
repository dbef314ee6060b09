import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { loadDefinition, makePublisher } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../content.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const address = '/api/administration/item-moves'
const wanted = { item: 'energy-review', from: 3, to: 4 }
let gate: TestGate
const tokens: Record<string, string> = {}

before(async () => {
  gate = await openTestGate({ now: '2026-03-02T09:00:00+08:00' })
  const { city, clock } = gate.house
  const directory = await city.identity.directory()
  for (const [kind, number] of [
    ['system', 'SYD-9001'],
    ['security', 'SYD-9002'],
    ['audit', 'SYD-9003'],
  ] as const)
    tokens[kind] = await gate.issuer.mint({
      sub: directory.personByNumber(number)!.id,
      administrator: kind,
      scope: 'administer',
    })
  tokens['window'] = await gate.officer(`acceptance@${organ}`)
  const opened = await gate.ask('/api/cases', {
    token: tokens['window']!,
    body: openingOf(await gate.house.firm()),
  })
  assert.equal(opened.statusCode, 201, opened.body)
  const file = (await readItemFiles()).find(one => one.file.endsWith('/energy-review.yaml'))!
  const text = file.bytes.toString().replace('version: 3', 'version: 4').replace('from: 2026-01-01', 'from: 2026-03-02')
  const loaded = loadDefinition(file.file, text, await readTemplates())
  await makePublisher({ db: city.db, clock }).publish(loaded, { publishedBy: 'a' })
})
after(() => gate?.close())

const ask = async (who: string, path: string, body?: object) => {
  const answer = await gate.ask(`${address}${path}`, { token: tokens[who]!, ...(body && { body }) })
  return { status: answer.statusCode, said: answer.json() }
}
const codeOf = async (who: string, path: string, body?: object) => {
  const { status, said } = await ask(who, path, body)
  return [status, said.code]
}
const trial = '/trial?item=energy-review&from=3&to=4'

suite('转版 moves of cases over HTTP', () => {
  test('any of the three tries; officers and the public do not', async () => {
    for (const who of ['system', 'security', 'audit']) {
      const { status, said } = await ask(who, trial)
      assert.equal(status, 200)
      assert.deepEqual(
        said.items.map(({ outcome, reasons }: { outcome: string; reasons: object[] }) => [outcome, reasons]),
        [['moved', []]],
      )
      assert.deepEqual(
        Object.keys(said.items[0]),
        ['number', 'outcome', 'reasons', 'days'],
        'numbers and reasons, nobody’s name',
      )
    }
    assert.deepEqual(await codeOf('window', trial), [403, 'SCOPE_LACKING'])
    assert.deepEqual(await codeOf('audit', '/trial?item=energy-review&from=3&to=9'), [404, 'ITEM_VERSION_UNKNOWN'])
    assert.deepEqual(await codeOf('audit', '/trial?item=energy-review&from=4&to=3'), [422, 'MIGRATION_NOT_ONE_ITEM'])
    assert.deepEqual(await codeOf('audit', `/${randomUUID()}`), [404, 'ITEM_MOVE_UNKNOWN'])
  })

  test('the system administrator proposes, the security administrator approves, a worker carries it out', async () => {
    assert.deepEqual(await codeOf('audit', '', wanted), [403, 'IDENTITY_CHANGE_REFUSED'])
    assert.deepEqual(await codeOf('system', '', { ...wanted, by: 'me' }), [400, 'BODY_INVALID'])
    const { status, said } = await ask('system', '', wanted)
    assert.equal(status, 200)
    assert.deepEqual(await codeOf('system', '', wanted), [409, 'ITEM_MOVE_OPEN'])
    assert.deepEqual(await codeOf('system', '/approve', { move: said.id }), [403, 'IDENTITY_CHANGE_REFUSED'])
    assert.equal((await ask('security', '/approve', { move: said.id })).said.changed, true)
    await gate.house.city.itemMoves.work()
    const report = await ask('audit', `/${said.id}?outcome=moved`)
    assert.deepEqual([report.said.move.cases, report.said.items.length], [{ moved: 1 }, 1])
    assert.equal((await ask('audit', '')).said.items[0].id, said.id)
    assert.deepEqual(await codeOf('security', '/withdraw', { move: said.id }), [409, 'ITEM_MOVE_ENDED'])
    const journal = await gate.ask('/api/administration/changes', { token: tokens['audit']! })
    const changes = journal.json().items.map(({ change }: { change: string }) => change)
    for (const change of ['cases-move-proposed', 'cases-move-approved', 'cases-moved'])
      assert.ok(changes.includes(change), change)
    const number = report.said.items[0].number
    const events = await gate.ask(`/api/cases/${number}/events`, { token: tokens['window']! })
    assert.ok(events.json().items.some(({ type }: { type: string }) => type === 'case.migrated'))
  })
})
