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
