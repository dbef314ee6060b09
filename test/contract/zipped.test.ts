import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { publish } from '#hubs/business/publicity'
import { testSessions } from '../harness/citizen.ts'
import { seat } from '../harness/desk.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { livedFirm } from '../harness/lived-firm.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let lived: Awaited<ReturnType<typeof livedFirm>>
before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-03-02T09:00:00+08:00' })
  lived = await livedFirm(gate)
  const { db } = gate.house.city
  const due = { kind: 'result', region: '210102', scope: 'city', from: '2026-03-02', until: '2026-12-31' } as const
  const of = { id: posted, caseId: randomUUID(), number: '1', item: 'energy-review', organ, fields: {} }
  await db.transaction(sql => publish(sql, { ...due, ...of }))
})
after(() => gate?.close())

const zipping = { 'accept-encoding': 'gzip, deflate, br' }
const ask = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  gate.app.inject({ url, headers: { host: 'plumbline.test', accept: 'text/html', ...headers } })
const firm = () => ({ cookie: `plumbline-test=person:${lived.firm}` })

const posted = randomUUID()
/** Every address that goes out zipped, and one of each that stands for it; the files are found on the pages. */
const sameForAll: Readonly<Record<string, string>> = {
  '/': '/?q=%E8%8A%82%E8%83%BD',
  '/regions': '/regions',
  '/entries/:id': '/entries/offline-marriage',
  '/life-events': '/life-events',
  '/life-events/:id': '/life-events/open-a-restaurant',
  '/statistics': '/statistics',
  '/items/:item': '/items/energy-review',
  '/items/:item/versions': '/items/energy-review/versions',
  '/cases': '/cases',
  '/verify': '/verify?number=123',
  '/open': '/open',
  '/open/:id': `/open/${posted}`,
  '/help': '/help',
  '/s': '/s',
  '/s/:site': '/s/210102',
  '/s/:site/items': '/s/210102/items',
  '/s/:site/items/:item': '/s/210102/items/energy-review',
  '/s/:site/open': '/s/210102/open',
  '/s/:site/about': '/s/210102/about',
}
/** The officer's own, which says nothing of its address. */
const desk = ['/office/*', '/office/assets/:name', '/office']
const isFile = (path: string): boolean => /^\/[a-z-]+(?:-[0-9a-f]{12})?\.(?:css|js|svg)$/.test(path)

suite('压缩传输 what goes out zipped, and what must not', () => {
  test('what says that it may is on the list below, and nothing else', () => {
    const zipped = gate.app.zippedAddresses().filter(one => !isFile(one.replace('GET ', '')))
    assert.deepEqual(zipped.toSorted(), [...Object.keys(sameForAll), ...desk].map(path => `GET ${path}`).toSorted())
  })

  for (const address of Object.values(sameForAll))
    test(`${address} is the same for whoever asks, and there sooner`, async () => {
      const [plain, zipped, own] = [await ask(address), await ask(address, zipping), await ask(address, firm())]
      assert.deepEqual([plain.headers['content-encoding'], plain.statusCode], [undefined, own.statusCode])
      assert.ok(own.body === plain.body, 'another page for who is signed in')
      assert.match(plain.body, /<h1/)
      assert.equal(zipped.headers['content-encoding'], 'gzip')
      assert.equal(Number(zipped.headers['content-length']), zipped.rawPayload.length)
      assert.equal(gunzipSync(zipped.rawPayload).toString(), plain.body)
      assert.ok(zipped.rawPayload.length < plain.rawPayload.length * 0.7)
      for (const { headers } of [plain, zipped]) assert.match(String(headers.vary), /accept-encoding/)
    })

  test('files of the pages too, once and for all; a reader that cannot unzip gets them as they are', async () => {
    const { body } = await ask(`${lived.draft}/fit`, firm())
    const files = [...body.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js))"/g)].map(([, name]) => name!)
    assert.ok(files.length >= 2, body)
    for (const name of files) {
      const [plain, zipped, again] = [await ask(name), await ask(name, zipping), await ask(`${name}?again`, zipping)]
      assert.deepEqual([plain.statusCode, zipped.headers['content-encoding']], [200, 'gzip'], name)
      assert.equal(gunzipSync(zipped.rawPayload).toString(), plain.body)
      assert.deepEqual(again.rawPayload, zipped.rawPayload)
      const refusing = await ask(name, { 'accept-encoding': 'gzip;q=0, identity' })
      assert.equal(refusing.headers['content-encoding'], undefined)
    }
  })

  test('a page with somebody’s own on it never', async () => {
    const { numbers, draft } = lived
    for (const [address, headers] of [
      ['/mine', firm()],
      ['/mine/data', firm()],
      [`/mine/cases/${numbers.running}`, firm()],
      ['/apply/energy-review', firm()],
      [`${draft}/fill/1`, firm()],
      [`/cases/${numbers.running}?code=0000-0000`, {}],
      ['/sign-in', {}],
      ['/complain', firm()],
      ['/nothing-here', firm()],
    ] as const) {
      const answer = await ask(address, { ...zipping, ...headers })
      assert.ok(answer.rawPayload.length > 1_400, address)
      assert.equal(answer.headers['content-encoding'], undefined, address)
    }
  })

  test('the officer’s page is as long whatever stands in its address', async () => {
    const { cookie } = await seat(gate, `acceptance@${organ}`)
    const lengths = ['', 'inbox', 'cases/1?name=csrf', `${'a'.repeat(60)}?csrf=${'0'.repeat(60)}`].map(
      async end => (await ask(`/office/${end}`, { cookie })).body.length,
    )
    assert.equal(new Set(await Promise.all(lengths)).size, 1)
  })
})
