import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { readSheet } from '#hubs/data/sheet'
import { openBrowser } from '../harness/browser.ts'
import { faultsOf, seatedAt } from '../harness/desk.ts'
import { type Applicant, type Exporting, exporting, registrar } from '../harness/exporting.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

const handler = 'letter-handler@210100-city-government'
let gate: TestGate
let office: Exporting
let served: Applicant
let browser: Browser
let base: string

before(async () => {
  gate = await openTestGate({ now: '2026-05-11T09:00:00+08:00' })
  office = exporting(gate)
  served = await office.applicant('甄别丁一')
  base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

async function seated(post: string, options: { width?: number } = {}) {
  const context = await seatedAt(browser, gate, base, post, options)
  const page = await context.newPage()
  await page.goto(`${base}/office/`)
  await page.getByRole('navigation').getByRole('link', { name: '导出' }).click()
  await page.getByRole('heading', { level: 1, name: '导出' }).waitFor()
  return { page, close: () => context.close() }
}

async function fill(page: Page): Promise<void> {
  await page.getByLabel('用途', { exact: true }).selectOption('report')
  await page.getByLabel('具体做什么用').fill('按月汇总公开申请')
  await page.getByLabel('为哪件办件').fill(served.case)
  await page.getByLabel('依据什么文件').fill('沈政办〔2026〕5号')
}

suite('导出页面 the page of exports', () => {
  test('from the menu to a file on one’s own disk; what is missing is said and nothing typed is lost', async () => {
    const { page, close } = await seated(registrar)
    await page.getByText('您还没有申请过导出').waitFor()
    await page.getByText('没有要您答复的').waitFor()
    await page.getByRole('button', { name: '申请导出' }).click()
    await page.getByLabel('用途', { exact: true }).selectOption('report')
    await page.getByRole('button', { name: '提交申请' }).click()
    // All that is empty stands in one summary, each a link to its input.
    const summary = page.getByRole('alert')
    for (const name of ['具体做什么用', '为哪件办件', '依据什么文件'])
      await summary.getByRole('link', { name }).waitFor()
    assert.equal(await summary.getByRole('link').count(), 3)
    await summary.getByRole('link', { name: '依据什么文件' }).click()
    assert.equal(await page.evaluate('document.activeElement?.id'), 'declared')
    await fill(page)
    const send = () => page.getByRole('button', { name: '提交申请' }).click()
    // What stands below an input, where something does.
    const wrong = async (input: 'case' | 'declared' | 'words') => {
      const fault = page.locator(`#${input}-fault`)
      if ((await fault.count()) === 0) return ''
      assert.match((await page.locator(`#${input}`).getAttribute('aria-describedby')) ?? '', /-fault$/)
      return (await fault.textContent()) ?? ''
    }
    const told = (words: string) => page.getByRole('alert').getByText(words).first().waitFor()
    await page.getByLabel('依据什么文件').fill('')
    await send()
    await told('依据什么文件')
    assert.match(await wrong('declared'), /没有填/)
    assert.equal(await wrong('case'), '')
    await page.getByLabel('依据什么文件').fill('沈政办〔2026〕5号')
    await page.getByLabel('为哪件办件').fill('')
    await send()
    await told('为哪件办件')
    assert.match(await wrong('case'), /没有填/)
    await page.getByLabel('为哪件办件').fill('2101002026010100000009')
    await send()
    await told('没有这个办件')
    assert.match(await wrong('case'), /没有这件办件，或者您看不到/)
    await page.getByLabel('为哪件办件').fill('第一件')
    await send()
    await told('表单填写有误')
    assert.match(await wrong('case'), /格式不对/)
    await page.getByLabel('具体做什么用').fill('统计')
    await page.getByLabel('为哪件办件').fill('')
    await send()
    await page.getByLabel('具体做什么用').and(page.locator('[aria-invalid]')).waitFor()
    assert.match(await wrong('case'), /没有填/, 'what is empty is told together with what is wrong')
    assert.match(await wrong('words'), /没有填/)
    assert.deepEqual(await faultsOf(page), [])
    assert.equal(await page.getByLabel('依据什么文件').inputValue(), '沈政办〔2026〕5号', 'nothing typed is lost')
    await page.getByLabel('具体做什么用').fill('按月汇总公开申请')
    await page.getByLabel('为哪件办件').fill(` ${served.case} `)
    await send()
    await page.getByText('正在制作').waitFor()
    await office.work()
    const taking = page.waitForEvent('download')
    await page.getByRole('button', { name: /^下载导出\d+号$/ }).click()
    const taken = await taking
    assert.match(taken.suggestedFilename(), /^导出\d+号\.xlsx$/)
    const { headings } = await readSheet(readFileSync(await taken.path()))
    assert.match(headings[0]!, /林某丁/)
    await page.getByText('已下载1次').waitFor()
    gate.house.clock.advance({ hours: 24 })
    await office.work()
    await close()
    const later = await seated(registrar)
    await later.page.getByText('文件已过24小时，已经删除').waitFor()
    await later.close()
  })

  test('a colleague in another post reads what it is for, and answers', async () => {
    await gate.house.database.migrator.query(
      `with born as (insert into kernel.parties (id, kind, created_at) select gen_random_uuid(), 'person', now() from generate_series(1, 1001) returning id)
       update kernel.cases set state = jsonb_set(state::jsonb, '{parties}', (state::jsonb -> 'parties') ||
         (select jsonb_agg(jsonb_build_object('role', 'interested', 'party', id)) from born))::text`,
    )
    await office.asked({ words: '全市形势分析' })
    await office.work()
    for (const width of [1_280, 360]) {
      const { page, close } = await seated(handler, { width })
      await page.getByText('全市形势分析').waitFor()
      await page.getByText(/1件、1002人/).waitFor()
      assert.deepEqual(await faultsOf(page), [])
      await page.getByRole('button', { name: '申请导出' }).click()
      await fill(page)
      assert.deepEqual(await faultsOf(page), [])
      await close()
    }
    const { page, close } = await seated(handler)
    await page.getByLabel(/^对导出\d+号的理由/).fill('已核对用途')
    await page.getByRole('button', { name: /^同意导出\d+号$/ }).click()
    await page.getByText('没有要您答复的').waitFor()
    await close()
    await office.work()
    const asker = await seated(registrar)
    await asker.page.getByText('来信承办岗已同意：已核对用途').waitFor()
    await asker.close()
  })
})
