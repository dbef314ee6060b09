import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { readConfig } from '#kernel/config'
import { loadDefinition, makePublisher } from '#kernel/definition'
import type { Officer } from '#kernel/identity'
import type { OpenStorage } from '#kernel/storage'
import { readItemFiles, readTemplates } from '../../content.ts'
import { type City, openCity } from '../../main.ts'
import { agreeing } from '../../test/harness/agreeing.ts'
import { openTestCity, type TestCity } from '../../test/harness/city.ts'
import type { Bent } from '../../test/harness/item.ts'
import { permitFields, permitMaterials } from '../../test/harness/stories.ts'

const organ = '210102-approval-bureau'
let house: TestCity
let system: Officer
let security: Officer

/** The permit as the next version says it: in force from a day on, changed in its text. */
async function publish(
  version: number,
  from: string,
  changes: readonly (readonly [string, string])[],
  bend: (definition: Bent) => void = () => {},
): Promise<void> {
  const file = (await readItemFiles()).find(one => one.file.endsWith('/energy-review.yaml'))!
  const all = [
    ['version: 3', `version: ${version}`] as const,
    ['effective: { from: 2026-01-01 }', `effective: { from: ${from} }`] as const,
    ...changes,
  ]
  const text = all.reduce((written, [old, now]) => {
    assert.ok(written.includes(old), old)
    return written.replace(old, now)
  }, file.bytes.toString())
  const loaded = loadDefinition(file.file, text, await readTemplates())
  // What an item takes from its template is every item's, and frozen.
  const definition = structuredClone(loaded.definition)
  bend(definition as Bent)
  const { db, clock } = house.city
  await makePublisher({ db, clock }).publish({ ...loaded, definition }, { publishedBy: 'a', secondApprover: 'b' })
}

const open = async (stage: 'accept' | 'expert' | 'review' = 'accept', party?: string) => {
  const { caseId, number } = await house.open({
    item: 'energy-review',
    organ,
    parties: [{ role: 'subject', party: party ?? (await house.firm()), unit: 'firm' }],
    by: `acceptance@${organ}`,
    body: { fields: permitFields, materials: permitMaterials },
  })
  if (stage !== 'accept') await house.act(caseId, 'accept')
  if (stage === 'review')
    await house.act(
      caseId,
      'complete',
      { stage: 'expert', materials: { expertOpinion: 'original' } },
      `review@${organ}`,
    )
  return { caseId, number }
}
/** Another process of the same city: its own memory of which version a case runs under. */
async function openTwin(): Promise<City> {
  const { clock, database, dataDirectory } = house
  const config = readConfig({ environment: {}, given: { mode: 'test', dataDirectory, logLevel: 'silent' } })
  const stop = async () => {}
  const storage: OpenStorage = {
    app: database.app,
    migrator: database.migrator,
    kind: 'external',
    server: undefined,
    stop,
    [Symbol.asyncDispose]: stop,
  }
  return openCity({ config, clock, storage, content: false, durable: false })
}

const wanted = { item: 'energy-review', from: 3, to: 4 }
const stateOf = (caseId: string) => house.city.cases.stateOf(caseId)
const propose = () => house.city.db.transaction(sql => house.city.itemMoves.propose(sql, system, wanted))
const approve = (id: string) => house.city.db.transaction(sql => house.city.itemMoves.approve(sql, security, id))

before(async () => {
  house = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
  const directory = await house.city.identity.directory()
  const administrator = (number: string): Officer => ({
    kind: 'officer',
    person: directory.personByNumber(number)!.id,
    post: 'administration/x',
    organ: 'administration',
  })
  ;[system, security] = [administrator('SYD-9001'), administrator('SYD-9002')]
})
after(() => house?.close())

suite('转版 running cases under a later version', () => {
  test('a version that is published changes no case that runs: both versions run side by side', async () => {
    const old = await open('expert')
    const { hash } = await stateOf(old.caseId)
    await publish(4, '2026-03-03', [])
    const same = await open('expert')
    assert.equal((await stateOf(same.caseId)).version, 3, 'not in force before its day')
    house.clock.set('2026-03-03T09:00:00+08:00')
    const fresh = await open('expert')
    assert.deepEqual([(await stateOf(fresh.caseId)).version, (await stateOf(old.caseId)).hash], [4, hash])
    for (const { caseId } of [old, fresh])
      await house.act(
        caseId,
        'complete',
        { stage: 'expert', materials: { expertOpinion: 'original' } },
        `review@${organ}`,
      )
    assert.deepEqual([(await stateOf(old.caseId)).version, (await stateOf(fresh.caseId)).version], [3, 4])
  })

  test('the trial says what would become of each case and writes nothing', async () => {
    const before = await house.city.db.query('select count(*)::int as n, max(seq) as seq from kernel.cases')
    const { items, next } = await house.city.itemMoves.tryMove(wanted)
    assert.deepEqual([items.map(({ outcome }) => outcome), next], [['moved', 'moved'], null])
    assert.deepEqual(await house.city.db.query('select count(*)::int as n, max(seq) as seq from kernel.cases'), before)
    for (const [asked, code] of [
      [{ ...wanted, to: 9 }, 'ITEM_VERSION_UNKNOWN'],
      [{ ...wanted, from: 4, to: 3 }, 'MIGRATION_NOT_ONE_ITEM'],
      [{ ...wanted, item: 'nothing' }, 'ITEM_VERSION_UNKNOWN'],
    ] as const)
      await assert.rejects(house.city.itemMoves.tryMove(asked), { code })
  })

  test('one proposes, another approves; nobody does both, and no two moves of one item', async () => {
    await assert.rejects(
      house.city.db.transaction(sql => house.city.itemMoves.propose(sql, security, wanted)),
      { code: 'IDENTITY_CHANGE_REFUSED' },
    )
    const id = await propose()
    await assert.rejects(propose(), { code: 'ITEM_MOVE_OPEN' })
    await assert.rejects(
      house.city.db.transaction(sql => house.city.itemMoves.approve(sql, system, id)),
      { code: 'IDENTITY_CHANGE_REFUSED' },
    )
    assert.deepEqual(
      await house.city.itemMoves.run(id),
      { looked: 0, ended: true },
      'nothing moves before it is approved',
    )
    await house.city.db.transaction(sql => house.city.itemMoves.withdraw(sql, system, id))
    await assert.rejects(approve(id), { code: 'ITEM_MOVE_ENDED' })
  })

  test('what moves is a step of the case: row, inbox, clocks, trail and replay say the same', async () => {
    const { caseId } = await open('review')
    const ended = (
      await house.city.db.query<{ n: number }>(`select count(*)::int as n from kernel.cases where status = 'open'`)
    )[0]!.n
    const id = await propose()
    assert.equal(await approve(id), true)
    assert.equal(await approve(id), false)
    assert.ok((await house.city.itemMoves.work()) > 0)
    const { move, items } = await house.city.itemMoves.report(id, { limit: 10 })
    assert.deepEqual([move.cases, items.length, move.endedAt !== null], [{ moved: 2 }, 2, true])
    assert.ok(ended >= 2)
    // Opened under version 4 already.
    assert.equal((await stateOf(caseId)).version, 4)
    const report = await house.replay()
    assert.deepEqual([report.faults, report.equal], [[], report.cases])
    const [row] = await house.city.db.query<{ n: number }>(
      `select count(distinct item_hash)::int as n from kernel.cases where status = 'open'`,
    )
    assert.equal(row!.n, 1)
  })
})

suite('转版 under load', () => {
  const many = 200
  const ids: string[] = []
  const later = { item: 'energy-review', from: 4, to: 5 }
  let twin: City
  after(() => twin?.close())

  test('200 cases, stopped in the middle, taken up by two others at once, while officers go on acting', async () => {
    const party = await house.firm()
    for (let at = 0; at < many; at++) ids.push((await open(at % 3 === 0 ? 'accept' : 'expert', party)).caseId)
    twin = await openTwin()
    for (const caseId of ids) await twin.cases.definitionOf(caseId)
    await publish(5, '2026-03-04', [['limits:\n', 'limits:\n  decide: { value: 18 }\n']])
    house.clock.set('2026-03-04T09:00:00+08:00')
    const { city } = house
    const id = await city.db.transaction(sql => city.itemMoves.propose(sql, system, later))
    await approve(id)
    assert.deepEqual(await city.itemMoves.run(id, 70), { looked: 70, ended: false })
    const moved = async () =>
      (
        await city.db.query<{ n: number }>(
          `select count(*)::int as n from kernel.cases where state like '%"version":5%'`,
        )
      )[0]!.n
    assert.ok((await moved()) < many)
    const acting = ids
      .filter((_, at) => at % 3 === 1)
      .slice(-20)
      .map(caseId => house.act(caseId, 'claim', {}, `review@${organ}`))
    const [one, two] = await Promise.all([city.itemMoves.run(id), twin.itemMoves.run(id)])
    assert.ok(one.ended && two.ended)
    assert.equal((await Promise.all(acting)).length, 20, 'no error reaches whoever acts meanwhile')
    const { move } = await city.itemMoves.report(id, { limit: 1 })
    assert.deepEqual(
      Object.keys(move.cases).filter(outcome => outcome !== 'moved' && outcome !== 'stays'),
      [],
    )
    for (const caseId of ids) assert.equal((await stateOf(caseId)).version, 5)
    const twice = await city.db.query(
      `select case_id from kernel.case_events where type = 'case.migrated' and data ->> 'to' = '5' group by case_id having count(*) > 1`,
    )
    assert.deepEqual(twice, [])
    const report = await house.replay()
    assert.deepEqual([report.faults, report.equal], [[], report.cases])
  })

  test('a process that remembered the old version decides by the new one, and the parties were told', async () => {
    const caseId = ids.find((_, at) => at % 3 === 1)!
    const actor = await house.officer(`review@${organ}`)
    const body = { stage: 'expert', materials: { expertOpinion: 'original' } }
    const done = await twin.cases.act({ caseId, verb: 'complete', body, actor })
    assert.equal(done.state.version, 5)
    const { city } = house
    await city.sequencer.drain()
    while ((await city.subscriptions.runOnce()) > 0);
    await city.jobs.runOnce()
    const told = await city.db.query(`select 1 from power.messages where kind = 'rules-changed' and case_id = $1`, [
      caseId,
    ])
    assert.equal(told.length, 1)
  })

  test('stages and limits under new names: inbox, clocks and duties say what the states say', async () => {
    const { city } = house
    const claimed = ids.slice(0, 12)
    const reviewer = await house.officer(`review@${organ}`)
    for (const [at, caseId] of claimed.entries()) {
      if ((await stateOf(caseId)).stages['accept']?.status === 'open') await house.act(caseId, 'accept')
      if ((await stateOf(caseId)).stages['expert']?.status === 'open')
        await house.act(caseId, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, reviewer)
      if (at % 2 === 0) await house.act(caseId, 'claim', { stage: 'review' }, reviewer)
    }
    await publish(6, '2026-03-05', [], definition => {
      for (const node of definition.flow)
        if ('stage' in node && node.stage === 'review') node.stage = 'examine'
        else if ('stage' in node && node.stage === 'decide') node.may = [{ return: ['examine'] }, 'extend', 'withdraw']
      definition.authority.separate = [['examine', 'decide']]
      definition.authority.reopen!.to = ['examine']
      for (const [name, field] of Object.entries(definition.content.form))
        if (name.startsWith('review.')) field.at = 'examine'
      const limits = definition.limits as Record<string, object>
      limits['served'] = { ...limits['deliver'], to: 'deliver' }
      limits['decide'] = { ...limits['decide'], value: 15 }
      delete limits['deliver']
      for (const alarm of definition.alarms) if (alarm.on === 'limits.deliver') alarm.on = 'limits.served'
      definition.examples = [{ ...definition.examples[0]!, acts: ['submit'], expect: { stage: 'accept' } }]
      definition.migrates = [{ from: 5, stages: { review: 'examine' }, limits: { deliver: 'served' } }]
    })
    house.clock.set('2026-03-05T09:00:00+08:00')
    const id = await city.db.transaction(sql => city.itemMoves.propose(sql, system, { ...later, from: 5, to: 6 }))
    await approve(id)
    await city.itemMoves.run(id)
    while ((await city.cases.fireDue()) > 0);
    const agree = agreeing(house)
    for (const [at, caseId] of claimed.entries()) {
      const state = await stateOf(caseId)
      assert.deepEqual([state.version, state.stages['examine']?.status, state.stages['review']], [6, 'open', undefined])
      assert.equal(Object.values(state.tasks)[0]?.person, at % 2 === 0 ? reviewer.person : undefined)
      await agree(caseId, state)
    }
    const body = { stage: 'examine', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } }
    const done = await twin.cases.act({ caseId: claimed[0]!, verb: 'complete', body, actor: reviewer })
    assert.equal(done.state.stages['decide']?.status, 'open')
    const report = await house.replay()
    assert.deepEqual([report.faults, report.equal], [[], report.cases])
  })

  test('a version that has ended: cases opened under it go on, new ones are opened under what is in force', async () => {
    await publish(7, '2026-03-06, to: 2026-03-06', [])
    house.clock.set('2026-03-06T09:00:00+08:00')
    const { caseId } = await open('expert')
    house.clock.set('2026-03-09T09:00:00+08:00')
    await house.act(
      caseId,
      'complete',
      { stage: 'expert', materials: { expertOpinion: 'original' } },
      `review@${organ}`,
    )
    assert.equal((await stateOf(caseId)).version, 7)
    assert.equal((await stateOf((await open()).caseId)).version, 6)
    const back = { item: 'energy-review', from: 6, to: 7 }
    await assert.rejects(house.city.itemMoves.tryMove(back), { code: 'ITEM_MOVE_NOT_IN_FORCE' })
  })
})
