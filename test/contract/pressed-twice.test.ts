import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { checkCodeOf } from '#systems/power'
import { routesIn } from '../../drill/access/table.ts'
import { differences, digestOf } from '../../drill/fuzz/digest.ts'
import type { Sessions } from '../../gate/acting.ts'
import { type Browsing, browsing, type Page, scan, testSessions } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { formAnswers, openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person } from '../harness/mandates.ts'

const organ = '210102-approval-bureau'
/** Forms of the sign-in: pressed-signing-in.test.ts. What programs send: gate/answer-once.ts, and below. */
const elsewhere = /^\/(?:sign-|setup|api\/|oidc\b|\(wildcard\)|demo\/sign-in$)/
let gate: TestGate
let routes: readonly { readonly path: string; readonly form: RegExp }[]
const pressed = new Set<string>()

before(async () => {
  const sessions: Sessions = { of: testSessions.of }
  gate = await openTestGate({ sessions })
  routes = routesIn(gate.app.printRoutes({ commonPrefix: false }))
    .filter(({ method, path }) => method === 'POST' && !elsewhere.test(path))
    .map(({ path }) => ({ path, form: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }))
})
after(() => gate?.close())

/** Sealed anew at each press, whatever it says; what it says is compared by its pages. */
const sealedAnew = /^power\.drafts/
/** That somebody looked, and what a register was asked, is on record each time. */
const records = /^(?:kernel\.(?:reads|trail_outbox)|data\.comparison_evidence)/
const withoutKeys = ({ status, html }: Page) => [
  status,
  html.replaceAll(/urn:request:[0-9a-f-]+|name="key" value="[^"]*"|nonce="[^"]*"/g, ''),
]

interface Press {
  readonly fields?: Readonly<Record<string, string>>
  readonly file?: { readonly name: string; readonly bytes: Buffer }
  /** Pages that say the same afterwards. */
  readonly same?: readonly string[]
}

/** Presses a button twice, as an impatient hand does: the second press changes nothing. */
async function twice(visitor: Browsing, path: string, { fields = {}, file, same = [] }: Press = {}): Promise<Page> {
  const key = randomUUID()
  const press = () => (file ? visitor.upload(path, file, { ...fields, key }) : visitor.send(path, { ...fields, key }))
  const { migrator } = gate.house.city
  const first = await press()
  assert.ok([201, 204, 303].includes(first.status), `${path}: ${first.status} ${first.text}`)
  const [rows, said] = [await digestOf(migrator), await Promise.all(same.map(page => visitor.get(page)))]
  const second = await press()
  assert.deepEqual([second.status, second.to], [first.status, first.to], `${path}, pressed again: ${second.text}`)
  assert.deepEqual(
    differences(rows, await digestOf(migrator), new RegExp(`${sealedAnew.source}|${records.source}`)),
    [],
    path,
  )
  for (const [at, page] of same.entries())
    assert.deepEqual(withoutKeys(await visitor.get(page)), withoutKeys(said[at]!), page)
  pressed.add(routes.find(({ form }) => form.test(path))!.path)
  return first
}

const typed = Object.fromEntries(Object.entries(formAnswers).map(([name, value]) => [`f.${name}`, String(value)]))
const paper = (name: string) => ({ file: { name, bytes: scan } })

suite('连按两次 the same press twice is once, on every form of a person', () => {
  let firm: string
  let visitor: Browsing

  before(async () => {
    firm = await gate.house.firm('沈阳连按有限公司')
    visitor = browsing(gate, firm)
  })

  test('申请 an application, from its beginning until it is handed in', async () => {
    const { to } = await twice(visitor, '/apply/energy-review', { fields: { organ } })
    const at = to.replace(/\/fit$/, '')
    const same = [`${at}/review`, `${at}/materials`]
    await twice(visitor, `${at}/fit`, { fields: typed })
    await twice(visitor, `${at}/typed/1`, { fields: { 'f.project.name': '余热回' }, same: [`${at}/materials`] })
    await twice(visitor, `${at}/fill/1`, { fields: typed, same })
    await twice(visitor, `${at}/materials/application/instead`, { fields: { instead: 'late' }, same })
    await twice(visitor, `${at}/materials/report`, { ...paper('报告.pdf'), same })
    await twice(visitor, `${at}/materials/application`, { ...paper('申请.pdf'), same })
    const materials = await visitor.get(`${at}/materials`)
    assert.equal(materials.html.match(/name="file" value="/g)?.length, 2, 'each file once')
    const [, file = ''] = /name="file" value="([0-9a-f-]{36})"/.exec(materials.html)!
    await twice(visitor, `${at}/materials/application/remove`, { fields: { file }, same })
    await visitor.upload(`${at}/materials/application`, { name: '申请.pdf', bytes: scan })
    await twice(visitor, `${at}/precheck`, { same: [`${at}/precheck`] })
    const sent = await twice(visitor, `${at}/review`)
    assert.match(sent.to, /\/receipt$/)
    const other = (await visitor.send('/apply/energy-review', { organ })).to.replace(/\/fit$/, '')
    await twice(visitor, `${other}/drop`)
  })

  test('批量 a spreadsheet', async () => {
    const bytes = Buffer.from('项目名称\r\n余热回收改造')
    const to = '/apply/energy-review/batch'
    await twice(visitor, to, { fields: { organ }, file: { name: '申报.csv', bytes } })
  })

  test('补正、撤回 what is asked for, and taking the application back', async () => {
    const token = await gate.officer(`acceptance@${organ}`)
    const { number } = (await gate.ask('/api/cases', { token, body: openingOf(firm) })).json()
    await gate.ask(`/api/cases/${number}/acts/requestSupplement`, {
      token,
      body: { materials: ['report'], fields: ['project.name'], note: '请补正' },
    })
    const at = `/mine/cases/${number}`
    await twice(visitor, `${at}/typed/supplement`, { fields: { 'f.project.name': '余热' }, same: [at] })
    await twice(visitor, `${at}/supplement`, { fields: { 'f.project.name': '余热回收改造二期' }, same: [at] })
    await twice(visitor, `${at}/supplement/report`, { ...paper('报告.pdf'), same: [at] })
    await twice(visitor, `${at}/withdraw`, { fields: { reason: '不办了' }, same: [at] })
  })

  test('评价、投诉 rating, and complaining in one’s own name or without one', async () => {
    const { grantedPermit } = await cityStories(gate.house)
    const caseId = await grantedPermit()
    const { parties } = await gate.house.city.cases.stateOf(caseId)
    const served = browsing(gate, parties[0]!.party)
    const [, number = ''] = /\/mine\/cases\/(\d+)/.exec((await served.get('/mine')).html)!
    await twice(served, `/mine/cases/${number}/rating`, { fields: { level: '2', reason: 'slow' } })
    await twice(served, '/complain', { fields: { case: number } })
    const { db, index } = gate.house.city
    const [other] = await db.query<{ number: string }>('select number from kernel.cases where id = $1', [
      await grantedPermit(),
    ])
    const code = checkCodeOf(index, other!.number)
    await twice(browsing(gate, undefined), `/cases/${other!.number}/rating`, { fields: { code, level: '1' } })
    const fields = { organ: '210102-natural-resources-bureau', 'f.matter.text': '窗口没有人' }
    await twice(browsing(gate, undefined), '/complain/unnamed', { fields })
  })

  test('授权、代办 a mandate given, taken up, chosen and ended; a firm claimed and its clerk confirmed', async () => {
    const people = mandatesAt(gate)
    const [mother, daughter] = [await people.person('示例母亲'), await people.person('示例女儿', '19780307')]
    const as = ({ party }: Pick<Person, 'party'>, mandate?: string) => browsing(gate, party, 'person', mandate)
    const given = {
      ...{ name: daughter.name, number: daughter.number, items: '政府信息公开申请', all: '0', scopes: 'apply' },
      ...{ from: '', until: '2026-06-30' },
    }
    await twice(as(mother), '/mine/delegations', { fields: given, same: ['/mine/delegations'] })
    const idIn = async (who: Person, act: string) =>
      new RegExp(`/mine/delegations/([0-9a-f-]{36})/${act}`).exec((await as(who).get('/mine/delegations')).html)?.[1]
    const id = await idIn(daughter, 'accept')
    await twice(as(daughter), `/mine/delegations/${id}/accept`, { same: ['/mine/delegations'] })
    await twice(as(daughter), '/mine/acting', { fields: { mandate: id! } })
    await as(daughter, id).send('/mine/acting', { mandate: '' })
    await twice(as(mother), `/mine/delegations/${id}/end`, { same: ['/mine/delegations'] })
    const consent = { electronic: '1', mail: 'someone@people.example', phone: '13800000001', post: '' }
    await twice(as(mother), '/mine/consents', { fields: consent, same: ['/mine/consents'] })
    await twice(as(mother), '/mine/consents/delivery/withdraw', { same: ['/mine/consents'] })

    const [boss, next, clerk] = await Promise.all(
      ['示例法人', '新任法人', '示例经办'].map((name, at) => people.person(name, `1970030${at + 1}`)),
    )
    const uscc = gate.house.codeOf(firm)
    const enlist = async (representative: string) => {
      const { db, registers, clock } = gate.house.city
      await db.transaction(sql =>
        registers.set(sql, 'enterprise', {
          entry: randomUUID(),
          from: clock.today().toString(),
          values: { uscc, name: '沈阳连按有限公司', active: true, keyEnergyUser: true, representative },
          source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
        }),
      )
    }
    const forIn = (page: Page) => /name="for" value="([0-9a-f-]{36})"/.exec(page.html)?.[1]
    await enlist(boss!.party)
    await twice(as(boss!), '/mine/acting/claim', { fields: { uscc } })
    const owner = as(boss!, forIn(await as(boss!).get('/mine/acting')))
    const of = { ...given, name: clerk!.name, number: clerk!.number, items: '固定资产投资项目节能审查', until: '' }
    await owner.send('/mine/delegations', of)
    await as(clerk!).send(`/mine/delegations/${await idIn(clerk!, 'accept')}/accept`, {})
    await enlist(next!.party)
    await as(next!).send('/mine/acting/claim', { uscc })
    const page = await as(next!).get('/mine/delegations')
    const [, waiting] = /\/mine\/delegations\/([0-9a-f-]{36})\/confirm/.exec(page.html)!
    await twice(as(next!, forIn(page)), `/mine/delegations/${waiting}/confirm`)
  })

  test('no form of the route table was left out', () => {
    // Pressed twice where they are lived: an act of a party in party-acts.test.ts, a consent in consents.test.ts, signing for a paper in
    // messages.test.ts. The rest does nothing that could be done twice: a copy and a question change nothing but their record, a size of type and a
    // step of the tour are kept in the browser, and one press of the demonstration opens a session of its own.
    const others = [
      ...['/demo/enter', '/demo/tour', '/elder'],
      '/mine/cases/:number/acts/:verb',
      '/mine/cases/:number/deliveries/:delivery',
      '/mine/consents/:number',
      '/mine/data/copy',
      '/verify',
    ]
    assert.deepEqual(
      routes
        .map(({ path }) => path)
        .filter(path => !pressed.has(path))
        .sort(),
      others,
    )
  })
})
