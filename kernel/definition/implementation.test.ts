import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { type Definitions, makeDefinitions } from './definitions.ts'
import { smallItem } from './example-item.ts'
import { guideOf, readImplementation } from './implementation.ts'
import { type Implementations, makeImplementations } from './implementations.ts'
import { loadDefinition } from './load.ts'
import { makePublisher } from './publish.ts'

const promised =
  'promised: { kind: max, value: 15, unit: workday, from: accept, to: decide, promised: true }\n  deliver: {'
const item = smallItem.replace('deliver: {', promised)
const { definition } = loadDefinition('x.yaml', item)
const local = (rest = '', version = 1, from = '2026-01-01') =>
  `item: tree-felling\norgan: hunnan-approval\nregion: "210112"\nversion: ${version}\neffective: { from: ${from} }\ntaskCode: "1121011200001"\n${rest}`
const rulesOf = (rest: string) =>
  readImplementation('hunnan.yaml', local(rest), () => definition).findings.map(({ rule, line }) => `${rule} ${line}`)

suite('实施清单 implementations', () => {
  test('an organ says where, when and how fast; the guide says what the organ says', () => {
    const { implementation, findings } = readImplementation(
      'x.yaml',
      local('hours: 9:00-17:00\npromised: 5 workday\nwindows: [三楼]'),
      () => definition,
    )
    assert.deepEqual(findings, [])
    const guide = guideOf(definition, implementation)
    assert.equal(guide.hours, '9:00-17:00')
    assert.deepEqual(guide.windows, ['三楼'])
    assert.equal(guide.taskCode, '1121011200001')
    assert.equal(guideOf(definition).hours, undefined)
  })

  test('it may not promise more time than the law, in another unit, or change what is not local', () => {
    assert.deepEqual(rulesOf('promised: 20 workday'), [])
    assert.deepEqual(rulesOf('promised: 21 workday'), ['IMPLEMENTATION_PROMISE_LONG 7'])
    assert.deepEqual(rulesOf('overrides:\n  limits.promised.value: 25'), ['IMPLEMENTATION_PROMISE_LONG 8'])
    assert.deepEqual(rulesOf('promised: 20 day'), ['IMPLEMENTATION_PROMISE_UNIT 7'])
    assert.deepEqual(rulesOf('overrides:\n  materials: []'), ['IMPLEMENTATION_NOT_LOCAL 8'])
    assert.deepEqual(rulesOf('overrides:\n  limits.decide.value: 30'), ['IMPLEMENTATION_NOT_LOCAL 8'])
    assert.deepEqual(rulesOf('fee: 100'), ['DEFINITION_UNKNOWN_KEY 7'])
    assert.deepEqual(rulesOf('overrides:\n  limits.promised.value: soon'), ['IMPLEMENTATION_SHAPE 7'])
  })

  test('各区的编码须成立，并且是同一事项 A code of the national form holds, and names this very item', () => {
    const coded = { ...definition, category: { ...definition.category, codes: { 'gb39554.basic': '000104002000' } } }
    const said = (taskCode: string) =>
      readImplementation('x.yaml', local().replace('"1121011200001"', `"${taskCode}"`), () => coded).findings.map(
        ({ rule }) => rule,
      )
    assert.deepEqual(said('11450721MB155808114000104002000'), [])
    assert.deepEqual(said('11450721MB155808124000104002000'), ['IMPLEMENTATION_CODE'])
    assert.deepEqual(said('11450721MB155808114000104003000'), ['IMPLEMENTATION_CODE'])
    assert.deepEqual(said('11450721MB155808114009904002000'), ['IMPLEMENTATION_CODE'])
    assert.deepEqual(said('1'), [])
  })

  suite('published', () => {
    let database: TestDatabase
    let definitions: Definitions
    let implementations: Implementations
    const clock = manualClock('2026-03-02T09:00:00+08:00')
    before(async () => {
      database = await openTestDatabase()
      definitions = makeDefinitions({ db: database.app })
      implementations = makeImplementations({ db: database.app, clock, definitions })
      await makePublisher({ db: database.app, clock }).publish(loadDefinition('x.yaml', item), { publishedBy: 'an' })
    })
    after(() => database.close())

    test('a case runs with the promise of its organ, pinned to the same item version', async () => {
      const { id } = await implementations.publish('hunnan.yaml', local('promised: 5 workday'), 'an')
      assert.deepEqual(await implementations.publish('hunnan.yaml', local('promised: 5 workday'), 'an'), {
        id,
        published: false,
      })
      const general = await definitions.current('tree-felling', '2026-03-02')
      const here = await implementations.implemented(general.hash, id)
      assert.equal(general.limits.get('promised')!.value, 15)
      assert.equal(here.limits.get('promised')!.value, 5)
      assert.equal(here.hash, general.hash)
      assert.equal(await implementations.implemented(general.hash, null), general)
    })

    test('a new version ends the one before it; nothing published is ever changed', async () => {
      await assert.rejects(implementations.publish('hunnan.yaml', local('promised: 6 workday'), 'an'), {
        code: 'IMPLEMENTATION_VERSION_TAKEN',
      })
      await implementations.publish('hunnan.yaml', local('promised: 4 workday', 2, '2026-04-01'), 'an')
      const on = async (day: string) =>
        (await implementations.inForce('tree-felling', day)).map(({ version }) => version)
      assert.deepEqual(await on('2026-03-31'), [1])
      assert.deepEqual(await on('2026-04-01'), [2])
      await assert.rejects(
        database.migrator.query(`update kernel.implementations set content = '{}'`),
        /cannot be changed/,
      )
      await assert.rejects(database.app.query('update kernel.implementations set valid_to = null'), /cannot be changed/)
      await assert.rejects(
        implementations.publish('other.yaml', local().replace('tree-felling', 'unknown-item'), 'an'),
        { code: 'ITEM_UNKNOWN' },
      )
    })
  })
})
