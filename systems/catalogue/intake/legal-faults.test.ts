import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { rankOfName } from './instrument-rank.ts'
import { faultsOf, intakeOf } from './intake.samples.ts'

/** Every fault and contradiction with the article it is told with. */
const told = (source: object): readonly string[] => {
  const { faulty, contradictory } = intakeOf('fixture.json', source)
  const cited = (basis: { law: string; articles: readonly (string | number)[] } | undefined) =>
    basis === undefined ? '' : `${basis.law}${basis.articles.join('、')}`
  return [
    ...faulty.map(({ rule, basis }) => `${rule} ${cited(basis)}`),
    ...contradictory.map(({ basis }) => `CONTRADICTORY ${cited(basis)}`),
  ]
}
const tells = (source: object, ...wanted: readonly string[]) => {
  const said = told(source)
  assert.deepEqual(
    wanted.filter(one => !said.includes(one)),
    [],
    said.join('\n'),
  )
}

const steps = (...names: readonly string[]) => names.map(step => ({ step }))
const authority = { name: '青川县自然资源局' }
const county = { code: '4', zh: '县级' }

const seal = {
  name: '查封用于施工的工具、设备',
  kind: { code: '03', zh: '行政强制' },
  authority,
  level: county,
  legalBasis: [{ name: '青川省实施《土地管理法》办法', articles: '第四十条' }],
  flow: [
    { step: '责令停工' },
    { step: '决定', duty: '报行政机关负责人批准' },
    { step: '执行查封' },
    { step: '事后监管' },
  ],
}
const allowance = {
  name: '最低生活保障金',
  kind: { code: '05', zh: '行政给付' },
  authority: { name: '青川区民政局' },
  level: county,
  legalBasis: [{ name: '青川省居民最低生活保障工作规程', number: '青民规〔2020〕5号' }],
  materials: [
    { name: '申请书', required: true, originals: 1, copies: 0, source: 'applicant' },
    { name: '家庭收入证明', required: true, originals: 1, copies: 0, source: 'applicant' },
    { name: '户口簿', required: true, originals: 1, copies: 1, source: 'applicant' },
  ],
  flow: steps('申请受理', '审核', '确认'),
}
const penalty = {
  name: '对转让勘查证书的处罚',
  kind: { code: '02', zh: '行政处罚' },
  authority,
  level: county,
  legalBasis: [{ name: '行政处罚法', articles: '三十一条、四十二条 (2021: 四十四条、六十三条)' }],
  flow: steps('立案', '调查取证', '告知', '决定', '送达'),
}
const review = {
  name: '固定资产投资项目节能审查',
  kind: { code: '01', zh: '行政许可' },
  authority: { name: '青川县行政审批局' },
  level: county,
  legalBasis: [{ name: '固定资产投资项目节能审查办法', number: '国家发展改革委令2016年第44号', articles: '第八条' }],
  limits: { statutory: { value: 30, unit: 'workday' }, promised: { value: 5, unit: 'workday' } },
  materials: [
    { name: '申请书', required: true, originals: 1, copies: 1, source: 'applicant' },
    { name: '项目核准批复', required: true, originals: 0, copies: 1, source: 'applicant' },
    { name: '节能报告', required: true, originals: 1, copies: 1, source: 'applicant' },
  ],
  predecessorItems: ['项目核准'],
}

suite('公开件里没有人标出的违法 unmarked legal faults are named with their article', () => {
  test('查封：地方性法规设定、没有告知、清单、笔录、解除、两人、救济', () =>
    tells(
      seal,
      'IMPORT_RANK 行政强制法11',
      'IMPORT_STEP_MISSING 行政强制法18(2)',
      'IMPORT_STEP_MISSING 行政强制法18(5)',
      'IMPORT_STEP_MISSING 行政强制法18(7)',
      'IMPORT_STEP_MISSING 行政强制法24',
      'IMPORT_STEP_MISSING 行政强制法28',
      'IMPORT_NO_REMEDY 行政强制法24',
    ))

  test('低保：旧规程作依据、核对得到的还要提交、没有救济', () =>
    tells(
      allowance,
      'IMPORT_GOVERNING_LAW 社会救助法18',
      'LAW_KNOWN_RECORD 社会救助法62',
      'IMPORT_NO_REMEDY 行政复议法20',
    ))

  test('处罚：修订前的条文号、只有程序法、缺期限、缺闸口', () =>
    tells(
      penalty,
      'IMPORT_OLD_NUMBERING 行政处罚法44、63',
      'LAW_NO_SUBSTANTIVE_BASIS 行政处罚法38',
      'LAW_LIMIT_MISSING 行政处罚法60',
      'LAW_LIMIT_MISSING 行政处罚法61',
      'LAW_GATE_MISSING 行政处罚法58',
      'LAW_GATE_MISSING 行政处罚法57',
      'IMPORT_STEP_MISSING 行政处罚法42',
    ))

  test('许可：废止的办法、长于法定、要前置事项的批复', () =>
    tells(
      review,
      'LAW_BASIS_IN_FORCE 固定资产投资项目节能审查办法（2016）8',
      'IMPORT_GOVERNING_LAW 节约能源法15',
      'LAW_LIMIT_LENGTH 行政许可法42',
      'IMPORT_HELD_BY_GOVERNMENT 国务院关于在线政务服务的若干规定7',
      'IMPORT_NO_REMEDY 行政许可法38',
    ))

  test('单位错了：三个月、三十日写成三十个工作日', () =>
    tells(
      { ...seal, limits: { statutory: { value: 30, unit: 'workday', extension: 30, approver: '行政机关负责人' } } },
      'LAW_LIMIT_UNIT 行政强制法25',
    ))

  test('没有依据，收费只凭县里文件', () => {
    const { legalBasis: _, ...bare } = allowance
    tells(
      { ...bare, name: '青川水利建设费', kind: { code: '04', zh: '行政征收' } },
      'IMPORT_NO_BASIS 政府信息公开条例20',
    )
    tells(
      {
        name: '草原补偿费征收',
        kind: { code: '04', zh: '行政征收' },
        authority,
        level: county,
        fees: { charged: true, basis: ['青政发〔2024〕7号'] },
      },
      'IMPORT_RANK 优化营商环境条例25',
    )
  })

  test('补偿列成收费；受理后的中介评审没有写明由谁付费', () => {
    const levy = {
      name: '草原植被恢复费征收',
      kind: { code: '04', zh: '行政征收' },
      authority,
      level: county,
      fees: {
        charged: true,
        nature: '行政事业性收费',
        items: [{ name: '草原植被恢复费', min: 1500, max: 3000, unit: '元/亩' }, { name: '草原补偿费、安置补助费' }],
      },
    }
    tells(levy, 'IMPORT_COMPENSATION_AS_FEE 土地管理法48')
    assert.ok(
      !told({ ...levy, fees: { ...levy.fees, items: [levy.fees.items[0]] } }).some(one => one.includes('COMPENSATION')),
    )
    tells({ ...review, intermediary: '受理后:节能评审' }, 'IMPORT_INTERMEDIARY_COST 优化营商环境条例43')
    assert.ok(!told({ ...review, intermediary: '受理后由机关委托评审' }).some(one => one.includes('INTERMEDIARY')))
    assert.ok(!told({ ...review, intermediary: '无' }).some(one => one.includes('INTERMEDIARY')))
  })

  test('审批本身不收费，征收照收：不矛盾；收费又说不收费：矛盾', () => {
    const fees = (note: string) =>
      told({ ...review, fees: { charged: true, note } }).filter(one => one.startsWith('CONTRA'))
    assert.deepEqual(fees('审批本身不收费'), [])
    assert.deepEqual(fees('不收费'), ['CONTRADICTORY 政府信息公开条例6'])
  })

  test('处罚的法定幅度从法规库取来，草稿写得成 the range of the article comes from the library, and the draft is sound', async () => {
    for (const [law, articles, min, max] of [
      ['节约能源法', '第八十二条', 1_000_000, 5_000_000],
      ['食品安全法', '第一百二十六条', 500_000, 5_000_000],
      ['节约能源法', '第八十三条', 10_000_000, 30_000_000],
    ] as const) {
      const source = {
        ...penalty,
        legalBasis: [
          { name: law, articles },
          { name: '行政处罚法', articles: '第六十条' },
        ],
      }
      const intake = intakeOf('fixture.json', source)
      assert.deepEqual(intake.drafts[0]?.loaded?.definition.authority.fine, {
        min,
        max,
        basis: { law, articles: [articles === '第八十二条' ? '82' : articles === '第八十三条' ? '83' : '126'] },
      })
      assert.ok(intake.decided.some(({ setting }) => setting === 'authority.fine'))
      assert.deepEqual(await faultsOf(intake), [], law + articles)
    }
  })

  test('许可只凭部门规章，处罚只凭规范性文件', () => {
    tells(
      { ...review, name: '古树移植许可', legalBasis: [{ name: '城市绿化办法', number: '建设部令第9号' }] },
      'IMPORT_RANK 行政许可法17',
    )
    tells(
      { ...penalty, legalBasis: [{ name: '青川县环境整治工作方案', number: '青政办〔2021〕3号' }] },
      'IMPORT_RANK 行政处罚法16',
    )
  })

  test('修订前公布的、没有日期的婚姻登记指南；同一批对象分开检查', () => {
    tells(
      {
        name: '结婚登记',
        kind: { code: '07', zh: '行政确认' },
        authority: { name: '青川县民政局' },
        level: county,
        legalBasis: [{ name: '婚姻登记条例', articles: '第四条' }],
      },
      'IMPORT_BEFORE_REVISION 婚姻登记条例',
    )
    const row = { target: '企业、个体工商户', content: '登记事项抽查', method: '现场检查', months: '7-12' }
    tells(
      {
        name: '检查计划',
        kind: { code: '06', zh: '行政检查' },
        authority: { name: '青川市市场监督管理局' },
        rows: [
          { ...row, basis: ['市场主体登记管理条例第三十八条'] },
          { ...row, content: '住所检查', months: '1-12', basis: ['市场主体登记管理条例第三十八条'] },
        ],
      },
      'IMPORT_VISITS_APART 优化营商环境条例54',
    )
  })

  test('来源自述的异常也有条文 What a source marks itself is told with its article', () => {
    tells({ ...allowance, anomalies: ['材料序号缺(6)'] }, 'CONTRADICTORY 政府信息公开条例6')
    tells(
      { ...review, name: '可行性研究报告审批', kind: { code: '20', zh: '公共服务' } },
      'CONTRADICTORY 优化营商环境条例40',
    )
  })

  test('写全了的，不报 A guide that has everything is not complained of', () => {
    const said = told({
      ...penalty,
      legalBasis: [
        { name: '专利法', articles: '第六十八条' },
        { name: '行政处罚法', articles: '第六十条' },
      ],
      flow: [
        { step: '立案' },
        { step: '调查取证', duty: '执法人员不少于两人，出示证件，应当回避的回避' },
        { step: '法制审核' },
        { step: '告知', duty: '事实、理由、依据和陈述、申辩、听证的权利' },
        { step: '集体讨论' },
        { step: '决定', duty: '自立案之日起九十日内；写明复议、诉讼的途径和期限', days: 90, unit: 'day' },
        { step: '送达', days: 7, unit: 'workday' },
      ],
    })
    assert.deepEqual(
      said.filter(one => /IMPORT_|MISSING|SUBSTANTIVE/.test(one)),
      [],
    )
  })
})

test('位阶：从名称和文号看 What an instrument is, by its name and number', () => {
  const ranks = [
    ['土地管理法', '', 'law'],
    ['粮食流通管理条例', '国务院令第740号', 'regulation'],
    ['新疆维吾尔自治区实施土地管理法办法', '', 'local-regulation'],
    ['沈阳市绿化条例', '', 'local-regulation'],
    ['城市公厕管理办法', '建设部令第9号', 'rule'],
    ['沈阳市行政检查实施办法', '', 'local-rule'],
    ['江苏省居民最低生活保障工作规程', '苏民规〔2020〕5号', 'document'],
    ['关于深化投融资体制改革的意见', '', 'document'],
  ] as const
  for (const [name, number, rank] of ranks) assert.equal(rankOfName(name, number), rank, name)
})
