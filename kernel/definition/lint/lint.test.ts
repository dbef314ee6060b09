import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemFiles, library, loadItem } from './content.samples.ts'
import { groundFaults } from './ground-faults.samples.ts'
import { lint, placed } from './lint.ts'
import { powerFaults } from './power-faults.samples.ts'
import { type LintRule, rules } from './rules.ts'
import { inspection, limitOf, permit, spoilt } from './spoil.samples.ts'
import { timeFaults } from './time-faults.samples.ts'

const faults = [...timeFaults, ...powerFaults, ...groundFaults]

for (const path of itemFiles)
  test(`合法的事项没有发现 The city's own item is lawful: ${path}`, () => {
    const { definition, positions } = loadItem(path)
    assert.deepEqual(placed(lint(definition, library), positions), [])
  })

for (const fault of faults)
  test(`${fault.found} 发现：${fault.what}`, () => {
    const found = lint(spoilt(fault), library)
    assert.ok(
      found.some(({ rule }) => rule === fault.found),
      `found instead: ${found.map(({ rule, path }) => `${rule} ${path.join('.')}`).join('; ') || 'nothing'}`,
    )
  })

test('每条规则都有一个样本 Every rule of the table is tried', () => {
  const tried = new Set(faults.map(({ found }) => found))
  assert.deepEqual(
    Object.keys(rules).filter(rule => !tried.has(rule as LintRule)),
    [],
  )
})

test('发现带有文件、行和条文 A finding names file, line and article', () => {
  const item = structuredClone(permit.definition)
  limitOf(item, 'decide').value = 30
  const [finding] = placed(lint(item, library), permit.positions)
  assert.equal(finding?.file, 'templates/permit-with-expert-review.yaml')
  assert.equal(finding?.path, 'limits.decide.value')
  assert.ok(finding.line > 1)
  assert.deepEqual(finding.basis, { law: '行政许可法', articles: ['42'] })
})

test('风险指标不是任务 A risk may be measured where inspections may not', () => {
  const item = structuredClone(inspection.definition)
  const found = () => lint(item, library).filter(({ rule }) => rule === 'LAW_FINE_TARGET')
  item.checkpoints.push({ at: 'draw', watch: '信用风险指标', by: 'supervision' })
  assert.deepEqual(found(), [])
  item.checkpoints.push({ at: 'draw', watch: '检查次数考核', by: 'organHead' })
  assert.deepEqual(
    found().map(({ basis }) => basis),
    [{ law: '优化营商环境条例', articles: ['59'] }],
  )
})

test('承诺时限随法定时限停止 What the law does not count, a promise need not fit: it stands still with the limit it shortens', () => {
  const item = structuredClone(permit.definition)
  const fits = () => lint(item, library).filter(({ rule, path }) => rule === 'LAW_LIMITS_FIT' && path[1] === 'promised')
  limitOf(item, 'promised').value = 4
  for (const stop of item.limits.stops ?? []) stop.limits = ['decide']
  assert.deepEqual(fits(), [], 'the hearing stops the statutory limit, and the promise with it')
  item.limits.stops = []
  assert.equal(fits().length, 1, 'where nothing stands still, seven working days of notice do not fit into four')
})

test('起止相同的时限说得出，不出错 A limit that ends where it begins is told, and stops nothing', () => {
  const item = structuredClone(permit.definition)
  limitOf(item, 'decide').from = 'decide'
  assert.ok(lint(item, library).every(({ rule }) => rule !== 'LAW_LIMITS_FIT'))
})

test('当场处罚不走普通程序，离开当场就要走 What is fined on the spot has no legal review; the same fine not on the spot has', () => {
  const item = structuredClone(loadItem('items/penalty/metering-on-spot.yaml').definition)
  const missing = () => lint(item, library).filter(({ rule }) => rule === 'LAW_GATE_MISSING').length
  assert.equal(missing(), 0)
  delete item.authority.fine!.onSpot
  assert.equal(missing(), 3)
  item.authority.fine = { ...item.authority.fine!, onSpot: true, max: 400_000 }
  assert.ok(
    lint(item, library).some(({ path }) => path.includes('fine')),
    'and nobody calls a large fine one on the spot',
  )
})
