import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { makeSearch, readSynonyms } from '#hubs/application/search'
import { contentDirectory } from '../../content.ts'
import { openTestCity } from '../../test/harness/city.ts'
import { makeItemNamed } from './item-named.ts'

suite('同名事项 an item by what people call it', () => {
  test('by its key and by the very name of its guide, however it is spelt; by half a name never', async () => {
    await using house = await openTestCity({ now: '2026-07-02T09:00:00+08:00' })
    const { db, clock, definitions } = house.city
    const search = makeSearch({ db, synonyms: readSynonyms(join(contentDirectory, 'search/synonyms.yaml')) })
    const itemNamed = makeItemNamed({ clock, definitions, search })
    const [row] = (await definitions.directory()).allInForce(clock.today())
    const { name } = (await definitions.current(row!.item, clock.today().toString())).definition.content
    const zh = typeof name === 'string' ? name : name.zh

    assert.equal(await itemNamed(row!.item), row!.item)
    assert.equal(await itemNamed(zh), row!.item)
    assert.equal(await itemNamed([...zh].join(' ')), await itemNamed(` ${[...zh].join(' ')}　`))
    assert.equal(await itemNamed(zh.slice(0, 3)), undefined)
    assert.equal(await itemNamed(''), undefined)
  })
})
