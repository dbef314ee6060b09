import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { composeCitizen } from '#kernel/code'
import type { PartyActor } from '#kernel/identity'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person, reasonsIn, requestOf, self } from '../harness/mandates.ts'

const organ = '210102-approval-bureau'
const absent = '2101022026030299999999'
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

suite('授权委托 acting in another’s stead', () => {
  test('the applicant stays the person; who acted, and on which mandate, is in every event and seen by both and the officer', async () => {
    const id = await at().mandate(mother, daughter)
    const number = await at().opened(await at().tokenOf(daughter, id), mother.party)
    const caseId = await gate.house.city.cases.idOf(number)
    const steps = await gate.house.database.migrator.query<{ actor: string; subject: string }>(
      `select s.actor, p.party as subject from kernel.case_steps s join kernel.case_parties p on p.case_id = s.case_id where s.case_id = '${caseId}'`,
    )
    assert.deepEqual(
      steps.map(({ actor, subject }) => [JSON.parse(actor).party, JSON.parse(actor).agent, subject]),
      [[mother.party, { party: daughter.party, mandate: id }, mother.party]],
    )
    for (const token of [await gate.party(mother.party), await at().tokenOf(daughter, id)]) {
      const events = (await gate.ask(`/api/cases/${number}/events`, { token })).json()
      assert.deepEqual(events.items[0].by, { party: mother.party, agent: daughter.party, mandate: id })
    }
    const own = await gate.ask(`/api/cases/${number}`, { token: await gate.party(daughter.party) })
    assert.equal(own.statusCode, 404, 'not in her own name')
    const { cases, replayed } = await gate.house.replay().then(report => ({ cases: report.cases, replayed: report }))
    assert.ok(cases >= 1, JSON.stringify(replayed))
  })

  test('revoked in mid-case: what the agent did stays, what she does next is refused with the reason', async () => {
    const id = await at().mandate(mother, daughter)
    const token = await at().tokenOf(daughter, id)
    const number = await at().opened(token, mother.party)
    const { db, mandates, cases } = gate.house.city
    await db.transaction(sql => mandates.end(sql, self(mother), id, mother.party))
    const refused = await gate.ask(`/api/cases/${number}/acts/withdraw`, { token, body: {} })
    assert.deepEqual([refused.statusCode, refused.json().code], [403, 'MANDATE_NOT_STANDING'], refused.body)
    assert.deepEqual(reasonsIn(refused), ['MANDATE_ENDED'])
    // 同一道控制 the step itself asks too, whichever way the act comes in
    const actor: PartyActor = { ...self(mother), agent: { party: daughter.party, mandate: id } }
    const act = cases.act({
      caseId: await cases.idOf(number),
      verb: 'withdraw',
      body: {},
      actor,
      commandId: randomUUID(),
    })
    await assert.rejects(act, fault => {
      const { code, reasons } = fault as { code: string; reasons: readonly { code: string }[] }
      return code === 'AUTHORITY_LACKING' && reasons[0]?.code === 'MANDATE_ENDED'
    })
    const owner = await gate.party(mother.party)
    assert.equal((await gate.ask(`/api/cases/${number}`, { token: owner })).json().status, 'open')
    assert.equal((await gate.ask(`/api/cases/${number}/acts/withdraw`, { token: owner, body: {} })).statusCode, 200)
  })

  test('other items, other acts, other people, too early, too late: each with its reason; a foreign case as if there were none', async () => {
    const firm = await gate.house.firm()
    const window = await gate.officer(`acceptance@${organ}`)
    const { number: foreign } = (await gate.ask('/api/cases', { token: window, body: openingOf(firm) })).json()
    const id = await at().mandate(mother, daughter)
    const token = await at().tokenOf(daughter, id)
    const about = async (path: string) => {
      const answer = await gate.ask(path, { token })
      return [answer.statusCode, { ...answer.json(), instance: '' }]
    }
    for (const way of ['', '/events', '/details'])
      assert.deepEqual(await about(`/api/cases/${foreign}${way}`), await about(`/api/cases/${absent}${way}`), way)
    const seeing = await at().tokenOf(daughter, await at().mandate(mother, daughter, { scopes: ['see'] }))
    const looked = await gate.ask('/api/cases', { token: seeing, body: requestOf(mother.party) })
    assert.deepEqual([looked.json().code, reasonsIn(looked)], ['AUTHORITY_LACKING', ['MANDATE_OF_OTHER_ACTS']])
    const other = await at().tokenOf(daughter, await at().mandate(mother, daughter, { items: ['energy-review'] }))
    const wrong = await gate.ask('/api/cases', { token: other, body: requestOf(mother.party) })
    assert.deepEqual([wrong.json().code, reasonsIn(wrong)], ['AUTHORITY_LACKING', ['MANDATE_OF_OTHER_ITEMS']])
    const number = await at().opened(token, mother.party)
    assert.equal(
      (await gate.ask(`/api/cases/${number}`, { token: other })).statusCode,
      404,
      'covered by the one, not by the other',
    )
    const mine = await gate.ask('/api/cases', { token, body: requestOf(daughter.party) })
    assert.equal(mine.json().code, 'PARTY_NOT_YOURS', 'on the mandate she applies for her mother only')
    const stranger = await gate.ask(`/api/cases/${number}`, {
      token: await at().tokenOf(await at().person('旁人'), id),
    })
    assert.deepEqual(stranger.json().code, 'MANDATE_NOT_STANDING')
    const later = await at().tokenOf(daughter, await at().mandate(mother, daughter, { from: '2026-04-01' }))
    assert.deepEqual(reasonsIn(await gate.ask(`/api/cases/${number}`, { token: later })), ['MANDATE_NOT_BEGUN'])
  })

  test('到窗口的代理人 at the counter the agent shows his mandate; one of somebody else’s, or of other items, is refused', async () => {
    const firm = await gate.house.firm()
    const of = { party: firm, number: '', name: '' }
    const id = await at().mandate(of, daughter, { items: ['energy-review'] })
    const elsewhere = await at().mandate(of, daughter, { items: ['food-business-licence'] })
    const opening = (mandate: string, party = daughter.party) =>
      openingOf(firm, {
        parties: [
          { role: 'subject', party: firm },
          { role: 'agent', party, mandate },
        ],
      })
    const token = await gate.officer(`acceptance@${organ}`)
    for (const [body, reason] of [
      [opening(elsewhere), 'MANDATE_OF_OTHER_ITEMS'],
      [opening(id, mother.party), 'MANDATE_UNKNOWN'],
      [opening(randomUUID()), 'MANDATE_UNKNOWN'],
    ] as const) {
      const refused = await gate.ask('/api/cases', { token, body })
      assert.deepEqual([refused.json().code, reasonsIn(refused)], ['MANDATE_NOT_STANDING', [reason]], refused.body)
    }
    const opened = await gate.ask('/api/cases', { token, body: opening(id) })
    assert.equal(opened.statusCode, 201, opened.body)
    const state = await gate.house.city.cases.idOf(opened.json().number)
    const [event] = await gate.house.database.migrator.query<{ data: string }>(
      `select data::text as data from kernel.case_events where case_id = '${state}' and type = 'case.opened'`,
    )
    assert.deepEqual(JSON.parse(event!.data).parties[1], {
      role: 'agent',
      party: daughter.party,
      unit: 'person',
      mandate: id,
    })
  })

  test('what is the person’s own is not done on a mandate: every address that does not say otherwise refuses', async () => {
    const id = await at().mandate(mother, daughter)
    const token = await at().tokenOf(daughter, id)
    const paths = (await gate.ask('/api/openapi.json')).json().paths as Record<
      string,
      Record<string, { security?: unknown[] }>
    >
    const open = new Set<string>()
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { security }] of Object.entries(methods)) {
        if (!security?.length) continue
        const url = path.replaceAll(/\{\w+\}/g, 'x')
        const answer = await gate.ask(url, {
          method: method.toUpperCase(),
          token,
          ...(method !== 'get' && { body: {} }),
        })
        if (answer.statusCode !== 403 || answer.json().code !== 'MANDATE_NOT_HERE')
          open.add(`${method} ${path.replace(/\/(acts|paper|urgent)\/.*/, '/$1')}`)
      }
    assert.deepEqual([...open].sort(), [
      'get /api/cases/{number}',
      'get /api/cases/{number}/details',
      'get /api/cases/{number}/events',
      'get /api/cases/{number}/proof',
      'post /api/cases',
      'post /api/cases/{number}/acts',
      'post /api/cases/{number}/deliveries/{delivery}/sign',
      'post /api/cases/{number}/paper',
      'post /api/cases/{number}/urgent',
    ])
  })

  test('offered by number and name: nobody else takes it up, and the giver learns nothing of whoever has the number', async () => {
    const { db, mandates, index } = gate.house.city
    const unknown = { name: '查无此人', number: composeCitizen('210102', '19910307', '999') }
    const terms = { items: null, scopes: ['see'] as const, from: '2026-03-02', until: '2026-03-31' }
    const id = await db.transaction(sql =>
      mandates.give(sql, self(mother), { principal: mother.party, to: unknown, ...terms }),
    )
    assert.ok(id)
    assert.deepEqual(
      await gate.house.city.parties.find(db, 'citizen', unknown.number),
      [],
      'nobody was registered by it',
    )
    const misspelt = { ...daughter, name: '示例女' }
    const typo = await db.transaction(sql =>
      mandates.give(sql, self(mother), { principal: mother.party, to: misspelt, ...terms }),
    )
    assert.deepEqual(
      (await mandates.offered([daughter])).map(one => one.id),
      [],
    )
    await assert.rejects(
      db.transaction(sql => mandates.accept(sql, self(daughter), typo, daughter.party, [daughter])),
      { code: 'MANDATE_UNKNOWN' },
    )
    const given = await mandates.given(mother.party)
    assert.equal(given.find(one => one.id === id)?.acceptedAt, null)
    assert.ok(!JSON.stringify(given).includes(unknown.number), 'shown masked')
    assert.ok(index)
    const wrong = mandates.give(db, self(mother), {
      principal: mother.party,
      to: { name: ' ', number: '210102195003070000' },
      items: [],
      scopes: [],
      from: '2026-02-01',
      until: null,
    })
    await assert.rejects(wrong, fault => {
      const { code, facts } = fault as { code: string; facts: { fields: object } }
      assert.deepEqual(facts.fields, {
        items: 'NONE',
        scopes: 'NONE',
        from: 'PAST',
        until: 'MISSING',
        name: 'MISSING',
        number: 'FALSE',
      })
      return code === 'MANDATE_INVALID'
    })
  })

  test('each giving, taking up and ending is a row and a leaf; the log verifies', async () => {
    const { database } = gate.house
    const counted = () =>
      database.migrator.query<{ change: string; count: number }>(
        'select change, count(*)::int as count from application.mandate_changes group by change order by change',
      )
    const before = await counted()
    const id = await at().mandate(mother, daughter)
    await gate.house.city.db.transaction(sql => gate.house.city.mandates.end(sql, self(daughter), id, daughter.party))
    const after = await counted()
    for (const change of ['accept-mandate', 'end-mandate', 'give-mandate']) {
      const of = (rows: typeof before) => rows.find(row => row.change === change)?.count ?? 0
      assert.equal(of(after) - of(before), 1, change)
    }
    await assert.rejects(gate.house.city.db.query('update application.mandate_changes set actor = $1', ['x']), {
      code: '42501',
    })
  })
})
