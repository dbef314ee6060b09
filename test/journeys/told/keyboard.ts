import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { heading, type Opened } from '../../harness/journey.ts'
import { password } from '../../harness/person.ts'
import { scanOf } from './energy-review.ts'
import { requestItem } from './information-request.ts'

/** Nobody presses so often. */
const patience = 90

/** 只用键盘 The Tab key, until this has the focus and shows it. */
async function reach(page: Page, wanted: Locator): Promise<void> {
  const one = wanted.first()
  for (let presses = 0; presses < patience; presses++) {
    const [here, framed] = await one.evaluate(element => {
      const { ownerDocument } = element
      const { outlineStyle, outlineWidth } = ownerDocument.defaultView.getComputedStyle(element)
      return [element === ownerDocument.activeElement, outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2]
    })
    if (here) return assert.ok(framed, `the focus on ${await one.textContent()} is not seen`)
    await page.keyboard.press('Tab')
  }
  assert.fail(`${String(wanted)} is not reached`)
}
async function enter(page: Page, wanted: Locator): Promise<void> {
  await reach(page, wanted)
  await page.keyboard.press('Enter')
}
async function type(page: Page, label: string | RegExp, text: string): Promise<void> {
  await reach(page, page.getByLabel(label))
  await page.keyboard.type(text)
}
/** A busy browser may let a key go by: whoever sees no window open presses once more. */
async function chooseFile(page: Page, wanted: Locator, file: ReturnType<typeof scanOf>): Promise<void> {
  let chosen: Promise<void> | undefined
  page.on('filechooser', chooser => {
    chosen ??= chooser.setFiles(file)
  })
  await reach(page, wanted)
  for (let presses = 0; presses < 3 && chosen === undefined; presses++) {
    await page.keyboard.press('Enter')
    for (let waits = 0; waits < 50 && chosen === undefined; waits++) await pause(100)
  }
  assert.ok(chosen, 'the key opens no window to choose a file')
  await chosen
}
const link = (page: Page, name: string) => page.getByRole('main').getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** First to the content, past the head of the page. */
async function toContent(page: Page): Promise<void> {
  await enter(page, page.getByRole('link', { name: '跳到正文' }))
}

export const keyboard = (of: Opened) =>
  test('只用键盘: from the front page to the receipt, without a pointer, and always seeing where one is', async () => {
    const house = of()
    const person = await house.account()
    const { page, look, close } = await house.visitor()
    await page.goto(house.base)
    await reach(page, page.getByRole('searchbox'))
    await page.keyboard.type('信息公开')
    await page.keyboard.press('Enter')
    await toContent(page)
    await enter(page, link(page, requestItem))
    await heading(page, requestItem)
    await toContent(page)
    await enter(page, link(page, '网上申请'))
    await toContent(page)
    await enter(page, link(page, '登录后开始'))
    await type(page, '账户', person.number)
    await reach(page, page.locator('input[name=password]'))
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await heading(page, '输入一次性码')
    await reach(page, page.locator('input[name=code]'))
    await page.keyboard.type(person.nextCode())
    await page.keyboard.press('Enter')
    await heading(page, requestItem)

    await toContent(page)
    await reach(page, page.getByLabel('由哪个机关办理'))
    const before = await page.getByLabel('由哪个机关办理').inputValue()
    await page.keyboard.press('ArrowDown')
    assert.notEqual(await page.getByLabel('由哪个机关办理').inputValue(), before)
    await page.keyboard.press('ArrowUp')
    await enter(page, button(page, '开始填写'))
    await heading(page, '填写')
    await type(page, '联系电话', '12')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.locator('[role=alert]:focus').waitFor()
    await look('what is wrong')
    await enter(page, page.getByRole('alert').getByRole('link', { name: /联系电话/ }))
    await reach(page, page.getByLabel('联系电话'))
    await page.keyboard.press('Control+A')
    await page.keyboard.type('13800000001')
    await type(page, /申请公开的政府信息/, '某路段停车泊位设置方案')
    await reach(page, page.getByLabel('电子文件'))
    await page.keyboard.press('Space')
    await enter(page, button(page, '继续'))
    await heading(page, '材料')
    await toContent(page)
    await chooseFile(page, page.getByLabel(/^选择“/), scanOf('申请表'))
    await enter(page, button(page, '上传'))
    await page.getByRole('link', { name: '申请表.pdf' }).waitFor()
    await enter(page, button(page, '开始预检'))
    await heading(page, '核对提交')
    await toContent(page)
    await enter(page, button(page, '确认无误，提交'))
    await heading(page, '收件回执')
    await look('receipt')
    await close()
  })
