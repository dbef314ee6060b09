import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemFiles, library, loadItem } from './content.samples.ts'
import { basisFacts, lawFacts } from './law-facts.ts'

test('法规事实：期限、要求、旧版条文号 A law’s facts: its limits, its demands, what old articles have become', () => {
  const facts = lawFacts(library.find('行政处罚法')!, '2026-11-28')
  assert.deepEqual([facts.status, facts.verified, facts.from], ['in-force', true, '2021-07-15'])
  const article = (name: string) => facts.articles.find(one => one.article === name)!
  assert.deepEqual(article('60').limits[0], {
    id: 'decide',
    what: '作出处罚决定',
    kind: 'max',
    value: 90,
    unit: 'day',
    binds: 'organ',
    verified: true,
  })
  assert.match(article('58').demands.join(), /法制审核/)
  assert.deepEqual(facts.earlier[0]!.became?.['42'], ['63', '64'])
})

test('某一天的效力 On a day a law is not yet, no longer, or in another revision in force', () => {
  const on = (name: string, day: string) => lawFacts(library.find(name)!, day).status
  assert.equal(on('社会救助法', '2026-06-30'), 'not-yet')
  assert.equal(on('社会救助法', '2026-07-01'), 'in-force')
  assert.equal(on('行政处罚法', '2020-01-01'), 'earlier-revision')
  assert.equal(on('国家发展改革委令2016年第44号', '2023-06-01'), 'repealed')
})

test('指南读者看得到哪部法没有核对 The reader of a guide is told which law was not read, and what each article is about', () => {
  const facts = basisFacts(loadItem('items/permit/energy-review.yaml').definition, library)
  const of = (law: string) => facts.find(one => one.law === law)!
  assert.equal(of('固定资产投资项目节能审查和碳排放评价办法').verified, false)
  assert.equal(of('行政许可法').topics['42'], '决定期限')
})

test('在用的条文都在库里 Every article of a read law that an item or a limit stands on has its topic', () => {
  const missing = itemFiles.flatMap(path =>
    basisFacts(loadItem(path).definition, library)
      .filter(({ verified, law }) => verified && library.find(law)!.topics === undefined)
      .map(({ law }) => `${path} ${law}`),
  )
  assert.deepEqual(missing, [])
  const unlisted = library.laws.flatMap(law =>
    law.verified === false || !law.topics
      ? []
      : law.limits
          .map(({ article }) => String(Number.parseInt(article ?? '0', 10)))
          .filter(article => article !== '0' && !Object.hasOwn(law.topics!, article))
          .map(article => `${law.law} ${article}`),
  )
  assert.deepEqual(unlisted, [])
})
