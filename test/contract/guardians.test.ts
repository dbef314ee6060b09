import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { allowanceAskedBy } from '../harness/allowance.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person, reasonsIn, requestOf, self } from '../harness/mandates.ts'

const organ = '210102-approval-bureau'
const aid = 'subsistence-allowance'
let gate: TestGate
let mother: Person
let daughter: Person
const at = () => mandatesAt(gate)

before(async () => {
  gate = await openTestGate()
  mother = await at().person('示例母亲')
  daughter = await at().person('示例女儿', '19780307')
})
after(() => gate?.close())

suite('监护 guardianship, by a document the counter has seen', () => {
  const record = async (body: object) =>
    gate.ask('/api/mandates', { token: await gate.officer(`acceptance@${organ}`), body })

  test('a child’s ends with its eighteenth birthday; until then the guardian does everything', async () => {
    const child = await at().person('示例孩子', '20080310')
    const document = { name: '出生医学证明', number: 'T210000000' }
    const body = { kind: 'guardianship', ward: 'minor', principal: child.party, agent: mother.party, document }
    const recorded = await record(body)
    assert.equal(recorded.statusCode, 201, recorded.body)
    assert.equal(recorded.json().until, '2026-03-09')
    const token = await gate.party(mother.party, { mandate: recorded.json().mandate })
    const number = await at().opened(token, child.party)
    const grown = await record({ ...body, principal: daughter.party })
    assert.deepEqual([grown.json().code, grown.json().facts], ['MANDATE_INVALID', { fields: { ward: 'FALSE' } }])
    gate.house.clock.set('2026-03-10T09:00:00+08:00')
    const late = await gate.ask(`/api/cases/${number}`, {
      token: await gate.party(mother.party, { mandate: recorded.json().mandate }),
    })
    assert.deepEqual([late.json().code, reasonsIn(late)], ['MANDATE_NOT_STANDING', ['WARD_OF_AGE']])
    assert.equal((await gate.ask(`/api/cases/${number}`, { token: await gate.party(child.party) })).statusCode, 200)
  })

  test('an adult’s ends by the court; neither the guardian nor the ward ends it, and only an officer records one', async () => {
    const document = { name: '人民法院民事判决书', number: '（2026）辽0102民特1号', issuer: '沈阳市和平区人民法院' }
    const body = {
      kind: 'guardianship',
      ward: 'incapacitated',
      principal: mother.party,
      agent: daughter.party,
      document,
    }
    await gate.refused(
      '/api/mandates',
      { token: await gate.party(daughter.party, { scope: 'parties.write' }), body },
      403,
      'SCOPE_LACKING',
    )
    for (const missing of ['issuer', 'number'] as const) {
      const { [missing]: _, ...less } = document
      const told = (await record({ ...body, document: less })).json()
      assert.deepEqual([told.code, told.facts], ['MANDATE_INVALID', { fields: { [missing]: 'MISSING' } }])
    }
    const { mandate: id } = (await record(body)).json()
    const { db, mandates } = gate.house.city
    // 民法典24: a court's ruling, seen by two; whoever recorded it is not the second, nor is an officer of another organ.
    const confirmed = async (post: string) =>
      gate.ask(`/api/mandates/${id}/confirm`, { token: await gate.officer(post), body: {} })
    const waits = await gate.ask(`/api/cases`, {
      token: await gate.party(daughter.party, { mandate: id }),
      body: requestOf(mother.party),
    })
    assert.deepEqual(reasonsIn(waits), ['MANDATE_UNCONFIRMED'])
    assert.equal((await confirmed(`acceptance@${organ}`)).json().code, 'MANDATE_OF_ONE')
    assert.equal((await confirmed('acceptance@210103-approval-bureau')).json().code, 'MANDATE_UNKNOWN')
    const waiting = async (post: string) =>
      (await gate.ask('/api/mandates/unconfirmed', { token: await gate.officer(post) })).json().items
    assert.deepEqual(await waiting(`acceptance@${organ}`), [])
    const [shown] = await waiting(`review@${organ}`)
    assert.deepEqual([shown.mandate, shown.document], [id, document])
    assert.ok(!JSON.stringify(shown).includes(mother.name), 'names are masked')
    assert.equal((await confirmed(`review@${organ}`)).statusCode, 200)
    for (const one of [mother, daughter])
      await assert.rejects(
        db.transaction(sql => mandates.end(sql, self(one), id, one.party)),
        { code: 'MANDATE_UNKNOWN' },
      )
    const token = async () => gate.party(daughter.party, { mandate: id })
    const number = await at().opened(await token(), mother.party)
    const ended = await gate.ask(`/api/mandates/${id}/end`, {
      token: await gate.officer(`acceptance@${organ}`),
      body: { why: 'court', document: { name: '人民法院民事判决书', number: '（2027）辽0102民特2号' } },
    })
    assert.equal(ended.statusCode, 200, ended.body)
    assert.deepEqual(reasonsIn(await gate.ask(`/api/cases/${number}`, { token: await token() })), ['MANDATE_ENDED'])
    assert.equal((await record({ ...body, ward: undefined })).json().code, 'MANDATE_INVALID')
    assert.equal((await record({ ...body, agent: randomUUID() })).json().code, 'PARTY_UNKNOWN')
  })
})

suite('企业 firms: who represents one, the register says', () => {
  const enlist = async (uscc: string, name: string, representative: string) => {
    const { db, registers, clock } = gate.house.city
    await db.transaction(sql =>
      registers.set(sql, 'enterprise', {
        entry: randomUUID(),
        from: clock.today().toString(),
        values: { uscc, name, active: true, keyEnergyUser: true, representative },
        source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
      }),
    )
  }

  test('the representative authorises a clerk; when the register names another, the clerk is refused until that one confirms', async () => {
    const { db, mandates } = gate.house.city
    const [boss, successor, clerk] = [
      await at().person('原法定代表人'),
      await at().person('新法定代表人'),
      await at().person('经办人'),
    ]
    const firm = await gate.house.firm('沈阳授权有限公司')
    const uscc = gate.house.codeOf(firm)
    await enlist(uscc, '沈阳授权有限公司', boss.party)
    const claim = (by: Person, code = uscc) => db.transaction(sql => mandates.claim(sql, self(by), by.party, code))
    for (const code of [uscc, '91210102MA0UQ4XK0Y', 'nonsense'])
      await assert.rejects(
        claim(clerk, code),
        { code: 'FIRM_NOT_YOURS' },
        'a foreign firm, an unknown one and none are alike',
      )
    const own = await claim(boss)
    assert.deepEqual([own.principal, own.id], [firm, (await claim(boss)).id])
    const today = gate.house.clock.today().toString()
    const terms = { items: ['energy-review'], scopes: ['apply'] as const, from: today, until: null }
    const given = await db.transaction(async sql => {
      const by = { representative: boss.party, uscc }
      const id = await mandates.give(sql, self(boss), { principal: firm, to: clerk, firm: by, ...terms })
      await mandates.accept(sql, self(clerk), id, clerk.party, [clerk])
      return id
    })
    const token = () => at().tokenOf(clerk, given)
    const opening = openingOf(firm, { channel: 'online' })
    const first = await gate.ask('/api/cases', { token: await token(), body: opening })
    assert.equal(first.statusCode, 201, first.body)
    await enlist(uscc, '沈阳授权有限公司', successor.party)
    const refused = await gate.ask('/api/cases', { token: await token(), body: opening })
    assert.deepEqual([refused.json().code, reasonsIn(refused)], ['MANDATE_NOT_STANDING', ['REPRESENTATIVE_CHANGED']])
    const old = await gate.ask(`/api/cases/${first.json().number}`, { token: await at().tokenOf(boss, own.id) })
    assert.deepEqual(reasonsIn(old), ['REPRESENTATIVE_CHANGED'])
    const confirm = (by: Person) => db.transaction(sql => mandates.confirm(sql, self(by), given, firm, by.party))
    await assert.rejects(confirm(boss), { code: 'MANDATE_UNKNOWN' })
    await claim(successor)
    await confirm(successor)
    assert.equal((await gate.ask('/api/cases', { token: await token(), body: opening })).statusCode, 201)
  })

  test('删除 with a person go the mandates given by and to him', async () => {
    const { db, mandates, parties } = gate.house.city
    const [giver, taker] = [await at().person('将被删除'), await at().person('受托人')]
    const id = await at().mandate(giver, taker, { from: gate.house.clock.today().toString() })
    const by = { kind: 'system', name: 'test' } as const
    await db.transaction(sql => parties.erase(sql, giver.party, { law: '个人信息保护法', articles: ['47'] }, by))
    assert.equal(await mandates.find(db, id), undefined)
    const refused = await gate.ask('/api/cases/2101022026030299999999', { token: await at().tokenOf(taker, id) })
    assert.equal(refused.json().code, 'MANDATE_NOT_STANDING')
  })
})

suite('代办 a village or community applies for somebody who cannot', () => {
  test('代办 a village applies for somebody who cannot come, on paper: which body, for whom, on what document', async () => {
    gate.house.clock.set('2026-07-02T09:00:00+08:00')
    const { parties, db } = gate.house.city
    const village = await db.transaction(sql =>
      parties.register(sql, { kind: 'organ', name: '示例村民委员会', identifiers: [] }),
    )
    const body = {
      kind: 'assistance',
      principal: mother.party,
      agent: village.party,
      items: [aid],
      until: '2026-10-31',
      document: { name: '本人按指印的代办申请', note: '本人行动不便' },
    }
    const recorded = await gate.ask('/api/mandates', { token: await gate.officer(`acceptance@${organ}`), body })
    assert.equal(recorded.statusCode, 201, recorded.body)
    const stored = await gate.house.database.migrator.query<{ row: string }>(
      'select row(m.*)::text as row from application.mandates m',
    )
    assert.ok(!stored.some(({ row }) => row.includes('行动不便') || row.includes(mother.number)))

    // 书面申请 The counter takes the paper down: for whom, by which body, on which mandate, made on which day.
    const { mandate } = recorded.json()
    const opening = (agent: object) => ({
      item: aid,
      organ: '210102-civil-affairs-bureau',
      verb: 'submit',
      start: 'application',
      channel: 'community',
      parties: [
        { role: 'subject', party: mother.party, unit: 'household' },
        { role: 'agent', unit: 'organ', ...agent },
      ],
      paper: { madeOn: '2026-07-01', reason: '村民委员会代交的书面申请，本人按指印' },
      body: allowanceAskedBy(mother),
    })
    const offices = await gate.house.city.identity.directory()
    const [street] = offices.organsFor('street', gate.house.clock.today().toString())
    const open = async (agent: object) =>
      gate.ask('/api/cases', { token: await gate.officer(`acceptance@${street!.id}`), body: opening(agent) })
    const other = await db.transaction(sql =>
      parties.register(sql, { kind: 'organ', name: '另一个村民委员会', identifiers: [] }),
    )
    const foreign = await open({ party: other.party, mandate })
    assert.deepEqual([foreign.json().code, reasonsIn(foreign)], ['MANDATE_NOT_STANDING', ['MANDATE_UNKNOWN']])
    const opened = await open({ party: village.party, mandate })
    assert.equal(opened.statusCode, 201, opened.body)
    const { parties: inCase, openedOn } = await gate.house.city.cases.stateOf(opened.json().caseId)
    assert.deepEqual(
      inCase.map(({ role, party, mandate: on }) => [role, party, on ?? null]),
      [
        ['subject', mother.party, null],
        ['agent', village.party, mandate],
      ],
    )
    assert.equal(openedOn, '2026-07-01', 'its days run from the day of the paper')
    gate.house.clock.set('2026-11-01T09:00:00+08:00')
    const late = await open({ party: village.party, mandate })
    assert.deepEqual(reasonsIn(late), ['MANDATE_EXPIRED'], late.body)
  })
})
