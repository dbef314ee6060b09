import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { makeDefinitions } from './definitions.ts'
import { smallItem } from './example-item.ts'
import { loadDefinition } from './load.ts'
import { makePublisher, type Publisher } from './publish.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const byAn = { publishedBy: 'editor-an' }
const byTwo = { ...byAn, secondApprover: 'editor-bo' }
const item = (version: number, ...changes: readonly (readonly [string, string])[]) => {
  let text = smallItem.replace('version: 1', `version: ${version}`)
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), from)
    text = text.replace(from, to)
  }
  return text
}
const load = (text: string) => loadDefinition('items/felling.yaml', text)

suite('发布 publishing', () => {
  let database: TestDatabase
  let publisher: Publisher
  before(async () => {
    database = await openTestDatabase()
    publisher = makePublisher({ db: database.app, clock })
  })
  after(() => database.close())

  test('a version is published once; the same again is nothing new; the same number with other content is refused', async () => {
    const definitions = makeDefinitions({ db: database.app })
    const first = await publisher.publish(load(item(1)), byAn)
    assert.equal(first.published, true)
    assert.deepEqual(await publisher.publish(load(item(1)), byAn), { ...first, published: false })
    await assert.rejects(publisher.publish(load(item(1, ['林木采伐许可', '采伐许可'])), byAn), {
      code: 'DEFINITION_VERSION_TAKEN',
      status: 409,
    })
    const compiled = await definitions.current('tree-felling', '2026-03-02')
    assert.equal(compiled.hash, first.hash)
    assert.equal(await definitions.byHash(first.hash), compiled)
    assert.equal(await definitions.source(first.hash), item(1))
    await assert.rejects(definitions.current('tree-felling', '2025-12-31'), { code: 'ITEM_UNKNOWN' })
    await assert.rejects(definitions.byHash('0'.repeat(64)), { code: 'DEFINITION_UNKNOWN' })
  })

  test('another node notices a publication by the epoch, and keeps running the old version for its cases', async () => {
    const node = makeDefinitions({ db: database.app })
    const old = await node.current('tree-felling', '2026-03-02')
    const known = await node.directory()
    assert.equal(await node.directory(), known)
    const next = await publisher.publish(
      load(item(2, ['from: 2026-01-01', 'from: 2026-04-01'], ['name: 评审', 'name: 专家评审'])),
      byAn,
    )
    assert.equal((await node.current('tree-felling', '2026-03-31')).hash, old.hash)
    assert.equal((await node.current('tree-felling', '2026-04-01')).hash, next.hash)
    assert.equal((await node.byHash(old.hash)).definition.version, 1)
    assert.ok((await node.directory()).epoch > known.epoch)
    await assert.rejects(publisher.publish(load(item(1, ['林木采伐许可', '许可'])), byAn), {
      code: 'DEFINITION_VERSION_TAKEN',
    })
  })

  test('扩权须两人: a change that widens power or personal data needs a second person', async () => {
    const wider = load(
      item(
        3,
        ['value: 20,', 'value: 25,'],
        ['felling.deposit: {', 'contact.phone: { type: phone, label: 电话 }\n    felling.deposit: {'],
      ),
    )
    await assert.rejects(
      publisher.publish(wider, byAn),
      (error: { code: string; facts: { widened: { path: string }[] } }) => {
        assert.equal(error.code, 'DEFINITION_NEEDS_SECOND_APPROVAL')
        assert.deepEqual(
          error.facts.widened.map(({ path }) => path),
          ['limits.decide', 'content.form.contact.phone'],
        )
        return true
      },
    )
    await assert.rejects(publisher.publish(wider, { ...byAn, secondApprover: ' editor-an ' }), {
      code: 'DEFINITION_NEEDS_SECOND_APPROVAL',
    })
    assert.equal((await publisher.publish(wider, byTwo)).published, true)
    const narrower = await publisher.publish(load(item(4, ['value: 20,', 'value: 15,'])), byAn)
    assert.equal(narrower.published, true)
    await assert.rejects(publisher.publish(load(item(2, ['value: 20,', 'value: 19,'])), byAn), {
      code: 'DEFINITION_VERSION_TAKEN',
    })
  })

  test('一个坏文件不停整座城市: good files are published, the last good version of a broken one stays in force', async () => {
    const good = item(1).replace('item: tree-felling', 'item: stump-digging')
    const file = (name: string, text: string) => ({ file: `items/${name}.yaml`, bytes: Buffer.from(text) })
    const { publications, faults } = await publisher.publishAll(
      [
        file('broken', item(5, ['kind: decision', 'kind: decisin'])),
        file('unsound', item(5, ['by: reviewer', 'by: nobody'])),
        file('older', item(3, ['采伐方案', '方案'])),
        file('good', good),
      ],
      byAn,
    )
    assert.deepEqual(
      publications.map(({ item: key }) => key),
      ['stump-digging'],
    )
    assert.deepEqual(
      faults.map(({ rule, file: where }) => `${rule} ${where}`),
      [
        'DEFINITION_VALUE items/broken.yaml',
        'AUTHORITY_UNKNOWN_POST items/unsound.yaml',
        'DEFINITION_VERSION_TAKEN items/older.yaml',
      ],
    )
    assert.equal(
      (await makeDefinitions({ db: database.app }).current('tree-felling', '2026-03-02')).definition.version,
      4,
    )
  })

  test('what is published cannot be changed or removed, by the program or by the owner of the table', async () => {
    for (const db of [database.app, database.migrator])
      for (const sql of [
        `update kernel.item_versions set canonical = '{}'`,
        'delete from kernel.item_versions',
        'truncate kernel.item_versions',
      ])
        await assert.rejects(db.query(sql), /cannot be changed|permission denied/)
    await assert.rejects(
      database.app.query(
        `insert into kernel.item_versions (hash, item, version, effective_from, canonical, source, summary, published_at, published_by)
         values (repeat('0', 64), 'x', 1, '2026-01-01', '{}', '', '{}', now(), 'x')`,
      ),
      /item_versions_hash/,
    )
  })

  test('two publishers at once: one publishes, the other learns that it is done', async () => {
    const text = item(1).replace('item: tree-felling', 'item: hedge-cutting')
    const both = await Promise.all([publisher.publish(load(text), byAn), publisher.publish(load(text), byTwo)])
    assert.deepEqual(both.map(({ published }) => published).sort(), [false, true])
  })
})
