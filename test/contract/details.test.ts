import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Officer } from '#kernel/identity'
import { codes } from '../harness/city.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { clueFields, finding, noticeStates, permitFields, permitMaterials } from '../harness/stories.ts'

const bureau = '210102-energy-bureau'
interface Item {
  readonly verb: string
  readonly of: string | null
  readonly said: Readonly<Record<string, unknown>>
}

let gate: TestGate
let firm: string
let informant: string
let number: string
let caseId: string
let investigator: Officer
let officers: readonly string[]

const details = async (token: string, at = number, query = '') => {
  const answer = await gate.ask(`/api/cases/${at}/details${query}`, { token })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json() as { items: readonly Item[]; next: string | null }
}
const said = (items: readonly Item[], name: string) => items.map(item => item.said[name]).find(one => one !== undefined)
const lastRead = async () => {
  const [row] = await gate.house.city.db.query<{
    purpose: string
    fields: string[]
    post: string | null
    subjects: number
  }>('select purpose, fields, post, cardinality(subjects) as subjects from kernel.reads order by id desc limit 1')
  return row!
}
const readsSoFar = async () =>
  (await gate.house.city.db.query<{ n: number }>('select count(*)::int as n from kernel.reads'))[0]!.n

before(async () => {
  gate = await openTestGate({ now: '2026-05-11T09:00:00+08:00' })
  const { house } = gate
  investigator = await house.officer(`investigator@${bureau}`)
  officers = [investigator.person, (await house.officer(`investigator@${bureau}`, 2)).person]
  firm = await house.firm()
  ;({ party: informant } = await house.city.db.transaction(sql =>
    house.city.parties.register(sql, { kind: 'person', name: '示例举报人', identifiers: [] }),
  ))
  ;({ number, caseId } = await house.open({
    item: 'energy-report-penalty',
    organ: bureau,
    verb: 'lodge',
    start: 'complaint',
    parties: [
      { role: 'respondent', party: firm, unit: 'firm' },
      { role: 'informant', party: informant, unit: 'person' },
    ],
    by: investigator,
    body: { fields: { ...clueFields, 'respondent.uscc': codes.get(firm) } },
  }))
  await house.act(caseId, 'open', {}, investigator)
  await house.act(
    caseId,
    'recordEvidence',
    { stage: 'investigate', kind: 'documentary', summary: '现场检查笔录三份', officers },
    investigator,
  )
  await house.act(caseId, 'complete', { stage: 'investigate', officers, fields: finding() }, investigator)
})
after(() => gate?.close())

suite('阅卷 what was said in a case', () => {
  test('before the notice the respondent is told of no case; its handler reads, and that is on record first', async () => {
    const token = await gate.party(firm)
    await gate.refused(`/api/cases/${number}/details`, { token }, 404, 'CASE_NOT_FOUND')
    const { items } = await details(await gate.officer(`investigator@${bureau}`))
    assert.equal(said(items, 'recordEvidence.summary'), '现场检查笔录三份')
    assert.equal(said(items, 'clue.summary'), clueFields['clue.summary'])
    const read = await lastRead()
    assert.deepEqual([read.purpose, read.post, read.subjects], ['case-handling', investigator.post, 1])
    assert.ok(read.fields.includes('recordEvidence.summary') && read.fields.includes('clue.summary'))
  })

  test('the respondent reads its notice, its own statement and the reasons, not what officers wrote for themselves', async () => {
    const { house } = gate
    const notice = '拟罚款一万五千元，可以陈述申辩'
    await house.act(
      caseId,
      'notify',
      { stage: 'notify', document: 'priorNotice', officers, states: noticeStates, receipt: true, text: notice },
      investigator,
    )
    const token = await gate.party(firm)
    const stated = await gate.ask(`/api/cases/${number}/acts/makeStatement`, { token, body: { text: '数据口径有误' } })
    assert.equal(stated.statusCode, 200, stated.body)
    const { items } = await details(token)
    assert.equal(said(items, 'notify.text'), notice)
    assert.equal(said(items, 'makeStatement.statement'), '数据口径有误')
    assert.deepEqual([said(items, 'recordEvidence.summary'), said(items, 'finding.facts')], [undefined, undefined])
    assert.deepEqual([(await lastRead()).purpose, (await lastRead()).subjects], ['own-data', 1])

    const handler = await details(await gate.officer(`investigator@${bureau}`))
    assert.equal(said(handler.items, 'makeStatement.statement'), '数据口径有误')
  })

  test('who reported stays sealed to handlers, and reads only his own words', async () => {
    const body = await gate.ask(`/api/cases/${number}/details`, { token: await gate.officer(`investigator@${bureau}`) })
    assert.ok(!body.body.includes(informant))
    assert.deepEqual((await details(await gate.party(informant))).items, [])
  })

  test('an officer without a grant reads nothing, and a case that is over is closed to handlers', async () => {
    const before = await readsSoFar()
    await gate.refused(
      `/api/cases/${number}/details`,
      { token: await gate.officer('acceptance@210103-approval-bureau', { scope: 'supervise' }) },
      403,
      'READING_REFUSED',
    )
    const { house } = gate
    const counter = await house.officer('acceptance@210102-approval-bureau')
    const applicant = await house.firm()
    const opened = await house.open({
      item: 'energy-review',
      organ: '210102-approval-bureau',
      parties: [{ role: 'subject', party: applicant, unit: 'firm' }],
      by: counter,
      body: { fields: permitFields, materials: permitMaterials },
    })
    const token = await gate.officer('acceptance@210102-approval-bureau')
    assert.equal(said((await details(token, opened.number)).items, 'contact.phone'), permitFields['contact.phone'])
    assert.equal(await readsSoFar(), before + 1)
    await house.act(
      opened.caseId,
      'refuseAcceptance',
      { ground: 'no-permit-needed', reason: '依法不需要取得许可' },
      counter,
    )
    await gate.refused(`/api/cases/${opened.number}/details`, { token }, 403, 'READING_REFUSED')
    const own = await details(await gate.party(applicant), opened.number)
    assert.equal(said(own.items, 'refuseAcceptance.reason'), '依法不需要取得许可')
    assert.equal(said(own.items, 'contact.phone'), permitFields['contact.phone'])
  })

  test('where a grant says masked, the answer is masked, and the record says so', async () => {
    const { city, officer } = gate.house
    const post = 'review@210102-approval-bureau'
    const reviewer = await officer(post)
    const applicant = await gate.house.firm()
    const opened = await gate.house.open({
      item: 'energy-review',
      organ: '210102-approval-bureau',
      parties: [{ role: 'subject', party: applicant, unit: 'firm' }],
      by: 'acceptance@210102-approval-bureau',
      body: { fields: permitFields, materials: permitMaterials },
    })
    const { byPurpose } = await city.grants.table()
    const whole = byPurpose
      .get('case-handling')!
      .filter(one => one.source === 'case.details' && one.holder === 'review')
    const [first] = whole
    await city.db.transaction(async sql => {
      const by = { kind: 'system', name: 'publish' } as const
      for (const { id } of whole) await city.grants.revoke(sql, by, id)
      const { id, revokedAt, ...rest } = first!
      await city.grants.give(sql, by, { ...rest, groundName: 'energy-review', fields: ['contact.phone.masked'] })
    })
    const { items } = await details(await gate.officer(post), opened.number)
    assert.deepEqual(items.map(item => item.said)[0], { 'contact.phone': '138****0001' })
    const read = await lastRead()
    assert.deepEqual([read.post, read.fields], [reviewer.post, ['contact.phone.masked']])
  })

  test('who stands back reads no words of the case from then on, nor its papers, nor what registers say beside them', async () => {
    const { house } = gate
    const counter = await house.officer('acceptance@210102-approval-bureau')
    const opened = await house.open({
      item: 'energy-review',
      organ: '210102-approval-bureau',
      parties: [{ role: 'subject', party: await house.firm(), unit: 'firm' }],
      by: counter,
      body: { fields: permitFields, materials: permitMaterials },
    })
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const { items } = (await gate.ask(`/api/cases/${opened.number}/papers`, { token })).json() as {
      items: readonly { readonly paper: string }[]
    }
    const words = ['details', 'compared', `papers/${items[0]!.paper}`]
    for (const one of words)
      assert.equal((await gate.ask(`/api/cases/${opened.number}/${one}`, { token })).statusCode, 200, one)
    await house.act(opened.caseId, 'declareAvoidance', { ground: 'interest' }, counter)
    for (const one of words) await gate.refused(`/api/cases/${opened.number}/${one}`, { token }, 403, 'READING_REFUSED')
    assert.equal((await gate.ask(`/api/cases/${opened.number}`, { token })).statusCode, 200, 'where it stands he sees')
  })

  test('what registers say beside the words is read under the same grants, named in the record; neither by supervision nor once the case is over', async () => {
    const { house } = gate
    const counter = await house.officer('acceptance@210102-approval-bureau')
    const firm = await house.firm('沈阳并列热力有限公司')
    const opened = await house.open({
      item: 'energy-review',
      organ: '210102-approval-bureau',
      parties: [{ role: 'subject', party: firm, unit: 'firm' }],
      by: counter,
      body: {
        fields: { ...permitFields, 'applicant.uscc': codes.get(firm), 'applicant.name': '沈阳并列热力有限公司' },
        materials: permitMaterials,
      },
    })
    const path = `/api/cases/${opened.number}/compared`
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const shown = (await gate.ask(path, { token })).json() as { fields: readonly { field: string }[] }
    assert.deepEqual(
      shown.fields.map(({ field }) => field),
      ['applicant.name'],
    )
    const [read] = await house.city.db.query<{ source: string; grants: readonly string[] }>(
      'select source, grants from kernel.reads order by id desc limit 1',
    )
    assert.equal(read?.source, 'register')
    const { byPurpose } = await house.city.grants.table()
    const named = byPurpose.get('case-handling')!.filter(({ id }) => read!.grants.includes(id))
    assert.deepEqual(
      [...new Set(named.map(({ holder, source }) => `${holder} ${source}`))],
      ['acceptance case.details'],
    )
    const supervisor = await gate.officer('supervision@210100-supervision', { scope: 'cases.read supervise' })
    assert.equal((await gate.ask(`/api/cases/${opened.number}`, { token: supervisor })).statusCode, 200)
    await gate.refused(path, { token: supervisor }, 403, 'READING_REFUSED')
    await house.act(
      opened.caseId,
      'refuseAcceptance',
      { ground: 'no-permit-needed', reason: '依法不需要取得许可' },
      counter,
    )
    await gate.refused(path, { token }, 403, 'READING_REFUSED')
  })

  test('page by page it is the same', async () => {
    const token = await gate.officer(`investigator@${bureau}`)
    const whole = (await details(token)).items
    const seen: Item[] = []
    let next: string | null = '0'
    while (next !== null) {
      const page = await details(token, number, `?limit=1&after=${next}`)
      seen.push(...page.items)
      next = page.next
    }
    assert.deepEqual(seen, whole)
  })
})
