import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openDetails, unopened } from '#kernel/case'
import { openTestCity } from '../../test/harness/city.ts'
import { allItems } from '../../test/harness/item.ts'
import { clueFields, finding, noticeStates } from '../../test/harness/stories.ts'
import { makeOpenNext } from './next-cases.ts'
import { makeOpenedCases } from './opened-cases.ts'
import { organNotForItem } from './places.ts'

const house = await openTestCity({ now: '2026-05-11T09:00:00+08:00' })
after(() => house.close())
const { city } = house
const energy = '210102-energy-bureau'
const deliver = async () => {
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
  await city.jobs.runOnce()
}
const following = () =>
  house.database.migrator.query<{ id: string; number: string; state: string }>(
    `select id, number, state::text as state from kernel.cases where item = 'court-enforcement' order by number`,
  )

/** A fine of 15,000 yuan, served today. */
async function finedFirm() {
  const party = await house.firm()
  const investigator = await house.officer(`investigator@${energy}`)
  const officers = [investigator.person, (await house.officer(`investigator@${energy}`, 2)).person]
  const { caseId, number } = await house.open({
    item: 'energy-report-penalty',
    organ: energy,
    verb: 'lodge',
    start: 'clue',
    parties: [{ role: 'respondent', party, unit: 'firm' }],
    by: investigator,
    body: { fields: clueFields },
  })
  await house.act(caseId, 'open', {}, investigator)
  const evidence = { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers }
  await house.act(caseId, 'recordEvidence', evidence, investigator)
  await house.act(caseId, 'complete', { stage: 'investigate', officers, fields: finding() }, investigator)
  const notice = { stage: 'notify', document: 'priorNotice', officers, states: noticeStates, receipt: true }
  await house.act(caseId, 'notify', notice, investigator)
  await house.act(caseId, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'a' })
  const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: false } }
  await house.act(caseId, 'decide', fine, `bureau-head@${energy}`)
  await house.act(caseId, 'deliver', { stage: 'serve', way: 'direct', receipt: true }, investigator)
  return { caseId, number, party }
}

// Both before the clock moves on: in a year without published holidays nothing takes legal effect.
const first = await finedFirm()
const second = await finedFirm()

suite('后续办件 a fine nobody paid becomes a case of the court’s', () => {
  test('opened once, whoever repeats it; linked to the first, with its party and what it owes; it runs to the court', async () => {
    const { caseId, number, party } = first
    house.clock.advance({ days: 186 })
    await city.cases.fire(caseId)
    await deliver()
    const [opened, ...others] = await following()
    assert.deepEqual(others, [])
    const state = JSON.parse(opened!.state)
    assert.equal(state.origin, number)
    assert.equal(state.organ, energy)
    assert.deepEqual(state.parties, [{ role: 'respondent', party, unit: 'firm' }])
    assert.equal(state.facts['decision.case'], number)
    const said = await openDetails(city.db, city.keyring, { caseId: opened!.id, after: 0, steps: 1 })
    assert.equal(said[0]?.fields['decision.owed'], 3_000_000, 'the fine, and as much surcharge as the law allows')
    await house.database.migrator.query(`update kernel.subscriptions set leaf_index = 0 where name = 'power.next'`)
    await city.cases.fire(caseId)
    await deliver()
    assert.equal((await following()).length, 1, 'the same cause opens the same case')
    const legal = `legal-reviewer@${energy}`
    const id = opened!.id
    await house.act(id, 'open', {}, legal)
    const states = ['within', 'how', 'amount', 'rights']
    const urging = {
      stage: 'urge',
      document: 'urging-letter',
      states,
      offersHearing: false,
      receipt: true,
      way: 'direct',
    }
    await house.act(id, 'notify', urging, legal)
    house.clock.advance({ days: 20 })
    const checked = { 'decision.number': '沈能罚〔2026〕1号', 'urged.performed': false }
    await house.act(id, 'complete', { stage: 'check', fields: checked }, legal)
    const applied = await house.act(id, 'decide', { outcome: 'apply', reason: '期满不履行' }, `bureau-head@${energy}`)
    assert.equal(applied.state.outcome, 'apply')
    assert.equal((await city.cases.stateOf(caseId)).status, 'open', 'the fine is still owed')
    const { openedBy } = makeOpenedCases({ ...city, clock: house.clock, directory: () => city.identity.directory() })
    assert.deepEqual(
      (await openedBy(city.db, await city.cases.stateOf(caseId))).map(one => [one.item, one.organId, one.outcome?.key]),
      [['court-enforcement', energy, 'apply']],
      'the first shows what it has opened',
    )
    const replayed = await house.replay()
    assert.equal(replayed.equal, replayed.cases)
  })
  test('two at the same moment open one case between them', async () => {
    const before = (await following()).length
    const { caseId } = second
    await city.cases.fire(caseId)
    const [due] = await house.database.migrator.query<{ seq: number; at: string }>(
      `select seq, at::text as at from kernel.case_steps where case_id = $1 and events::text like '%next.due%'`,
      [caseId],
    )
    const cause = { caseId, seq: due!.seq, at: new Date(due!.at).toISOString() }
    const { hash } = await city.definitions.current('court-enforcement', house.clock.today().toString())
    const place = { organ: energy, region: '210102', implementation: null }
    const definition = await city.implementations.implemented(hash, null)
    const opened = await Promise.all([1, 2, 3].map(() => city.cases.openNext(cause, { definition, place })))
    assert.equal(new Set(opened.map(one => one.caseId)).size, 1)
    assert.equal((await following()).length, before + 1)
  })
})

suite('开不成 a case that cannot be opened', () => {
  test('somebody is told which and why, and it is tried again', async () => {
    const told: unknown[] = []
    const task = makeOpenNext({
      cases: { openNext: () => assert.fail(), stateOf: async () => unopened('1') },
      placeOf: async () => {
        throw organNotForItem()
      },
      unopened: async one => void told.push(one),
    })
    const due = { event: 'e', case: 'c', seq: 9, at: '2026-11-12T00:00:00Z', item: 'court-enforcement' }
    await assert.rejects(task(due), { code: 'ORGAN_NOT_FOR_ITEM' })
    assert.deepEqual(told, [{ event: 'e', caseId: 'c', item: 'court-enforcement', code: 'ORGAN_NOT_FOR_ITEM' }])
  })
})

suite('事项之间 between items', () => {
  test('every case that is to follow by itself can be opened: it begins from another case, and asks for what is there', async () => {
    const items = await allItems()
    const all = new Map(items.map(one => [one.item, one]))
    let seen = 0
    for (const first of items)
      for (const { next = [] } of Object.values(first.content.outcomes))
        for (const one of next) {
          if (typeof one === 'string') continue
          seen++
          const second = all.get(one.item)!
          assert.ok(second.category.starts.includes('other-case'), `${one.item} begins from another case`)
          for (const name of Object.keys(one.fields ?? {}))
            assert.ok(
              second.content.form[name] && second.content.form[name].at === undefined,
              `${one.item} asks ${name}`,
            )
        }
    assert.ok(seen >= 3)
  })
})
