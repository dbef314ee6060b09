import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal'
import { accounted, faultsOf, intakeOf } from './intake.samples.ts'
import { readSource } from './source.ts'

/** 示例区水务局 … in GB 18030: Node encodes only UTF-8, so the table is inverted. */
function gbk(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const bytesOf = new Map<string, readonly number[]>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++)
      if (low !== 0x7f) bytesOf.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  return Uint8Array.from([...text].flatMap(sign => bytesOf.get(sign) ?? [...Buffer.from(sign)]))
}
const bytes = (text: string): Uint8Array => Buffer.from(text)
const read = (file: string, source: Uint8Array) => {
  const said: string[] = []
  const value = readSource(file, source, how => said.push(how))
  return { value, said: said.join('；') }
}
const refused = (source: Uint8Array): Refusal => {
  const before = performance.now()
  try {
    readSource('list.csv', source)
  } catch (fault) {
    assert.ok(fault instanceof Refusal && fault.code === 'IMPORT_UNREADABLE' && fault.remedy, String(fault))
    assert.ok(performance.now() - before < 3_000)
    return fault
  }
  throw new Error('it was read')
}

const list = `沈阳市示例区水务局权责清单,,,,,,
序号,权力名称,权力类型,设定依据,实施主体,法定时限,备注
1,取水许可,行政许可,"《水法》第七条；
《取水许可和水资源费征收管理条例》第十四条",示例区水务局,45个工作日,
2,对擅自取水的处罚,行政处罚,《水法》第六十九条,示例区水务局,90日,"含 ""责令停止"""
3,水土保持补偿费征收,行政征收,《水土保持法》第三十二条,同上,20个工作日,
`

suite('表格来源 lists and guides as tables', () => {
  test('a power list as CSV, in the encoding of an old office: an item a row, and how it was read is said', async () => {
    const plain = read('list.csv', bytes(list))
    const old = read('list.csv', gbk(list))
    assert.match(old.said, /GB18030.*分隔文本/)
    assert.deepEqual(old.value, plain.value)
    assert.deepEqual(read('list.csv', Buffer.from(`\uFEFF${list}`, 'utf16le')).value, plain.value)
    assert.deepEqual(read('list.tsv', bytes(list.replaceAll(/,(?=[^”]*$)/gm, '\t'))).value, plain.value)
    const intake = intakeOf('list.csv', plain.value)
    accounted(plain.value, intake)
    assert.deepEqual(
      intake.drafts.map(({ drawer, loaded }) => [drawer, (loaded!.definition.content.name as { zh: string }).zh]),
      [
        ['permit', '取水许可'],
        ['penalty', '对擅自取水的处罚'],
        ['levy', '水土保持补偿费征收'],
      ],
    )
    assert.ok(intake.faulty.some(({ source, rule }) => source === 'rows[0][5]' && rule === 'LAW_LIMIT_LENGTH'))
    assert.deepEqual(await faultsOf(intake), [])
  })

  const guide = `<!DOCTYPE html><html><head><title>办事指南</title><script>var a = "<table><tr><td>事项名称"</script></head><body>
<table><tr><th>事项名称</th><td>城镇污水排入排水管网许可</td><th>事项类型</th><td>行政许可</td></tr>
<tr><th>实施主体</th><td>示例区住房和城乡建设局</td><th>行使层级</th><td>县级</td></tr>
<tr><th>设定依据：</th><td colspan="3">《城镇排水与污水处理条例》第二十一条<br>《行政许可法》第十二条</td></tr>
<tr><th>法定办结时限</th><td>20个工作日</td><th>承诺办结时限</th><td>30个工作日</td></tr></table>
<h2>申请材料</h2><table><tr><th>材料名称</th><th>来源渠道</th></tr><tr><td>申请表</td><td>申请人自备</td></tr><tr><td>营业执照</td><td>政府部门核发</td></tr></table>
<table><tr><td>环节名称</td><td>环节时限</td></tr><tr><td>受理</td><td>2</td></tr><tr><td>审查</td><td>10</td></tr><tr><td>决定</td><td>9</td></tr></table></body></html>`

  test('a guide as a page: one item, with its papers and steps; what contradicts and what is unlawful is said', async () => {
    const { value, said } = read('guide.html', bytes(guide))
    assert.match(said, /网页/)
    const intake = intakeOf('guide.html', value)
    accounted(value, intake)
    assert.equal(intake.drafts.length, 1)
    const { definition } = intake.drafts[0]!.loaded!
    assert.deepEqual(
      [
        definition.category.organ.post,
        definition.limits.decide!.value,
        definition.materials.filter(({ from }) => from === 'applicant').length,
      ],
      ['housing-bureau', 20, 1],
    )
    assert.equal(intake.contradictory.filter(({ source }) => source === '承诺办结时限').length, 2)
    assert.deepEqual(
      new Set(intake.faulty.filter(({ doubtful }) => !doubtful).map(({ rule }) => rule)),
      new Set(['LAW_PROMISE_LONGER', 'LAW_LIMIT_MISSING', 'IMPORT_HELD_BY_GOVERNMENT', 'IMPORT_NO_REMEDY']),
    )
    assert.deepEqual(await faultsOf(intake), [])
  })

  test('a power list as a page: a head of two rows, cells that span rows, a second page with the same head', async () => {
    const head =
      '<tr><td rowspan=2>实施主体</td><td colspan=2>职权</td><td rowspan=2>设定依据</td></tr><tr><td>职权名称</td><td>职权类型</td></tr>'
    const page = `<table>${head}<tr><td rowspan=2>示例区城市管理局</td><td>对占道经营的处罚</td><td>行政处罚</td><td>《城市道路管理条例》第四十二条</td></tr>
<tr><td>占用城市道路许可</td><td>行政许可</td><td>《城市道路管理条例》第三十一条</td></tr></table>
<table>${head}<tr><td>示例区水务局</td><td>取水许可</td><td>行政许可</td><td>《水法》第七条</td></tr></table>`
    const { value } = read('list.html', bytes(page))
    const intake = intakeOf('list.html', value)
    accounted(value, intake)
    assert.deepEqual(
      intake.drafts.map(({ drawer, loaded }) => [drawer, loaded!.definition.category.organ.post]),
      [
        ['penalty', 'urban-management-bureau'],
        ['permit', 'urban-management-bureau'],
        ['permit', 'water-bureau'],
      ],
    )
    assert.deepEqual(await faultsOf(intake), [])
  })

  test('JSON laid out otherwise: in groups, or as names and values', async () => {
    const groups = {
      code: 200,
      data: {
        baseInfo: { taskName: '示例备案', taskType: '其他行政权力', byLaw: '《示例办法》第三条', anticipateDay: '5' },
        materialInfo: { materialList: [{ materialName: '备案表' }, { materialName: '身份证' }] },
        flowInfo: [{ stepName: '受理' }, { stepName: '备案' }],
      },
    }
    const pairs = [
      { label: '事项名称', text: '示例奖励' },
      { label: '事项类型', text: '行政奖励' },
      { label: '没人认识', text: 'x' },
      { label: '法定办结时限', text: '20个工作日' },
    ]
    for (const [source, drawer, name] of [
      [groups, 'other', '示例备案'],
      [pairs, 'reward', '示例奖励'],
    ] as const) {
      const intake = intakeOf('x.json', source)
      accounted(source, intake)
      const [{ loaded, drawer: found }, ...others] = intake.drafts as [(typeof intake.drafts)[0]]
      assert.deepEqual([others, found, (loaded!.definition.content.name as { zh: string }).zh], [[], drawer, name])
      assert.deepEqual(await faultsOf(intake), [])
    }
    assert.deepEqual(intakeOf('x.json', pairs).listed, [{ source: '[2].text', value: 'x' }])
  })

  test('what is no text, no table, or hides something is refused with what to do instead', () => {
    assert.match(refused(Buffer.from('PK\x03\x04rest')).remedy ?? '', /CSV/)
    assert.match(refused(Buffer.from('%PDF-1.7')).message, /PDF/)
    assert.match(refused(Uint8Array.from({ length: 400 }, (_, at) => 128 + ((at * 37) % 128))).message, /neither/)
    assert.match(refused(bytes('今天,天气\n很,好\n')).message, /no table in which an item/)
    assert.match(refused(bytes('权力名称,权力类型\n甲,"乙\n')).message, /line 2/)
    for (const way of ['style="display: none"', 'hidden', "style='font-size:0'"])
      assert.match(refused(bytes(guide.replace('<td>行政许可', `<td ${way}>行政许可`))).message, /hides/)
    assert.match(refused(bytes(`<table>${'<tr><td rowspan=99999 colspan=99999>名称'.repeat(60)}`)).message, /more than/)
    assert.match(refused(bytes(`权力名称,权力类型\n${'甲,乙\n'.repeat(60_000)}`)).message, /more than/)
    for (const text of ['<table>', '<script>', '<td ', '<!--', '<table><tr><td>', '"', '&#x41;', '</'])
      refused(bytes(`<table>${text.repeat(Math.floor(900_000 / text.length))}`))
  })

  test('any table, however torn: it is refused in words, or every cell has its place in the account', async () => {
    const cell = fc.constantFrom(
      '事项名称',
      '权力类型',
      '行政许可',
      '《水法》第七条',
      '',
      '20',
      '同上',
      '"',
      '实施主体',
      '局',
      '<b>',
    )
    const tag = fc.constantFrom(
      '<table>',
      '</table>',
      '<tr>',
      '</tr>',
      '<td>',
      '<th>',
      '<td rowspan=2>',
      '<td colspan=3>',
      '</td>',
      '<p>',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc
            .array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 6 })
            .map(rows => rows.map(row => row.join(',')).join('\n')),
          fc.array(fc.oneof(tag, cell), { maxLength: 40 }).map(parts => `<table>${parts.join('')}`),
        ),
        async text => {
          let value: object
          try {
            value = readSource('x', bytes(text))
          } catch (fault) {
            assert.ok(fault instanceof Refusal, String(fault))
            return
          }
          const intake = intakeOf('x', value)
          accounted(value, intake)
          assert.deepEqual(await faultsOf(intake), [])
        },
      ),
      { numRuns: 60, seed: 20260703 },
    )
  })
})
