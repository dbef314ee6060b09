import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { read } from '../architecture/tree.ts'
import { tablesOf } from '../docs/markdown.ts'
import { type Journeys, openJourneys } from '../harness/journey.ts'

/** 栏目 What the glossary calls the pages of the menus, in Chinese and in English. */
const pages = (tablesOf(read('GLOSSARY.md')).get('Pages 栏目') ?? []).map(row => ({ zh: row.中文!, en: row.page! }))
const menus = {
  zh: ['办事', '查进度', '我的', '公开', '求助'],
  en: ['Services', 'Follow a case', 'My affairs', 'Public', 'Help'],
} as const
const deskMenus = {
  zh: ['今日', '窗口', '评价', '登记异议', '导出', '本机关事项', '督察'],
  en: ['Today', 'Counter', 'Ratings', 'Disputes', 'Exports', 'Our items', 'Supervision'],
} as const
/** 督察只看不办 What whoever supervises does not do has no place in his menu. */
const notOfSupervision: readonly string[] = ['窗口', '登记异议', '导出', 'Counter', 'Disputes', 'Exports']
/** The one page of an administrator. */
const administration = { zh: ['管理'], en: ['Administration'] } as const
const languages = ['zh', 'en'] as const
/** Words that say who built a page, not what one can do there. */
const saysNothing = /平台|中心|中台/

let journeys: Journeys
before(async () => {
  journeys = await openJourneys()
})
after(() => journeys?.close())

const heading = async (page: Page): Promise<string> =>
  ((await page.getByRole('heading', { level: 1 }).first().textContent()) ?? '').trim()

/** Everything that leads elsewhere on a page besides its text: menus, what stands beside it. */
const waysOn = (page: Page): Promise<readonly string[]> =>
  page.locator('nav, aside').evaluateAll(all => all.map(({ textContent }) => textContent ?? ''))

/** The main menu: what each way is called, and where it leads. */
const menuOf = (page: Page): Promise<readonly (readonly [name: string, to: string])[]> =>
  page
    .locator('header nav a:not([hreflang])')
    .evaluateAll(all => all.map(link => [link.textContent?.trim() ?? '', link.getAttribute('href') ?? ''] as const))

suite('栏目 a page has one name: in the menu, as its heading, as its title, in the glossary', () => {
  for (const language of languages)
    test(`the public menu (${language})`, async () => {
      const { base } = journeys
      const walker = await journeys.visitor({ script: false })
      const { page } = walker
      await page.goto(`${base}/sign-in`)
      await journeys.signIn(page, await journeys.account())
      await page.goto(`${base}/?lang=${language}`)
      const menu = await menuOf(page)
      assert.deepEqual(
        menu.map(([name]) => name),
        menus[language],
      )
      const addresses = new Set(journeys.gate.app.pageAddresses())
      for (const [name, to] of menu) {
        const { pathname } = new URL(to, base)
        assert.ok(addresses.has(pathname), `${pathname} is no page of the route table`)
        await page.goto(base + to)
        assert.equal(await heading(page), name)
        assert.match(await page.title(), new RegExp(`^${name} · `))
        assert.equal(await page.locator('header nav a[aria-current="page"]').textContent(), name)
        assert.ok(
          pages.some(one => one[language] === name),
          `${name} is not in the glossary`,
        )
      }
      await walker.close()
    })

  for (const language of languages)
    for (const [holder, not] of [
      ['acceptance@210102-approval-bureau', ['督察', 'Supervision']],
      // 督察不代为办理: whoever supervises has no counter, no disputes to answer and no list to take away.
      ['supervision@210100-supervision', notOfSupervision],
    ] as const)
      test(`the menu of the desk of ${holder} (${language})`, async () => {
        const walker = await journeys.officer(holder)
        const { page } = walker
        await page.goto(`${journeys.base}/office/?lang=${language}`)
        await page.locator('main h1').waitFor()
        const menu = await menuOf(page)
        assert.deepEqual(
          menu.map(([name]) => name),
          deskMenus[language].filter(name => !(not as readonly string[]).includes(name)),
        )
        for (const [name, to] of menu) {
          await page.locator(`header nav a[href="${to}"]`).click()
          await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
          await page.waitForFunction(`document.title.startsWith(${JSON.stringify(`${name} – `)})`)
          assert.ok(
            pages.some(one => one[language] === name),
            `${name} is not in the glossary`,
          )
        }
        assert.doesNotMatch((await waysOn(page)).join(' '), saysNothing)
        await walker.close()
      })

  test('the glossary names no page that no menu has', () =>
    assert.deepEqual(
      pages.map(({ zh, en }) => [zh, en]),
      [...menus.zh, ...deskMenus.zh, ...administration.zh].map((zh, at) => [
        zh,
        [...menus.en, ...deskMenus.en, ...administration.en][at],
      ]),
    ))

  test('every page of the route table is titled as it is headed, and no way on is called 平台, 中心 or 中台', async () => {
    const walker = await journeys.visitor({ script: false })
    const { page } = walker
    await page.goto(`${journeys.base}/sign-in`)
    await journeys.signIn(page, await journeys.account())
    const addresses = journeys.gate.app.pageAddresses().filter(address => !/[:*]/.test(address))
    const wrong: string[] = []
    let ways = 0
    for (const address of addresses) {
      await page.goto(journeys.base + address)
      const [title, name] = [await page.title(), await heading(page)]
      if (!title.startsWith(`${name} · `)) wrong.push(`${address}: titled ${title}, headed ${name}`)
      for (const way of await waysOn(page)) {
        ways++
        const found = saysNothing.exec(way)?.[0]
        if (found !== undefined) wrong.push(`${address}: ${found} in ${way.trim().slice(0, 80)}`)
      }
    }
    assert.deepEqual(wrong, [])
    assert.ok(addresses.length >= 25 && ways >= 40, `${addresses.length} pages, ${ways} ways on`)
    await walker.close()
  })
})
