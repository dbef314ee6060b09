import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { numberTraced } from '#hubs/data/export'
import { readSheet } from '#hubs/data/sheet'
import { browsing, testSessions } from '../harness/citizen.ts'
import { type Exporting, exporting, registrar } from '../harness/exporting.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { clueFields } from '../harness/stories.ts'

let gate: TestGate
let office: Exporting
const people: { readonly party: string; readonly number: string; readonly name: string; readonly case: string }[] = []

before(async () => {
  gate = await openTestGate({ sessions: testSessions, stepUp: true, now: '2026-05-11T09:00:00+08:00' })
  office = exporting(gate)
  for (const name of ['甄别丁一', '甄选戊二']) people.push(await office.applicant(name))
})
after(() => gate?.close())

const sealedOnDisk = (): readonly string[] =>
  readdirSync(join(gate.house.dataDirectory, 'files'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'))

suite('导出 a list of cases leaves the house', () => {
  test('masked, marked in every block and row, sealed at rest; counted, and shown to everybody in it', async () => {
    const { id, number } = await office.asked({ words: '按月汇总公开申请的办理情况' })
    assert.deepEqual(await office.codeOfFile(id), [409, 'EXPORT_NOT_READY'])
    await office.work()
    const [row] = await office.own()
    assert.deepEqual(
      [row?.number, row?.status, row?.cases, row?.persons, row?.taken, row?.words],
      [number, 'ready', 2, 2, 0, '按月汇总公开申请的办理情况'],
    )
    assert.ok(sealedOnDisk().length > 0)
    assert.ok(
      sealedOnDisk().every(bytes => !bytes.includes('xl/worksheets')),
      'no file of it can be opened on the disk',
    )
    const bytes = await office.file(id)
    assert.equal((await office.own())[0]?.taken, 1)

    const { headings, rows } = await readSheet(bytes)
    const mark = headings[0]!
    assert.ok(!mark.includes(people[0]!.case), 'what case it serves stands in the house, not in the file')
    for (const told of [
      `导出${number}号`,
      '沈阳市人民政府',
      '来信登记岗',
      '林某丁',
      'SYD-0136',
      '2026-05-11 09:00',
      '统计上报',
    ])
      assert.ok(mark.includes(told), told)
    const [titles, ...cells] = rows.map(one => one.cells)
    assert.deepEqual(titles?.slice(-4), ['当事人', '证件号码', '电话', '导出标记'])
    const [last, ...listed] = cells.toReversed()
    assert.equal(last?.[0], mark, 'below the last block too')
    assert.equal(listed.length, 2)
    for (const cell of listed) {
      assert.match(cell.at(-1)!, new RegExp(`^导出${number}号 SYD-0136$`))
      assert.equal(numberTraced(cell[1]!), number, 'a row that is copied out tells where it comes from')
      assert.match(cell.at(-4)!, /^甄\*+$/)
      assert.match(cell.at(-3)!, /^2101\*+\d{3}[\dX]$/)
      assert.match(cell.at(-2)!, /^138\*{4}\d{4}$/)
    }
    const whole = office.textOf(bytes)
    for (const one of people)
      for (const canary of [one.name, one.number, one.name.slice(1)]) assert.ok(!whole.includes(canary), canary)

    for (const { party } of people) {
      const reads = (await gate.ask('/api/reads', { token: await gate.party(party) })).json().items
      const seen = reads.filter(({ purpose }: { purpose: string }) => purpose === 'export-report')
      assert.deepEqual(
        seen.map((one: { post: string; groundName: string; fields: string[] }) => [
          one.post,
          one.groundName,
          one.fields,
        ]),
        [
          ['来信登记岗', 'case-export', ['case', 'name.masked', 'identifiers.masked', 'file']],
          ['来信登记岗', 'case-export', ['case', 'name.masked', 'identifiers.masked']],
        ],
      )
      assert.match((await browsing(gate, party).get('/mine/data')).text, /来信登记岗[\s\S]*导出办件清单/)
    }
    assert.deepEqual((await office.trail()).slice(-3), ['export-asked', 'export-made', 'export-taken'])
    await gate.house.city.sequencer.drain()
  })

  test('only with the scope, a fresh proof, a purpose of the list and what that purpose stands on', async () => {
    const plain = await gate.officer(registrar)
    await gate.refused('/api/exports', { token: plain, body: office.wanted() }, 403, 'SCOPE_LACKING')
    await gate.refused(
      '/api/exports',
      { token: await gate.party(people[0]!.party), body: office.wanted() },
      403,
      'SCOPE_LACKING',
    )
    const stale = await office.token(registrar, 1)
    await gate.refused('/api/exports', { token: stale, body: office.wanted() }, 401, 'STEP_UP_NEEDED')
    const before = await office.own()
    const refused = async (more: object, status: number, code: string) =>
      gate.refused('/api/exports', { token: await office.token(registrar), body: office.wanted(more) }, status, code)
    await refused({ purpose: 'curiosity' }, 400, 'BODY_INVALID')
    await refused({ words: '   ' }, 400, 'BODY_INVALID')
    await refused({ columns: ['password'] }, 400, 'BODY_INVALID')
    const [of] = people
    for (const purpose of ['casework', 'dispute', 'report', 'inspection', 'hand-over'])
      for (const ground of [{}, { declared: office.declared }])
        await refused({ purpose, ground }, 422, 'EXPORT_CASE_MISSING')
    await refused({ ground: { case: '1' } }, 400, 'BODY_INVALID')
    for (const purpose of ['casework', 'dispute']) await refused({ purpose }, 422, 'EXPORT_GROUND_WRONG')
    for (const purpose of ['report', 'inspection', 'hand-over'])
      await refused({ purpose, ground: { case: of!.case } }, 422, 'EXPORT_GROUND_WRONG')
    await refused({ cases: { from: '2026-05-02', to: '2026-05-01' } }, 422, 'EXPORT_PERIOD_WRONG')
    await refused({ cases: { from: '2024-05-01', to: '2026-05-01' } }, 422, 'EXPORT_PERIOD_WRONG')
    await refused({ cases: { from: '2026-05-01', to: '2026-05-12' } }, 422, 'EXPORT_PERIOD_WRONG')
    const firm = await gate.house.firm()
    const counter = await gate.officer('acceptance@210102-approval-bureau', { acr: 2 })
    const { number } = (await gate.ask('/api/cases', { token: counter, body: openingOf(firm) })).json()
    await refused({ purpose: 'dispute', ground: { case: number } }, 404, 'CASE_NOT_FOUND')
    await refused({ ground: { case: number, declared: office.declared } }, 404, 'CASE_NOT_FOUND')
    assert.deepEqual(await office.own(), before, 'nothing of it was taken down')
  })

  test('a case that it serves must be open still when it is made and when it is taken', async () => {
    const served = await office.applicant('甄三')
    const body = { purpose: 'inspection', ground: { case: served.case, declared: office.declared } }
    const [made, late] = [await office.asked(body), await office.asked(body)]
    await office.work(1)
    await office.withdraw(served)
    await office.work()
    const told = (await office.own()).map(({ id, status, why }) => [id, status, why])
    assert.deepEqual(told.slice(0, 2), [
      [late.id, 'refused', 'EXPORT_CASE_CLOSED'],
      [made.id, 'ready', null],
    ])
    const taking = { token: await office.token(registrar), headers: { accept: '*/*' } }
    const answer = await gate.ask(`/api/exports/${made.id}/file`, taking)
    assert.deepEqual([answer.statusCode, answer.json().code], [409, 'EXPORT_CASE_CLOSED'])
    assert.match(answer.json().remedy, /Ask again for a case that is open/)
    assert.equal((await office.own())[1]?.taken, 0, 'what was refused is not counted as taken')
    await gate.refused('/api/exports', { token: taking.token, body: office.wanted(body) }, 409, 'EXPORT_CASE_CLOSED')
  })

  test('cases of another organ are absent, asked for by name or not; nobody else learns of the export', async () => {
    const all = await office.asked({ columns: ['number', 'organ'] })
    const foreign = await office.asked({
      cases: { from: '2026-05-01', to: '2026-05-11', organ: '210102-approval-bureau' },
    })
    await office.work()
    const [second, first] = await office.own()
    assert.deepEqual([first?.id, first?.cases, first?.persons], [all.id, 3, 3])
    assert.deepEqual([second?.id, second?.status, second?.why], [foreign.id, 'refused', 'EXPORT_EMPTY'])
    assert.ok(!office.textOf(await office.file(all.id)).includes('和平区'))
    for (const other of ['letter-handler@210100-city-government', 'acceptance@210102-approval-bureau'])
      assert.deepEqual(await office.codeOfFile(all.id, other), [404, 'EXPORT_UNKNOWN'])
    assert.deepEqual(await office.own('letter-handler@210100-city-government'), [])
  })

  test('what begins a formula is text again', async () => {
    const bureau = 'acceptance@210102-approval-bureau'
    const opened = async (name: string) =>
      gate.ask('/api/cases', { token: await office.token(bureau), body: openingOf(await gate.house.firm(name)) })
    const { number } = (await opened('=HYPERLINK("http://evil.example","点我")')).json()
    await opened('＠SUM(A1)')
    const ground = { case: number, declared: office.declared }
    const { id } = await office.asked({ ground, columns: ['name', 'number'] }, bureau)
    await office.work()
    const { rows } = await readSheet(await office.file(id, bureau))
    const names = rows.map(({ cells }) => cells[0]!)
    assert.ok(names.includes(`'=HYPERLINK("http://evil.example","点我")`) && names.includes("'＠SUM(A1)"), names.join())
  })

  test('who may by statute not be told yet that he is looked at stays out, and the file says how many', async () => {
    const bureau = '210102-energy-bureau'
    const by = await gate.house.officer(`investigator@${bureau}`)
    const lodge = async () =>
      gate.house.open({
        ...{ item: 'energy-report-penalty', organ: bureau, verb: 'lodge', start: 'clue', by },
        parties: [{ role: 'respondent', party: await gate.house.firm('沈阳秘查有限公司'), unit: 'firm' }],
        body: { fields: clueFields },
      })
    const [open, ended, served] = [await lodge(), await lodge(), await lodge()]
    await gate.house.act(ended.caseId, 'terminate', { ground: 'no-grounds', reason: '违法事实不能成立' }, by)
    const ground = { case: served.number }
    const { id } = await office.asked({ purpose: 'casework', ground, columns: ['number', 'name'] }, by.post)
    await office.work()
    const text = office.textOf(await office.file(id, by.post))
    assert.ok(text.includes(ended.number) && !text.includes(open.number) && !text.includes(served.number))
    assert.match(text, /另有2件正在办理、依法暂不告知当事人，没有导出/)
  })

  test('a list of before every purpose needed a case is neither made nor taken; a new one without is impossible', async () => {
    const { database } = gate.house
    const [made, late] = [await office.asked(), await office.asked()]
    await office.work(1)
    const ofBefore = `alter table data.exports drop constraint exports_case; update data.exports set case_id = null where id in ('${made.id}', '${late.id}')`
    await database.migrator.query(ofBefore)
    await office.work()
    const [refused, ready] = await office.own()
    assert.deepEqual([refused?.status, refused?.why, ready?.status], ['refused', 'EXPORT_CASE_MISSING', 'ready'])
    assert.deepEqual(await office.codeOfFile(made.id), [422, 'EXPORT_CASE_MISSING'])
    const migration = readFileSync(new URL('../../hubs/data/export/migrations/0002_case.sql', import.meta.url), 'utf8')
    await database.migrator.query(migration)
    const without = `insert into data.exports (id, person, post, organ, purpose, case_id, wanted, status, asked_at, wrapped, sealed)
      select gen_random_uuid(), person, post, organ, purpose, null, wanted, 'asked', asked_at, wrapped, sealed from data.exports limit 1`
    await assert.rejects(gate.house.city.db.query(without), { code: '23514' })
    gate.house.clock.advance({ hours: 24 })
    await office.work()
    assert.equal((await office.own())[1]?.why, 'EXPIRED', 'rows of before end as they did')
  })
})
