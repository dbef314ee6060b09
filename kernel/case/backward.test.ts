import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { decisionAt } from '../../test/harness/decision-stories.ts'
import { grantedFund } from '../../test/harness/goods-stories.ts'
import { type Bent, itemOf } from '../../test/harness/item.ts'
import { allowanceAt, disputeAt, visitors } from '../../test/harness/sides.ts'
import { directoryFor, officer } from '../../test/harness/small-city.ts'
import { grave, penaltyAt, two } from '../../test/harness/stories.ts'
import type { Walk } from '../../test/harness/walk.ts'

const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)

/** A grave penalty in which a hearing was asked for, under one more limit that counts backward from it. */
async function asked(limit: object): Promise<Walk> {
  const item = await itemOf('energy-report-penalty', ({ limits, flow }: Bent) => {
    ;(limits as Record<string, unknown>)['ahead'] = limit
    for (const node of flow) if ('stage' in node && node.stage === 'hear') node.may = []
  })
  const at = penaltyAt('notify', { item, directory: directoryFor(item) }, grave)
  at.act('notify', { stage: 'notify', document: 'priorNotice', officers: two })
  at.act('askHearing')
  if (at.state.stages['review']?.status === 'open') at.act('complete', { stage: 'review', opinion: 'agree' })
  return at
}
const inDays = (at: Walk, days: number) => Temporal.PlainDate.from(at.today).add({ days }).toString()
const chair = 'hearing-chair-1'

suite('倒推的期限 limits that count backward', () => {
  test('a hearing is not put on a day that leaves less than the time before it', async () => {
    const at = await asked({
      kind: 'before',
      value: 21,
      unit: 'day',
      from: 'hearing-notice',
      to: 'hear',
      binds: 'organ',
    })
    const refused = at.refuses('scheduleHearing', { on: inDays(at, 20), chair })
    assert.deepEqual(codes(refused), ['TOO_LATE_BEFORE'])
    assert.equal(refused.reasons[0]?.facts?.latest, inDays(at, -1))
    at.act('scheduleHearing', { on: inDays(at, 21), chair })
    at.wait('21 day')
    at.act('hear', { attended: true })
  })
  test('what the organ owes before the day keeps the day from coming; its clock moves with the day', async () => {
    const papers = { kind: 'before', value: 7, unit: 'day', from: 'statement', to: 'hear', binds: 'organ' }
    const at = await asked(papers)
    at.act('scheduleHearing', { on: inDays(at, 20), chair })
    const clock = () => at.state.clocks['ahead']!
    assert.deepEqual([clock().status, clock().due], ['running', inDays(at, 13)])
    at.act('scheduleHearing', { on: inDays(at, 30), chair })
    assert.deepEqual([clock().status, clock().due], ['running', inDays(at, 23)])
    at.wait('24 day')
    at.fire()
    assert.equal(clock().status, 'expired')
    assert.ok(at.of('alarm.raised').some(({ data }) => data.alarm === 'ahead' && data.level === 'red'))
    at.wait('6 day')
    assert.deepEqual(codes(at.refuses('hear', { attended: true })), ['WANTED_FIRST'])
    at.act('makeStatement', { text: '材料已收到' })
    assert.deepEqual(codes(at.refuses('hear', { attended: true })), ['TOO_LATE_BEFORE'])
    at.act('scheduleHearing', { on: inDays(at, 30), chair })
    at.wait('30 day')
    at.act('hear', { attended: true })
  })
  test('done in time it is met; what a party leaves undone keeps no hearing from being held', async () => {
    const words = { kind: 'before', value: 3, unit: 'day', from: 'statement', to: 'hear', binds: 'party' }
    const silent = await asked(words)
    silent.act('scheduleHearing', { on: inDays(silent, 20), chair })
    silent.wait('20 day')
    silent.act('hear', { attended: true })
    const spoken = await asked(words)
    spoken.act('scheduleHearing', { on: inDays(spoken, 20), chair })
    spoken.wait('2 day')
    spoken.act('makeStatement', { text: '请求从轻' })
    assert.equal(spoken.state.clocks['ahead']?.status, 'met')
  })
  test('the sides are told of a visit so long before it', async () => {
    const item = await itemOf('land-dispute', ({ limits }: Bent) => {
      const told = { kind: 'before', value: 3, unit: 'workday', from: 'invitation', to: 'survey', binds: 'organ' }
      ;(limits as Record<string, unknown>)['told'] = told
    })
    const at = disputeAt('facts', { item })
    const both = { stage: 'survey', parties: at.state.parties.map(({ party }) => party) }
    assert.deepEqual(codes(at.refuses('invite', { ...both, on: inDays(at, 1) })), ['TOO_LATE_BEFORE'])
    at.act('invite', { ...both, on: inDays(at, 10) })
  })
})

suite('义务的期限 duties have their time', () => {
  test('the report on how a decision is carried out: a year, then a red alarm; done, it is met', () => {
    const at = decisionAt('publish')
    at.act('complete', { stage: 'publish' })
    at.act('publish')
    at.act('complete', { stage: 'file' })
    const clock = () => at.state.clocks['duty.reportExecution']
    assert.deepEqual([clock()?.status, clock()?.binds], ['running', 'organ'])
    const due = clock()!.due
    assert.ok(due > '2027-03-01' && due < '2027-06-30', due)
    at.wait('400 day')
    at.fire()
    assert.equal(clock()?.status, 'running', 'no calendar says yet on which day it ends')
  })
  test('within a published year it rings red and stays owed; done late, the case ends', async () => {
    const item = await itemOf('major-decision', ({ content }: Bent) => {
      for (const effect of content.outcomes['adopt']!.effects) if ('obligation' in effect) effect.within = '60 day'
    })
    const at = decisionAt('publish', { item, directory: directoryFor(item) })
    at.act('complete', { stage: 'publish' })
    at.act('publish')
    at.act('complete', { stage: 'file' })
    at.wait('70 day')
    at.fire()
    assert.equal(at.state.clocks['duty.reportExecution']?.status, 'expired')
    assert.ok(at.of('alarm.raised').some(({ data }) => data.alarm === 'duty-overdue' && data.level === 'red'))
    assert.equal(at.state.status, 'open')
    at.act('fulfil', { obligation: 'reportExecution' }, officer('government-office'))
    assert.deepEqual([at.state.status, at.of('clock.met').at(-1)?.data.late], ['ended', true])
  })
  test('定期核查 a duty done again and again has its time anew each time', () => {
    const at = allowanceAt('pay')
    const clock = () => at.state.clocks['duty.recheck']!
    const first = clock().due
    assert.equal(clock().status, 'running')
    at.wait('30 day')
    at.act('recheck', { changed: false, officers: visitors })
    assert.ok(clock().due > first)
    assert.equal(clock().status, 'running')
  })
  test('a party’s duty has its time, too', () => {
    const at = grantedFund()
    assert.equal(at.state.clocks['duty.useAsApproved']?.binds, 'party')
  })
})
