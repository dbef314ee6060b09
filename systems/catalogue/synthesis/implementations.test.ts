import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parseItem } from '#kernel/code'
import { type ItemDefinition, loadDefinition, readImplementations } from '#kernel/definition'
import { readCity } from '#kernel/identity'
import { contentDirectory, readTemplates } from '../../../content.ts'
import { carriersIn, writeImplementations } from './implementations.ts'
import { synthesize } from './synthesize.ts'

const template = await readTemplates()
const city = await readCity(join(contentDirectory, 'cities/shenyang'))
const carriers = carriersIn(city)
const codeOf = new Map(city.organs.map(({ id, uscc }) => [id, uscc]))
const items = [...synthesize({ count: 120, seed: 3, template })].map(
  ({ item, yaml }) => loadDefinition(`${item}.yaml`, yaml, template).definition,
)
const basicOf = ({ category }: ItemDefinition): string => category.codes!['gb39554.basic']!
const written = (definition: ItemDefinition) => {
  const { text } = writeImplementations({ definition, carriers, basic: basicOf(definition), mark: '合成' })
  return readImplementations(`${definition.item}.yaml`, text, () => definition)
}
const countAt = (definition: ItemDefinition, kind: string): number =>
  carriers.of(definition).filter(organ => carriers.levelOf(organ) === kind).length

suite('合成实施清单 how every organ of a city carries an invented item out', () => {
  test('each level has its organs: the city one, thirteen districts, every street office', () => {
    for (const definition of items) {
      const { city: own, county, street, community } = definition.category.levels
      const { item } = definition
      assert.equal(countAt(definition, 'city'), own === undefined ? 0 : 1, item)
      assert.equal(countAt(definition, 'district'), county === undefined ? 0 : 13, item)
      assert.equal(countAt(definition, 'street'), street === undefined && community === undefined ? 0 : 181, item)
      assert.ok(carriers.of(definition).length > 0, item)
    }
    assert.ok(items.some(definition => countAt(definition, 'street') > 0))
  })

  test('each holds against its item; codes are sound; who promises, promises no longer than the item', () => {
    const promises = new Set<string>()
    for (const definition of items) {
      const { implementations, findings } = written(definition)
      assert.deepEqual(findings, [], definition.item)
      assert.equal(implementations.length, carriers.of(definition).length)
      for (const { taskCode, organ, promised } of implementations) {
        const code = parseItem(taskCode)
        assert.ok(code.ok, taskCode)
        assert.equal(code.parts.uscc, codeOf.get(organ))
        assert.equal(code.parts.basic, basicOf(definition))
        if (promised !== undefined) promises.add(`${definition.item} ${promised}`)
      }
    }
    const counts = Map.groupBy(promises, promise => promise.split(' ')[0])
    assert.ok(
      [...counts.values()].some(of => of.length > 2),
      'promises differ between districts',
    )
  })

  test('the same input makes the same bytes, and what organs have said stays word for word', () => {
    const definition = items.find(item => countAt(item, 'district') > 0)!
    const wanted = { definition, carriers, basic: basicOf(definition), mark: '合成' }
    const first = writeImplementations(wanted)
    assert.deepEqual(writeImplementations(wanted), first)
    const [one] = written(definition).implementations
    const said = [{ ...one!, version: 4, hours: '工作日 10:00-11:00', windows: ['三楼'] }]
    const { text } = writeImplementations({ ...wanted, said })
    const again = readImplementations('x.yaml', text, () => definition).implementations
    assert.deepEqual(
      again.find(({ organ }) => organ === one!.organ),
      said[0],
    )
    assert.deepEqual(writeImplementations({ ...wanted, said: again }).text, text)
  })

  test('where the street does a part of the work, the item stays the county’s', () => {
    const allowance = items.find(({ category }) => category.drawer === 'benefit')!
    const levels = { county: '确认、发放', street: '受理、核查' }
    const both = { ...allowance, category: { ...allowance.category, levels } }
    assert.equal(countAt(both, 'street'), 0)
    assert.equal(countAt(both, 'district'), 13)
  })
})
