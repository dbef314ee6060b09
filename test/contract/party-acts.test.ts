import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { acts } from '#kernel/case'
import { readLocales } from '#portals/public'
import { partyActs, readPartyActRules } from '#systems/power'
import { type Browsing, browsing, scan, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { clueFields, finding, noticeStates } from '../harness/stories.ts'

const organ = '210102-energy-bureau'
const content = join(import.meta.dirname, '../../content')
const absent = '2101022026030299999999'
const words = '我单位已于四月底补报，请从轻处理。<b>附说明</b>'

let gate: TestGate
let firm: string
let caseId: string
let number: string
let page: Browsing
const at = (verb: string) => `/mine/cases/${number}/acts/${verb}`
const plain = ({ status, html }: { status: number; html: string }) => [
  status,
  html.replaceAll(/urn:request:[0-9a-f-]+|name="(?:key|csrf)" value="[^"]*"/g, ''),
]
const opened = async (): Promise<readonly string[]> =>
  [...(await page.get(`/mine/cases/${number}`)).html.matchAll(/\/acts\/([a-zA-Z]+)"/g)].map(([, verb]) => verb!)

before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-05-11T09:00:00+08:00' })
  const { house } = gate
  firm = await house.firm('沈阳被告知有限公司')
  page = browsing(gate, firm)
  const [one, two] = [await house.officer(`investigator@${organ}`), await house.officer(`investigator@${organ}`, 2)]
  ;({ caseId, number } = await house.open({
    item: 'energy-report-penalty',
    organ,
    verb: 'lodge',
    start: 'clue',
    parties: [{ role: 'respondent', party: firm, unit: 'firm' }],
    by: one,
    body: { fields: clueFields },
  }))
  const officers = [one.person, two.person]
  const evidence = { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers }
  await house.act(caseId, 'open', {}, one)
  await house.act(caseId, 'recordEvidence', evidence, one)
  await house.act(caseId, 'complete', { stage: 'investigate', officers, fields: finding() }, one)
  assert.equal((await page.get(`/mine/cases/${number}`)).status, 404, 'nobody learns of it before the notice')
  const notice = { stage: 'notify', document: 'priorNotice', officers, states: noticeStates, receipt: true }
  await house.act(caseId, 'notify', { ...notice, offersHearing: true, text: '拟罚款一万五千元' }, one)
})
after(() => gate?.close())

suite('当事人办理 what a party may do in its case, from the notice to the receipt, without script', () => {
  test('告知 the notice stands first, with what may be done about it, until when and by which article', async () => {
    const own = await page.get(`/mine/cases/${number}`)
    assert.equal(own.status, 200, own.text)
    assert.match(own.text, /告知[\s\S]*拟罚款一万五千元[\s\S]*事实[\s\S]*也可以要求听证[\s\S]*您现在可以做的/)
    assert.match(
      own.text,
      /要求听证[\s\S]*最迟2026年5月18日[\s\S]*《行政处罚法》第六十四条|要求听证[\s\S]*最迟2026年5月18日/,
    )
    assert.deepEqual([...(await opened())].sort(), [
      'askHearing',
      'challengeAvoidance',
      'makeStatement',
      'submitEvidence',
    ])
  })

  test('陈述申辩 asked as the act declares it, looked over, sent once, with a receipt and its proof', async () => {
    const form = await page.get(at('makeStatement'))
    assert.match(form.text, /陈述申辩[\s\S]*《行政处罚法》第45条[\s\S]*不得因为您申辩而加重/)
    assert.match(form.html, /<textarea id="f-text" name="f.text"[^>]*maxlength="4000"/)
    assert.ok(!form.html.includes('name="f.party"'), 'whose words they are is known')

    const empty = await page.send(at('makeStatement'), { 'f.waived': 'false', 'f.text': ' ' })
    assert.equal(empty.status, 400)
    assert.match(empty.html, /href="#f-text"/)
    const both = await page.send(at('makeStatement'), { 'f.waived': 'true', 'f.text': words })
    assert.match(both.text, /请只留一样[\s\S]*我单位已于四月底补报/)
    const long = await page.send(at('makeStatement'), { 'f.waived': 'false', 'f.text': '长'.repeat(4_001) })
    assert.equal(long.status, 400)
    assert.ok(long.text.includes('长'.repeat(4_001)), 'what was typed stays')

    const review = await page.send(at('makeStatement'), { 'f.waived': 'false', 'f.text': words })
    assert.equal(review.status, 200, review.text)
    assert.match(review.text, /核对——陈述申辩[\s\S]*我单位已于四月底补报/)
    assert.ok(review.html.includes('&lt;b&gt;附说明'), 'words stay words')
    assert.deepEqual((await gate.house.city.cases.stateOf(caseId)).statements, {}, 'nothing has gone out yet')
    const changed = await page.send(at('makeStatement'), { 'f.waived': 'false', 'f.text': words, step: 'change' })
    assert.match(changed.html, /<textarea[^>]*>我单位已于四月底补报/)

    const key = randomUUID()
    const sent = { 'f.waived': 'false', 'f.text': words, step: 'send', key }
    const done = await page.send(at('makeStatement'), sent)
    assert.equal(done.status, 303, done.text)
    const receipt = await page.follow(done)
    assert.match(receipt.text, /回执——陈述申辩[\s\S]*已于2026年5月11日收到[\s\S]*办件中的第几条/)
    const { seq } = await gate.house.city.cases.stateOf(caseId)
    assert.equal((await page.follow(await page.send(at('makeStatement'), sent))).status, 200, 'the same press again')
    assert.equal((await gate.house.city.cases.stateOf(caseId)).seq, seq, 'is the same statement')
    const [, proof] = /href="([^"]*\/proof\?seq=\d+)"/.exec(receipt.html)!
    assert.ok([200, 404].includes((await page.get(proof!)).status))
    assert.equal((await page.get(`${at('makeStatement')}/receipt?press=${randomUUID()}`)).status, 404)
    const { statements } = await gate.house.city.cases.stateOf(caseId)
    assert.deepEqual(statements, { [firm]: { waived: false, reviewed: false } })
  })

  test('要求听证 within its days; asked for once, and refused with the reason afterwards', async () => {
    const review = await page.send(at('askHearing'), {})
    assert.match(review.text, /核对——要求听证/)
    const done = await page.send(at('askHearing'), { step: 'send', key: randomUUID() })
    assert.match((await page.follow(done)).text, /回执——要求听证[\s\S]*七个工作日前通知您时间和地点/)
    assert.deepEqual((await gate.house.city.cases.stateOf(caseId)).hearing?.asked, [firm])
    const again = await page.get(at('askHearing'))
    assert.equal(again.status, 409)
    assert.match(again.text, /现在不能办这一项/)
    assert.ok(!(await opened()).includes('askHearing'))
  })

  test('申请回避 names who has the case in hand, on the grounds of the item and no others', async () => {
    const form = await page.get(at('challengeAvoidance'))
    const [, person] = /name="f.person" value="([^"]+)"/.exec(form.html)!
    assert.match(form.text, /近亲属/)
    assert.ok(!form.html.includes('value="other"'), 'the item names no such ground')
    const forged = { 'f.person': 'somebody-else', 'f.ground': 'interest', 'f.reason': '是竞争对手的股东', step: 'send' }
    assert.equal((await page.send(at('challengeAvoidance'), forged)).status, 400)
    const done = await page.send(at('challengeAvoidance'), { ...forged, 'f.person': person! })
    assert.equal(done.status, 303, done.text)
    assert.equal((await gate.house.city.cases.stateOf(caseId)).challenges[person!]?.ground, 'interest')
  })

  test('提交证据 a file goes in with the page and waits for the act, whatever else is still wrong', async () => {
    const halfway = await page.upload(at('submitEvidence'), { name: '补报凭证.pdf', bytes: scan })
    assert.equal(halfway.status, 400)
    assert.match(halfway.text, /补报凭证\.pdf/)
    const [, file] = /name="held.file" value="([^"]+)"/.exec(halfway.html)!
    assert.match(halfway.html, /name="file" accept="application\/pdf,image\/png,image\/jpeg"/)
    const fields = {
      'f.kind': 'documentary',
      'f.summary': '四月底补报的凭证',
      'held.file': file!,
      'called.file': '补报凭证.pdf',
    }
    const review = await page.send(at('submitEvidence'), fields)
    assert.match(review.text, /证据种类书证[\s\S]*四月底补报的凭证[\s\S]*补报凭证\.pdf/)
    const done = await page.send(at('submitEvidence'), { ...fields, step: 'send', key: randomUUID() })
    assert.match((await page.follow(done)).text, /回执——提交证据/)
    assert.equal((await gate.house.city.cases.stateOf(caseId)).submitted?.[firm], 1)
    const foreign = { ...fields, 'held.file': randomUUID(), step: 'send' }
    assert.equal((await page.send(at('submitEvidence'), foreign)).status < 500, true)
    assert.equal(
      (await gate.house.city.cases.stateOf(caseId)).submitted?.[firm],
      1,
      'a file that is not one’s own is none',
    )
  })

  test('英文和大字版 the same page in English and in large type', async () => {
    const form = await page.get(`${at('makeStatement')}?lang=en&elder=1`)
    assert.match(form.text, /Make a statement[\s\S]*What happens then/)
    assert.match(form.html, /class="elder"/)
  })

  test('别人的办件 a foreign case, a case that is none and an act that is none answer alike', async () => {
    const stranger = browsing(gate, await gate.house.firm())
    for (const verb of ['makeStatement', 'comment', 'decide', 'nothing-of-that-name']) {
      const foreign = await stranger.get(at(verb))
      assert.equal(foreign.status, 404)
      assert.deepEqual(plain(foreign), plain(await stranger.get(`/mine/cases/${absent}/acts/${verb}`)))
    }
    const forged = await stranger.send(at('makeStatement'), { 'f.waived': 'true', step: 'send' })
    assert.equal(forged.status, 404)
    assert.equal((await page.get(at('decide'))).status, 404, 'what officers do is no act of a party')
  })

  test('本站表单 from a page of ours, with the token of the session; else nothing is done and nothing lost', async () => {
    const { seq } = await gate.house.city.cases.stateOf(caseId)
    const fields = { 'f.waived': 'false', 'f.text': words, step: 'send' }
    assert.equal((await page.send(at('makeStatement'), fields, { origin: 'https://elsewhere.test' })).status, 403)
    const stale = await page.send(at('makeStatement'), { ...fields, csrf: 'of another session' })
    assert.equal(stale.status, 409)
    assert.ok(stale.html.includes('我单位已于四月底补报'))
    const out = await browsing(gate, undefined).send(at('makeStatement'), fields)
    assert.ok(out.html.includes('我单位已于四月底补报'))
    assert.equal((await gate.house.city.cases.stateOf(caseId)).seq, seq)
  })
})

suite('表单同源 the pages come from the engine’s own table', () => {
  const locales = readLocales(join(content, 'locales'))

  test('every act of a party and every member of it has its words in both languages', () => {
    assert.ok(partyActs.length >= 9, partyActs.join())
    const missing = partyActs.flatMap(verb => {
      const { properties } = acts[verb].body as unknown as { properties: object }
      const keys = ['title', 'lead', 'then', 'send'].map(one => [`act.${verb}.${one}`])
      const members = Object.keys(properties)
        .filter(name => !['party', 'by', 'objector', 'anonymous', 'commenter'].includes(name))
        .map(name => [`act.member.${verb}.${name}`, `act.member.any.${name}`])
      return [...keys, ...members].filter(any => !any.some(key => locales.zh.has(key) && locales.en.has(key)))
    })
    assert.deepEqual(missing, [])
  })

  test('the rules name every act of a party, and laws the city knows', async () => {
    const file = join(content, 'rules/party-acts.yaml')
    assert.ok(existsSync(file))
    const rules = readPartyActRules(file)
    assert.deepEqual(Object.keys(rules.acts).sort(), [...partyActs].sort())
    const { laws } = (await gate.ask('/api/laws')).json() as { laws: { law: string }[] }
    for (const { basis } of Object.values(rules.acts))
      for (const { law } of basis)
        assert.ok(
          laws.some(known => known.law === law),
          law,
        )
  })
})
