import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DistrictFacts, lintDistricts } from './districts.ts'

const of = (organ: string, taskCode: string, more: Partial<DistrictFacts> = {}): DistrictFacts => ({
  item: 'energy-review',
  organ,
  region: organ.slice(0, 6),
  taskCode,
  name: '节能审查',
  ...more,
})
const [city, heping] = ['11210100DEM000022D3000104002000', '11210102DEM00015364000104002000'] as const
const said = (all: readonly DistrictFacts[]) => lintDistricts(all).map(({ at, path }) => `${at} ${path.join('.')}`)

test('各区一致就没有发现 Alike in every district: nothing', () => {
  assert.deepEqual(said([of('210100-a', city), of('210102-a', heping)]), [])
  assert.deepEqual(
    said([of('210100-a', 'LOCAL1'), of('210102-a', 'LOCAL2')]),
    [],
    'codes of another scheme say nothing',
  )
})
test('多数说了算，少数被指出 What most say stands; whoever says otherwise is told, with the article', () => {
  const other = `${heping.slice(0, 19)}000104002001`
  const all = [of('210100-a', city), of('210102-a', heping), of('210103-a', other)]
  assert.deepEqual(said(all), ['2 taskCode'])
  assert.deepEqual(lintDistricts(all)[0]!.basis, { law: '优化营商环境条例', articles: [35] })
})
test('名称不同，编码重复 Another name; one code for two', () => {
  assert.deepEqual(said([of('210100-a', city), of('210102-a', heping, { name: '能评' })]), ['1 overrides'])
  assert.deepEqual(said([of('210100-a', city), of('210102-a', city)]), ['1 taskCode'])
})
