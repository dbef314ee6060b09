import assert from 'node:assert/strict'
import { test } from 'node:test'
import { governmentOf, remediesWithBody } from './government.ts'
import type { Organ } from './records.ts'

const tree: Readonly<Record<string, readonly [work: string, parent: string | null, name: string]>> = {
  '210100-city-government': ['government', null, '沈阳市人民政府'],
  '210100-energy-bureau': ['energy-bureau', '210100-city-government', '市能源局'],
  '210102-county-government': ['government', '210100-city-government', '和平区人民政府'],
  '210102-energy-bureau': ['energy-bureau', '210102-county-government', '区能源局'],
  '210102001-street': ['street', '210102-county-government', '街道办事处'],
}
const directory = {
  organ: (id: string) => {
    const [work, parent, name] = tree[id] ?? []
    return work === undefined ? undefined : ({ id, functions: [work], parent, name } as unknown as Organ)
  },
}

test('复议机关 reconsideration goes to the government over the organ, not to the county’s for all (行政复议法24)', () => {
  for (const [organ, name] of [
    ['210100-energy-bureau', '沈阳市人民政府'],
    ['210102-energy-bureau', '和平区人民政府'],
    ['210102001-street', '和平区人民政府'],
    ['210102-county-government', '沈阳市人民政府'],
  ] as const)
    assert.equal(governmentOf(directory, organ, '2026-05-11')?.name, name, organ)
  assert.equal(governmentOf(directory, '210100-city-government', '2026-05-11'), undefined)
  assert.deepEqual(
    remediesWithBody(
      [{ body: 'own-government' }, { body: 'superior-organ' }, { body: 'court' }, {}],
      { ...directory, superiorOf: () => ({ name: '省级机关' }) as Organ },
      '210100-energy-bureau',
      '2026-05-11',
    ),
    [{ body: '沈阳市人民政府' }, { body: '省级机关' }, { body: 'court' }, {}],
  )
})
