import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { codes } from '../harness/city.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { clueFields } from '../harness/stories.ts'

const citizenNumber = '11010519491231002X'

let gate: TestGate
let investigator: string
let firm: string
let informant: string
let number: string

const lodge = () => ({
  item: 'energy-report-penalty',
  organ: '210102-energy-bureau',
  verb: 'lodge',
  start: 'complaint',
  channel: 'window',
  parties: [
    { role: 'respondent', party: firm },
    { role: 'informant', party: informant, unit: 'person' },
  ],
  body: { fields: { ...clueFields, 'respondent.uscc': codes.get(firm) } },
})

before(async () => {
  gate = await openTestGate({ now: '2026-05-11T09:00:00+08:00' })
  investigator = await gate.officer('investigator@210102-energy-bureau')
  firm = await gate.house.firm()
  const { city } = gate.house
  ;({ party: informant } = await city.db.transaction(sql =>
    city.parties.register(sql, {
      kind: 'person',
      name: '示例举报人',
      identifiers: [{ scheme: 'citizen', value: citizenNumber }],
    }),
  ))
  const opened = await gate.ask('/api/cases', { token: investigator, body: lodge() })
  assert.equal(opened.statusCode, 201, opened.body)
  ;({ number } = opened.json())
})
after(() => gate?.close())

suite('举报人保密 who reported is told to nobody', () => {
  test('no answer to the handlers of the case has the id of who reported it', async () => {
    for (const path of [
      `/api/cases/${number}`,
      `/api/cases/${number}/events`,
      '/api/inbox',
      `/api/alarms?case=${number}`,
    ]) {
      const answer = await gate.ask(path, { token: investigator })
      assert.equal(answer.statusCode, 200, answer.body)
      assert.ok(!answer.body.includes(informant), path)
    }
    const { items } = (await gate.ask(`/api/cases/${number}/events`, { token: investigator })).json()
    assert.deepEqual(items[0].data.parties, [{ role: 'respondent', party: firm, unit: 'firm' }])
  })

  test('the number of who reported leads to no case; the number of the respondent does', async () => {
    const search = async (scheme: string, value: string) =>
      (await gate.ask('/api/cases/search', { token: investigator, body: { scheme, value } })).json()
    assert.deepEqual(await search('citizen', citizenNumber), { items: [], next: null })
    assert.deepEqual((await gate.ask(`/api/cases?party=${informant}`, { token: investigator })).json().items, [])
    assert.equal((await search('uscc', codes.get(firm)!)).items[0].number, number)
  })

  test('who reported finds and follows his own report', async () => {
    const token = await gate.party(informant)
    const { items } = (await gate.ask('/api/cases?party=me', { token })).json()
    assert.deepEqual(
      items.map((row: { number: string }) => row.number),
      [number],
    )
    assert.equal((await gate.ask(`/api/cases/${number}/events`, { token })).statusCode, 200)
  })

  test('a citizen reports a firm himself, and stays sealed as the hand that lodged it', async () => {
    const token = await gate.party(informant)
    const report = { ...lodge(), channel: 'online' }
    const opened = await gate.ask('/api/cases', { token, body: report })
    assert.equal(opened.statusCode, 201, opened.body)
    const own = opened.json().number
    const handlers = await gate.ask(`/api/cases/${own}/events`, { token: investigator })
    assert.equal(handlers.statusCode, 200)
    assert.ok(!handlers.body.includes(informant), 'neither in the event nor as its hand')
    assert.deepEqual(handlers.json().items[0].by, { party: 'informant' })
    const details = await gate.ask(`/api/cases/${own}/details`, { token: investigator })
    assert.ok(details.statusCode === 200 && !details.body.includes(informant))
    const mine = (await gate.ask(`/api/cases/${own}/details`, { token })).json().items
    assert.equal(mine[0].said['clue.summary'], clueFields['clue.summary'])
  })

  test('who reports stands in the case himself, and puts nobody into it but whom he reports', async () => {
    const token = await gate.party(informant)
    const { parties, ...report } = { ...lodge(), channel: 'online' }
    const [respondent, self] = parties
    const refused = async (given: readonly object[], more: object = {}) => {
      const body = { ...report, ...more, parties: given }
      await gate.refused('/api/cases', { token, body }, 403, 'PARTY_NOT_YOURS')
    }
    await refused([respondent!])
    await refused([respondent!, self!, { role: 'interested', party: await gate.house.firm() }])
    await refused([respondent!, { ...self, role: 'agent' }])
    await refused([respondent!, self!], { start: 'referral' })
  })

  test('where a report came from is kept with the case; what an opening does not read it does not take', async () => {
    const { body } = lodge()
    const said = { ...lodge(), body: { ...body, source: 'hotline' } }
    const { number: at } = (await gate.ask('/api/cases', { token: investigator, body: said })).json()
    const { items } = (await gate.ask(`/api/cases/${at}/events`, { token: investigator })).json()
    assert.equal(items[0].data.source, 'hotline')
    for (const more of [{ channel: 'online' }, { parties: [] }]) {
      const silent = { ...lodge(), body: { ...body, ...more } }
      await gate.refused('/api/cases', { token: investigator, body: silent }, 400, 'BODY_INVALID')
    }
  })
})
