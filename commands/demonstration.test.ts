import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { firstMonth, makeAnswers } from '#systems/simulation'
import { openTestCity } from '../test/harness/city.ts'
import { demonstrationAccounts, shownBy } from './demonstration.ts'
import { houseOf, openDoor } from './house.ts'
import { welcome } from './welcome.ts'

const desks = ['window', 'reviewer', 'head', 'inspector'] as const

suite('演示城市 what the demonstration shows', () => {
  test('every account has work, the firm has cases, and the printed case opens', async () => {
    const answers = makeAnswers()
    await using house = await openTestCity({ now: '2026-03-02T08:00:00+08:00', standIn: answers.about })
    const { city, clock } = house
    const accounts = await demonstrationAccounts(city)
    const door = await openDoor(city, accounts, 0)
    try {
      const month = await firstMonth(houseOf(city, door, clock, answers), {
        cases: 8,
        days: 12,
        shown: await shownBy(city),
      })
      assert.deepEqual([month.refused, month.cases], [0, 8 + 15])
      // Somebody looks on the day after the last one that was lived.
      clock.set(Temporal.Instant.from('2026-03-15T10:00:00+08:00'))
      const read = async (account: string, path: string) => {
        const { sub, post, party, scope } = accounts.find(one => one.account === account)!
        const token = await door.issuer!.mint({
          sub,
          scope,
          client: 'demo',
          ...(post !== undefined && { post }),
          ...(party !== undefined && { party, account }),
        })
        const answer = await fetch(`${door.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
        return (await answer.json()) as { items: { workdaysLeft?: number }[] }
      }
      for (const desk of desks) {
        const { items } = await read(desk, '/api/inbox')
        assert.ok(items.length >= 3, `${desk} has ${items.length}`)
      }
      assert.equal((await read('firm', '/api/cases?party=me')).items.length, 3)
      const said = await welcome(city, door)
      // With the progress of a first start (three lines) it fits into twelve.
      assert.ok(said.split('\n').length <= 9, said)
      assert.equal(said.match(/https?:/g)?.length, 1, 'one address')
      const [, number, code] = /a case {2}(\d+) .*check code {2}(\S+)/.exec(said)!
      const page = await fetch(`${door.url}/cases/${number}?code=${code}`, { headers: { 'accept-language': 'zh' } })
      assert.equal(page.status, 200)
      assert.match(await page.text(), /现在是“决定”/)
    } finally {
      await door.close()
    }
  })
})
