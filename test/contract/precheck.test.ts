import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { composeUscc } from '#kernel/code'
import { type Browsing, browsing, scan, testSessions } from '../harness/citizen.ts'
import { codes } from '../harness/city.ts'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'
import { blurredSheet, jpegOf, pdfOf } from '../harness/papers.ts'
import { textPdf } from '../harness/text-papers.ts'

const approval = '210102-approval-bureau'
let gate: TestGate

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
})
after(() => gate?.close())

const row = (register: string, feed: string, values: Readonly<Record<string, unknown>>) =>
  gate.house.city.db.transaction(sql =>
    gate.house.city.registers.set(sql, register, {
      ...{ entry: randomUUID(), from: '2024-01-01', values },
      source: { organ: '210100-finance-bureau', feed },
    }),
  )
const project = (owner: string, running: number) =>
  row('investment-project', 'development-and-reform', {
    owner,
    code: `2601-210102-04-01-10000${running}`,
    name: `在库项目${running}`,
    twoHigh: false,
    stateApproved: false,
  })

async function begun(visitor: Browsing, item: string, organ: string): Promise<string> {
  const { to, text } = await visitor.send(`/apply/${item}`, { organ, key: randomUUID() })
  assert.match(to, /\/fit$/, text)
  return to.replace(/\/fit$/, '')
}
const typed = (answers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(answers).map(([name, value]) => [`f.${name}`, String(value)]))
const organFor = async (kind: string): Promise<string> =>
  (await gate.house.city.identity.directory()).organsFor(kind, '2026-03-02')[0]!.id

const energy = typed(formAnswers)
/** Everything but the last press. */
async function filled(visitor: Browsing, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const at = await begun(visitor, 'energy-review', approval)
  await visitor.send(`${at}/fit`, { ...energy, ...more })
  await visitor.send(`${at}/fill/1`, { ...energy, ...more })
  for (const material of ['application', 'report'])
    await visitor.upload(`${at}/materials/${material}`, { name: 'a.pdf', bytes: scan })
  return at
}
const checked = async (visitor: Browsing, at: string) => visitor.follow(await visitor.send(`${at}/precheck`, {}))

suite('带出 what a question means says who answers it', () => {
  test('the one project a firm has under way is filled in from its register, and may be called wrong', async () => {
    const firm = await gate.house.firm('沈阳有项目有限公司')
    await project(codes.get(firm)!, 1)
    const visitor = browsing(gate, firm)
    const at = await begun(visitor, 'energy-review', approval)
    await visitor.send(`${at}/fit`, energy)
    const page = await visitor.get(`${at}/fill/1`)
    assert.match(page.html, /name="f\.project\.name"[^>]*value="在库项目1"[^>]*readonly/)
    assert.match(page.html, /name="f\.project\.code"[^>]*value="2601-210102-04-01-100001"[^>]*readonly/)
    assert.match(page.text, /来自投资项目在线审批监管平台/)
    assert.match(page.html, /name="dispute" value="project\.name"/)
    const kept = await visitor.send(`${at}/fill/1`, { ...energy, 'f.project.name': '改了也不算' })
    assert.equal(kept.to, `${at}/materials`)
    assert.match((await visitor.get(`${at}/review`)).text, /在库项目1/)
    await visitor.send(`${at}/fill/1`, { ...energy, dispute: 'project.name' })
    await visitor.send(`${at}/fill/1`, { ...energy, 'f.project.name': '本来的名字' })
    const found = await checked(visitor, at)
    assert.match(found.text, /您认为登记的“项目名称”有误，受理时由工作人员核对/)
  })

  test('where there are several nothing is guessed; where the type is another nothing is taken', async () => {
    const firm = await gate.house.firm('沈阳多项目有限公司')
    await project(codes.get(firm)!, 2)
    await project(codes.get(firm)!, 3)
    const visitor = browsing(gate, firm)
    const at = await begun(visitor, 'energy-review', approval)
    await visitor.send(`${at}/fit`, energy)
    assert.match(
      (await visitor.get(`${at}/fill/1`)).html,
      /name="f\.project\.name" value=""|name="f\.project\.name"(?![^>]*value="在库)/,
    )
  })

  test('the day of the application is nobody’s to type, and is the day it is handed in', async () => {
    const firm = await gate.house.firm('沈阳担保有限公司')
    await row('financing-guarantee', 'local-finance', {
      uscc: codes.get(firm)!,
      licensedOn: '2020-05-01',
      capital: 200_000_000_000,
    })
    const visitor = browsing(gate, firm)
    const { category } = (await gate.house.city.definitions.current('financing-guarantee-branch', '2026-03-02'))
      .definition
    const at = await begun(visitor, 'financing-guarantee-branch', await organFor(category.organ.post))
    const page = await visitor.get(`${at}/fit`)
    assert.match(page.html, /name="f\.application\.on"[^>]*value="2026-03-02"[^>]*readonly/)
    assert.match(page.text, /今天的日期，提交时以当天为准/)
    assert.match(page.html, /name="f\.company\.since"[^>]*value="2020-05-01"[^>]*readonly/)
  })
})

suite('预检 what would fail is said before it is handed in', () => {
  test('重复申请 the same matter that is running is named with its number; another matter is not', async () => {
    const firm = await gate.house.firm('沈阳重复有限公司')
    const visitor = browsing(gate, firm)
    const first = await filled(visitor)
    const sent = await visitor.send(`${first}/review`, { key: randomUUID() })
    const number = /\/cases\/(\d+)\//.exec(sent.to)![1]!
    const again = await filled(visitor)
    const found = await checked(visitor, again)
    assert.match(found.text, new RegExp(`已经交过内容相同的申请，正在办理，编号${number}`))
    const other = await filled(visitor, { 'f.project.name': '第二期工程' })
    assert.match((await checked(visitor, other)).text, /没有发现问题/)
    // It may be handed in all the same: whoever is told decides.
    assert.match((await visitor.send(`${again}/review`, { key: randomUUID() })).to, /receipt$/)
  })

  test('办理对象 an item for firms is not for a person', async () => {
    const { party } = await gate.house.city.db.transaction(sql =>
      gate.house.city.parties.register(sql, {
        kind: 'person',
        name: '示例居民',
        identifiers: [{ scheme: 'citizen', value: '210102199003071231' }],
      }),
    )
    const visitor = browsing(gate, party)
    const found = await checked(visitor, await filled(visitor))
    assert.match(found.text, /不是为您这样的主体办的/)
  })

  test('可预见的不予办理 what nothing favourable could be decided on is said, with its condition', async () => {
    const firm = await gate.house.firm('沈阳新担保有限公司')
    const visitor = browsing(gate, firm)
    const { category } = (await gate.house.city.definitions.current('financing-guarantee-establishment', '2026-03-02'))
      .definition
    const at = await begun(visitor, 'financing-guarantee-establishment', await organFor(category.organ.post))
    const answers = typed({
      'company.proposed': '拟设公司',
      'company.capital': 100,
      'contact.name': '某人',
      'contact.phone': '13800000001',
    })
    await visitor.send(`${at}/fit`, answers)
    await visitor.send(`${at}/fill/1`, answers)
    const found = await checked(visitor, at)
    assert.match(found.html, /href="[^"]*#f-company-capital"/)
    const enough = { ...answers, 'f.company.capital': '200000000' }
    await visitor.send(`${at}/fit`, enough)
    await visitor.send(`${at}/fill/1`, enough)
    assert.ok(!(await checked(visitor, at)).html.includes('#f-company-capital'))
  })
})

suite('看材料 what the words on a paper say against it is a reason to look, and no more', () => {
  const stranger = { name: '沈阳别家商贸有限公司', code: composeUscc('91', '210102', 'WW000009') }
  /** Another file instead of the one that was sent for this paper. */
  async function instead(visitor: Browsing, at: string, material: string, bytes: Buffer): Promise<void> {
    const file = /name="file" value="([^"]+)"/.exec(
      (await visitor.get(`${at}/materials`)).html
        .split(`id="p-${material}"`)[0]!
        .split('<section class="paper')
        .at(-1)!,
    )![1]!
    await visitor.send(`${at}/materials/${material}/remove`, { file })
    await visitor.upload(`${at}/materials/${material}`, { name: 'b.pdf', bytes })
  }

  test('somebody else’s paper, one that has run out and one of another kind are pointed at, and may be handed in', async () => {
    const firm = await gate.house.firm('沈阳看材料有限公司')
    const visitor = browsing(gate, firm)
    const at = await filled(visitor)
    const secret = '绝不留存的话'
    await instead(
      visitor,
      at,
      'application',
      await textPdf(['节能审查申请书', `申请单位：${stranger.name}`, `统一社会信用代码：${stranger.code}`, secret]),
    )
    await instead(
      visitor,
      at,
      'report',
      await textPdf([
        '营业执照',
        `名称：沈阳看材料有限公司`,
        `有效期至2025年12月31日`,
        `编制单位：${stranger.name}`,
        secret,
      ]),
    )
    const found = await checked(visitor, at)
    assert.match(found.text, /有3处请您再看一眼/)
    assert.match(found.text, /“申请书”上写的是沈阳别家商贸有限公司 9121\*{10}.{4}，没有写您/)
    assert.match(found.text, /“节能报告”上写的有效期到2025年12月31日，已经过了/)
    assert.match(found.text, /“节能报告”这里上传的文件，标题是“营业执照”/)
    assert.match(found.html, /href="[^"]*materials#p-application"/)
    assert.ok(!/会被退回|没有发现问题/.test(found.text))
    const { migrator } = gate.house.city
    const columns = await migrator.query<{ schema: string; name: string; column: string }>(
      `select table_schema as schema, table_name as name, column_name as column from information_schema.columns
       where table_schema not in ('pg_catalog', 'information_schema') and data_type in ('text', 'json', 'jsonb', 'character varying', 'ARRAY')`,
    )
    for (const { schema, name, column } of columns) {
      const rows = await migrator.query(`select 1 from "${schema}"."${name}" where "${column}"::text like $1`, [
        `%${secret}%`,
      ])
      assert.equal(rows.length, 0, `${schema}.${name}.${column} keeps what was read`)
    }
    assert.match((await visitor.send(`${at}/review`, { key: randomUUID() })).to, /receipt$/)
  })

  test('papers that name the applicant among others, and those that cannot be read, are passed over', async () => {
    const firm = await gate.house.firm('沈阳好材料有限公司')
    const visitor = browsing(gate, firm)
    const at = await filled(visitor)
    await instead(
      visitor,
      at,
      'application',
      await textPdf(['节能审查申请书', `甲方：${stranger.name} ${stranger.code}`, `乙方 ${codes.get(firm)!}`]),
    )
    await instead(visitor, at, 'report', pdfOf({ pages: 300 }))
    assert.match((await checked(visitor, at)).text, /没有发现问题/)
  })

  test('字迹不清 a page out of focus is told where it was sent, and by the pre-check', async () => {
    const firm = await gate.house.firm('沈阳手抖有限公司')
    const visitor = browsing(gate, firm)
    const at = await filled(visitor)
    await instead(visitor, at, 'report', jpegOf(blurredSheet(620, 877, 22, 4)))
    assert.match((await visitor.get(`${at}/materials`)).text, /字迹可能看不清/)
    assert.match((await checked(visitor, at)).text, /“节能报告”的字迹可能看不清/)
  })
})
