import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { parse, stringify } from 'yaml'
import { loadDefinition, makePublisher } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../content.ts'
import { browsing, testSessions } from '../harness/citizen.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { clueFields } from '../harness/stories.ts'

let gate: TestGate
let firm: string
let stranger: string

interface ReadRow {
  readonly post: string
  readonly groundName: string
  readonly fields: readonly string[]
  readonly subjects: number
}
const recorded = () =>
  gate.house.city.db.query<ReadRow>(
    'select post, ground_name as "groundName", fields, cardinality(subjects) as subjects from kernel.reads order by id',
  )

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  firm = await gate.house.firm()
  stranger = await gate.officer('acceptance@210103-approval-bureau')
})
after(() => gate?.close())

suite('凡问必记 whoever asks is on record', () => {
  test('a search by number is recorded, whether anybody has it or not', async () => {
    for (const value of [gate.house.codeOf(firm), '91210102MA0UQ4XK0Y']) {
      const answer = await gate.ask('/api/cases/search', { token: stranger, body: { scheme: 'uscc', value } })
      assert.deepEqual(answer.json(), { items: [], next: null })
    }
    const post = '210103-approval-bureau/acceptance'
    const common = { post, groundName: 'case-search', fields: ['identifiers.known'] }
    assert.deepEqual(await recorded(), [
      { ...common, subjects: 1 },
      { ...common, subjects: 0 },
    ])
  })

  test('a registration that finds who is known already is recorded; one that puts somebody on record reads nobody', async () => {
    const before = (await recorded()).length
    const register = async (name: string, value: string) => {
      const body = { kind: 'firm', name, identifiers: [{ scheme: 'uscc', value }] }
      return (await gate.ask('/api/parties', { token: stranger, body })).json().party
    }
    assert.equal(await register('别的名字', gate.house.codeOf(firm)), firm)
    const [read, ...more] = (await recorded()).slice(before)
    assert.deepEqual([read?.groundName, read?.subjects, more], ['registration', 1, []])
    await register('沈阳另一示例有限公司', '91210102MA0UQ4XK0Y')
    assert.equal((await recorded()).length, before + 1)
  })
})

suite('谁看过我 who looked is shown to the person', () => {
  const bureau = '210102-energy-bureau'
  interface Seen {
    readonly organ: string
    readonly post: string
    readonly purpose: string
    readonly groundName: string
    readonly deferredBy: object | null
  }
  const seenBy = async (party: string): Promise<readonly Seen[]> =>
    (await gate.ask('/api/reads?limit=200', { token: await gate.party(party) })).json().items
  const deferred = async (): Promise<number> =>
    (await gate.ask('/api/reads/deferred'))
      .json()
      .items.reduce((sum: number, { count }: { count: number }) => sum + count, 0)

  test('at once, by office and purpose and never by name; nobody sees another’s', async () => {
    const other = await gate.house.firm()
    await gate.ask('/api/cases/search', { token: stranger, body: { scheme: 'uscc', value: gate.house.codeOf(other) } })
    const answer = await gate.ask('/api/reads', { token: await gate.party(other) })
    const [read, ...more] = answer.json().items as Seen[]
    assert.deepEqual([read?.organ, read?.post, more], ['沈河区行政审批局', '受理岗', []])
    const { person } = await gate.house.officer('acceptance@210103-approval-bureau')
    assert.ok(!answer.body.includes(person))
    assert.deepEqual(await seenBy(await gate.house.firm()), [])
    assert.deepEqual(await seenBy('019b0000-0000-7000-8000-000000000000'), [], 'an account nobody stands behind')
    await gate.refused('/api/reads', { token: stranger }, 403, 'PARTIES_ONLY')
  })

  test('in a penalty when it closes, with the statute that let it wait; until then it is counted publicly', async () => {
    const { house } = gate
    const respondent = await house.firm()
    const investigator = await house.officer(`investigator@${bureau}`)
    const { caseId, number } = await house.open({
      item: 'energy-report-penalty',
      organ: bureau,
      verb: 'lodge',
      start: 'clue',
      parties: [{ role: 'respondent', party: respondent, unit: 'firm' }],
      by: investigator,
      body: { fields: clueFields },
    })
    const token = await gate.officer(`investigator@${bureau}`)
    assert.equal((await gate.ask(`/api/cases/${number}/details`, { token })).statusCode, 200)
    assert.deepEqual([await seenBy(respondent), await deferred()], [[], 1])
    await house.act(caseId, 'terminate', { ground: 'no-grounds', reason: '违法事实不能成立' }, investigator)
    const [read] = await seenBy(respondent)
    assert.deepEqual(
      [read?.purpose, read?.groundName, read?.deferredBy],
      ['case-handling', 'energy-report-penalty', { law: '个人信息保护法', articles: ['35'] }],
    )
    assert.equal(await deferred(), 0)
    const page = await browsing(gate, respondent).get('/mine/data')
    assert.match(page.text, /依法当时没有告诉您[\s\S]*《个人信息保护法》第35条/)
    assert.equal((await house.replay()).faults.length, 0)
  })

  test('on a date, where an item says so: nothing before it, the statute after it, and from then on at once', async () => {
    const { house } = gate
    const { city, clock } = house
    const file = (await readItemFiles()).find(one => one.file.endsWith('/energy-review.yaml'))!
    const item = parse(file.bytes.toString())
    item.version++
    item.effective.from = clock.today().toString()
    const until = clock.today().add({ days: 10 }).toString()
    item.publicity.reads = { shown: 'on-date', until, statute: { law: '个人信息保护法', articles: [35] } }
    const loaded = loadDefinition(file.file, stringify(item), await readTemplates())
    await makePublisher({ db: city.db, clock }).publish(loaded, { publishedBy: 'a', secondApprover: 'b' })

    const applicant = await house.firm('沈阳到期告知有限公司')
    const window = await gate.officer('acceptance@210102-approval-bureau')
    const opened = await gate.ask('/api/cases', { token: window, body: openingOf(applicant) })
    assert.equal(opened.statusCode, 201, opened.body)
    const details = `/api/cases/${opened.json().number}/details`
    const casework = async () => (await seenBy(applicant)).filter(({ purpose }) => purpose === 'case-handling')
    assert.equal((await gate.ask(details, { token: window })).statusCode, 200)
    assert.deepEqual(await casework(), [])
    const page = () => browsing(gate, applicant).get('/mine/data')
    assert.doesNotMatch((await page()).text, /依法当时没有告诉您/)

    clock.advance({ hours: 24 * 10 })
    const statute = { law: '个人信息保护法', articles: ['35'] }
    assert.deepEqual(
      (await casework()).map(({ deferredBy }) => deferredBy),
      [statute],
    )
    assert.match((await page()).text, /依法当时没有告诉您[\s\S]*《个人信息保护法》第35条/)
    const again = await gate.ask(details, { token: await gate.officer('acceptance@210102-approval-bureau') })
    assert.equal(again.statusCode, 200, again.body)
    assert.deepEqual(
      (await casework()).map(({ deferredBy }) => deferredBy),
      [null, statute],
    )
  })
})
