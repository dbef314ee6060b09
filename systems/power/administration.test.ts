import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openingOf, openTestGate, type TestGate } from '../../test/harness/gate.ts'

const organ = '210102-approval-bureau'
const today = '2026-03-02'
const [system, security, audit] = ['SYD-9001', 'SYD-9002', 'SYD-9003']

suite('三员 administration over HTTP', () => {
  let gate: TestGate
  let number: string
  const tokens: Record<string, string> = {}

  before(async () => {
    gate = await openTestGate()
    const directory = await gate.house.city.identity.directory()
    const mint = (sub: string, administrator: 'system' | 'security' | 'audit') =>
      // Asking for everything gives an administrator no more than administering.
      gate.issuer.mint({
        sub: directory.personByNumber(sub)!.id,
        administrator,
        scope: 'administer cases.act cases.read parties.write registers.read alarms.read supervise audit',
      })
    tokens.system = await mint(system, 'system')
    tokens.security = await mint(security, 'security')
    tokens.audit = await mint(audit, 'audit')
    tokens.window = await gate.officer(`acceptance@${organ}`)
    const opened = await gate.ask('/api/cases', { token: tokens.window, body: openingOf(await gate.house.firm()) })
    number = opened.json().number
  })
  after(() => gate.close())

  const ask = (who: string, path: string, body?: unknown) =>
    gate.ask(path.startsWith('/') ? path : `/api/administration/${path}`, {
      token: tokens[who]!,
      ...(body !== undefined && { body }),
    })
  const said = async (who: string, path: string, body?: unknown) => {
    const answer = await ask(who, path, body)
    const { code, reasons, facts } = answer.json()
    return answer.statusCode === 200 ? 'done' : (reasons?.[0]?.code ?? code ?? facts)
  }
  const personOf = async (post: string, nth = 1) => (await gate.house.officer(post, nth)).person
  /** Admission knows the offices of a quarter of a second ago. */
  const forgotten = () => pause(300)

  test('no administrator reads or decides a case, whatever his token asks for; no officer administers', async () => {
    for (const who of ['system', 'security', 'audit']) {
      for (const path of [`/api/cases/${number}`, '/api/inbox', '/api/alarms', `/api/cases/${number}/events`])
        assert.equal(await said(who, path), 'SCOPE_LACKING', `${who} ${path}`)
      assert.equal(await said(who, `/api/cases/${number}/acts/accept`, {}), 'SCOPE_LACKING')
      assert.equal(
        await said(who, '/api/delegations', {
          to: system,
          items: ['energy-review'],
          begins: today,
          ends: '2026-04-01',
        }),
        'SCOPE_LACKING',
      )
    }
    const greedy = await gate.officer(`acceptance@${organ}`, { scope: 'administer cases.read' })
    const refused = await gate.ask('/api/administration/changes', { token: greedy })
    assert.equal(refused.json().code, 'SCOPE_LACKING')
    const pretender = await gate.issuer.mint({
      sub: await personOf(`acceptance@${organ}`),
      administrator: 'security',
      scope: 'administer',
    })
    assert.equal((await gate.ask('/api/administration/grants', { token: pretender })).json().code, 'POST_NOT_HELD')
  })

  test('the security administrator appoints and certifies others, never himself, never from a day that is over', async () => {
    const person = 'SYD-0105'
    const appointment = { person, post: `${organ}/review`, from: today }
    assert.equal(await said('security', 'appointments', appointment), 'done')
    assert.equal(await said('security', 'appointments', { ...appointment, person: security }), 'ADMINISTRATION_SELF')
    assert.equal(await said('security', 'appointments', { ...appointment, person: audit }), 'ADMINISTRATION_CONFLICT')
    assert.equal(await said('system', 'appointments', appointment), 'ADMINISTRATION_NOT_YOURS')
    assert.equal(await said('audit', 'appointments', appointment), 'ADMINISTRATION_NOT_YOURS')
    assert.equal(
      await said('security', 'appointments', { ...appointment, from: '2026-03-01' }),
      'ADMINISTRATION_BACKDATED',
    )
    assert.equal(
      await said('security', 'appointments', { ...appointment, post: `${organ}/nothing` }),
      'IDENTITY_UNKNOWN',
    )
    assert.equal(await said('security', 'appointments', { ...appointment, person: 'SYD-9999' }), 'IDENTITY_UNKNOWN')
    await forgotten()
    const held = (await gate.house.city.identity.directory()).personByNumber(person)!.id
    const token = await gate.issuer.mint({ sub: held, post: `${organ}/review`, scope: 'cases.read' })
    assert.equal((await gate.ask(`/api/cases/${number}`, { token })).statusCode, 200)
    assert.equal(await said('security', 'appointments/end', { person, post: `${organ}/review`, on: today }), 'done')
    await forgotten()
    assert.equal((await gate.ask(`/api/cases/${number}`, { token })).json().code, 'POST_NOT_HELD')

    const certificate = { kind: 'law-enforcement', number: 'DEMO-ZF-9', person, from: '2024-01-01', to: '2029-01-01' }
    assert.equal(await said('security', 'certificates', { ...certificate, person: security }), 'ADMINISTRATION_SELF')
    assert.equal(await said('security', 'certificates', certificate), 'done')
    assert.equal(
      await said('security', 'certificates/revoke', { kind: 'law-enforcement', number: 'DEMO-ZF-9', on: today }),
      'done',
    )
    assert.equal(
      await said('security', 'administrators', { person: security, kind: 'audit', from: today }),
      'ADMINISTRATION_SELF',
    )
    assert.equal(
      await said('security', 'administrators', { person, kind: 'audit', from: today }),
      'ADMINISTRATION_CONFLICT',
    )
    assert.equal(
      await said('system', 'administrators', { person: 'SYD-0104', kind: 'system', from: today }),
      'ADMINISTRATION_NOT_YOURS',
    )
  })

  test('the system administrator puts people on record and suspends them; who is suspended acts no more', async () => {
    const made = await ask('system', 'persons', { personnelNumber: 'SYD-0900', name: '新某', from: today })
    assert.match(made.json().id, /^[0-9a-f-]{36}$/)
    assert.equal(
      await said('security', 'statuses', { person: 'SYD-0900', status: 'left', from: today }),
      'ADMINISTRATION_NOT_YOURS',
    )
    assert.equal(
      await said('system', 'statuses', { person: system, status: 'active', from: today }),
      'ADMINISTRATION_SELF',
    )
    const person = await personOf('acceptance@210103-approval-bureau')
    const token = await gate.officer('acceptance@210103-approval-bureau')
    assert.equal((await gate.ask('/api/inbox', { token })).statusCode, 200)
    assert.equal(await said('system', 'statuses', { person, status: 'suspended', from: today }), 'done')
    await forgotten()
    assert.equal((await gate.ask('/api/inbox', { token })).json().code, 'POST_NOT_HELD')
  })

  test('a grant is given with an end, never to oneself, and once taken back shows nothing', async () => {
    const grant = {
      ...{
        purpose: 'case-handling',
        holderKind: 'person',
        holder: 'SYD-0105',
        ground: 'case',
        groundName: 'energy-review',
      },
      ...{
        source: 'party',
        fields: ['name.masked'],
        basis: { law: '个人信息保护法', articles: ['34'] },
        until: '2026-06-30',
      },
    }
    const given = await ask('security', 'grants', grant)
    assert.equal(given.statusCode, 200, given.body)
    assert.equal(await said('security', 'grants', { ...grant, holder: security }), 'ADMINISTRATION_SELF')
    assert.equal(await said('system', 'grants', grant), 'ADMINISTRATION_NOT_YOURS')
    const listed = async () =>
      (await ask('audit', 'grants')).json().items as { id: string; holder: string; source: string }[]
    assert.ok((await listed()).some(({ id }) => id === given.json().id))
    assert.equal(await said('system', 'grants'), 'IDENTITY_CHANGE_REFUSED')

    const name = async () => (await ask('window', `/api/cases/${number}`)).json().parties?.[0]?.shown?.name ?? null
    assert.notEqual(await name(), null)
    for (const { id, holder, source } of await listed())
      if (holder === 'acceptance' && source === 'party')
        assert.equal(await said('security', 'grants/revoke', { grant: id }), 'done')
    assert.equal(await name(), null)
    assert.equal(await said('security', 'grants/revoke', { grant: given.json().id }), 'done')
    assert.equal(await said('security', 'grants/revoke', { grant: given.json().id }), 'GRANT_UNKNOWN')
  })

  test('an officer lends his post to a colleague of the organ, for items that allow it, dated; and takes it back', async () => {
    const colleague = await personOf(`review@${organ}`)
    const asked = { to: colleague, items: ['energy-review'], begins: today, ends: '2026-03-10' }
    const lent = await ask('window', '/api/delegations', asked)
    assert.equal(lent.statusCode, 201, lent.body)
    await forgotten()
    const token = await gate.issuer.mint({
      sub: colleague,
      post: `${organ}/acceptance`,
      onBehalfOf: await personOf(`acceptance@${organ}`),
      scope: 'cases.act cases.read',
    })
    const body = { materials: ['report'], note: '补正' }
    const path = `/api/cases/${number}/acts/requestSupplement`
    assert.equal((await gate.ask(path, { token, body })).statusCode, 200)
    assert.equal(
      await said('window', '/api/delegations', { ...asked, begins: '2026-03-01' }),
      'ADMINISTRATION_BACKDATED',
    )
    assert.equal(
      await said('window', '/api/delegations', { ...asked, items: ['energy-report-penalty'] }),
      'DELEGATION_NOT_ALLOWED',
    )
    assert.equal(
      await said('window', '/api/delegations', { ...asked, to: await personOf('investigator@210102-energy-bureau') }),
      'DELEGATION_OUTSIDE_ORGAN',
    )
    const { delegation } = lent.json()
    const stranger = await gate.officer('acceptance@210104-approval-bureau')
    const byStranger = await gate.ask('/api/delegations/end', { token: stranger, body: { delegation, on: today } })
    assert.equal(byStranger.json().reasons[0].code, 'DELEGATION_NOT_YOURS')
    assert.equal(await said('window', '/api/delegations/end', { delegation, on: today }), 'done')
    await forgotten()
    assert.equal((await gate.ask(`/api/cases/${number}/acts/accept`, { token, body: {} })).json().code, 'POST_NOT_HELD')
  })

  test('each change is a line of the journal, which the audit administrator alone reads, and a leaf of the trail', async () => {
    const { items, next } = (await ask('audit', 'changes?limit=3')).json()
    assert.equal(items.length, 3)
    assert.equal(items[0].change, 'delegation-ended')
    assert.equal((await ask('audit', `changes?before=${next}`)).json().items[0].id < next, true)
    assert.equal(await said('security', 'changes'), 'ADMINISTRATION_NOT_YOURS')
    const { migrator: db } = gate.house.database
    const [count] = await db.query<{ proved: number; leaves: number }>(
      `select (select count(*)::int from kernel.identity_changes where actor not like 'system:%') as proved,
         (select count(*)::int from kernel.trail_outbox where convert_from(leaf, 'UTF8') like '%"kind":"administration"%') as leaves`,
    )
    assert.ok(count!.proved >= 8 && count!.leaves >= count!.proved, JSON.stringify(count))
  })

  test('hostile words are refused, never a fault', async () => {
    const strange = [
      '',
      'x'.repeat(5_000),
      '../etc',
      '0000-00-00',
      '9999-12-31',
      '0001-01-01',
      null,
      1,
      {},
      [],
      '\u0000',
    ]
    const bodies: readonly (readonly [string, Record<string, unknown>])[] = [
      ['persons', { personnelNumber: 'SYD-0901', name: '甲', from: today }],
      ['statuses', { person: 'SYD-0900', status: 'active', from: today }],
      ['appointments', { person: 'SYD-0900', post: `${organ}/review`, from: today, to: '2027-01-01' }],
      ['certificates', { kind: 'law-enforcement', number: 'X-1', person: 'SYD-0900', from: today, to: '2020-01-01' }],
      ['administrators/end', { person: 'SYD-0900', on: today }],
      [
        'grants',
        {
          purpose: 'x',
          holderKind: 'person',
          holder: 'a',
          ground: 'case',
          groundName: null,
          source: 'party',
          fields: ['*'],
          basis: { law: '法律', articles: ['1'] },
          until: '9999-12-31',
        },
      ],
    ]
    for (const [path, body] of bodies)
      for (const name of Object.keys(body))
        for (const value of strange) {
          const who = path === 'persons' || path === 'statuses' ? 'system' : 'security'
          const answer = await ask(who, path, { ...body, [name]: value })
          assert.ok(answer.statusCode < 500, `${path} ${name} ${value}: ${answer.body}`)
        }
  })
})
