import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { readSheet } from '#hubs/data/sheet'
import { type Applicant, type Exporting, exporting, registrar } from '../harness/exporting.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210100-city-government'
const [handler, head] = [`letter-handler@${organ}`, `letter-head@${organ}`]
let gate: TestGate
let office: Exporting
let person: Applicant

before(async () => {
  gate = await openTestGate({ now: '2026-05-11T09:00:00+08:00' })
  office = exporting(gate)
  person = await office.applicant('欧阳修甄')
})
after(() => gate?.close())

const clear = { clear: ['name', 'identifier', 'phone'], need: '逐人核对复议申请人身份' }
const ofOneItem = () => ({
  ...{ purpose: 'dispute', ground: { case: person.case } },
  cases: { ...office.wanted().cases, item: 'information-request' },
})

suite('明文导出 columns in clear', () => {
  const refused = async (more: object, status: number, code: string) =>
    gate.refused('/api/exports', { token: await office.token(registrar), body: office.wanted(more) }, status, code)

  test('need a reason and the list of one item, a grant of their own, and an item that lets it', async () => {
    await refused({ ...ofOneItem(), clear: clear.clear }, 422, 'EXPORT_NEED_MISSING')
    await refused({ ...ofOneItem(), ...clear, cases: office.wanted().cases }, 422, 'EXPORT_NEED_MISSING')
    await refused({ ...ofOneItem(), ...clear }, 403, 'READING_REFUSED')
    const forbidden = { ...office.wanted().cases, item: 'service-complaint' }
    await refused({ ...ofOneItem(), ...clear, cases: forbidden }, 403, 'EXPORT_CLEAR_FORBIDDEN')
  })

  test('with all of these they stand in the file, and nobody else’s purpose is served by that grant', async () => {
    const { city } = gate.house
    await city.db.transaction(sql =>
      city.grants.give(
        sql,
        { kind: 'system', name: 'test' },
        {
          ...{ purpose: 'export-dispute', holderKind: 'post', holder: `${organ}/letter-registrar`, ground: 'service' },
          ...{ groundName: 'case-export', caseId: null, source: 'party', fields: ['name', 'identifiers'] },
          ...{ basis: { law: '行政复议法', articles: ['48'] }, from: '2026-05-01T00:00:00Z', to: null },
        },
      ),
    )
    await refused({ ...ofOneItem(), ...clear, purpose: 'casework' }, 403, 'READING_REFUSED')
    const { id } = await office.asked({ ...ofOneItem(), ...clear })
    const half = await office.asked({ ...ofOneItem(), ...clear, clear: ['name'] })
    await office.work()
    const whole = office.textOf(await office.file(id))
    assert.ok(whole.includes(person.name) && whole.includes(person.number))
    const part = office.textOf(await office.file(half.id))
    assert.ok(part.includes(person.name) && !part.includes(person.number))
    const reads = (await gate.ask('/api/reads', { token: await gate.party(person.party) })).json().items
    assert.ok(
      reads.some(({ fields }: { fields: string[] }) => fields.includes('name') && fields.includes('identifiers')),
    )
  })
})

suite('第二人 more than a thousand persons', () => {
  /** So many more people in a case, none of whom anybody has named. */
  const crowd = async (count: number) =>
    gate.house.database.migrator.query(
      `with born as (insert into kernel.parties (id, kind, created_at) select gen_random_uuid(), 'person', now() from generate_series(1, $2::int) returning id)
       update kernel.cases set state = jsonb_set(state::jsonb, '{parties}', (state::jsonb -> 'parties') ||
         (select jsonb_agg(jsonb_build_object('role', 'interested', 'party', id)) from born))::text where id = $1`,
      [person.caseId, count],
    )

  test('many small lists are a large one: whom he took within a day is added up, for him alone', async () => {
    const { database } = gate.house
    // As though a thousand others were in a list of his that is ready.
    const { id: few } = await office.asked()
    await office.work()
    const strangers = `with born as (insert into kernel.parties (id, kind, created_at) select gen_random_uuid(), 'person', now() from generate_series(1, 1000) returning id)
      insert into data.export_persons (party, export) select id, $1 from born`
    await database.migrator.query(strangers, [few])
    const { id } = await office.asked()
    const { id: others } = await office.asked({}, head)
    await office.work()
    const [mine] = await office.own()
    assert.deepEqual([mine?.id, mine?.status, mine?.persons], [id, 'waiting', 1])
    assert.deepEqual([(await office.own(head))[0]?.id, (await office.own(head))[0]?.status], [others, 'ready'])
    assert.equal((await office.answer(id, handler, true)).statusCode, 200)
    await office.work()
    assert.equal((await office.own())[0]?.status, 'ready', 'answered for, it is made')
    await database.migrator.query('delete from data.export_persons where export = $1', [few])
    gate.house.clock.advance({ hours: 25 })
  })

  test('a thousand need nobody; one more waits for another person in another post, who gives reasons', async () => {
    await crowd(999)
    const { id: few } = await office.asked()
    await office.work()
    assert.deepEqual([(await office.own())[0]?.status, (await office.own())[0]?.persons], ['ready', 1_000])
    await crowd(1)
    const { id, number } = await office.asked({ words: '全市信访形势分析用' })
    await office.work()
    assert.equal((await office.own())[0]?.status, 'waiting')
    assert.deepEqual(await office.codeOfFile(id), [409, 'EXPORT_NOT_READY'])
    const refused = async (post: string, status: number, code: string, at = id) => {
      const answer = await office.answer(at, post, true)
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code])
    }
    await refused(registrar, 403, 'EXPORT_OF_ONE')
    await refused('acceptance@210102-approval-bureau', 404, 'EXPORT_UNKNOWN')
    await refused(handler, 409, 'EXPORT_ANSWERED', few)
    assert.equal((await office.answer(id, handler, true, '  ')).statusCode, 400)
    assert.deepEqual(await office.waiting(registrar), [])
    assert.deepEqual(
      (await office.waiting(handler)).map(one => [one.id, one.persons, one.words]),
      [[id, 1_001, '全市信访形势分析用']],
    )
    assert.equal((await office.answer(id, handler, true, '已核对用途')).statusCode, 200)
    await refused(head, 409, 'EXPORT_ANSWERED')
    await office.work()
    const [made] = await office.own()
    assert.deepEqual([made?.status, made?.answer?.post, made?.answer?.reasons], ['ready', '来信承办岗', '已核对用途'])
    assert.ok((await office.file(id)).length > 10_000)
    assert.deepEqual((await office.trail()).slice(-5), [
      ...['export-asked', 'export-waits', 'export-approved', 'export-made', 'export-taken'],
    ])
    const [kept] = await gate.house.city.db.query<{ text: string }>(
      `select e::text as text from data.exports e where number = ${number}`,
    )
    assert.ok(!/信访形势|核对用途/.test(kept!.text), 'what people wrote lies sealed')
  })

  test('a no with reasons ends it; a yes for fewer persons does not count for more; a colleague in the same post is no second person', async () => {
    const { id: declined } = await office.asked()
    await office.work()
    assert.equal((await office.answer(declined, head, false, '范围过大，请缩小')).statusCode, 200)
    await office.work()
    const [told] = await office.own()
    assert.deepEqual([told?.status, told?.answer?.reasons], ['refused', '范围过大，请缩小'])

    const { id } = await office.asked()
    await office.work()
    await office.answer(id, handler, true)
    await crowd(5)
    await office.work()
    assert.deepEqual([(await office.own())[0]?.status, (await office.own())[0]?.persons], ['waiting', 1_006])

    const { city, clock } = gate.house
    const by = { kind: 'system', name: 'test' } as const
    await city.db.transaction(async sql => {
      const colleague = { personnelNumber: 'T-1', name: '同岗同事', from: '2026-01-01' }
      const second = await city.identity.recordPerson(sql, by, colleague)
      await city.identity.appoint(sql, by, { person: second, post: `${organ}/letter-registrar`, from: '2026-01-01' })
    })
    // Admission may look at a directory that is a quarter of a second old.
    await setTimeout(300)
    const { person: colleague } = await gate.house.officer(registrar, 2)
    const scope = 'cases.export'
    const token = await gate.issuer.mint({ sub: colleague, post: `${organ}/letter-registrar`, scope, acr: 2 })
    const own = (await gate.house.officer(registrar)).person
    assert.notEqual(own, colleague)
    await gate.refused(
      `/api/exports/${id}/answer`,
      { token, body: { approve: true, reasons: '同意' } },
      403,
      'EXPORT_OF_ONE',
    )
    clock.advance({ hours: 73 })
    await office.work()
    const over = (await office.own()).find(one => one.id === id)
    assert.deepEqual([over?.status, over?.why], ['ended', 'UNANSWERED'])
  })
})

suite('到期 a file is there for a day', () => {
  test('taken five times at most; after 24 hours it is gone, key and bytes, and one is told what to do', async () => {
    const { id } = await office.asked(
      {
        cases: { from: '2026-05-11', to: '2026-05-11', status: 'open' },
        columns: ['number'],
        purpose: 'casework',
        ground: { case: (await office.applicant('甄四')).case },
      },
      handler,
    )
    await office.work()
    await office.answer(id, head, true)
    await office.work()
    for (let at = 0; at < 5; at++) await office.file(id, handler)
    assert.deepEqual(await office.codeOfFile(id, handler), [409, 'EXPORT_TAKEN_OFTEN'])
    const { db, files } = gate.house.city
    const [{ file } = { file: '' }] = await db.query<{ file: string }>(
      `select file from data.exports where id = '${id}'`,
    )
    assert.ok(await files.has(file))
    gate.house.clock.advance({ hours: 24 })
    const answer = await gate.ask(`/api/exports/${id}/file`, {
      token: await office.token(handler),
      headers: { accept: '*/*' },
    })
    assert.deepEqual([answer.statusCode, answer.json().code], [410, 'EXPORT_EXPIRED'], 'before any job has come by')
    assert.match(answer.json().remedy, /again/)
    await office.work()
    assert.equal(await files.has(file), false)
    const [row] = await db.query<{ key: Buffer | null; people: number }>(
      `select wrapped_key as key, (select count(*)::int from data.export_persons where export = '${id}') as people from kernel.files where id = '${file}'`,
    )
    assert.deepEqual([row?.key, row?.people], [null, 0])
    assert.deepEqual(await office.codeOfFile(id, handler), [410, 'EXPORT_EXPIRED'])
    assert.equal((await office.own(handler))[0]?.why, 'EXPIRED')
  })

  test('with a person every file that tells of him goes at once; a new one does not know him', async () => {
    const { city } = gate.house
    const gone = await office.applicant('甄五')
    await office.withdraw(gone)
    const today = gate.house.clock.today().toString()
    const only = { cases: { from: today, to: today } }
    const { id } = await office.asked(only, head)
    await office.work()
    assert.match(office.textOf(await office.file(id, head)), /甄\*/)
    const basis = { law: '个人信息保护法', articles: ['47'] }
    await city.db.transaction(sql => city.parties.erase(sql, gone.party, basis, { kind: 'system', name: 'test' }))
    assert.deepEqual(await office.codeOfFile(id, head), [410, 'EXPORT_EXPIRED'])
    const again = await office.asked(only, head)
    await office.work()
    const { rows } = await readSheet(await office.file(again.id, head))
    const cells = rows.flatMap(one => one.cells)
    assert.ok(cells.includes('（已删除）') && !cells.some(cell => /^甄|1380000/.test(cell)), cells.join())
  })

  test('one officer asks ten times within a day and no more', async () => {
    const token = await office.token(head)
    for (let at = 0; at < 8; at++) await office.asked({}, head)
    await gate.refused('/api/exports', { token, body: office.wanted() }, 429, 'EXPORTS_TOO_MANY')
    gate.house.clock.advance({ hours: 25 })
    await office.asked({}, head)
  })
})
