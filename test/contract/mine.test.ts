import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, scan, testSessions } from '../harness/citizen.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let firm: string
let window: string
let number: string

async function opened(materials: object = { application: 'original', report: 'original' }): Promise<string> {
  const body = openingOf(firm) as { readonly body: object }
  const answer = await gate.ask('/api/cases', { token: window, body: { ...body, body: { ...body.body, materials } } })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json().number
}

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  firm = await gate.house.firm('沈阳跟踪有限公司')
  window = await gate.officer(`acceptance@${organ}`)
})
after(() => gate?.close())

suite('我的 following one’s own cases', () => {
  test('an empty list says why, and what to do next', async () => {
    const page = await browsing(gate, firm).get('/mine')
    assert.equal(page.status, 200, page.text)
    for (const words of ['您还没有办件', '没有没办完的申请', '还没有消息']) assert.ok(page.text.includes(words), words)
    assert.match(page.html, /<h1>我的<\/h1>/)
    const messages = await browsing(gate, firm).get('/mine/messages')
    const notes = [page, messages].flatMap(({ html }) => html.match(/<div class="empty">.*?<\/div>/gs) ?? [])
    assert.equal(notes.length, 4)
    for (const note of notes) assert.match(note, /<a href="\//)
  })

  test('一次补正 the list, each thing handed in by itself; what is not whole is told', async () => {
    number = await opened({ application: 'original' })
    const asked = await gate.ask(`/api/cases/${number}/acts/requestSupplement`, {
      token: window,
      body: { materials: ['report'], fields: ['project.name'], note: '节能报告缺失，项目名称请写全称' },
    })
    assert.equal(asked.statusCode, 200, asked.body)
    const visitor = browsing(gate, firm)
    assert.match((await visitor.get('/mine')).text, /要您办的[\s\S]*固定资产投资项目节能审查：请补正/)
    const page = await visitor.get(`/mine/cases/${number}`)
    assert.match(page.text, /节能报告缺失，项目名称请写全称/)
    // A telephone makes JPEG of its own pictures where it is asked for.
    assert.match(page.html, /id="p-report" name="file" accept="[^"]*image\/jpeg/)
    const empty = await visitor.send(`/mine/cases/${number}/supplement`, { 'f.project.name': ' ' })
    assert.equal(empty.status, 400)
    assert.match(empty.html, /href="#f-project-name"/)
    const named = await visitor.send(`/mine/cases/${number}/supplement`, { 'f.project.name': '余热回收改造（二期）' })
    assert.equal(named.status, 303, named.text)
    const sent = await visitor.upload(`/mine/cases/${number}/supplement/report`, { name: '报告.pdf', bytes: scan })
    assert.equal(sent.status, 303, sent.text)
    const after = await visitor.get(`/mine/cases/${number}`)
    assert.ok(!after.html.includes('id="supplement"'))
    assert.match(after.text, /余热回收改造（二期）/)
    const read = (await gate.ask(`/api/cases/${number}`, { token: window })).json()
    assert.deepEqual([read.awaiting, read.files.report.length], [false, 1])
  })

  test('别人的办件 a foreign case and none answer alike, on every page and form', async () => {
    const stranger = browsing(gate, await gate.house.firm())
    const plain = ({ status, html }: { status: number; html: string }) => [
      status,
      html.replaceAll(/urn:request:[0-9a-f-]+/g, ''),
    ]
    for (const path of ['', '/receipt', '/proof', '/remedy', '/remedy/reconsideration']) {
      const foreign = await stranger.get(`/mine/cases/${number}${path}`)
      assert.equal(foreign.status, 404)
      assert.deepEqual(plain(foreign), plain(await stranger.get(`/mine/cases/2101022026030299999999${path}`)))
    }
    const taken = await stranger.send(`/mine/cases/${number}/withdraw`, {})
    assert.deepEqual(plain(taken), plain(await stranger.send('/mine/cases/2101022026030299999999/withdraw', {})))
    assert.equal((await gate.ask(`/api/cases/${number}`, { token: window })).json().status, 'open')
  })

  test('决定 reasons, articles, evidence, who decided, and the last days to go against it', async () => {
    const { house } = gate
    const refusedNumber = await opened()
    const id = await house.city.cases.idOf(refusedNumber)
    const act = (verb: Parameters<typeof house.act>[1], body: object, by: string) =>
      house.act(id, verb, body as Record<string, unknown>, `${by}@${organ}`)
    await act('accept', {}, 'acceptance')
    await act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, 'review')
    await act(
      'complete',
      { stage: 'review', fields: { 'review.opinion': 'refuse', 'review.majorInterest': false } },
      'review',
    )
    await act(
      'notify',
      {
        stage: 'tell',
        document: 'hearing-rights-notice',
        states: ['facts', 'grounds', 'rights'],
        receipt: true,
        text: '拟不予许可',
      },
      'review',
    )
    await house.act(id, 'makeStatement', { waived: true }, { kind: 'party', party: firm, account: 'x' })
    const decided = { outcome: 'refuse', reason: '项目不符合强制性节能标准', grounds: ['energy-standard'] }
    await act('decide', decided, 'bureau-head')
    await act('deliver', { receipt: true }, 'acceptance')
    const page = await browsing(gate, firm).get(`/mine/cases/${refusedNumber}`)
    assert.match(page.text, /不予许可/)
    assert.match(page.text, /项目不符合强制性节能标准/)
    assert.match(page.text, /和平区行政审批局 负责人|和平区行政审批局/)
    assert.match(page.text, /《行政许可法》/)
    assert.match(page.text, /申请行政复议的最后一日：2026年/)
    assert.match(page.text, /提起行政诉讼的最后一日：2026年/)

    const remedy = await browsing(gate, firm).get(`/mine/cases/${refusedNumber}/remedy`)
    assert.equal(remedy.status, 200, remedy.text)
    assert.match(remedy.html, /<h1>救济<\/h1>/)
    // Why, by whom, on which articles and papers; from which day; to whom, where, until when.
    assert.match(remedy.text, /项目不符合强制性节能标准[\s\S]*《行政许可法》[\s\S]*节能报告/)
    assert.match(remedy.text, /收到决定之日2026年\d+月\d+日。期限从第二天起算/)
    assert.match(remedy.text, /申请行政复议[\s\S]*和平区人民政府[\s\S]*最后一日2026年\d+月\d+日 /)
    assert.match(remedy.text, /和平区人民政府政务窗口（演示）[\s\S]*行政复议申请书/)
    assert.match(remedy.text, /沈阳市和平区人民法院[\s\S]*没有核对[\s\S]*起诉状/)
    const apply = /href="(\/apply\/administrative-reconsideration\?organ=210102-county-government)"/.exec(remedy.html)
    assert.ok(apply, 'no way to apply')
    assert.match((await browsing(gate, firm).get(apply[1]!)).html, /<h1 class="item">行政复议<\/h1>/)

    const visitor = browsing(gate, firm)
    const place = { organ: '210102-county-government', key: randomUUID() }
    const begun = await visitor.send('/apply/administrative-reconsideration', place)
    const at = begun.to.replace(/\/fit$/, '')
    const answers = {
      'f.applicant.name': '沈阳跟踪有限公司',
      'f.opponent.name': '和平区行政审批局',
      'f.claim.text': '项目符合强制性节能标准',
      'f.act.knownOn': '2026-03-02',
      'f.act.appliedOn': '2026-03-02',
      'f.act.told': 'true',
      'f.act.interest': 'true',
      'f.act.elsewhere': 'false',
      'f.act.amount': '0',
    }
    for (let next = `${at}/fit`; !next.endsWith('/materials'); ) {
      const sent = await visitor.send(next, answers)
      assert.equal(sent.status, 303, sent.text)
      assert.notEqual(sent.to, next)
      next = sent.to
    }
    await visitor.upload(`${at}/materials/application`, { name: '复议申请书.pdf', bytes: scan })
    const applied = await visitor.send(`${at}/review`, { key: randomUUID() })
    assert.match(applied.to, /^\/mine\/cases\/\d+\/receipt$/, applied.text)
    const hears = await gate.house.city.cases.stateOf(
      await gate.house.city.cases.idOf(/(\d{16,})/.exec(applied.to)![1]!),
    )
    assert.deepEqual(
      hears.parties.map(({ role }) => role),
      ['subject', 'opponent'],
    )

    const outline = await browsing(gate, firm).get(`/mine/cases/${refusedNumber}/remedy/reconsideration`)
    assert.match(outline.text, /沈阳跟踪有限公司[\s\S]*被申请人（被告）和平区行政审批局[\s\S]*项目不符合强制性节能标准/)
    assert.equal((await browsing(gate, firm).get(`/mine/cases/${refusedNumber}/remedy/objection`)).status, 404)
  })

  test('不予受理 the rule, and the ways against it; the last day waits for the day of receipt', async () => {
    const turned = await opened()
    const refusal = { ground: 'not-this-organ', referTo: '省级节能主管部门', reason: '超过本级审查权限' }
    await gate.ask(`/api/cases/${turned}/acts/refuseAcceptance`, { token: window, body: refusal })
    const page = await browsing(gate, firm).get(`/mine/cases/${turned}/remedy`)
    assert.match(page.text, /不予受理：超过本级审查权限[\s\S]*还没有送达记录[\s\S]*自收到之日起60日内/)
    const outline = await browsing(gate, firm).get(`/mine/cases/${turned}/remedy/reconsideration`)
    assert.match(outline.text, /超过本级审查权限/, 'what was written to the party stands in what it writes against it')
    const own = await opened()
    assert.match((await browsing(gate, firm).get(`/mine/cases/${own}/remedy`)).text, /现在没有可以走的救济/)
  })

  test('撤回 an application is taken back once, and a second press tells how it stands', async () => {
    const own = await opened()
    const visitor = browsing(gate, firm)
    assert.match((await visitor.get(`/mine/cases/${own}`)).text, /撤回申请/)
    const sent = await visitor.send(`/mine/cases/${own}/withdraw`, { reason: '项目不做了' })
    assert.equal(sent.status, 303, sent.text)
    assert.match((await visitor.follow(sent)).text, /申请人撤回/)
    assert.match((await visitor.send(`/mine/cases/${own}/withdraw`, {})).text, /办件已经结束/)
  })

  test('我的数据 what is held, and who looked, when and why: the office, never the officer', async () => {
    await gate.ask(`/api/cases/${number}/details`, { token: window })
    const page = await browsing(gate, firm).get('/mine/data')
    assert.match(page.text, /沈阳跟踪有限公司/)
    assert.match(page.text, /法人基础库/)
    assert.match(page.text, /和平区行政审批局 受理岗[\s\S]*办理案件；办理“固定资产投资项目节能审查”/)
    const [, reads = ''] = page.text.split('每一次查看')
    assert.match(reads, /联系电话/)
    assert.doesNotMatch(reads, /energy-review|[a-z]+\.[a-z]+/i, 'words, and no keys')
    const { person } = await gate.house.officer(`acceptance@${organ}`)
    assert.ok(!page.html.includes(person))
  })
})
