import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { readLocales } from '#portals/public'
import { checkCodeOf } from '#systems/power'
import { browsing, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { faultsInEnglish, type Get } from '../harness/language-walk.ts'
import { livedFirm } from '../harness/lived-firm.ts'
import { openPerson, password } from '../harness/person.ts'
import { unmarkedIn } from '../harness/reading.ts'
import { openRelyingParties } from '../harness/relying-parties.ts'
import { openVisitor } from '../harness/visitor.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let parties: Awaited<ReturnType<typeof openRelyingParties>>
let real: TestGate
let lived: Awaited<ReturnType<typeof livedFirm>>
const read = new Set<string>()

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  parties = await openRelyingParties()
  real = parties.gate
  lived = await livedFirm(gate)
})
after(async () => {
  await gate?.close()
  await real?.close()
})

async function walk(get: Get, ways: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
  const faults: string[] = []
  for (const [route, paths] of Object.entries(ways)) {
    read.add(route)
    for (const path of paths) faults.push(...(await faultsInEnglish(get, path)))
  }
  return faults
}

const nobody: Get = path => browsing(gate, undefined).get(path)
const owner: Get = path => browsing(gate, lived.firm).get(path)

suite('英文 every public page in English', () => {
  test('the English catalogue has no Chinese in it but the name of the other language', () => {
    const { en, zh } = readLocales(new URL('../../content/locales', import.meta.url).pathname)
    const chinese = [...en].filter(([, text]) => /[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u.test(text))
    assert.deepEqual(
      chinese.map(([key]) => key),
      ['top.otherLanguage'],
    )
    assert.deepEqual([...en.keys()].sort(), [...zh.keys()].sort())
  })

  test('what anybody sees', async () => {
    const { numbers } = lived
    const number = numbers.running
    const code = checkCodeOf(gate.house.city.index, number)
    const open = await gate.app.inject({ url: '/open', headers: { accept: 'text/html' } })
    const posted = [...open.body.matchAll(/href="(\/open\/[0-9a-f-]{36})/g)].map(([, address]) => address!)
    assert.deepEqual(
      await walk(nobody, {
        '/': ['/', '/?q=energy', '/?q=没有这样的事', '/?region=210102&organ=210102-approval-bureau', '/?drawer=permit'],
        '/regions': ['/regions'],
        '/entries/:id': ['/entries/offline-marriage', '/entries/fire-safety-check', '/entries/none-of-ours'],
        '/life-events': ['/life-events'],
        '/life-events/:id': ['/life-events/open-a-restaurant', '/life-events/build-a-plant', '/life-events/marry'],
        '/statistics': ['/statistics'],
        '/items/:item/versions': [
          '/items/energy-review/versions?organ=210102-approval-bureau&against=210103-approval-bureau',
        ],
        '/cases': ['/cases'],
        '/cases/:number': [
          `/cases/${number}?code=${code}`,
          `/cases/${numbers.decided}?code=${checkCodeOf(gate.house.city.index, numbers.decided)}`,
          `/cases/${numbers.refused}?code=${checkCodeOf(gate.house.city.index, numbers.refused)}`,
          `/cases/${numbers.awaiting}?code=${checkCodeOf(gate.house.city.index, numbers.awaiting)}`,
          '/cases/2101022026030299999999?code=0000-0000',
        ],
        '/cases/:number/rating': [
          `/cases/${numbers.decided}/rating?code=${checkCodeOf(gate.house.city.index, numbers.decided)}`,
          `/cases/${numbers.decided}/rating?code=0000-0000`,
          `/cases/${numbers.decided}/rating`,
        ],
        '/design': ['/design'],
        '/verify': ['/verify'],
        '/open': ['/open'],
        '/open/:id': [...posted.slice(0, 2), '/open/none-of-ours'],
        '/help': ['/help'],
        '/demo': ['/demo'],
        '/demo/tour': ['/demo/tour'],
        '/complain': ['/complain', `/complain?organ=${organ}`, `/complain?item=energy-review&organ=${organ}`],
        '/complain/unnamed': [`/complain/unnamed?organ=${organ}`],
        '/s': ['/s'],
        '/s/:site': ['/s/210102', '/s/210102-civil-affairs-bureau', '/s/for-firms', '/s/nobody-here'],
        '/s/:site/items': ['/s/210102/items', '/s/for-firms/items', '/s/210102/items?q=量子纠缠'],
        '/s/:site/items/:item': ['/s/210102/items/energy-review', '/s/210102-civil-affairs-bureau/items/energy-review'],
        '/s/:site/open': ['/s/210102/open'],
        '/s/:site/about': ['/s/210102/about', '/s/210181/about'],
        '/apply/:item': ['/apply/energy-review', '/apply/marriage-registration', '/apply/information-request'],
        '/sign-in': ['/sign-in', '/sign-in?to=%2Fmine'],
        '/sign-in/activate': ['/sign-in/activate'],
        '/sign-in/register': ['/sign-in/register'],
        '/sign-in/recover': ['/sign-in/recover'],
        '/sign-in/recover/cancel': ['/sign-in/recover/cancel'],
        '/setup': ['/setup'],
        nowhere: ['/nothing-here'],
      }),
      [],
    )
  })

  test('every guide, and what is asked before one applies', async () => {
    const { items } = (await gate.ask('/api/items?limit=200')).json() as { items: { item: string }[] }
    assert.ok(items.length >= 60)
    const guides = items.map(({ item }) => `/items/${item}`)
    const notices = items.map(({ item }) => `/apply/${item}`)
    assert.deepEqual(await walk(nobody, { '/items/:item': guides, '/apply/:item': notices }), [])
  })

  test('what a firm sees of its own', async () => {
    const { draft, numbers } = lived
    const { decided: number, awaiting, running, refused } = numbers
    const cases = [number, awaiting, running, refused].map(one => `/mine/cases/${one}`)
    assert.deepEqual(
      await walk(owner, {
        '/mine': ['/mine'],
        '/mine/messages': ['/mine/messages'],
        '/mine/vouchers': ['/mine/vouchers'],
        '/mine/data': ['/mine/data'],
        '/mine/delegations': ['/mine/delegations'],
        '/mine/acting': ['/mine/acting'],
        '/mine/consents': ['/mine/consents'],
        '/mine/cases/:number': [...cases, '/mine/cases/2101022026030299999999'],
        '/mine/cases/:number/receipt': cases.map(one => `${one}/receipt`),
        '/mine/cases/:number/acts/:verb': ['submitEvidence', 'challengeAvoidance', 'makeStatement'].map(
          verb => `/mine/cases/${running}/acts/${verb}`,
        ),
        '/mine/cases/:number/acts/:verb/receipt': [lived.receipt, `/mine/cases/${running}/acts/makeStatement/receipt`],
        '/mine/cases/:number/remedy': [`/mine/cases/${number}/remedy`, `/mine/cases/${refused}/remedy`],
        '/mine/cases/:number/remedy/:kind': [
          `/mine/cases/${number}/remedy/reconsideration`,
          `/mine/cases/${number}/remedy/litigation`,
        ],
        '/apply/:item': ['/apply/energy-review'],
        '/apply/:item/:draft/fit': [`${draft}/fit`],
        '/apply/:item/:draft/fill/:page': [`${draft}/fill/1`],
        '/apply/:item/:draft/materials': [`${draft}/materials`],
        '/apply/:item/:draft/precheck': [`${draft}/precheck`],
        '/apply/:item/:draft/review': [`${draft}/review`],
        '/apply/:item/batch': [`/apply/energy-review/batch?organ=${organ}`],
        '/complain': [`/complain?case=${running}`],
        '/apply/:item/batch/result/:batch': [lived.batch],
      }),
      [],
    )
  })

  test('what is sent with faults comes back in English', async () => {
    const visitor = browsing(gate, lived.firm)
    const { draft, numbers } = lived
    const more = 'lang=en&elder=1'
    const sent = [
      await visitor.send(`${draft}/fit?${more}`, { 'f.energy.total': 'x' }),
      await visitor.send(`${draft}/fill/1?${more}`, { 'f.contact.phone': 'x', 'f.project.name': '' }),
      await visitor.upload(`${draft}/materials/application?${more}`, { name: '坏.exe', bytes: Buffer.from('MZ') }),
      await visitor.send(`/apply/energy-review?${more}`, {}),
      await visitor.send(`/mine/delegations?${more}`, {}),
      await visitor.send(`/mine/acting/claim?${more}`, {}),
      await visitor.send(`/mine/consents?${more}`, {}),
      await visitor.send(`/mine/cases/${numbers.awaiting}/supplement?${more}`, { 'f.project.name': '' }),
      await visitor.send(`/mine/cases/${numbers.decided}/rating?${more}`, {}),
      await visitor.send(`/mine/cases/${numbers.running}/acts/challengeAvoidance?${more}`, {}),
      await visitor.send(`/verify?${more}`, { number: 'x', code: 'y' }),
      await visitor.send(`/complain/unnamed?organ=${organ}&${more}`, {}),
      await visitor.send(`${draft}/fill/1?${more}`, { csrf: 'of another session', 'f.project.name': '甲' }),
    ]
    const faults = sent.flatMap(({ status, html, answer, to }) =>
      status === 303
        ? /[?&]lang=en\b/.test(to)
          ? []
          : [`${answer.raw.req.url} leads to ${to}`]
        : unmarkedIn(html).map(piece => `${answer.raw.req.url} ${status}: ${piece}`),
    )
    assert.deepEqual(faults, [])
    assert.ok(
      sent.filter(({ status }) => status >= 400 && status < 500).length >= 8,
      sent.map(one => one.status).join(),
    )
  })

  test('signing in, and one’s own sign-ins', async () => {
    const { number, codes } = await openPerson(real)
    const visitor = openVisitor(real.app)
    const get: Get = async path => {
      const { statusCode, body, headers } = await visitor.get(path)
      return { status: statusCode, html: body, to: String(headers['location'] ?? '') }
    }
    const faults: string[] = []
    const posted = (name: string, body: string) => faults.push(...unmarkedIn(body).map(piece => `${name}: ${piece}`))
    await visitor.get('/sign-in?lang=en&elder=1')
    const second = await visitor.send('/sign-in?lang=en&elder=1', { name: number, password })
    posted('the second step', second.body)
    faults.push(...(await walk(get, { '/sign-in/code': ['/sign-in/code'] })))
    await visitor.get('/sign-in/code?lang=en&elder=1')
    posted('a wrong code', (await visitor.send('/sign-in/code?lang=en&elder=1', { code: 'x' })).body)
    await visitor.get('/sign-in?lang=en&elder=1')
    await visitor.send('/sign-in?lang=en&elder=1', { name: number, password })
    const entered = await visitor.send('/sign-in/code?lang=en&elder=1', { code: codes[0]! })
    posted('signed in', entered.body)
    assert.match(entered.body, /<html lang="en" class="elder">/)
    faults.push(
      ...(await walk(get, {
        '/sign-in/own': ['/sign-in/own'],
        '/sign-in/own/authenticator': ['/sign-in/own/authenticator'],
        '/sign-in/own/phone': ['/sign-in/own/phone'],
        '/sign-in/prove': ['/sign-in/prove', '/sign-in/prove?to=%2Fmine'],
        '/sign-in/post': ['/sign-in/post'],
        '/mine': ['/mine'],
        '/mine/data': ['/mine/data'],
        '/mine/acting': ['/mine/acting'],
      })),
    )
    const { answer } = await parties.asked(visitor, (await parties.system()).config)
    const way = parties.pathOf(answer.headers.location)
    assert.match(way, /^\/sign-in\/for\//)
    faults.push(...(await walk(get, { '/sign-in/for/:uid': [way] })))
    await visitor.get('/sign-in/own?lang=en&elder=1')
    posted('an authenticator', (await visitor.send('/sign-in/own/authenticator?lang=en&elder=1', {})).body)
    posted('its wrong code', (await visitor.send('/sign-in/own/confirm?lang=en&elder=1', { code: '0' })).body)
    posted('no telephone', (await visitor.send('/sign-in/own/phone?lang=en&elder=1', { phone: '1' })).body)
    posted('a telephone', (await visitor.send('/sign-in/own/phone?lang=en&elder=1', { phone: '13900000099' })).body)
    posted('its code', (await visitor.send('/sign-in/own/phone/confirm?lang=en&elder=1', { code: '0' })).body)
    for (const path of ['/sign-in', '/sign-in/activate', '/sign-in/register', '/sign-in/recover']) {
      const stranger = openVisitor(real.app)
      await stranger.get(`${path}?lang=en&elder=1`)
      posted(path, (await stranger.send(`${path}?lang=en&elder=1`, {})).body)
    }
    assert.deepEqual(faults, [])
  })

  /** Addresses of the table that answer with no page of this portal, or need what is walked elsewhere. */
  const elsewhere: Readonly<Record<string, string>> = {
    '/office': 'the desk has words of its own',
    '/office/*': 'the desk has words of its own',
    '/files/:file': 'a file',
    '/mine/cases/:number/proof': 'a file',
    '/mine/cases/:number/papers/:paper': 'a file',
    '/apply/:item/batch/template': 'a file',
    '/apply/:item/batch/result/:batch/file': 'a file',
  }

  test('no page of the route table is left out', () => {
    const left = gate.app.pageAddresses().filter(route => !read.has(route) && elsewhere[route] === undefined)
    assert.deepEqual(left, [])
  })
})
