import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Intake } from './draft.ts'
import { accounted, faultsOf, intakeOf } from './intake.samples.ts'

suite('没见过的来源 sources nobody has seen', () => {
  const guide = {
    事项名称: '示例项目审批',
    事项类型: '行政许可',
    实施主体: '示例县水务局',
    实施依据: '《示例条例》第三条、第五条；《行政许可法》第十二条',
    法定办结时限: '20个工作日',
    承诺办结时限: '25个工作日',
    申请材料: [{ 材料名称: '申请书' }, { 材料名称: '营业执照（复印件）' }, { 材料名称: '营业执照' }],
    是否收费: '否',
    常见问题: [{ 问: '多久办结？', 答: '10个工作日办结。' }],
    神秘字段: { 深: [1, { 处: null }] },
  }

  test('a guide with Chinese keys: two limits, a paper twice, a promise beyond the law, an unknown key', async () => {
    const intake = intakeOf('guide.json', guide)
    accounted(guide, intake)
    assert.deepEqual(await faultsOf(intake), [])
    const places = intake.contradictory.map(one => one.source)
    for (const place of ['承诺办结时限', '申请材料[2]', '常见问题[0].答'])
      assert.ok(places.includes(place), `${place}: ${places.join(' ')}`)
    assert.deepEqual(intake.listed, [{ source: '神秘字段.深[0]', value: '1' }])
    const [{ loaded }] = intake.drafts as [Intake['drafts'][0]]
    assert.deepEqual(
      [loaded!.definition.category.organ.post, loaded!.definition.limits.promised],
      ['water-bureau', undefined],
    )
    assert.ok(intake.faulty.some(({ rule, source }) => rule === 'LAW_PROMISE_LONGER' && source === '承诺办结时限'))
  })

  test('other words for the same, wrapped twice: kind, basis, limits, papers and steps are read, and the promise held to the law', async () => {
    const source = {
      data: {
        result: {
          标题: '高龄津贴发放',
          业务类别: '行政给付',
          依据: '《老年人权益保障法》第三十三条',
          时限: { 法定: '10个工作日', 承诺: '15个工作日' },
          要件: [{ 名称: '申请书', 份数: '1' }, { 名称: '户口簿' }],
          steps: [
            { name: '受理', limit: '5个工作日' },
            { name: '审核', limit: '8个工作日' },
          ],
        },
      },
    }
    const intake = intakeOf('benefit.json', source)
    accounted(source, intake)
    assert.deepEqual(await faultsOf(intake), [])
    assert.deepEqual(intake.listed, [])
    assert.equal(intake.drafts[0]!.drawer, 'benefit')
    const [{ loaded }] = intake.drafts as [Intake['drafts'][0]]
    assert.ok(loaded!.definition.category.basis.some(({ law }) => law === '老年人权益保障法'))
    const places = intake.contradictory.map(one => one.source)
    assert.equal(
      places.filter(place => place === 'data.result.时限.承诺').length,
      2,
      'longer than the law; not the sum of its steps',
    )
    assert.ok(!intake.understood.some(one => one.setting === 'category.duties'), 'days of a step are no duty')
  })

  test('free, and yet a rate: the guide says free, the rate is set aside, and both are told', async () => {
    for (const free of ['否', '不收费', false]) {
      const source = { 事项名称: '示例许可', 事项类型: '行政许可', 是否收费: free, 收费标准: '每件100元' }
      const intake = intakeOf('fee.json', source)
      accounted(source, intake)
      assert.deepEqual(await faultsOf(intake), [])
      assert.deepEqual(
        intake.contradictory.map(one => one.source),
        ['收费标准'],
      )
      assert.equal(intake.drafts[0]!.loaded!.definition.content.guide?.fee, 'none')
    }
    const charged = intakeOf('fee.json', {
      事项名称: '示例许可',
      事项类型: '行政许可',
      是否收费: '是',
      收费标准: '每件100元',
    })
    assert.deepEqual(charged.contradictory, [])
    assert.equal(charged.drafts[0]!.loaded!.definition.content.guide?.fee, '每件100元')
  })

  test('codes that every object knows as words are no codes', () => {
    for (const code of ['__proto__', 'constructor', 'toString']) {
      const source = JSON.parse(
        `{"name":"示例审批","kind":{"code":"${code}"},"level":{"code":"${code}"},"limits":{"statutory":{"value":20,"unit":"${code}"}}}`,
      ) as object
      const intake = intakeOf('x.json', source)
      assert.ok(
        intake.decided.some(({ setting }) => setting === 'category.drawer'),
        code,
      )
      assert.equal(typeof intake.drafts[0]?.loaded?.definition.category.drawer, 'string')
    }
  })

  test('the limits of one item, explained by other numbers', () => {
    const intake = intakeOf('x.json', {
      name: '示例审查',
      kind: { code: '01' },
      limits: {
        statutory: { value: 66, unit: 'workday', explained: '20个工作日' },
        promised: { value: 24, unit: 'workday', explained: '1个工作日' },
      },
    })
    assert.deepEqual(
      intake.contradictory.map(one => one.source),
      ['limits.statutory.explained', 'limits.promised.explained'],
    )
  })

  test('codes whose parts and check digits say otherwise', () => {
    const intake = intakeOf('x.json', {
      name: '示例',
      kind: { code: '02' },
      level: { code: '3' },
      exerciseArea: '210100',
      authority: { name: '示例局', uscc: '11450721MB15580812' },
      codes: { basic: '000104002000', implementation: '11450721MB155808114000104002000' },
    })
    const places = new Set(intake.contradictory.map(one => one.source))
    for (const place of ['authority.uscc', 'level.code', 'kind.code', 'codes.basic', 'exerciseArea'])
      assert.ok(places.has(place), place)
  })

  test('a kind of power that does not exist: the nearest template, and the doubt said', async () => {
    const source = {
      name: '政府数据授权运营协议',
      kind: { code: '77', zh: '行政协议' },
      flow: [{ step: '磋商', days: 3, unit: 'workday' }, { step: '签约' }, { step: '履约监督' }],
      weight: 7,
    }
    const intake = intakeOf('agreement.json', source)
    accounted(source, intake)
    assert.deepEqual(await faultsOf(intake), [])
    assert.equal(intake.drafts[0]!.drawer, 'other')
    assert.ok(intake.decided.some(({ setting, text }) => setting === 'category.drawer' && text.includes('行政协议')))
    assert.deepEqual(
      intake.listed.map(one => one.source),
      ['kind.code', 'kind.zh', 'weight'],
    )
  })

  test('wrapped, in a list, or of the wrong types: nothing is lost and nothing stops', async () => {
    const item = { name: '示例登记', kind: '行政确认', flow: ['受理', '审查', '决定'] }
    for (const source of [
      { code: 0, data: { result: item } },
      [item, { ...item, name: '示例认定' }],
      { kind: { code: 77 }, limits: 'soon', materials: [null, 3, {}], legalBasis: {}, flow: [{}], name: 7 },
      { kind: { code: '06' }, rows: [[1], ['a', 'b', 'c']], columns: ['a', 'b'] },
      { name: [], kind: [], authority: 5, conditions: { a: 1 }, fees: 'x', channels: 'y', outcome: [], faq: [1] },
      {},
      [],
    ]) {
      const intake = intakeOf('odd.json', source)
      accounted(source, intake)
      assert.deepEqual(await faultsOf(intake), [], JSON.stringify(source))
    }
    assert.equal(intakeOf('two.json', [item, { ...item, name: '示例认定' }]).drafts.length, 2)
  })

  test('any JSON under the names that are known: each element once, and the draft sound', async () => {
    const word = fc.constantFrom(
      '20个工作日',
      '第三条',
      '行政处罚',
      '申请书',
      '收费',
      '',
      '≥5%',
      '户口簿',
      '疾病诊断',
      '：{}[]*&!|>%@`',
      '\n- x',
      '\'"',
    )
    const value = fc.letrec(tie => ({
      leaf: fc.oneof(word, fc.integer({ min: -5, max: 99 }), fc.boolean(), fc.constant(null)),
      list: fc.array(tie('any'), { maxLength: 3 }),
      map: fc.dictionary(
        fc.constantFrom(
          'name',
          'kind',
          'code',
          'zh',
          'authority',
          'limits',
          'statutory',
          'promised',
          'value',
          'unit',
          'materials',
          'flow',
          'step',
          'days',
          'legalBasis',
          'articles',
          'number',
          'rows',
          'columns',
          'fees',
          'items',
          'conditions',
          'required',
          'onlyIf',
          'specialProcedures',
          'limit',
          'benefit',
          'amount',
          'x',
          '__proto__',
          'constructor',
        ),
        tie('any'),
        { maxKeys: 5 },
      ),
      any: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('map'), tie('list')),
    }))
    await fc.assert(
      fc.asyncProperty(value.map, async source => {
        const intake = intakeOf('any.json', source as object)
        accounted(source as object, intake)
        assert.deepEqual(await faultsOf(intake), [])
      }),
      { numRuns: 40, seed: 20260701 },
    )
  })
})
