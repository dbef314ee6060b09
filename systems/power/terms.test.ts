import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { loadDefinition, makePublisher } from '#kernel/definition'
import type { Refusal } from '#kernel/refusal'
import { contentDirectory, readRegisterScopes } from '../../content.ts'
import { openTestCity } from '../../test/harness/city.ts'
import { staffEveryPost } from '../../test/harness/example-lives.ts'
import { makeTerms } from './terms.ts'

const house = await openTestCity({ now: '2026-08-20T09:00:00+08:00' })
after(() => house.close())
await staffEveryPost(house)
const { city, clock } = house
const item = 'emergency-requisition'
const organ = '210103-county-government'
const officer = await house.officer(`emergency-officer@${organ}`)
const file = `items/other/${item}.yaml`
const source = readFileSync(join(contentDirectory, file), 'utf8')
const publisher = makePublisher({ db: city.db, clock, registers: await readRegisterScopes() })
const byTwo = { publishedBy: 'editor-an', secondApprover: 'editor-bo' }

const open = async () =>
  house.open({
    item,
    organ,
    verb: 'lodge',
    start: 'plan',
    parties: [{ role: 'subject', party: await house.firm('示例机械租赁'), unit: 'firm' }],
    by: officer,
    body: {
      fields: {
        'owner.name': '示例机械租赁',
        'property.kind': 'equipment',
        'property.name': '排水泵车',
        'event.response': true,
        'compensation.line': 'reserve',
      },
    },
  })

const terms = makeTerms({ ...city, implementations: city.implementations })
const told = () =>
  house.database.migrator.query<{ alarm: string; level: string }>(
    `select distinct alarm, level from governance.alarms where item = $1 order by alarm`,
    [item],
  )

suite('临时职权 a power with a last day ends by itself', () => {
  let begun = ''
  test('a case begins under it while it lasts; nobody is reminded before the day', async () => {
    begun = (await open()).caseId
    await terms.remind()
    assert.deepEqual(await told(), [])
  })

  test('from the day by which it is to be renewed its holder hears of it, once', async () => {
    clock.set(Temporal.Instant.from('2026-08-31T09:00:00+08:00'))
    await terms.remind()
    await terms.remind()
    assert.deepEqual(await told(), [{ alarm: 'term-ending', level: 'yellow' }])
  })

  test('on its last day it can still be begun; the day after it cannot, and what was begun goes on', async () => {
    clock.set(Temporal.Instant.from('2026-09-30T23:30:00+08:00'))
    await open()
    clock.set(Temporal.Instant.from('2026-10-01T00:30:00+08:00'))
    await assert.rejects(open(), (fault: Refusal) => {
      assert.deepEqual(
        fault.reasons.map(({ code }) => code),
        ['TERM_OVER'],
      )
      return true
    })
    await house.act(begun, 'open', { stage: 'propose' }, officer)
    assert.equal((await city.cases.stateOf(begun)).status, 'open')
    await terms.remind()
    assert.deepEqual((await told()).map(({ alarm }) => alarm).sort(), ['term-ending', 'term-over'])
  })

  test('it goes on only on a new basis', async () => {
    const longer = source.replace('version: 1', 'version: 2').replace('2026-09-30', '2027-09-30')
    await assert.rejects(publisher.publish(loadDefinition(file, longer), byTwo), {
      code: 'DEFINITION_TERM_NEEDS_BASIS',
    })
    const forGood = source.replace('version: 1', 'version: 2').replace(/ {2}term: .*\n/, '')
    await assert.rejects(publisher.publish(loadDefinition(file, forGood), byTwo), {
      code: 'DEFINITION_TERM_NEEDS_BASIS',
    })
    const based = longer.replace(
      '  basis:\n',
      '  basis:\n    - { law: 突发事件应对法, articles: [73], issued: 省政府令（演示）, from: 2026-10-01 }\n',
    )
    const loaded = loadDefinition(file, based)
    assert.deepEqual(loaded.definition.category.term, { until: '2027-09-30', renewBy: '2026-08-31' })
    await assert.rejects(publisher.publish(loaded, { publishedBy: 'editor-an' }), {
      code: 'DEFINITION_NEEDS_SECOND_APPROVAL',
    })
    await publisher.publish(loaded, byTwo)
    assert.equal((await open()).seq > 0, true)
  })
})
