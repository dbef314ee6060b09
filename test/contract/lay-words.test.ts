import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'

/** What people say who have never seen the list, and the item they want. */
const asked: Readonly<Record<string, string>> = {
  'land-dispute': '宅基地纠纷',
  'patent-infringement': '有人抄我的专利',
  'procurement-complaint': '采购不公',
  'asset-acquisition': '单位买设备资产购置',
  'asset-disposal': '国有资产处置',
  'asset-transfer': '资产调剂',
  'old-age-allowance': '老人补贴',
  'resident-allowance': '居民低保',
  'subsistence-allowance': '怎么吃低保',
  'market-entity-registration': '注册公司',
  'marriage-registration': '领结婚证',
  'simple-deregistration': '公司注销',
  'energy-saving-fund': '节能补贴',
  'administrative-reconsideration': '不服处罚',
  'tender-deposit': '退投标押金',
  'coal-mine-design': '煤矿设计',
  'civil-air-defence-fee': '人防费',
  'construction-permit': '开工证',
  'construction-planning-permit': '规划证',
  'energy-review': '能评',
  'financing-guarantee-branch': '担保公司开分公司分支机构',
  'financing-guarantee-capital-reduction': '担保公司减资减少注册资本',
  'financing-guarantee-establishment': '开担保公司设立',
  'financing-guarantee-merger': '担保公司合并',
  'food-business-licence': '卫生许可证',
  'temporary-land-use': '临时占地',
  'civil-servant-recruitment': '考公务员',
  'civil-servant-resignation': '公务员辞职',
  'feasibility-approval': '可研批复',
  'grassland-restoration-fee': '占草原交的恢复费',
  'government-investment-project': '政府投资项目',
  'disability-work-reward': '助残奖励',
  'fossil-protection-reward': '挖到化石',
  'public-toilet-reward': '公共厕所',
  'consumer-complaint': '买到假货',
  'information-request': '查政府文件',
  'investment-project-permits': '联合审批',
  'mayor-mailbox': '给市长写信',
  'open-restaurant': '开饭店',
  'service-complaint': '窗口态度不好',
  'service-complaint-review': '不服投诉答复',
}
/** So many stand on a telephone’s first screen. */
const seen = 3

let gate: TestGate
before(async () => {
  // When the social assistance law of 2026 is in force, and with it its items.
  gate = await openTestGate({ now: '2026-11-02T09:00:00+08:00' })
})
after(() => gate?.close())

suite('百姓的说法 what people say finds what they want', () => {
  for (const [item, words] of Object.entries(asked))
    test(`${words} → ${item}`, async () => {
      const { items } = (await gate.ask(`/api/search?q=${encodeURIComponent(words)}`)).json()
      const found = items.map((one: { item: string }) => one.item).slice(0, seen)
      assert.ok(found.includes(item), found.join(' '))
    })

  test('开饭店 the whole matter comes first, and the licence that is part of it right after', async () => {
    const { items } = (await gate.ask(`/api/search?q=${encodeURIComponent('开饭店')}`)).json()
    const found = items.map((one: { item: string }) => one.item).slice(0, seen)
    assert.equal(found[0], 'open-restaurant', found.join(' '))
    assert.ok(found.includes('food-business-licence'), found.join(' '))
  })

  test('every item people apply for is asked for in somebody’s words', async () => {
    const { city, clock } = gate.house
    const { allInForce } = await city.definitions.directory()
    const all = await Promise.all(allInForce(clock.today()).map(({ hash }) => city.definitions.definition(hash)))
    const applied = all.filter(({ category }) => category.starts.includes('application')).map(({ item }) => item)
    assert.deepEqual(applied.filter(item => asked[item] === undefined).sort(), [])
  })
})
