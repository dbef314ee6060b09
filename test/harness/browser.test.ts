import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchAnywhere, openBrowser } from './browser.ts'

suite('测试浏览器 the browser of the tests', () => {
  test('what a page’s policy refuses fails whoever closes the browser', async () => {
    const browser = await openBrowser()
    const page = await (await browser.newContext()).newPage()
    await page.route('**/*', route =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'content-security-policy': "script-src 'self'" },
        body: '<script>document.title = "run"</script>',
      }),
    )
    const told = page.waitForEvent('console')
    await page.goto('http://127.0.0.1/')
    await told
    assert.equal(await page.title(), '')
    await assert.rejects(browser.close(), /Content Security Policy/)
  })

  test('Chinese stands in letters, not in boxes, on a machine that has none of its own', async () => {
    const browser = await openBrowser()
    const page = await browser.newPage()
    await page.setContent('<b>准</b> <b>绳</b>')
    const drawn = await Promise.all([0, 1].map(sign => page.locator('b').nth(sign).screenshot()))
    await browser.close()
    assert.notDeepEqual(drawn[0], drawn[1])
  })

  test('a machine without the libraries takes those that npm brought', async () => {
    const asked: (string | undefined)[] = []
    const opened = {} as Browser
    const browser = await launchAnywhere({ args: [] }, async ({ env }) => {
      asked.push(env?.LD_LIBRARY_PATH)
      if (asked.length === 1) throw new Error('error while loading shared libraries: libnss3.so: cannot open')
      return opened
    })
    assert.equal(browser, opened)
    assert.match(asked[1] ?? '', /al2023.lib$/)
    const refused = async () => {
      throw new Error('no display')
    }
    await assert.rejects(launchAnywhere({ args: [] }, refused), /no display/)
  })
})
