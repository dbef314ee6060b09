import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { EventData } from '#kernel/case'
import { uuidv7 } from '#kernel/clock'
import { verifyDraw } from '#kernel/draw'
import { openTestCity } from '../../test/harness/city.ts'
import { looked, planFields } from '../../test/harness/draw-stories.ts'
import { inspectionsIn } from '../../test/harness/inspections.ts'
import { drawsOf, recordOf } from './draw-record.ts'

const house = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
after(() => house.close())
const { city } = house
const { migrator } = house.database
const { announced, castAgain, childrenOf, delivered, drawn, elsewhere, inspector, market, post, triedAgain } =
  inspectionsIn(house)
const firms: string[] = []
before(async () => {
  for (let at = 0; at < 30; at++) firms.push(await house.firm(`沈阳示例${at}号有限公司`))
})

suite('作弊 what is tried against a draw', () => {
  test('a visit that was not drawn cannot be opened by hand, with or without a plan', async () => {
    const { number } = await announced()
    const open = (origin?: string) =>
      house.open({
        item: 'market-inspection-visit',
        organ: market,
        verb: 'lodge',
        start: 'other-case',
        parties: [{ role: 'respondent', party: firms[0]!, unit: 'firm' }],
        by: post('inspector'),
        body: { fields: { 'respondent.uscc': '', 'visit.year': 2026, 'visit.time': 1 }, ...(origin && { origin }) },
      })
    for (const origin of [undefined, number]) await assert.rejects(open(origin), { code: 'CONTROLS_REFUSE' })
  })

  test('whoever has no certificate, is related, or drew himself is not in the pool; drawn and then related, the next goes', async () => {
    const offices = await city.identity.directory()
    const holders = offices.holdersOf('inspector', market, house.clock.today().toString())
    const drawer = (await house.officer(post('draw-officer'))).person
    const plain = holders.find(person => person !== drawer)!
    await migrator.query('update kernel.certificates set revoked_on = $2 where person = $1', [plain, '2026-03-02'])
    await migrator.query(`update kernel.epochs set value = value + 1 where name = 'identity'`)
    const plan = await announced({ ...planFields, 'plan.percent': 5 })
    const prepared = await house.act(plan.caseId, 'prepareDraw', {}, post('draw-officer'))
    const { pool } = prepared.state.draws!['draw']!
    assert.ok(!pool.includes(plain) && !pool.includes(drawer))
    assert.equal(pool.length, holders.length - 2)
    const related = pool[0]!
    await house.act(plan.caseId, 'declareAvoidance', { ground: 'near-relative' }, inspector(related))
    await elsewhere()
    const { events } = await house.act(plan.caseId, 'draw', {}, post('draw-officer'))
    const made = events.find(({ type }) => type === 'draw.made')!.data as EventData['draw.made']
    assert.deepEqual(made.without, [0])
    assert.ok(made.lots.every(({ persons, reserve }) => ![...persons, ...reserve].includes(0)))
    await house.act(plan.caseId, 'complete', { stage: 'draw' }, post('draw-officer'))
    await delivered()
    const [child] = await childrenOf(plan.number)
    const { drawn: sent } = await city.cases.stateOf(child!.id)
    const as = inspector
    const [first, second] = sent!.persons
    const stranger = pool.find(person => !sent!.persons.includes(person))!
    const body = (officers: readonly string[]) => ({ stage: 'visit', officers, fields: looked(false) })
    await assert.rejects(house.act(child!.id, 'complete', body([first!, stranger]), as(first!)), {
      code: 'CONTROLS_REFUSE',
    })
    await assert.rejects(house.act(child!.id, 'complete', body([stranger, plain]), as(stranger)), {
      code: 'AUTHORITY_LACKING',
    })
    const { state } = await house.act(child!.id, 'declareAvoidance', { ground: 'interest' }, as(first!))
    assert.ok(!state.drawn!.persons.includes(first!))
    await assert.rejects(house.act(child!.id, 'complete', body([first!, second!]), as(second!)), {
      code: 'AUTHORITY_LACKING',
    })
    await house.act(child!.id, 'complete', body(state.drawn!.persons), as(second!))
  })

  test('a crash while visits are opened: the rest is made good, nothing stands twice', async () => {
    const { caseId, number } = await drawn()
    await house.act(caseId, 'complete', { stage: 'draw' }, post('draw-officer'))
    await migrator.query(
      `create function kernel.cut() returns trigger language plpgsql as $$ begin
         if (select count(*) from kernel.cases where item = 'market-inspection-visit' and state::json ->> 'origin' = new.state::json ->> 'origin') >= 2
         then raise exception 'cut'; end if; return new; end $$`,
    )
    await migrator.query('create trigger cut before insert on kernel.cases for each row execute function kernel.cut()')
    await delivered()
    assert.equal((await childrenOf(number)).length, 2)
    await migrator.query('drop trigger cut on kernel.cases')
    await triedAgain()
    assert.equal((await childrenOf(number)).length, 3)
  })

  test('tampering with the register’s past, the beacon, or a lot is found', async () => {
    const { caseId, number } = await drawn()
    const [draw] = await drawsOf(city.db, caseId)
    const record = recordOf(caseId, draw!)!
    const population = await city.registers.population(draw!.prepared.from)
    assert.deepEqual(verifyDraw(record, { population }), [])
    const swapped = population.find(key => !record.lots.some(({ object }) => object === key))!
    const lots = record.lots.map((lot, at) => (at === 0 ? { ...lot, object: swapped } : lot))
    assert.deepEqual([...new Set(verifyDraw({ ...record, lots }, { population }).map(({ what }) => what))], ['lots'])
    assert.deepEqual((await castAgain(number)).faults, [])
    const [gone] = population
    await migrator.query('update registers.enterprise set active = false where uscc = $1', [gone])
    const { faults } = await castAgain(number)
    assert.ok(
      faults.some(fault => fault.startsWith('population:')),
      faults.join(),
    )
    await migrator.query('update registers.enterprise set active = true where uscc = $1', [gone])
    const table = `kernel.case_steps`
    await migrator.query(
      `update ${table} set events = replace(events::text, '"count":${record.count}', '"count":${record.count - 1}')::json where case_id = $1`,
      [caseId],
    )
    const cut = (await castAgain(number)).faults
    assert.ok(cut.some(fault => fault.startsWith('trail:')) && cut.some(fault => fault.startsWith('item:')), cut.join())
  })

  test('a case opened beside the draw, straight in the database, is named', async () => {
    const { caseId, number } = await drawn()
    await house.act(caseId, 'complete', { stage: 'draw' }, post('draw-officer'))
    await delivered()
    await city.cases.open({
      caseId: uuidv7(house.clock),
      ...(await placed()),
      verb: 'lodge',
      start: 'other-case',
      channel: 'window',
      parties: [{ role: 'respondent', party: firms[1]!, unit: 'firm' }],
      body: {
        origin: number,
        fields: { 'respondent.uscc': house.codeOf(firms[1]!), 'visit.year': 2026, 'visit.time': 1 },
      },
      actor: { kind: 'system', name: 'sub-cases' },
    })
    const { faults } = await castAgain(number)
    assert.ok(
      faults.some(fault => fault.startsWith('cases:')),
      faults.join(),
    )
  })
})

async function placed() {
  const { hash } = await city.definitions.current('market-inspection-visit', house.clock.today().toString())
  return {
    definition: await city.definitions.byHash(hash),
    place: { organ: market, region: '210102', implementation: null },
  }
}
