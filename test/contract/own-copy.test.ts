import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { heldParts } from '#systems/power'
import { makeDrafts } from '#systems/service'
import { type Browsing, browsing, scan, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { item, mandatesAt, type Person, requestOf } from '../harness/mandates.ts'
import { openPerson } from '../harness/person.ts'

const organ = '210100-city-government'
/** 金丝雀 What stands in the data of the one and must not stand in what the other takes away. */
const canary = (whose: string, where: string) => `金丝雀${whose}${where}`

interface Part {
  readonly part: string
  readonly purpose: { readonly zh: string }
  readonly basis: readonly { readonly law: string }[]
  readonly kept: { readonly zh: string } | null
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

let gate: TestGate
let own: Person
let other: Person
let visitor: Browsing

/** Everything that somebody may leave with a city: a case, a draft with a file, addresses. */
async function lives({ party }: Person, whose: string, mail: string): Promise<string> {
  const { db, clock, keyring } = gate.house.city
  const { body, ...request } = requestOf(party)
  const fields = { ...body.fields, 'request.text': canary(whose, '办件') }
  const token = await gate.party(party)
  const opened = await gate.ask('/api/cases', { token, body: { ...request, body: { ...body, fields } } })
  assert.equal(opened.statusCode, 201, opened.body)
  const page = browsing(gate, party)
  const { to } = await page.send(`/apply/${item}`, { organ, key: randomUUID() })
  const draft = /[0-9a-f-]{36}/.exec(to)![0]
  await makeDrafts({ db, clock, keyring }).change(draft, party, content => ({
    ...content,
    fields: { ...content.fields, 'request.text': canary(whose, '草稿') },
  }))
  await page.upload(to.replace(/fit$/, 'materials/application'), { name: '申请.pdf', bytes: scan })
  const address = { electronic: '1', mail, phone: '', post: `辽宁省沈阳市${canary(whose, '路')}一号` }
  const signed = await page.send('/mine/consents', address)
  assert.equal(signed.status, 303, signed.text)
  return opened.json().number
}

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  const { number, party } = await openPerson(gate, '13900001234')
  own = { number, party, name: '示例公民' }
  const people = mandatesAt(gate)
  other = await people.person(canary('乙', '姓名'))
  await people.mandate(own, other)
  await people.mandate(other, own)
  visitor = browsing(gate, party)
})
after(() => gate?.close())

suite('我的数据 what the city holds of me', () => {
  test('nothing yet is told kind by kind, each with what for, by which article and for how long', async () => {
    const page = await browsing(gate, (await mandatesAt(gate).person('示例新人')).party).get('/mine/data')
    assert.equal(page.status, 200, page.text)
    assert.match(
      page.text,
      /没办完的申请用途：让您接着填 《个人信息保护法》第13条保存：三十天没有动过就删除（本市规定，未经核实） 《个人信息保护法》第19条没有这一类信息/,
    )
    assert.match(page.text, /办件用途：[^：]*保存：归入案卷作为档案保存，不自动删除；[^（]*《档案法》第13条、第21条/)
    assert.doesNotMatch(page.text, /还没有写明期限/)
  })

  test('each kind leads on to where it is; the telephone, the addresses and the records of signing in stand there', async () => {
    const number = await lives(own, '甲', 'jia@example.cn')
    await lives(other, '乙', 'yi@example.cn')
    const page = await visitor.get('/mine/data')
    for (const words of ['13900001234', 'jia@example.cn', canary('甲', '路'), '设置口令', own.number])
      assert.ok(page.text.includes(words), words)
    assert.ok(page.html.includes(`href="/mine/cases/${number}"`))
    assert.match(page.html, /href="\/apply\/information-request\/[0-9a-f-]{36}\/fit"/)
    assert.match(page.html, /href="\/files\/[0-9a-f-]{36}"/)
    assert.match(page.text, /您授权别人[\s\S]*别人授权您/)
  })

  test('a copy for programs holds every kind and everything of one’s own, and nothing of anybody else', async () => {
    const taken = await visitor.send('/mine/data/copy', { as: 'json' })
    assert.equal(taken.status, 200, taken.text)
    assert.match(String(taken.answer.headers['content-disposition']), /^attachment; filename="my-data-[0-9-]+\.json"$/)
    const { format, parts } = JSON.parse(taken.html) as { readonly format: string; readonly parts: readonly Part[] }
    assert.deepEqual([format, parts.map(({ part }) => part)], ['plumbline-own-data/1', [...heldParts]])
    for (const { purpose, basis } of parts) assert.ok(purpose.zh !== '' && basis.length > 0)
    const of = (name: string) => parts.find(({ part }) => part === name)!.items
    assert.equal(of('identity')[0]?.['number.citizen'], own.number)
    assert.equal(of('cases')[0]?.['answers.request.text'], canary('甲', '办件'))
    assert.equal(of('drafts')[0]?.['answers.request.text'], canary('甲', '草稿'))
    assert.equal(of('addresses')[0]?.['mail'], 'jia@example.cn')
    assert.equal(of('account')[0]?.['phone'], '13900001234')
    assert.equal(of('files').length, 1)
    assert.deepEqual(
      of('mandates').map(one => one['side']),
      ['given', 'held'],
    )
    for (const foreign of ['金丝雀乙', other.number, other.party, 'yi@example.cn'])
      assert.ok(!taken.html.includes(foreign), foreign)
  })

  test('a copy for people says the same in words, needs nothing else, and holds nothing of anybody else', async () => {
    const taken = await visitor.send('/mine/data/copy', { as: 'page' })
    assert.match(String(taken.answer.headers['content-disposition']), /\.html"$/)
    for (const words of [
      '您授权别人',
      canary('甲', '办件'),
      canary('甲', '草稿'),
      'jia@example.cn',
      '用途：',
      '申请办理',
    ])
      assert.ok(taken.text.includes(words), words)
    assert.doesNotMatch(taken.html, /<(?:script|link|img|style)|held\.|金丝雀乙|yi@example\.cn/)
    for (const foreign of [other.number, other.party]) assert.ok(!taken.html.includes(foreign), foreign)
  })

  test('that a copy was taken stands among the looks, in the next copy as well', async () => {
    assert.match((await visitor.get('/mine/data')).text, /本人查看；本人[\s\S]*全部信息的副本/)
    const { parts } = JSON.parse((await visitor.send('/mine/data/copy', { as: 'json' })).html) as {
      readonly parts: readonly Part[]
    }
    const copies = parts.find(({ part }) => part === 'reads')!.items.filter(({ fields }) => String(fields) === 'copy')
    assert.equal(copies.length, 3)
  })
})

suite('再次证明 a copy is taken by whoever proves that it is he', () => {
  test('without a fresh proof the page offers one, and nothing leaves', async () => {
    await using strict = await openTestGate({ stepUp: true, sessions: testSessions })
    const firm = await strict.house.firm()
    const refused = await browsing(strict, firm).send('/mine/data/copy', { as: 'json' })
    assert.equal(refused.status, 403)
    assert.equal(refused.answer.headers['content-disposition'], undefined)
    assert.match(refused.html, /href="\/sign-in\/prove\?to=%2Fmine%2Fdata"/)
  })
})
