import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { drawAsUsual, drawWhole } from '../../test/harness/browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Looked {
  /** What axe finds against WCAG 2.2 AA and its own best practice, one line each. */
  readonly violations: readonly string[]
  readonly overflow: boolean
  /** What can be pressed with a finger and is never reached by the Tab key. */
  readonly unreachable: readonly string[]
  readonly heading: string
  readonly title: string
  /** What stands in its fields. */
  readonly typed: readonly string[]
  /** What stands in the page and beside it. */
  readonly text: string
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Marks everything that can be operated and is shown (not the button that only the Enter key presses); one of each group of radio buttons is enough, as the arrows go on. */
const operable = `(() => {
  const seen = new Set()
  let count = 0
  for (const one of document.querySelectorAll('[data-drill]')) one.removeAttribute('data-drill')
  for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^="-"])')) {
    if (one.disabled || one.type === 'hidden' || one.closest('[inert], [aria-hidden="true"]') || !one.checkVisibility({ visibilityProperty: true })) continue
    const group = one.type === 'radio' ? one.form?.id + '/' + [...(one.form?.elements ?? [])].length + one.name : undefined
    if (group !== undefined && seen.has(group)) continue
    if (group !== undefined) seen.add(group)
    one.setAttribute('data-drill', group ?? String(count))
    if (group !== undefined) for (const other of document.getElementsByName(one.name)) other.setAttribute('data-drill', group)
    count++
  }
  return count
})()`
/** Notes what the keyboard comes to. */
const watched = `(() => {
  if (!globalThis.drillReached) addEventListener('focusin', ({ target }) => {
    const mark = target.getAttribute?.('data-drill')
    if (mark !== null && mark !== undefined) drillReached.add(mark)
  }, true)
  document.activeElement?.blur(); window.getSelection()?.removeAllRanges(); scrollTo(0, 0)
  globalThis.drillReached = new Set()
})()`
const named = `[...document.querySelectorAll('[data-drill]')].map(one => [one.getAttribute('data-drill'),
  one.tagName.toLowerCase() + ' ' + (one.textContent.trim() || one.name || one.getAttribute('aria-label') || '').slice(0, 40)])`

/** Goes through the page with the Tab key alone. */
async function unreachableOn(page: Page): Promise<readonly string[]> {
  const count = await page.evaluate<number>(operable)
  await page.evaluate(watched)
  let reached: readonly string[] = []
  // twice round, because a browser begins where it likes
  for (let presses = 0; presses < 2 * count + 10 && reached.length < count; presses++) {
    await page.keyboard.press('Tab')
    if (presses % 16 === 15 || presses + 1 >= count)
      reached = await page.evaluate<readonly string[]>('[...drillReached]')
  }
  const all = await page.evaluate<readonly (readonly [string, string])[]>(named)
  return [...new Map(all)].flatMap(([mark, what]) => (reached.includes(mark) ? [] : [what]))
}

const typed =
  "[...document.querySelectorAll('main :is(input:not([type=hidden], [type=radio], [type=checkbox]), textarea)')].map(one => one.value)"

/** 看一页 What is wrong with the page as it stands now. */
export async function lookAt(page: Page, { keys }: { readonly keys: boolean }): Promise<Looked> {
  await page.evaluate(drawWhole)
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe)
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )) as readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly string[] }[] }[]
  const overflow = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  await page.evaluate(drawAsUsual)
  const heading = await page.locator('h1').first().textContent()
  return {
    violations: violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`)),
    overflow,
    heading: (await page.locator('h1:visible').count()) === 1 ? (heading ?? '').trim() : '',
    title: await page.title(),
    typed: await page.evaluate<readonly string[]>(typed),
    text: (await page.locator('main, aside').allTextContents()).join('\n'),
    unreachable: keys ? await unreachableOn(page) : [],
  }
}

/** After a press another page is on its way: one looks when what is waited for stands there, and at the latest after a while. */
export const hasCome = (page: Page, shows: string): Promise<unknown> =>
  page
    .locator('main, aside, h1')
    .filter({ hasText: shows })
    .first()
    .waitFor({ state: 'attached', timeout: 10_000 })
    .catch(() => undefined)

const closed = 'details:not([open])'

/** Whether something is closed that a press would open. */
export const hasClosed = async (page: Page): Promise<boolean> => (await page.locator(closed).count()) > 0

/** 全部打开 Opens everything that is closed. */
export const openAll = (page: Page): Promise<void> =>
  page.evaluate<void>(`document.querySelectorAll('${closed}').forEach(one => { one.open = true })`)
