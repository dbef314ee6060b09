import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { formAnswers, openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt } from '../harness/mandates.ts'

const organ = '210102-approval-bureau'
const item = 'energy-review'
const name = '沈阳带出热力有限公司'
const canary = '金丝雀联系人'
let gate: TestGate
let firm: string
let code: string

before(async () => {
  gate = await openTestGate()
  firm = await gate.house.firm(name)
  code = gate.house.codeOf(firm)
  const body = openingOf(firm) as { body: { fields: object } }
  const fields = { ...body.body.fields, 'contact.name': canary }
  const opened = await gate.ask('/api/cases', {
    token: await gate.officer(`acceptance@${organ}`),
    body: { ...body, body: { ...body.body, fields } },
  })
  assert.equal(opened.statusCode, 201, opened.body)
})
after(() => gate?.close())

const named = async (token: string, as = name) => {
  const body = { kind: 'firm', name: as, identifiers: [{ scheme: 'uscc', value: code }] }
  return (await gate.ask('/api/parties', { token, body })).json() as { party: string; presence?: string }
}
const formFor = (token: string, { party, presence = '' }: { party: string; presence?: string }) =>
  gate.ask(`/api/items/${item}/form?${new URLSearchParams({ party, presence })}`, { token })

suite('窗口带出 what the city knows of whoever has come to the counter', () => {
  test('the form is filled from register, own record and earlier cases, each with its source; the party sees who looked', async () => {
    const token = await gate.officer(`acceptance@${organ}`)
    const blank = await gate.ask(`/api/items/${item}/form`, { token })
    assert.equal(blank.json().filled, undefined)
    const filled = (await formFor(token, await named(token))).json().filled
    assert.deepEqual(
      [filled['applicant.name'].value, filled['applicant.name'].from.kind, filled['applicant.name'].from.register],
      [name, 'register', 'enterprise'],
    )
    assert.deepEqual([filled['contact.name'].value, filled['contact.name'].from.kind], [canary, 'case'])
    assert.equal(filled['contact.name'].from.number, undefined, 'no number of a case')
    const reads = (await gate.ask('/api/reads?limit=200', { token: await gate.party(firm) })).json().items as {
      groundName: string
      source: string
      purpose: string
      organ: string
      fields: string[]
    }[]
    const looks = reads.filter(({ groundName }) => groundName === 'counter')
    assert.deepEqual(looks.map(({ source }) => source).sort(), ['case.details', 'party', 'register'])
    for (const { purpose, organ: by } of looks) assert.deepEqual([purpose, by], ['case-handling', '和平区行政审批局'])
    assert.ok(looks.find(({ source }) => source === 'case.details')?.fields.includes('contact.name'))
  })

  test('金丝雀 whoever may not take it in gets nothing, by whatever id; nor does the next officer by another’s proof', async () => {
    const window = await gate.officer(`acceptance@${organ}`)
    const shown = await named(window)
    for (const other of [`review@${organ}`, 'acceptance@210103-approval-bureau']) {
      const token = await gate.officer(other)
      const own = await named(token)
      const answers = await Promise.all([
        formFor(token, shown),
        formFor(token, { ...shown, party: randomUUID() }),
        ...(other.startsWith('review') ? [formFor(token, own)] : []),
      ])
      for (const answer of answers) {
        assert.ok([403, 404].includes(answer.statusCode), answer.body)
        assert.ok(!answer.body.includes(canary))
      }
      const [known, absent] = answers.map(answer => ({ ...answer.json(), instance: '' }))
      assert.deepEqual(known, absent, 'a foreign id answers as an absent one')
    }
    const nobody = await gate.ask(`/api/items/${item}/form?party=${firm}`, {})
    assert.equal(nobody.statusCode, 401)
    const party = await gate.party(firm)
    assert.equal((await formFor(party, shown)).statusCode, 403)
  })

  test('an id alone opens nothing, nor a name that is another one, nor yesterday’s proof', async () => {
    const token = await gate.officer(`acceptance@${organ}`)
    const other = await named(token, '别的名字')
    assert.equal(other.presence, undefined)
    for (const asked of [{ party: firm }, { party: firm, presence: 'nonsense' }, other])
      assert.equal((await formFor(token, asked)).json().code, 'PARTY_UNKNOWN')
    const shown = await named(token)
    assert.equal((await formFor(token, shown)).statusCode, 200)
    gate.house.clock.advance({ hours: 24 })
    assert.equal((await formFor(await gate.officer(`acceptance@${organ}`), shown)).json().code, 'PARTY_UNKNOWN')
  })

  test('授权 who stands for whom is found for whoever was named here today, with masked names, and for nobody by an id', async () => {
    const { at, token } = { at: mandatesAt(gate), token: await gate.officer(`acceptance@${organ}`) }
    const [giver, taker] = [await at.person('示例委托母亲'), await at.person('示例受托女儿')]
    const id = await at.mandate(giver, taker)
    const body = (who: typeof giver) => ({
      ...{ kind: 'person', name: who.name, identifiers: [{ scheme: 'citizen', value: who.number }] },
    })
    const find = async (party: string, presence = '') =>
      gate.ask(`/api/mandates?${new URLSearchParams({ party, presence })}`, { token })
    const [known, absent] = [await find(giver.party), await find(randomUUID())].map(answer => ({
      ...answer.json(),
      instance: '',
    }))
    assert.deepEqual([known.code, known], ['PARTY_UNKNOWN', absent])
    for (const who of [giver, taker]) {
      const { party, presence } = (await gate.ask('/api/parties', { token, body: body(who) })).json()
      const found = await find(party, presence)
      assert.deepEqual(
        found.json().items.map(({ mandate, against }: { mandate: string; against: null }) => [mandate, against]),
        [[id, null]],
      )
      assert.ok(!found.body.includes(giver.name) && !found.body.includes(taker.number))
    }
  })

  test('信息有误 what the person calls wrong goes into the case as disputed', async () => {
    const token = await gate.officer(`acceptance@${organ}`)
    const body = openingOf(firm) as { body: object }
    const fields = { ...formAnswers, 'applicant.uscc': code, 'applicant.name': '沈阳带出（集团）有限公司' }
    const disputed = { 'applicant.name': 'enterprise' }
    const opened = await gate.ask('/api/cases', { token, body: { ...body, body: { ...body.body, fields, disputed } } })
    assert.equal(opened.statusCode, 201, opened.body)
    const { cases } = gate.house.city
    assert.deepEqual((await cases.stateOf(opened.json().caseId)).disputed, disputed)
  })
})
