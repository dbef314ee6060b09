import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openTestCity } from '../../test/harness/city.ts'
import { partsIn } from '../../test/harness/part-city.ts'
import { projectFields, projectMaterials } from '../../test/harness/part-stories.ts'
import { makeKeepParts } from './parts.ts'
import { makePlaceFor, organNotForItem } from './places.ts'

const approval = '210102-approval-bureau'
const resources = '210102-natural-resources-bureau'
const window = `acceptance@${approval}`

const house = await openTestCity({ now: '2026-04-13T09:00:00+08:00' })
after(() => house.close())
const { city } = house
const { casesOf, delivered, projectAccepted, stateOf } = partsIn(house)

/** A project whose parts are ordered, and not opened yet. */
async function accepted() {
  const firm = await house.firm()
  const { caseId, number } = await house.open({
    item: 'investment-project-permits',
    organ: approval,
    parties: [{ role: 'subject', party: firm, unit: 'firm' }],
    by: window,
    body: { fields: projectFields, materials: projectMaterials },
  })
  await house.act(caseId, 'accept', {}, window)
  return { caseId, number }
}

suite('恰好一次 each part is opened once, whatever happens on the way', () => {
  test('cut off after opening, before the whole was told: the next run opens nothing anew and tells it', async () => {
    const { caseId, number } = await accepted()
    const cut = makeKeepParts({
      db: city.db,
      cases: { ...city.cases, tellParts: () => assert.fail('cut off') },
      placeFor: makePlaceFor({ ...city, clock: house.clock }),
      unopened: async () => {},
    })
    await assert.rejects(cut({ event: 'e', case: caseId }), /cut off/)
    assert.equal((await casesOf(number)).length, 2)
    assert.equal((await stateOf(caseId)).parts?.['planning']?.number, undefined)
    await delivered()
    assert.equal((await casesOf(number)).length, 2)
    assert.equal((await stateOf(caseId)).parts?.['planning']?.status, 'opened')
  })

  test('five at the same moment open one case between them', async () => {
    const { caseId, number } = await accepted()
    const { hash } = await city.definitions.current('construction-planning-permit', '2026-04-13')
    const definition = await city.implementations.implemented(hash, null)
    const place = { organ: resources, region: '210102', implementation: null }
    const all = await Promise.all(
      [1, 2, 3, 4, 5].map(() => city.cases.openPart(caseId, 'planning', { definition, place })),
    )
    assert.equal(new Set(all.map(one => one.caseId)).size, 1)
    await delivered()
    assert.equal((await casesOf(number)).length, 2)
  })
})

suite('开不成 a part that cannot be opened', () => {
  test('keeps nobody from the others; somebody is told which and why, and it is tried again', async () => {
    const told: unknown[] = []
    const opened: string[] = []
    const at = { stage: 'handle', item: 'x', status: 'ordered', seq: 1, at: '2026-04-13T00:00:00Z' } as const
    const state = { ...(await stateOf((await projectAccepted()).caseId)), parts: { a: at, b: { ...at, item: 'y' } } }
    const task = makeKeepParts({
      db: city.db,
      cases: {
        ...city.cases,
        stateOf: async () => state,
        openPart: async (_, part) => {
          opened.push(part)
          return undefined as never
        },
        tellParts: async () => true,
      },
      placeFor: async item => {
        if (item === 'x') throw organNotForItem()
        return undefined as never
      },
      unopened: async one => void told.push(one),
    })
    await assert.rejects(task({ event: 'e', case: 'c' }), { code: 'ORGAN_NOT_FOR_ITEM' })
    assert.deepEqual(opened, ['b'])
    assert.deepEqual(told, [{ event: 'c:a', caseId: 'c', item: 'x', code: 'ORGAN_NOT_FOR_ITEM' }])
  })
})
