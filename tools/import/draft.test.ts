import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readDefinition, readSurroundings } from '#kernel/definition'
import { draftFrom, type Remark } from './draft.ts'
import { articlesOf, numberOfWords, spanIn, thresholdsOf } from './legal-words.ts'
import { leavesOf } from './reading.ts'

const content = new URL('../../content', import.meta.url).pathname
const { template } = await readSurroundings(content)

const permit = {
  schema: 'real-item/1',
  file: '91-xk-sample-review',
  name: '示例项目节能审查',
  kind: { code: '01', zh: '行政许可' },
  region: '示例县',
  codes: { basic: '000104002000', implementation: '11450721MB155808114000104002000', version: '2' },
  authority: { name: '示例县行政审批局', uscc: '11450721MB15580811', nature: '1 法定机关' },
  level: { code: '4', zh: '县级' },
  legalBasis: [
    { name: '固定资产投资项目节能审查办法', number: '国家发展改革委令2016年第44号', articles: '第三条、第五条' },
    { name: '节约能源法', articles: '第十五条' },
  ],
  conditions: ['年综合能源消费量≥1000吨标准煤 或 年电力消费量≥500万千瓦时', '符合产业政策'],
  materials: [
    { name: '申请书', required: true, originals: 1, copies: 1, form: 'paper', source: 'applicant', sample: true },
    {
      name: '规划意见',
      required: '2 (conditional)',
      originals: 0,
      copies: 3,
      source: 'government: planning',
      onlyIf: '在规划区内',
    },
  ],
  specialProcedures: [
    {
      code: '9',
      name: '专家评审',
      limit: 15,
      unit: 'workday',
      countsInLimit: false,
      dept: '示例局',
      basis: '国家发展改革委令2016年第44号第八条',
    },
  ],
  limits: {
    statutory: { value: 20, unit: 'workday', note: '可延长10日,经负责人批准' },
    promised: { value: 5, unit: 'workday' },
  },
  caseType: { code: '2', zh: '承诺件' },
  fees: { charged: false },
  visits: 1,
  channels: ['window', 'online'],
  outcome: { name: '关于示例项目的批复', typeCode: '20', zh: '批文' },
  window: { address: '示例路1号', hours: '工作日 9:00-17:00' },
  contacts: { consult: '0000-1', complaint: '0000-2' },
  remedies: {
    reconsideration: 'within 60 days of knowing the act',
    litigation: 'within 15 days after the reconsideration decision; or directly within 6 months',
  },
  anomalies: ['许可按公共服务公布'],
  source: { url: 'http://example.org/', date: '2019-10' },
  somethingNew: { deep: [1, { er: null }], empty: [] },
}
const penalty = {
  file: '92-cf-sample',
  name: '示例处罚',
  kind: { code: '02', zh: '行政处罚' },
  authority: { name: '示例县国土资源局' },
  legalBasis: [{ name: '行政处罚法', articles: '第五十四条至第六十一条' }],
  flow: [
    { step: '立案', days: 10, unit: 'workday', duty: '举报、巡查发现' },
    { step: '调查取证', role: '执法人员≥2人' },
    { step: '告知', document: '行政处罚告知书' },
    { step: '决定' },
    { step: '送达', days: 7, unit: 'workday' },
    { step: '执行' },
    { step: '跳舞' },
  ],
  limits: { statutory: { value: 90, unit: 'day', basis: '行政处罚法第六十条' } },
}

const of = (remarks: readonly Remark[], kind: Remark['kind']) => remarks.filter(remark => remark.kind === kind)
const at = (remarks: readonly Remark[], path: string) =>
  remarks.filter(remark => remark.path === path).map(({ kind }) => kind)
const loaded = (yaml: string) => {
  const { loaded: found, findings } = readDefinition('draft.yaml', yaml, template)
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  )
  return found!.definition
}
const nothingDropped = (source: unknown, remarks: readonly Remark[]) => {
  const told = new Set(remarks.map(({ path }) => path))
  assert.deepEqual(
    leavesOf(source).filter(leaf => !told.has(leaf)),
    [],
  )
}

suite('导入 a published item becomes a draft, with a remark for everything in it', () => {
  test('许可：草稿可读，每个要素都有说明 a permit loads, and nothing is dropped in silence', () => {
    const { yaml, remarks } = draftFrom('91-xk-sample-review.json', permit)
    const item = loaded(yaml)
    assert.deepEqual(
      [item.item, item.version, item.extends],
      ['sample-review', 2, 'templates/permit-with-expert-review'],
    )
    assert.equal(item.conditions[0]!.test, 'energy.total >= 1000 or energy.power >= 5000000')
    assert.equal(item.limits.decide!.extend?.by, '10 workday')
    assert.deepEqual(
      item.limits.stops?.map(stop => [stop.for, stop.max]),
      [
        ['expert', '15 workday'],
        ['hear', '20 workday'],
      ],
    )
    assert.equal(item.materials.find(({ id }) => id === 'material-2')?.onlyIf, 'material.m2Due')
    assert.deepEqual(
      item.content.outcomes.grant!.remedies?.map(({ within }) => within),
      ['60 day', '6 month'],
    )
    nothingDropped(permit, remarks)
  })

  test('失效的依据、自述的异常、无人认领的要素 a basis out of force is faulty, an anomaly contradictory, the unknown left', () => {
    const { remarks } = draftFrom('91-xk-sample-review.json', permit)
    assert.ok(of(remarks, 'faulty').some(({ path, text }) => path === 'legalBasis[0]' && text.includes('2023-06-01')))
    assert.ok(
      !of(remarks, 'faulty').some(({ path }) => path.startsWith('legalBasis[1]')),
      '节约能源法第十五条 is in force',
    )
    assert.ok(at(remarks, 'specialProcedures[0].basis').includes('faulty'))
    assert.ok(at(remarks, 'materials[1].source').includes('faulty'))
    assert.deepEqual(at(remarks, 'anomalies[0]'), ['contradictory'])
    assert.deepEqual(
      ['somethingNew.deep[0]', 'somethingNew.deep[1].er', 'somethingNew.empty'].flatMap(path => at(remarks, path)),
      ['left', 'left', 'left'],
    )
    assert.deepEqual(at(remarks, 'region'), ['left'])
  })

  test('自相矛盾 a promise longer than the statute, steps that do not add up, a code that says otherwise', () => {
    const { remarks } = draftFrom('x.json', {
      ...permit,
      codes: { ...permit.codes, basic: '000104003000' },
      caseType: { code: '1' },
      flow: [
        { step: '受理', days: 3, unit: 'workday' },
        { step: '审查', days: 30, unit: 'workday' },
      ],
      limits: { statutory: { value: 20, unit: 'day' }, promised: { value: 25, unit: 'workday' } },
    })
    const found = of(remarks, 'contradictory').map(({ path }) => path)
    for (const path of ['codes.basic', 'limits.promised.value', 'caseType.code']) assert.ok(found.includes(path), path)
    assert.equal(found.filter(path => path === 'limits.promised.value').length, 2)
    assert.ok(
      of(remarks, 'faulty').some(
        ({ path, text }) => path.startsWith('limits.statutory') && text.includes('LAW_LIMIT_UNIT'),
      ),
      'calendar days where the law counts working days',
    )
  })

  test('处罚：环节对上普通程序 a penalty meets the ordinary procedure', () => {
    const { yaml, remarks } = draftFrom('92-cf-sample.json', penalty)
    const item = loaded(yaml)
    assert.deepEqual(
      [item.category.drawer, item.limits.file!.value, item.limits.serve!.unit],
      ['penalty', 10, 'workday'],
    )
    assert.deepEqual(item.category.basis[0]!.articles, [54, 55, 56, 57, 58, 59, 60, 61])
    assert.deepEqual(at(remarks, 'flow[6].step'), ['left'])
    nothingDropped(penalty, remarks)
  })

  test('残缺的文件不致中断 whatever is missing or of the wrong type stops nothing', () => {
    for (const source of [
      {},
      null,
      [],
      'text',
      7,
      { kind: { code: 77 }, limits: 'soon', materials: [null, 3, {}], legalBasis: {}, flow: [{}] },
      { kind: { code: '06' }, rows: [[1]], columns: ['a', 'b'] },
    ]) {
      const { yaml, remarks } = draftFrom('', source)
      loaded(yaml)
      nothingDropped(source, remarks)
    }
  })

  test('法言法语 numerals, articles, spans and thresholds as laws and guides write them', () => {
    assert.deepEqual(['十', '二十三', '一百零五', '60', '几'].map(numberOfWords), [10, 23, 105, 60, undefined])
    assert.deepEqual(articlesOf('第三条、第五条第一款、第八条至第十条'), [3, 5, 8, 9, 10])
    assert.deepEqual(['within 6 months', '六十日内', '5个工作日', 'soon'].map(spanIn), [
      '6 month',
      '60 day',
      '5 workday',
      undefined,
    ])
    assert.equal(thresholdsOf('符合产业政策'), undefined)
  })
})
