import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { mappingOf } from '#kernel/case'
import { Refusal } from '#kernel/refusal'
import type { Bent } from '../../../test/harness/item.ts'
import { later, permit } from './moving.fixture.ts'

suite('对照 what became of the names', () => {
  const wrongIn = async (migrates: Bent['migrates'], bend: (definition: Bent) => void = () => {}) => {
    const to = await later(definition => {
      bend(definition)
      if (migrates) definition.migrates = migrates
    })
    try {
      mappingOf(permit, to)
    } catch (fault) {
      assert.ok(fault instanceof Refusal && fault.code === 'MIGRATION_MAPPING_WRONG')
      return fault.facts['wrong']
    }
    return undefined
  }
  test('names that neither version has, that stand for something else, that the engine knows, or that seal an answer', async () => {
    assert.deepEqual(await wrongIn([{ from: 3, stages: { reviw: 'decide' } }]), {
      'stages.reviw': 'UNKNOWN_IN_OLD_VERSION',
    })
    assert.deepEqual(await wrongIn([{ from: 3, stages: { review: 'examine' } }]), {
      'stages.review': 'UNKNOWN_IN_NEW_VERSION',
    })
    assert.deepEqual(await wrongIn([{ from: 3, stages: { review: 'decide' } }]), { 'stages.review': 'NAME_OF_ANOTHER' })
    assert.deepEqual(
      await wrongIn([{ from: 3, limits: { 'hearing.ask': 'asked' } }], ({ limits }) => {
        Object.assign(limits, { asked: limits['hearing.ask'] })
      }),
      { 'limits.hearing.ask': 'KNOWN_BY_NAME' },
    )
    assert.deepEqual(
      await wrongIn([{ from: 3, fields: { 'contact.name': 'contact.person' } }], ({ content: { form } }) => {
        form['contact.person'] = form['contact.name']!
        delete form['contact.name']
      }),
      { 'fields.contact.name': 'SEALED_UNDER_ITS_NAME' },
    )
  })
  test('what is said of another version is not meant', async () => {
    assert.equal(await wrongIn([{ from: 2, stages: { nothing: 'examine' } }]), undefined)
  })
})
