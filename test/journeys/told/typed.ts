import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { makeGate } from '../../../gate.ts'
import { openBrowser } from '../../harness/browser.ts'
import { heading, type Opened, press, sees } from '../../harness/journey.ts'
import { toldBeforehand } from '../../harness/told-beforehand.ts'
import { answerFit, beginReview, enterForFirm } from './energy-review.ts'

/** Types as people do, sign by sign. */
const type = (page: Page, label: string, words: string) => page.getByLabel(label).pressSequentially(words)

export const typed = (of: Opened) => {
  test('浏览器中途没了: the browser is killed in the middle of a page; on another one the words stand where they were typed', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳断机热力有限公司')
    const doomed = await openBrowser()
    const first = await (await doomed.newContext({ locale: 'zh-CN' })).newPage()
    await enterForFirm(house, first, firm)
    await beginReview(house, first)
    await answerFit(first)
    await type(first, '联系人', '写到一半的联')
    await type(first, '联系电话', '138 00')
    await first
      .getByRole('status')
      .getByText(/^已保存 \d\d:\d\d$/)
      .waitFor()
    assert.equal(
      await first.evaluate('document.activeElement.name'),
      'f.contact.phone',
      'whoever types is not disturbed',
    )
    const address = first.url()
    const killed = new Promise(resolve => doomed.once('disconnected', resolve))
    void (await doomed.newBrowserCDPSession()).send('Browser.crash').catch(() => {})
    await killed

    const { page, look, close } = await house.visitor({ width: 360 })
    await page.goto(address)
    await house.signIn(page, firm)
    await heading(page, '为谁办理')
    await press(page, `为${firm.name}办理`)
    await sees(page, '上次填了还没有提交的，已经放回原处')
    assert.equal(await page.getByLabel('联系人').inputValue(), '写到一半的联')
    assert.equal(await page.getByLabel('联系电话').inputValue(), '138 00')
    await look('a page with what was typed and not sent')
    await type(page, '联系人', '系人')
    await page
      .getByRole('status')
      .getByText(/^已保存/)
      .waitFor()
    await look('a page that says that it is kept')
    await close()
  })

  test('服务器中途没了: what is typed while nobody answers is kept when somebody does, and no press throws it away', async () => {
    const house = of()
    const { city } = house.gate.house
    const open = () => makeGate(city, { issuer: house.gate.issuer })
    const server = await open()
    const base = await server.listen({ port: 0, host: '127.0.0.1' })
    const firm = await house.enterprise('沈阳停机热力有限公司')
    const { page, close } = await house.visitor()
    await enterForFirm(house, page, firm)
    await beginReview(house, page)
    await answerFit(page)
    const address = page.url().replace(house.base, '')
    await page.goto(base + address)
    await server.close()
    await type(page, '联系人', '没人应的时候写的')
    await sees(page, '现在连不上，刚填的还没有保存。请不要关闭这一页，会自动再试。')
    await press(page, '继续')
    await sees(page, '现在连不上')
    assert.equal(page.url(), base + address, 'the page stays, with all that stands in it')
    assert.equal(await page.getByLabel('联系人').inputValue(), '没人应的时候写的')
    const again = await open()
    await again.listen({ port: Number(new URL(base).port), host: '127.0.0.1' })
    await page
      .getByRole('status')
      .getByText(/^已保存/)
      .waitFor({ timeout: 60_000 })
    const other = await page.context().newPage()
    await other.goto(house.base + address)
    assert.equal(await other.getByLabel('联系人').inputValue(), '没人应的时候写的')
    await close()
    await again.close()
  })

  test('陈述写到一半: the page is closed at once after the last word; opened again, the words are there, and gone when they are sent', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳半句铸造有限公司')
    const { number } = await toldBeforehand(house.gate.house, firm.firm, { 'respondent.uscc': firm.uscc })
    const { page, context, look, close } = await house.visitor({ width: 360 })
    await enterForFirm(house, page, firm)
    const address = `${house.base}/mine/cases/${number}/acts/makeStatement`
    const closing = await context.newPage()
    await closing.goto(address)
    await type(closing, '陈述和申辩的内容', '二月底已经补报，')
    await closing.close({ runBeforeUnload: true })
    const words = page.getByLabel('陈述和申辩的内容')
    // The page is gone at once; its last words are still on their way for a moment.
    for (let left = 20; left > 0; left--) {
      await page.goto(address)
      if ((await words.inputValue()) !== '') break
    }
    assert.equal(await words.inputValue(), '二月底已经补报，')
    await sees(page, '上次填了还没有提交的')
    await look('a statement with what was typed and not sent')
    await words.press('End')
    await words.pressSequentially('请从轻处理。')
    await press(page, '下一步：核对')
    await heading(page, '核对——陈述申辩')
    await press(page, '提交陈述申辩')
    await heading(page, '回执——陈述申辩')
    const left = await house.gate.house.city.db.query('select 1 from power.drafts where owner = $1', [firm.firm])
    assert.deepEqual(left, [])
    await close()
  })
}
