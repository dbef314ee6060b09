import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { paperKinds } from '#hubs/application/paper'
import { browsing, testSessions } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { readPdf, verifyPdf } from '../harness/pdf.ts'
import { placesIn } from '../harness/pdf-places.ts'
import { refuseReview } from '../harness/refused-review.ts'
import { readSquareCode } from '../harness/square-code.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let firm: string
let window: string
/** Every paper that was fetched, by what it is. */
const fetched = new Map<string, Buffer>()

const flat = (bytes: Buffer) => readPdf(bytes).text.replaceAll('\n', '')
const act = (id: string, verb: Parameters<TestGate['house']['act']>[1], body: object, post: string) =>
  gate.house.act(id, verb, body as Record<string, unknown>, `${post}@${organ}`)

async function opened(body: object): Promise<{ readonly number: string; readonly id: string }> {
  const answer = await gate.ask('/api/cases', { token: window, body })
  assert.equal(answer.statusCode, 201, answer.body)
  const { number } = answer.json() as { number: string }
  return { number, id: await gate.house.city.cases.idOf(number) }
}

/** Fetches what the page of a case offers; its papers by kind. */
async function take(number: string, party = firm): Promise<Readonly<Record<string, Buffer>>> {
  const visitor = browsing(gate, party)
  const { html } = await visitor.get(`/mine/cases/${number}`)
  const all: Record<string, Buffer> = {}
  for (const [, path, kind] of html.matchAll(/href="(\/mine\/cases\/\d+\/papers\/([a-z-]+?)-\d[^"]*)"/g)) {
    const { answer } = await visitor.get(path!)
    assert.equal(answer.statusCode, 200, answer.body.slice(0, 300))
    all[kind!] = answer.rawPayload
    fetched.set(kind!, answer.rawPayload)
  }
  return all
}

const foodFields = {
  ...{ 'applicant.name': '沈阳证照有限公司', 'contact.name': '示例联系人', 'contact.phone': '13800000001' },
  ...{ 'entity.name': '和平区示例小吃店', 'entity.place': '示例路2号', 'registration.case': '2101022026030200000001' },
  ...{ 'registration.on': '2026-03-02', 'food.kind': 'catering' },
}
const foodMaterials = { application: 'original', layout: 'original', 'food-safety-rules': 'copy' }

suite('各类文书 every kind of paper', () => {
  before(async () => {
    gate = await openTestGate({ sessions: testSessions })
    firm = await gate.house.firm('沈阳证照有限公司')
    window = await gate.officer(`acceptance@${organ}`)
  })
  after(() => gate?.close())

  test('证照 a licence is a framed sheet with holder, kind, last day; its number is its voucher’s', async () => {
    const { number, id } = await opened({
      ...openingOf(firm),
      item: 'food-business-licence',
      body: { fields: foodFields, materials: foodMaterials },
    })
    await act(id, 'accept', {}, 'acceptance')
    const reviewed = { 'review.opinion': 'grant', 'review.majorInterest': false, 'review.fit': true }
    await act(id, 'complete', { stage: 'review', note: '符合条件', fields: reviewed }, 'review')
    await act(id, 'decide', { outcome: 'grant', reason: '符合条件' }, 'bureau-head')
    const { certificate, decision, acceptance } = await take(number)
    const text = flat(certificate!)
    for (const said of ['食品经营许可证', '持证人', '沈阳证照有限公司', '有效期至', '2031年3月', '沈和审批〔2026〕1号'])
      assert.ok(text.includes(said), `${said} in ${text}`)
    const { texts, drawn, sheets } = placesIn(certificate!)
    assert.equal(sheets.length, 1)
    assert.ok(!texts.some(({ text: one }) => /^— \d+ —$/.test(one)), 'a licence has no number of a page')
    // A frame of two red lines around everything.
    const frame = drawn.filter(({ rectangles }) => rectangles.length === 1)
    assert.equal(frame.length, 2)
    for (const { x, y } of texts) {
      const { left, right, top, bottom } = frame.at(-1)!.box
      assert.ok(x > left && x < right && y > top && y < bottom)
    }
    assert.match(flat(decision!), /沈和审批〔2026〕\d+号/)
    assert.match(flat(acceptance!), /沈和审批受〔2026〕1号/)
  })

  test('不予受理、补正 what is missing and what is turned away', async () => {
    const missing = await opened(
      openingOf(firm, {
        body: { ...(openingOf(firm) as { body: object }).body, materials: { application: 'original' } },
      }),
    )
    await act(
      missing.id,
      'requestSupplement',
      { materials: ['report'], fields: [], note: '节能报告缺失' },
      'acceptance',
    )
    assert.match(flat((await take(missing.number))['supplement']!), /沈和审批补〔2026〕1号[\s\S]*补正告知书/)
    const away = await opened(openingOf(firm))
    const refusing = { ground: 'not-this-organ', referTo: 'province', reason: '超过权限' }
    await act(away.id, 'refuseAcceptance', refusing, 'acceptance')
    assert.match(flat((await take(away.number))['non-acceptance']!), /沈和审批不受〔2026〕1号[\s\S]*不予受理决定书/)
  })

  test('批复 a reply bears the number of its voucher; its unfilled name stands nowhere', async () => {
    const { grantedPermit, finedFirm } = await cityStories(gate.house)
    const caseId = await grantedPermit()
    const { parties } = await gate.house.city.cases.stateOf(caseId)
    const [row] = await gate.house.city.db.query<{ number: string }>('select number from kernel.cases where id = $1', [
      caseId,
    ])
    const { decision } = await take(row!.number, parties[0]!.party)
    fetched.set('reply', decision!)
    assert.match(flat(decision!), /沈和审批〔2026〕\d+号/)
    assert.ok(!flat(decision!).includes('×'))
    const fined = await finedFirm()
    const [other] = await gate.house.city.db.query<{ number: string }>(
      'select number from kernel.cases where id = $1',
      [fined.caseId],
    )
    const penalty = (await take(other!.number, fined.party))['decision']!
    fetched.set('penalty', penalty)
    assert.match(flat(penalty), /沈和发改罚〔2026〕1号/)
  })

  test('编号 papers of one organ and kind count on, whoever asks first; one that was asked for keeps its number', async () => {
    const [one, other] = [await opened(openingOf(firm)), await opened(openingOf(firm))]
    const numberOf = (bytes: Buffer) => Number(/沈和审批收〔2026〕(\d+)号/.exec(flat(bytes))![1])
    const listed = async (number: string) =>
      (await gate.ask(`/api/cases/${number}/papers`, { token: window })).json().items[0].number as string | null
    assert.equal(await listed(one.number), null)
    const later = numberOf((await take(other.number))['receipt']!)
    assert.equal(numberOf((await take(one.number))['receipt']!), later + 1)
    assert.equal(numberOf((await take(other.number))['receipt']!), later)
    assert.equal(await listed(one.number), `沈和审批收〔2026〕${later + 1}号`)
    assert.match(
      (await browsing(gate, firm).get(`/mine/cases/${one.number}/receipt`)).text,
      new RegExp(`沈和审批收〔2026〕${later + 1}号`),
    )
  })

  test('旧编号 a paper that was made under a number of before keeps it, and is still found by it', async () => {
    const { number, id } = await opened(openingOf(firm))
    await take(number)
    const { migrator } = gate.house.database
    await migrator.query(`update application.papers set number = $2 where case_id = $1`, [
      id,
      `收件〔2026〕${number}号`,
    ])
    await migrator.query(`delete from application.paper_numbers where case_id = $1`, [id])
    const listed = (await gate.ask(`/api/cases/${number}/papers`, { token: window })).json().items[0].number
    assert.equal(listed, `收件〔2026〕${number}号`)
    await take(number)
    const rows = await migrator.query('select 1 from application.paper_numbers where case_id = $1', [id])
    assert.equal(rows.length, 0)
  })

  test('不予许可 a refusal has its number too', async () => {
    const { number } = await opened(openingOf(firm))
    await refuseReview(gate, number, firm, '主要设备未达到强制性能效标准')
    assert.match(flat((await take(number))['decision']!), /沈和审批〔2026〕\d+号/)
  })

  test('each of them: at most 60 kB, tagged, signed', () => {
    assert.deepEqual(
      paperKinds.filter(kind => !fetched.has(kind)),
      [],
    )
    for (const [kind, bytes] of fetched) {
      assert.ok(bytes.length <= 60_000, `${kind}: ${bytes.length} bytes`)
      const { tagged, language, tags } = readPdf(bytes)
      assert.deepEqual([tagged, language, tags.includes('H1')], [true, 'zh-CN', true], kind)
      assert.ok(verifyPdf(bytes).valid, kind)
    }
  })

  test('二维码 the square code of each leads to the page of checking, which says that the paper is genuine', async () => {
    for (const [kind, bytes] of fetched) {
      const address = readSquareCode(placesIn(bytes).drawn)
      const { pathname, searchParams, hash } = new URL(address!)
      const [number, code] = [searchParams.get('number')!, hash.slice(1)]
      assert.equal(pathname, '/verify')
      assert.ok(flat(bytes).includes(number) && flat(bytes).includes(code), kind)
      const told = await browsing(gate, undefined).send('/verify', { number, code })
      assert.equal(told.status, 200, told.text)
      assert.match(told.text, /有效/, kind)
      assert.ok(told.text.includes(number), kind)
      assert.doesNotMatch(told.text, /×××|unfilled|-bureau/, kind)
    }
  })
})
