import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openTestCity } from '../../test/harness/city.ts'
import { checked, fundFields, fundMaterials, inventory, shares } from '../../test/harness/goods-stories.ts'

const house = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
after(async () => {
  const unbalanced = await house.database.migrator.query(
    'select entry from application.postings group by entry having sum(amount) <> 0',
  )
  assert.deepEqual(unbalanced, [])
  await house.close()
})
const { city } = house
const energy = '210102-energy-bureau'
const market = '210102-market-regulation-bureau'
/** The one who checks holds both posts: whoever else investigates there goes with him. */
const verifiers = async () => {
  const one = (await house.officer(`fund-verifier@${energy}`)).person
  const others = await Promise.all([1, 2].map(nth => house.officer(`investigator@${energy}`, nth)))
  return [one, others.map(({ person }) => person).find(person => person !== one)!]
}
const line = async () => {
  const { line: _, ...sums } = (await city.ledger.budget.line(city.db, 'energy-saving', 2026))!
  return sums
}

suite('从预算到收款人 a fund in the city, with its books', () => {
  const requested = async (more: object = {}) => {
    const party = await house.firm()
    const { caseId } = await house.open({
      item: 'energy-saving-fund',
      organ: energy,
      parties: [{ role: 'subject', party, unit: 'firm' }],
      by: `acceptance@${energy}`,
      body: { fields: { ...fundFields, ...more }, materials: fundMaterials },
    })
    return { caseId, party }
  }
  test('reserved, committed, paid in two parts; every entry sums to zero and the line says what is left', async () => {
    const before = await line()
    const { caseId, party } = await requested()
    await house.act(caseId, 'accept', {}, `acceptance@${energy}`)
    assert.equal((await line()).reserved, before.reserved + 40_000_000)
    await house.act(caseId, 'complete', { stage: 'review', fields: shares }, `fund-reviewer@${energy}`)
    await house.act(caseId, 'publish', { kind: 'result' }, `fund-reviewer@${energy}`)
    house.clock.advance({ days: 10 })
    await house.act(caseId, 'complete', { stage: 'announce' }, `fund-reviewer@${energy}`)
    await house.act(
      caseId,
      'decide',
      { outcome: 'grant', amount: 30_000_000, reason: '节能效果明显' },
      `bureau-head@${energy}`,
    )
    assert.deepEqual(await line(), {
      ...before,
      available: before.available - 30_000_000,
      committed: before.committed + 30_000_000,
    })
    await house.act(caseId, 'deliver', { receipt: true }, `acceptance@${energy}`)
    const payer = 'payer@210100-treasury-payment'
    const commandId = '00000000-0000-4000-8000-000000000001'
    await house.act(caseId, 'payOut', {}, payer, { commandId })
    const again = await house.act(caseId, 'payOut', {}, payer, { commandId })
    assert.equal(again.repeated, true)
    await house.act(caseId, 'complete', { ...checked(true), officers: await verifiers() }, `fund-verifier@${energy}`)
    await house.act(caseId, 'payOut', {}, payer)
    assert.deepEqual(await line(), {
      ...before,
      available: before.available - 30_000_000,
      paid: before.paid + 30_000_000,
    })
    const [paid] = await house.database.migrator.query<{ party: string; amount: number }>(
      `select a.party, sum(p.amount)::int as amount from application.accounts a join application.postings p on p.account = a.id
       where a.kind = 'paid' and a.case_id = $1 group by a.party`,
      [caseId],
    )
    assert.deepEqual(paid, { party, amount: 30_000_000 })
  })
  test('more than the line holds: the register question says no, nothing is set aside', async () => {
    const before = await line()
    const { caseId } = await requested({ 'fund.requested': 60_000_000_000, 'project.investment': 900_000_000_000 })
    await assert.rejects(house.act(caseId, 'accept', {}, `acceptance@${energy}`), { code: 'CONTROLS_REFUSE' })
    assert.deepEqual(await line(), before)
  })
  test('a check that was not passed: the held part goes back to the line', async () => {
    const before = await line()
    const { caseId } = await requested({ 'project.name': '循环水系统改造' })
    await house.act(caseId, 'accept', {}, `acceptance@${energy}`)
    await house.act(caseId, 'complete', { stage: 'review', fields: shares }, `fund-reviewer@${energy}`)
    await house.act(caseId, 'publish', { kind: 'result' }, `fund-reviewer@${energy}`)
    house.clock.advance({ days: 10 })
    await house.act(caseId, 'complete', { stage: 'announce' }, `fund-reviewer@${energy}`)
    const decision = { outcome: 'grant', amount: 30_000_000, reason: '节能效果明显' }
    await house.act(caseId, 'decide', decision, `bureau-head@${energy}`)
    await house.act(caseId, 'deliver', { receipt: true }, `acceptance@${energy}`)
    await house.act(caseId, 'payOut', {}, 'payer@210100-treasury-payment')
    await house.act(caseId, 'complete', { ...checked(false), officers: await verifiers() }, `fund-verifier@${energy}`)
    assert.deepEqual(await line(), {
      ...before,
      available: before.available - 20_000_000,
      paid: before.paid + 20_000_000,
    })
  })
})

suite('不予安排 a fund that is refused', () => {
  test('told, heard, refused: what was set aside goes back to the line', async () => {
    const before = await line()
    const party = await house.firm()
    const { caseId } = await house.open({
      item: 'energy-saving-fund',
      organ: energy,
      parties: [{ role: 'subject', party, unit: 'firm' }],
      by: `acceptance@${energy}`,
      body: { fields: { ...fundFields, 'project.name': '照明改造' }, materials: fundMaterials },
    })
    await house.act(caseId, 'accept', {}, `acceptance@${energy}`)
    const none = { 'fund.approved': 0, 'fund.first': 0, 'fund.retained': 0 }
    await house.act(caseId, 'complete', { stage: 'review', fields: none }, `fund-reviewer@${energy}`)
    const states = ['facts', 'grounds', 'rights']
    const notice = { stage: 'tell', document: 'refusal-intended', states, offersHearing: false, receipt: true }
    await house.act(caseId, 'notify', notice, `fund-reviewer@${energy}`)
    const refusal = { outcome: 'refuse', reason: '节能量未达到申报条件' }
    await assert.rejects(house.act(caseId, 'decide', refusal, `bureau-head@${energy}`), { code: 'CONTROLS_REFUSE' })
    await house.act(caseId, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'a' })
    await house.act(caseId, 'decide', refusal, `bureau-head@${energy}`)
    const { state } = await house.act(caseId, 'deliver', { receipt: true }, `acceptance@${energy}`)
    assert.equal(state.status, 'ended')
    assert.deepEqual(await line(), before)
  })
})

suite('查封、扣押 a seizure in the city: its row stands as long as the measure', () => {
  test('seized, lifted, returned: the register knows the place as sealed only meanwhile, and a paper says it was lifted', async () => {
    const party = await house.firm()
    const inspector = `inspector@${market}`
    const head = `bureau-head@${market}`
    const two = [(await house.officer(inspector)).person, (await house.officer(inspector, 2)).person]
    const { caseId } = await house.open({
      item: 'food-seizure',
      organ: market,
      verb: 'lodge',
      start: 'clue',
      parties: [{ role: 'respondent', party, unit: 'firm' }],
      by: inspector,
      body: { fields: { 'respondent.name': '示例食品商行', 'clue.summary': '抽样超标' } },
    })
    const place = '和平区示例仓库九号'
    const fields = {
      'seizure.number': '2026-QZ-901',
      'seizure.place': place,
      'ground.evidence': true,
      'ground.necessities': false,
      'ground.sealedAlready': false,
    }
    await house.act(caseId, 'open', {}, inspector)
    await house.act(caseId, 'complete', { stage: 'propose', fields }, inspector)
    await house.act(caseId, 'complete', { stage: 'approve', opinion: 'agree' }, head)
    const states = ['party', 'reasons', 'basis', 'period', 'objects', 'remedies']
    await house.act(
      caseId,
      'notify',
      {
        stage: 'tell',
        document: 'seizure-decision',
        officers: two,
        states,
        offersHearing: false,
        receipt: true,
        way: 'direct',
      },
      inspector,
    )
    await house.act(caseId, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'a' })
    await house.act(caseId, 'decide', { outcome: 'seize', reason: '有检验报告' }, head)
    await house.act(caseId, 'complete', { stage: 'execute', officers: two, fields: inventory }, inspector)
    const sealed = () => city.registers.ask('seizure.isSealed', { place }, house.clock.today().toString())
    assert.equal(await sealed(), true)
    house.clock.advance({ days: 3 })
    await house.act(caseId, 'release', { ground: 'no-violation', reason: '检验合格' }, head)
    house.clock.advance({ days: 1 })
    assert.equal(await sealed(), false)
    const papers = await house.database.migrator.query<{ kind: string }>(
      'select kind from application.vouchers where case_id = $1 order by kind',
      [caseId],
    )
    assert.deepEqual(
      papers.map(({ kind }) => kind),
      ['lifting-decision', 'seizure-decision'],
    )
    const { state } = await house.act(caseId, 'returnGoods', { receipt: true }, inspector)
    assert.equal(state.status, 'ended')
  })
})

suite('当场扣押 a seizure before its approval (行政强制法19)', () => {
  const inspector = `inspector@${market}`
  const head = `bureau-head@${market}`
  async function seizedAtOnce() {
    const party = await house.firm()
    const { caseId } = await house.open({
      item: 'food-seizure',
      organ: market,
      verb: 'lodge',
      start: 'clue',
      parties: [{ role: 'respondent', party, unit: 'firm' }],
      by: inspector,
      body: { fields: { 'respondent.name': '示例食品商行', 'clue.summary': '正在转移' } },
    })
    const two = [(await house.officer(inspector)).person, (await house.officer(inspector, 2)).person]
    const seizing = { stage: 'execute', officers: two, fields: inventory }
    await house.act(caseId, 'complete', seizing, inspector, { urgent: 0 })
    return caseId
  }
  const papers = async (caseId: string) =>
    (
      await house.database.migrator.query<{ kind: string }>(
        'select kind from application.vouchers where case_id = $1 order by kind',
        [caseId],
      )
    ).map(({ kind }) => kind)
  test('nobody approves it within a day: the clock lifts the measure that stands, and the goods go back', async () => {
    const caseId = await seizedAtOnce()
    assert.equal((await city.cases.stateOf(caseId)).measures?.['seizure']?.to, undefined)
    house.clock.advance({ hours: 25 })
    await city.cases.fireDue()
    const lapsed = await city.cases.stateOf(caseId)
    assert.notEqual(lapsed.measures?.['seizure']?.to, undefined)
    assert.equal(lapsed.obligations['return.seizure']?.status, 'open')
    assert.deepEqual(await papers(caseId), ['lifting-decision'])
    const { state } = await house.act(caseId, 'returnGoods', { receipt: true }, inspector)
    assert.equal(state.status, 'ended')
  })
  test('approved, what should have come first is made up for, and the register knows the place from the decision on', async () => {
    const caseId = await seizedAtOnce()
    const { state } = await house.act(caseId, 'ratify', { approved: true }, head)
    assert.equal(state.measures?.['seizure']?.to, undefined)
    assert.equal(state.stages['file']?.status, 'open')
  })
  test('an act the item does not name waits for its approval', async () => {
    const caseId = await seizedAtOnce()
    const early = house.act(caseId, 'complete', { stage: 'approve', opinion: 'agree' }, head, { urgent: 0 })
    await assert.rejects(early, { code: 'ACT_NOT_PERMITTED' })
  })
  test('every case is the fold of its events', async () => {
    const { cases, equal } = await house.replay()
    assert.equal(equal, cases)
  })
})
