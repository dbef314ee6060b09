import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

const host = 'plumbline.test'
const page = (url: string, cookie?: string) =>
  gate.app.inject({ url, headers: { host, accept: 'text/html', ...(cookie !== undefined && { cookie }) } })
const enter = (account: string, origin = `http://${host}`) =>
  gate.app.inject({
    method: 'POST',
    url: '/demo/enter',
    headers: { host, origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ account }).toString(),
  })

suite('演示首页 one press signs a visitor of the demonstration in', () => {
  test('the page names who one may be; a press opens a session of the city’s own sign-in', async () => {
    const demo = await page('/demo')
    assert.equal(demo.statusCode, 200)
    assert.match(demo.body, /市民/)
    const entered = await enter('citizen')
    assert.deepEqual([entered.statusCode, entered.headers.location], [303, '/apply/information-request'])
    const cookie = String(entered.headers['set-cookie']).split(';')[0]!
    assert.match(String(entered.headers['set-cookie']), /HttpOnly; SameSite=Lax/)
    const mine = await page('/mine', cookie)
    assert.equal(mine.statusCode, 200, mine.body)
    assert.match(mine.body, /您还没有办件/)
  })

  test('whoever is not signed in is asked to, and comes back', async () => {
    const mine = await page('/mine')
    assert.deepEqual([mine.statusCode, mine.headers.location], [303, '/sign-in?to=%2Fmine'])
    assert.equal((await page('/sign-in?to=%2Fmine')).statusCode, 200)
  })

  test('no account that is not shown, and no form of another site, opens anything', async () => {
    for (const answer of [await enter('nobody'), await enter('citizen', 'https://evil.example')])
      assert.equal(answer.headers['set-cookie'], undefined)
  })
})
