import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { forgetOf } from '#kernel/file'
import { decodeLeaf } from '#kernel/trail'
import { browsing, testSessions } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { readPdf, verifyPdf } from '../harness/pdf.ts'
import { refuseReview } from '../harness/refused-review.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let firm: string
let window: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  firm = await gate.house.firm('沈阳文书有限公司')
  window = await gate.officer(`acceptance@${organ}`)
})
after(() => gate?.close())

const flat = (bytes: Buffer) => readPdf(bytes).text.replaceAll('\n', '')
const opened = async (party = firm, materials: object = { application: 'original', report: 'original' }) => {
  const body = openingOf(party) as { readonly body: object }
  const answer = await gate.ask('/api/cases', { token: window, body: { ...body, body: { ...body.body, materials } } })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json().number as string
}
/** The papers that a page of the case offers, by kind. */
const offered = (html: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...html.matchAll(/href="(\/mine\/cases\/\d+\/papers\/([a-z-]+?)-\d[^"]*)"/g)].map(([, to, kind]) => [kind!, to!]),
  )
async function fetched(party: string, path: string): Promise<Buffer> {
  const { answer } = await browsing(gate, party).get(path)
  assert.equal(answer.statusCode, 200, answer.body.slice(0, 300))
  assert.equal(answer.headers['content-type'], 'application/pdf')
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename="[0-9a-z-]+\.pdf"$/)
  assert.equal(answer.headers['cache-control'], 'no-store')
  return answer.rawPayload
}

suite('文书 papers of a case', () => {
  test('回执 on the receipt page: number, code, what came in; signed, small, and the same bytes again', async () => {
    const number = await opened()
    const page = await browsing(gate, firm).get(`/mine/cases/${number}/receipt`)
    const { receipt } = offered(page.html)
    const bytes = await fetched(firm, receipt!)
    const text = flat(bytes)
    const code = /查询码([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(page.text)![1]!
    for (const said of [
      '收件回执',
      '沈阳文书有限公司：',
      number,
      code,
      '申请书（原件）',
      '节能报告（原件）',
      '和平区行政审批局',
    ])
      assert.ok(text.includes(said), said)
    assert.ok(bytes.length <= 60_000, `${bytes.length} bytes`)
    assert.deepEqual(verifyPdf(bytes).valid, true)
    await gate.ask(`/api/cases/${number}/acts/accept`, { token: window, body: {} })
    assert.ok((await fetched(firm, receipt!)).equals(bytes))
    const list = (await gate.ask(`/api/cases/${number}/papers`, { token: window })).json().items
    assert.deepEqual(
      list.map(({ kind }: { kind: string }) => kind),
      ['receipt', 'acceptance'],
    )
  })

  test('决定 reasons, articles, evidence and remedies as recorded; anybody checks it by number and printed code', async () => {
    const number = await opened()
    await refuseReview(gate, number, firm, '主要设备\u202e未达到\u202c强制性能效标准')
    const { decision, receipt } = offered((await browsing(gate, firm).get(`/mine/cases/${number}`)).html)
    const bytes = await fetched(firm, decision!)
    const text = flat(bytes)
    for (const said of [
      '主要设备未达到强制性能效标准',
      '《节约能源法》第十五条',
      '《行政许可法》第三十二条、第三十八条',
      '节能报告，原件，2026年3月2日',
      '60日内，可以向和平区人民政府申请行政复议（《行政复议法》第二十条）',
      '6个月内，可以向人民法院提起行政诉讼（《行政诉讼法》第四十六条）',
      '2026年3月2日',
    ])
      assert.ok(text.includes(said), `${said} in ${text}`)
    assert.ok(bytes.length <= 60_000 && verifyPdf(bytes).valid, `${bytes.length} bytes`)
    const own = /编号　(\S+?号)查验码　([0-9A-Z-]{14})/.exec(text)!
    const check = (code: string) => browsing(gate, undefined).send('/verify', { number: own[1]!, code })
    const right = await check(own[2]!.toLowerCase())
    assert.equal(right.status, 200, right.text)
    assert.match(right.text, /和平区行政审批局/)
    assert.ok(!right.text.includes('沈阳文书有限公司'))
    assert.equal((await check('0000-0000-0001')).status, 404)
    assert.match(
      (await browsing(gate, undefined).get(`/verify?number=${encodeURIComponent(own[1]!)}`)).html,
      new RegExp(`value="${own[1]}"`),
    )
    assert.ok((await fetched(firm, receipt!)).length > 0)
  })

  test('补正 the notice lists what is missing, with the note of whoever asked', async () => {
    const number = await opened(firm, { application: 'original' })
    const body = { materials: ['report'], fields: ['project.name'], note: '节能报告缺失' }
    const asked = await gate.ask(`/api/cases/${number}/acts/requestSupplement`, { token: window, body })
    assert.equal(asked.statusCode, 200, asked.body)
    const { supplement } = offered((await browsing(gate, firm).get(`/mine/cases/${number}`)).html)
    const text = flat(await fetched(firm, supplement!))
    for (const said of ['补正告知书', '（一）节能报告；', '（二）项目名称。', '节能报告缺失'])
      assert.ok(text.includes(said), said)
  })

  test('a voucher’s number and code stand on its paper', async () => {
    const { grantedPermit } = await cityStories(gate.house)
    const caseId = await grantedPermit()
    const { parties } = await gate.house.city.cases.stateOf(caseId)
    const holder = parties[0]!.party
    const [{ number, checkCode }] = (await gate.ask('/api/vouchers', { token: await gate.party(holder) })).json().items
    const page = await browsing(gate, holder).get('/mine')
    const [path] = /\/mine\/cases\/\d+/.exec(page.html)!
    const { decision } = offered((await browsing(gate, holder).get(path)).html)
    const text = flat(await fetched(holder, decision!))
    assert.ok(text.includes(number) && text.includes(checkCode), text)
  })

  test('长案 the reasons of a decision that took more than a hundred steps stand on its page and on its paper', async () => {
    const { finedFirm } = await cityStories(gate.house)
    const { caseId, party } = await finedFirm({ evidence: 101 })
    const [row] = await gate.house.database.migrator.query<{ number: string }>(
      'select number from kernel.cases where id = $1',
      [caseId],
    )
    const page = await browsing(gate, party).get(`/mine/cases/${row!.number}`)
    assert.match(page.text, /逾期三十日以内/)
    assert.match(flat(await fetched(party, offered(page.html)['decision']!)), /逾期三十日以内/)
  })

  test('别人的文书 a foreign paper and none are refused alike; the handler’s reading is on record; what cannot be printed is told', async () => {
    const number = await opened()
    const stranger = browsing(gate, await gate.house.firm())
    for (const paper of ['receipt-1', 'decision-9', '../../x', 'none'])
      assert.equal((await stranger.get(`/mine/cases/${number}/papers/${paper}`)).status, 404)
    await gate.refused(
      `/api/cases/${number}/papers/receipt-1`,
      { token: await gate.party(await gate.house.firm()) },
      404,
      'CASE_NOT_FOUND',
    )
    await gate.refused(`/api/cases/${number}/papers/decision-9`, { token: window }, 404, 'PAPER_UNKNOWN')
    const { receipt } = offered((await browsing(gate, firm).get(`/mine/cases/${number}`)).html)
    const mine = await fetched(firm, receipt!)
    const paper = receipt!.split('/').at(-1)!
    const theirs = await gate.ask(`/api/cases/${number}/papers/${paper}`, { token: window })
    assert.ok(theirs.rawPayload.equals(mine))
    const seen = (await browsing(gate, firm).get('/mine/data')).text
    assert.match(seen, /和平区行政审批局 受理岗/)

    const odd = await gate.house.firm('沈阳\u{30000}有限公司')
    const oddPage = await browsing(gate, odd).get(`/mine/cases/${await opened(odd)}`)
    const refused = await browsing(gate, odd).get(offered(oddPage.html)['receipt']!)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /文书里有打印不出来的字[\s\S]*U\+30000/)
  })

  test('in the trail: one leaf for a paper, however many fetch it at once; its bytes go with its person', async () => {
    const { db, clock } = gate.house.city
    const { migrator } = gate.house.database
    const other = await gate.house.firm('沈阳要忘掉有限公司')
    const number = await opened(other)
    const { receipt } = offered((await browsing(gate, other).get(`/mine/cases/${number}`)).html)
    const leaves = async () => {
      const rows = await migrator.query<{ leaf: Buffer }>('select leaf from kernel.trail_outbox order by id')
      return rows.map(({ leaf }) => decodeLeaf(leaf)).filter(({ kind }) => kind === 'paper')
    }
    const before = await leaves()
    await Promise.all([fetched(other, receipt!), fetched(other, receipt!)])
    const [leaf, ...more] = (await leaves()).slice(before.length)
    assert.deepEqual([leaf?.outcome, leaf?.item, leaf?.organ, more], ['receipt', 'energy-review', organ, []])
    const [file] = await db.query<{ sha256: Buffer }>(
      `select f.commitment_sha256 as sha256 from application.papers p join kernel.files f on f.id = p.file order by p.id desc limit 1`,
    )
    assert.equal(leaf?.commit.sha256, file?.sha256.toString('base64url'))
    await forgetOf(db, other, clock.now())
    const gone = await browsing(gate, other).get(receipt!)
    assert.equal(gone.status, 410)
    assert.match(gone.text, /一并删除/)
  })
})
