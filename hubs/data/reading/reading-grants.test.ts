import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { loadDefinition } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../../content.ts'
import { readingGrantsOf } from './reading-grants.ts'

const template = await readTemplates()
const definitions = (await readItemFiles()).map(({ file, bytes }) => loadDefinition(file, bytes, template).definition)
const from = '2026-07-01T00:00:00Z'

suite('随事项授权 what the posts of an item may read', () => {
  test('every post an item names may handle its cases, on the basis of the item; no other post may', () => {
    assert.ok(definitions.length >= 70, `${definitions.length} items`)
    for (const definition of definitions) {
      const grants = readingGrantsOf(definition, from)
      const named = Object.values(definition.authority.posts).filter(address => address.startsWith('post/'))
      assert.deepEqual(
        [...new Set(grants.map(({ holder }) => holder))].sort(),
        [...new Set(named.map(address => address.slice('post/'.length).split('@')[0]!))].sort(),
        definition.item,
      )
      const [basis] = definition.category.basis
      for (const grant of grants) assert.equal(grant.basis.law, basis!.law)
    }
  })

  test('of people they read what is masked: a name in clear is no grant of an item', () => {
    const fields = definitions.flatMap(definition =>
      readingGrantsOf(definition, from).flatMap(({ source, fields: read }) => (source === 'party' ? read : [])),
    )
    assert.deepEqual([...new Set(fields)].sort(), ['case', 'identifiers.masked', 'name.masked'])
  })
})
