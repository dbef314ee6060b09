import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow, heading, type Opened, press, type Walker } from '../../harness/journey.ts'
import { request, requestItem } from './information-request.ts'

/**
 * What is smaller than it must be: text below 18 px, lines closer than 1.5, what is pressed below 60 px high or wide. A link within a sentence is
 * read, not aimed at; the words of a drawing are as large as they are drawn.
 */
const tooSmall = `(() => {
  const said = one => (one.textContent || one.name || one.type).trim().replace(/\\s+/g, ' ').slice(0, 30)
  const seen = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.unseen, .skip')
  const faults = new Set()
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (words.nextNode()) {
    const { parentElement: one, textContent } = words.currentNode
    if (textContent.trim() === '' || !seen(one) || one.closest('script, style, title, option')) continue
    const style = getComputedStyle(one)
    const drawing = one.closest('svg')
    const scale = drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1
    const size = parseFloat(style.fontSize) * scale
    if (size < 18) faults.add('text of ' + size + ' px: ' + said(one))
    const line = parseFloat(style.lineHeight) / parseFloat(style.fontSize)
    if (!drawing && line < 1.49) faults.add('lines ' + line.toFixed(2) + ' apart: ' + said(one))
  }
  const read = link => link.parentElement.matches('p, span, strong, h1, h2, h3, blockquote')
    && link.parentElement.textContent.trim() !== link.textContent.trim()
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!seen(one) || (one.matches('a') && read(one))) continue
    const { width, height } = (one.matches('[type=radio], [type=checkbox]') ? one.closest('label') : one).getBoundingClientRect()
    if (height < 59.5 || width < 59.5) faults.add('a target of ' + Math.round(width) + ' × ' + Math.round(height) + ': ' + one.tagName + ' ' + said(one))
  }
  for (const one of document.querySelectorAll('dialog[open], [popover]:popover-open')) faults.add('a pop-up: ' + said(one))
  return [...faults]
})()`

/** What is not large enough anywhere on the way, by page. */
function largeOn({ look, measure }: Walker) {
  const small: string[] = []
  return {
    small,
    async large(what: string): Promise<void> {
      assert.equal(await measure('document.documentElement.className'), 'elder', what)
      small.push(...(await measure<readonly string[]>(tooSmall)).map(fault => `${what}: ${fault}`))
      await look(what)
    },
  }
}

export const elder = (of: Opened) =>
  test('大字版: chosen by one press, everything on the way to the receipt is large, far apart and easily pressed', async () => {
    const house = of()
    const person = await house.account()
    const walker = await house.visitor({ script: false, width: 360 })
    const { page, close } = walker
    const { small, large } = largeOn(walker)
    await page.goto(house.base)
    await press(page, '大字版')
    await large('front page')
    for (const path of ['/items/information-request', '/life-events', '/cases', '/verify', '/open', '/help', '/demo']) {
      await page.goto(`${house.base}${path}`)
      await large(path)
    }
    await page.goto(`${house.base}/sign-in?to=/apply/information-request`)
    await large('signing in')
    await house.signIn(page, person)
    await heading(page, requestItem)
    await request(house, page, large)
    await follow(page, '看办理进度')
    await large('one’s own case')
    for (const path of ['/mine', '/mine/data', '/mine/delegations', '/mine/acting']) {
      await page.goto(`${house.base}${path}`)
      await large(path)
    }
    assert.deepEqual(small, [])
    await close()
  })
