import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import type { Actor, CaseState, Verb } from '#kernel/case'
import { Refusal } from '#kernel/refusal'
import { agreeing } from '../../test/harness/agreeing.ts'
import { openTestCity } from '../../test/harness/city.ts'
import { clueFields, finding, permitFields, permitMaterials } from '../../test/harness/stories.ts'
import { actOf, type Tried, tried } from '../../test/harness/tries.ts'

const house = await openTestCity({ now: '2026-05-11T09:00:00+08:00' })
after(() => house.close())
const { city } = house

const agree = agreeing(house)

const officers: Readonly<Record<string, string>> = {
  acceptance: 'acceptance@210102-approval-bureau',
  review: 'review@210102-approval-bureau',
  publicity: 'publicity@210102-approval-bureau',
  investigator: 'investigator@210102-energy-bureau',
  'legal-reviewer': 'legal-reviewer@210102-energy-bureau',
  'collector@collecting-bank': 'collector@210100-collecting-bank',
  'officer@energy-bureau': 'review@210102-energy-bureau',
  'officer@natural-resources-bureau': 'mediator@210102-natural-resources-bureau',
}

/** The actor whom the walk would send, as a person of the real directory. */
async function actorFor(
  state: CaseState,
  party: string,
  { verb, by }: { verb: Verb; by: string | undefined },
): Promise<Actor> {
  const organ = state.organ
  if (by === 'party' || (by === undefined && ['supplement', 'makeStatement', 'askHearing', 'withdraw'].includes(verb)))
    return { kind: 'party', party, account: 'a' }
  const post = by !== undefined ? (officers[by] ?? `${by}@${organ}`) : postFor(state, verb)
  return house.officer(post).catch(() => house.officer(`bureau-head@${organ}`))
}

function postFor(state: CaseState, verb: Verb): string {
  if (verb === 'pay') return 'collector@210100-collecting-bank'
  if (verb === 'publish' || verb === 'withdrawPublication') return `publicity@${state.organ}`
  if (['decide', 'deliberate', 'grantInstalment', 'extend', 'recordRemedy', 'ratify'].includes(verb))
    return `bureau-head@${state.organ}`
  if (['hear', 'scheduleHearing'].includes(verb)) return `hearing-chair@${state.organ}`
  const [task] = Object.values(state.tasks)
  return task && task.post !== '*' ? `${task.post}@${task.organ}` : `review@${state.organ}`
}

async function live(item: string, caseId: string, party: string, tries: readonly Tried[]): Promise<number> {
  const definition = await city.definitions.current(item, house.clock.today())
  let done = 0
  for (const one of tries) {
    const state = await city.cases.stateOf(caseId)
    const { verb, body, by } = actOf({ state, item: definition }, one)
    try {
      await house.act(caseId, verb, await named(body), await actorFor(state, party, { verb, by }))
      done++
    } catch (fault) {
      if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
      assert.deepEqual(await city.cases.stateOf(caseId), state, 'a refused act changes nothing')
    }
    await agree(caseId, await city.cases.stateOf(caseId))
  }
  return done
}

/** The walk's invented persons, by their real ids. */
async function named(body: object): Promise<Readonly<Record<string, unknown>>> {
  const [first, second] = await Promise.all([1, 2].map(nth => house.officer('investigator@210102-energy-bureau', nth)))
  const text = JSON.stringify(body)
    .replaceAll('investigator-1', first!.person)
    .replaceAll('investigator-2', second!.person)
  const given = JSON.parse(text) as Record<string, unknown>
  return typeof given['to'] === 'string' && given['to'].endsWith('-2')
    ? { ...given, to: (await house.officer('bureau-head@210102-approval-bureau')).person }
    : given
}

suite('待办行 the inbox, the clocks and the duties are what the states say', () => {
  let done = 0
  const settings = { numRuns: 12, seed: 7 }
  test('through any acts on permits', async () => {
    const party = await house.firm()
    await fc.assert(
      fc.asyncProperty(fc.array(tried, { minLength: 6, maxLength: 14 }), async tries => {
        const { caseId } = await house.open({
          item: 'energy-review',
          organ: '210102-approval-bureau',
          parties: [{ role: 'subject', party, unit: 'firm' }],
          by: 'acceptance@210102-approval-bureau',
          body: {
            fields: { ...permitFields, 'project.crossDepartment': tries.length % 3 === 0 },
            materials: permitMaterials,
          },
        })
        await agree(caseId, await city.cases.stateOf(caseId))
        done += await live('energy-review', caseId, party, tries)
      }),
      settings,
    )
  })
  test('through any acts on penalties', async () => {
    const party = await house.firm()
    await fc.assert(
      fc.asyncProperty(fc.array(tried, { minLength: 6, maxLength: 14 }), async tries => {
        const { caseId } = await house.open({
          item: 'energy-report-penalty',
          organ: '210102-energy-bureau',
          verb: 'lodge',
          start: 'clue',
          parties: [{ role: 'respondent', party, unit: 'firm' }],
          by: 'investigator@210102-energy-bureau',
          body: { fields: clueFields },
        })
        await agree(caseId, await city.cases.stateOf(caseId))
        done += await live('energy-report-penalty', caseId, party, tries)
      }),
      settings,
    )
    assert.ok(done > 60, `${done} acts were done`)
    assert.ok(Object.keys(finding()).length > 0)
  })
  test('when the clocks fire, weeks later', async () => {
    for (const days of [3, 5, 10, 60]) {
      house.clock.advance({ days })
      while ((await city.cases.fireDue()) > 0);
      for (const { id } of await city.db.query<{ id: string }>('select id from kernel.cases'))
        await agree(id, await city.cases.stateOf(id))
    }
  })
  test('and all of it replays', async () => {
    const report = await house.replay()
    assert.deepEqual(report.faults, [])
    assert.ok(report.cases >= 24)
  })
})
