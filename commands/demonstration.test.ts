import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { firstMonth, makeAnswers } from '#systems/simulation'
import { openTestCity } from '../test/harness/city.ts'
import { demonstrationAccounts, demonstrationClock, shownBy } from './demonstration.ts'
import { houseOf, openDoor } from './house.ts'
import { welcome } from './welcome.ts'

const desks = ['window', 'reviewer', 'head', 'inspector'] as const

suite('演示城市 what the demonstration shows', () => {
  test('whoever comes while the first month is lived is told to wait; the month goes on', async () => {
    await using house = await openTestCity({ settings: { mode: 'demo' } })
    const clock = demonstrationClock()
    const door = await openDoor(house.city, await demonstrationAccounts(house.city), 0, { isPreparing: clock.isLiving })
    const open = async (path: string, accept: string) => {
      const answer = await fetch(`${door.url}${path}`, { headers: { accept, 'accept-language': 'zh' } })
      return { status: answer.status, text: await answer.text() }
    }
    try {
      for (const path of ['/', '/demo', '/sign-in', '/mine']) {
        const { status, text } = await open(path, 'text/html')
        assert.equal(status, 503, path)
        assert.match(text, /<h1>演示城市还在准备<\/h1>/, path)
        assert.match(text, /href="\/demo"/, path)
      }
      const { text } = await open('/', 'text/html')
      const [, style] = /<link rel="stylesheet" href="([^"]+)"/.exec(text)!
      assert.equal((await open(style!, 'text/css,*/*;q=0.1')).status, 200, 'the page is drawn')
      assert.equal((await open('/healthz', 'application/json')).status, 200)
      assert.equal((await open('/api/items', 'application/json')).status, 200)
      clock.release()
      assert.equal((await open('/demo', 'text/html')).status, 200)
    } finally {
      await door.close()
    }
  })

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
