import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
let firm: string
before(async () => {
  gate = await openTestGate({
    async shown(house) {
      firm = await house.firm()
      const officer = async (account: string, at: string) => {
        const { person, post } = await house.officer(at)
        return { account, title: account, sub: person, post, scope: 'cases.act cases.read supervise' }
      }
      return [
        { account: 'firm', title: '示例企业', sub: 'firm', party: firm, scope: 'cases.act cases.read' },
        await officer('head', 'bureau-head@210102-approval-bureau'),
        await officer('supervisor', 'supervision@210100-supervision'),
      ]
    },
  })
})
after(() => gate?.close())

const host = 'plumbline.test'
const page = (url: string, cookie?: string) =>
  gate.app.inject({ url, headers: { host, accept: 'text/html', ...(cookie !== undefined && { cookie }) } })
const enter = (account: string, origin = `http://${host}`, { step = '', cookie = '' } = {}) =>
  gate.app.inject({
    method: 'POST',
    url: '/demo/enter',
    headers: { host, origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', cookie },
    payload: new URLSearchParams({ account, step }).toString(),
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

  test('导览 follows a live case through six parts; it is left and taken up again', async () => {
    const none = await page('/demo')
    assert.match(none.body, /演示企业现在没有在办的事/)
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const opened = await gate.ask('/api/cases', { token, body: openingOf(firm) })
    const { number } = opened.json() as { number: string }
    assert.match((await page('/demo')).body, /开始导览/)
    const at = async (step: number, cookie?: string) => {
      const answer = await gate.app.inject({
        method: 'POST',
        url: '/demo/tour',
        headers: {
          host,
          origin: `http://${host}`,
          'content-type': 'application/x-www-form-urlencoded',
          ...(cookie !== undefined && { cookie }),
        },
        payload: `step=${step}`,
      })
      return { to: answer.headers.location, cookie: String(answer.headers['set-cookie']).split(';')[0]! }
    }
    const begun = await at(1)
    assert.equal(begun.to, '/demo/tour')
    const second = await at(2, begun.cookie)
    const shown = await page('/demo/tour', second.cookie)
    assert.match(shown.body, new RegExp(`第 2 步，共 6 步 · 办件 ${number}`))
    assert.match((await page('/demo', second.cookie)).body, /您看到第 2 步/)
    const entered = await enter('firm', undefined, { step: '2', cookie: second.cookie })
    assert.equal(entered.headers.location, `/mine/cases/${number}`)
    assert.equal((await enter('firm', undefined, { step: '3' })).headers.location, '/mine')
    const seen: (string | undefined)[] = []
    for (const [index, account] of ['head', 'firm', 'head', 'window', 'citizen', 'supervisor'].entries()) {
      const { cookie } = await at(index + 1, second.cookie)
      const there = await enter(account, undefined, { step: String(index + 1), cookie })
      seen.push(there.headers.location?.toString().split('?')[0])
      const own = String(there.headers['set-cookie']).split(';')[0]!
      assert.equal((await page(there.headers.location!, own)).statusCode, 200, account)
    }
    const between = [`/mine/cases/${number}`, `/office/cases/${number}`, `/office/cases/${number}`, `/cases/${number}`]
    assert.deepEqual(seen, ['/office/items', ...between, '/office/supervision'])
    const left = await at(0, second.cookie)
    assert.deepEqual([left.to, left.cookie], ['/demo', 'plumbline-tour='])
    assert.equal((await page('/demo/tour', left.cookie)).headers.location, '/demo')
  })
})
