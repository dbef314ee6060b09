import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { type Definitions, makeDefinitions } from './definitions.ts'
import { smallItem } from './example-item.ts'
import { guideOf } from './implementation.ts'
import { readImplementations } from './implementation-file.ts'
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
  readImplementations('hunnan.yaml', local(rest), () => definition).findings.map(({ rule, line }) => `${rule} ${line}`)

suite('实施清单 implementations', () => {
  test('an organ says where, when and how fast; the guide says what the organ says', () => {
    const { implementations, findings } = readImplementations(
      'x.yaml',
      local('hours: 9:00-17:00\npromised: 5 workday\nwindows: [三楼]'),
      () => definition,
    )
    assert.deepEqual(findings, [])
    const guide = guideOf(definition, implementations[0])
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
      readImplementations('x.yaml', local().replace('"1121011200001"', `"${taskCode}"`), () => coded).findings.map(
        ({ rule }) => rule,
      )
    assert.deepEqual(said('11450721MB155808114000104002000'), [])
    assert.deepEqual(said('11450721MB155808124000104002000'), ['IMPLEMENTATION_CODE'])
    assert.deepEqual(said('11450721MB155808114000104003000'), ['IMPLEMENTATION_CODE'])
    assert.deepEqual(said('11450721MB155808114009904002000'), ['IMPLEMENTATION_CODE'])
    assert.deepEqual(said('1'), [])
  })

  const list = (rows: readonly string[], head = 'promised: 9 workday') =>
    `item: tree-felling\nversion: 1\neffective: { from: 2026-01-01 }\n${head}\norgans:\n${rows.map(row => `  - { ${row} }\n`).join('')}`
  const row = (district: number, rest = '') =>
    `organ: d${district}-approval, region: "21011${district}", taskCode: "${district}"${rest}`

  test('一个文件写各机关 one file for all the organs of an item: each says only what is its own', () => {
    const read = (text: string) => readImplementations('x.yaml', text, () => definition)
    const { implementations, findings } = read(list([row(2), row(3, ', promised: 4 workday, windows: [三楼]')]))
    assert.deepEqual(findings, [])
    assert.deepEqual(
      implementations.map(({ organ, promised: days, windows }) => [organ, days, windows]),
      [
        ['d2-approval', '9 workday', undefined],
        ['d3-approval', '4 workday', ['三楼']],
      ],
    )
    const said = (text: string) => read(text).findings.map(({ rule, line, path }) => `${rule} ${line} ${path}`)
    const long = ', promised: 21 workday'
    assert.deepEqual(said(list([row(2), row(3, long)])), ['IMPLEMENTATION_PROMISE_LONG 7 organs.1.promised'])
    assert.equal(read(list([row(2), row(3, long)])).implementations.length, 1)
    assert.deepEqual(said(list([row(2), row(2)])), ['IMPLEMENTATION_TWICE 7 organs.1.organ'])
    assert.deepEqual(said(list([row(2, ', fee: 1')])), ['DEFINITION_UNKNOWN_KEY 6 organs.0.fee'])
    assert.deepEqual(said(list([])), ['DEFINITION_TYPE 5 organs'])
    // what stands above is wrong for everybody, and said once where it stands
    assert.deepEqual(
      [...new Set(said(list([row(2), row(3)], 'promised: 21 workday')))],
      ['IMPLEMENTATION_PROMISE_LONG 4 promised'],
    )
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
      const [first] = await implementations.publish('hunnan.yaml', local('promised: 5 workday'), 'an')
      const { id } = first!
      assert.deepEqual(await implementations.publish('hunnan.yaml', local('promised: 5 workday'), 'an'), [
        { id, published: false },
      ])
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

    test('整批发布 many at once: what is wrong stops nothing else, and the same again is nothing new', async () => {
      const file = (name: string, text: string) => ({ file: name, bytes: Buffer.from(text) })
      const files = [
        file('list.yaml', list([row(2), row(3), row(4, ', promised: 21 workday')])),
        file('other.yaml', list([row(5)]).replace('tree-felling', 'unknown-item')),
        file('broken.yaml', 'item: [\n'),
        file('later.yaml', list([row(2, ', version: 2, effective: { from: 2026-05-01 }')], 'hours: 9:00-12:00')),
      ]
      const { published, faults } = await implementations.publishAll(files, 'an')
      assert.equal(published, 3)
      assert.deepEqual(
        faults.map(({ file: name, rule }) => `${name} ${rule}`),
        ['list.yaml IMPLEMENTATION_PROMISE_LONG', 'other.yaml IMPLEMENTATION_NO_ITEM', 'broken.yaml DEFINITION_SYNTAX'],
      )
      assert.equal((await implementations.publishAll(files, 'an')).published, 0)
      const on = async (day: string) =>
        (await implementations.inForce('tree-felling', day))
          .filter(({ organ }) => organ !== 'hunnan-approval')
          .map(({ organ, version }) => `${organ} ${version}`)
      assert.deepEqual(await on('2026-04-30'), ['d2-approval 1', 'd3-approval 1'])
      assert.deepEqual(await on('2026-05-01'), ['d2-approval 2', 'd3-approval 1'])
      assert.deepEqual(
        (await implementations.carriedOutBy('tree-felling', '2026-05-01')).map(({ organ, region }) => [organ, region]),
        [
          ['d2-approval', '210112'],
          ['d3-approval', '210113'],
          ['hunnan-approval', '210112'],
        ],
      )
      const changed = await implementations.publishAll([file('list.yaml', list([row(3, ', hours: 9:00-17:00')]))], 'an')
      assert.deepEqual(
        changed.faults.map(({ rule, line }) => `${rule} ${line}`),
        ['IMPLEMENTATION_VERSION_TAKEN 2'],
      )
      // one file by itself is published whole or not at all
      await assert.rejects(implementations.publish('x.yaml', list([row(6), row(3, ', hours: 8:00-12:00')]), 'an'), {
        code: 'IMPLEMENTATION_VERSION_TAKEN',
      })
      assert.ok(!(await on('2026-05-01')).some(name => name.startsWith('d6')))
    })
  })
})
