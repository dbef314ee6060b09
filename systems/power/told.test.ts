import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { parse } from 'yaml'
import { browsing, testSessions } from '../../test/harness/citizen.ts'
import { codes } from '../../test/harness/city.ts'
import { cityStories } from '../../test/harness/city-stories.ts'
import { formAnswers, openingOf, openTestGate, type TestGate } from '../../test/harness/gate.ts'
import { mandatesAt } from '../../test/harness/mandates.ts'
import { clueFields, finding, noticeStates } from '../../test/harness/stories.ts'
import { toldOf, toldTypes } from './message-kinds.ts'
import { mayBeTold } from './messages.ts'

const organ = '210102-approval-bureau'
const energy = '210102-energy-bureau'
let gate: TestGate
let window: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-05-11T09:00:00+08:00' })
  window = await gate.officer(`acceptance@${organ}`)
})
after(() => gate?.close())

async function relay(): Promise<void> {
  const { sequencer, subscriptions, jobs } = gate.house.city
  await sequencer.drain()
  while ((await subscriptions.runOnce()) > 0);
  await jobs.runOnce(['tell-parties'])
}

/** What a party has been told, the first first, as words of ours and as its page says it. */
async function toldTo(party: string) {
  await relay()
  const { items } = (await gate.ask('/api/messages', { token: await gate.party(party) })).json() as {
    items: { kind: string; said: object }[]
  }
  const page = await browsing(gate, party).get('/mine/messages')
  assert.equal(page.status, 200, page.text)
  assert.doesNotMatch(page.text, /\{\w+\}|undefined|tell\./)
  return { kinds: items.map(({ kind }) => kind).reverse(), text: page.text, html: page.html }
}

async function opened(party: string, more: object = {}) {
  const fields = { ...formAnswers, 'applicant.uscc': codes.get(party)!, ...more }
  const materials = { application: 'original', report: 'original' }
  const body = openingOf(party, { body: { fields, materials } })
  const { number } = (await gate.ask('/api/cases', { token: window, body })).json() as { number: string }
  const id = await gate.house.city.cases.idOf(number)
  const act = (verb: Parameters<TestGate['house']['act']>[1], body: object, post: string) =>
    gate.house.act(id, verb, body as Record<string, unknown>, `${post}@${organ}`)
  return { number, id, act }
}

suite('告知当事人 what a party must hear, it hears: in one plain sentence, with the day and whose turn it is', () => {
  test('受理、中止、恢复、延长、告知权利、决定、送达 the whole way of a permit that is refused', async () => {
    const party = await gate.house.firm('沈阳听见有限公司')
    const { id, act } = await opened(party)
    await act('accept', {}, 'acceptance')
    await act('suspend', { for: 'expert', notice: true, note: '专家评审需要十五个工作日' }, 'review')
    await act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, 'review')
    await act('extend', { reason: '案情复杂', notice: true }, 'bureau-head')
    const fields = { 'review.opinion': 'refuse', 'review.majorInterest': false }
    await act('complete', { stage: 'review', fields }, 'review')
    const notice = { document: 'hearing-rights-notice', states: ['facts', 'grounds', 'rights'], receipt: true }
    await act('notify', { stage: 'tell', ...notice, text: '拟不予许可' }, 'review')
    await gate.house.act(id, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'x' })
    await act('decide', { outcome: 'refuse', reason: '不达标', grounds: ['energy-standard'] }, 'bureau-head')
    await act('deliver', { stage: 'deliver', way: 'window', receipt: true }, 'acceptance')
    const { kinds, text } = await toldTo(party)
    // Several workers take jobs at once, so that two of one minute may change places.
    const expected = ['accepted', 'suspended', 'resumed', 'extended', 'notice', 'decided', 'served-by-hand']
    assert.deepEqual(kinds.toSorted(), expected.toSorted())
    assert.match(text, /因“专家评审”暂停计时/)
    const due = Object.values((await gate.house.city.cases.stateOf(id)).clocks).find(({ limit }) => limit === 'decide')
    const [year, month, on] = due!.due.slice(0, 10).split('-').map(Number)
    assert.ok(text.includes(`办理期限延长到${year}年${month}月${on}日`), text)
    assert.match(text, /文书已送达（窗口领取），送达日期2026年5月11日/)
    assert.doesNotMatch(text, /案情复杂|不达标|拟不予许可/, 'reasons stand in the case, not in a list')
  })

  test('不予受理 with whose it is instead; reason and remedies on the page it leads to (行政许可法32(2))', async () => {
    const party = await gate.house.firm('沈阳走错门有限公司')
    const { number, act } = await opened(party, { 'energy.total': 6000 })
    const reason = '年综合能源消费量超过五千吨标准煤'
    await act('refuseAcceptance', { rule: 'level', reason }, 'acceptance')
    const { kinds, text, html } = await toldTo(party)
    assert.deepEqual(kinds, ['not-accepted'])
    assert.match(text, /不予受理，理由写在办件页里[\s\S]*请向省级节能主管部门申请/)
    assert.ok(html.includes(`/mine/cases/${number}`))
    const page = await browsing(gate, party).get(`/mine/cases/${number}`)
    for (const words of [reason, '申请行政复议', '《行政许可法》第32条第2项'])
      assert.ok(page.text.includes(words), words)
  })

  test('撤回 before and after: until when it may answer, and why, in the officer’s own words on the page of the case', async () => {
    const stories = await cityStories(gate.house)
    const caseId = await stories.grantedPermit()
    const { parties } = await gate.house.city.cases.stateOf(caseId)
    const party = parties.find(({ role }) => role === 'subject')!.party
    const revoking = { ground: 'law-changed', reason: '规划调整，原地不再用作此项建设' }
    await gate.house.act(caseId, 'notifyEnding', { ending: 'revoke', ...revoking }, stories.head)
    const before = await toldTo(party)
    assert.ok(before.kinds.includes('ending-notified') && !before.kinds.includes('decision-revoked'))
    assert.match(before.text, /机关拟撤回或者撤销给您的决定，请在2026年5月18日前答复/)
    await gate.house.act(caseId, 'answerEnding', { waived: true }, stories.head)
    await gate.house.act(caseId, 'revoke', { ...revoking, compensation: 0 }, stories.head)
    const { kinds, html } = await toldTo(party)
    assert.equal(kinds.filter(kind => kind === 'decision-revoked').length, 1)
    const [, path] = /href="(\/mine\/cases\/\d+)"[^>]*>[^<]*机关已撤回原来的决定/.exec(html)!
    const page = await browsing(gate, party).get(path!)
    for (const said of ['拟处理告知：', '撤回决定：']) assert.ok(page.text.includes(`${said}${revoking.reason}`), said)
  })

  test('被调查的 a respondent hears nothing while evidence is gathered, and all from its notice on; whoever reported, nothing', async () => {
    const { house } = gate
    const party = await house.firm('沈阳被查有限公司')
    const informant = await mandatesAt(gate).person('示例举报人', '19880307')
    const one = await house.officer(`investigator@${energy}`)
    const officers = [one.person, (await house.officer(`investigator@${energy}`, 2)).person]
    const { caseId } = await house.open({
      ...{ item: 'energy-report-penalty', organ: energy, verb: 'lodge', start: 'complaint', by: one },
      parties: [
        { role: 'respondent', party, unit: 'firm' },
        { role: 'informant', party: informant.party, unit: 'person' },
      ],
      body: { fields: clueFields },
    })
    await house.act(caseId, 'open', {}, one)
    const evidence = { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers }
    await house.act(caseId, 'recordEvidence', evidence, one)
    await house.act(caseId, 'complete', { stage: 'investigate', officers, fields: finding() }, one)
    assert.deepEqual((await toldTo(party)).kinds, [])
    const notice = { stage: 'notify', document: 'priorNotice', officers, states: noticeStates, receipt: true }
    await house.act(caseId, 'notify', notice, one)
    const { kinds, text } = await toldTo(party)
    assert.deepEqual(kinds, ['notice'])
    assert.match(text, /您的权利已经告知，请查看并及时陈述意见/)
    assert.deepEqual((await toldTo(informant.party)).kinds, [])
  })
})

suite('告知什么 which events are told, as what', () => {
  const kindsOf = (type: string, data: object, verb: string | null = null) =>
    toldOf({ type, data: data as Readonly<Record<string, unknown>>, verb }).map(({ kind }) => kind)

  test('an officer’s end, a decision taken back, struck off or set aside, a transfer: each once', () => {
    assert.deepEqual(kindsOf('case.terminated', { ground: 'no-grounds' }), ['terminated'])
    assert.deepEqual(kindsOf('case.terminated', { ground: 'whole-ended' }), ['part-stopped'])
    assert.deepEqual(kindsOf('decision.ceased', { how: 'revoked' }), ['decision-revoked'])
    assert.deepEqual(kindsOf('decision.ceased', { how: 'cancelled' }), ['decision-cancelled'])
    assert.deepEqual(kindsOf('decision.withdrawn', {}), ['decision-withdrawn'])
    assert.deepEqual(kindsOf('decision.annulled', {}, 'withdrawDecision'), [], 'told by the act itself')
    assert.deepEqual(kindsOf('decision.annulled', {}, 'recordRemedy'), ['decision-annulled'])
    assert.deepEqual(kindsOf('ending.notified', { until: '2026-03-09' }), ['ending-notified'])
    assert.deepEqual(kindsOf('justice.answered', { answer: 'prosecuted' }), ['transferred'])
    assert.deepEqual(kindsOf('justice.answered', { answer: 'declined' }), [])
    assert.deepEqual(kindsOf('case.suspended', { for: 'justice' }), [], 'whoever is suspected is not warned')
    assert.deepEqual(kindsOf('case.resumed', { for: 'expert' }, 'transferToJustice'), [])
    assert.deepEqual(kindsOf('hearing.scheduled', { on: '2026-03-09' }), ['hearing'])
    assert.deepEqual(kindsOf('case.migrated', { told: false }), [])
    assert.deepEqual(kindsOf('part.left', { why: 'not-needed' }), [])
  })

  test('served: electronically and with a notice it was told already; to one side alone, that side', () => {
    const served = (data: object) =>
      toldOf({ type: 'service.made', data: { of: 'decision', on: '2026-03-02', ...data }, verb: null })
    assert.deepEqual(served({ way: 'electronic', delivery: 'x' }), [])
    assert.deepEqual(served({ way: 'window', of: 'notice' }), [])
    assert.deepEqual(served({ way: 'post', party: 'p' }), [
      { kind: 'served-by-hand', said: { day: '2026-03-02', way: 'post' }, only: ['p'] },
    ])
  })

  test('only a word of the item goes into a message, never what somebody typed', () => {
    const [refused] = toldOf({ type: 'acceptance.refused', data: { referTo: '张三，住某路1号' }, verb: null })
    assert.deepEqual(refused?.said, {})
  })

  test('every kind has its sentence in both languages', () => {
    const source = readFileSync(join(import.meta.dirname, 'message-kinds.ts'), 'utf8')
    const kinds = [...source.matchAll(/kind: '([a-z-]+)'/g)].map(([, kind]) => kind!)
    assert.ok(kinds.length > toldTypes.length)
    for (const language of ['zh-CN', 'en']) {
      const path = join(import.meta.dirname, `../../content/locales/told.${language}.yaml`)
      const { tell } = parse(readFileSync(path, 'utf8')) as { tell: Readonly<Record<string, string>> }
      assert.deepEqual(
        kinds.filter(kind => tell[kind] === undefined),
        [],
      )
    }
  })

  test('of accounts and mandates the person himself reads, or whoever stands for him by law; no agent', () => {
    const caller = (kind?: string, items: readonly string[] | null = null) =>
      ({
        actor: { kind: 'party', party: 'p', account: 'a', ...(kind && { agent: { party: 'q', mandate: 'm' } }) },
        ...(kind && { mandate: { id: 'm', kind, items, scopes: ['see'] } }),
      }) as unknown as Parameters<typeof mayBeTold>[0]
    assert.ok(mayBeTold(caller(), { item: null }))
    assert.ok(mayBeTold(caller('guardianship'), { item: null }))
    for (const kind of ['mandate', 'clerk', 'assistance']) assert.ok(!mayBeTold(caller(kind), { item: null }), kind)
    assert.ok(mayBeTold(caller('clerk', ['energy-review']), { item: 'energy-review' }))
    assert.ok(!mayBeTold(caller('clerk', ['energy-review']), { item: 'food-permit' }))
  })
})
