import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import type { Browser, BrowserContext } from 'playwright-core'
import { mark } from './hostile-texts.ts'

export interface Answered {
  readonly path: string
  readonly answer: LightMyRequestResponse
  readonly html: string
  /** What must be read on it, sign by sign. */
  readonly shows?: string
}

/**
 * What a browser makes of a page of ours: whatever none of our templates writes, and whether the text is there. Runs in the browser, without
 * carrying anything out. The one script a page may have bears the nonce its policy names, which nobody can have planted.
 */
const read = `(pages => pages.map(({ html, shows, nonce }) => {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const strange = []
  const texts = [page.body.textContent]
  const own = nonce && page.querySelector('head > script[src][nonce="' + nonce + '"]:empty')
  for (const one of page.querySelectorAll('*')) {
    if (one !== own && /${mark}|^(script|style|img|image|iframe|frame|object|embed|base|template|set|animate|video|audio|b|i|u)$/.test(one.localName))
      strange.push('<' + one.localName + '>')
    for (const { name, value } of one.attributes) {
      if (/^on|^style$|^srcdoc$|${mark}/.test(name)) strange.push(name)
      if (/^(href|src|action|formaction|xlink:href|data)$/.test(name) && !/^(\\/(?![/\\\\])|#|\\?|https:\\/\\/|$)/.test(value))
        strange.push(name + '=' + value)
      texts.push(value)
    }
    if (one.localName === 'textarea') texts.push(one.value)
  }
  if (page.createTreeWalker(page, NodeFilter.SHOW_COMMENT).nextNode()) strange.push('<!-- -->')
  return { strange, shown: shows === undefined || texts.some(text => text.includes(shows)) }
}))`

/** 验 Fails where an answer holds anything but text where text was planted. */
export async function readerIn(browser: Browser) {
  const page = await browser.newPage()
  return async (what: string, answers: readonly Answered[]): Promise<void> => {
    for (const { path, answer } of answers)
      for (const [name, value] of Object.entries(answer.headers))
        for (const one of [value].flat())
          assert.match(String(one), /^[\x20-\x7e]*$/, `${what}: ${path}: ${name}: ${JSON.stringify(one)}`)
    const pages = answers.filter(({ answer }) => /^text\/html/.test(String(answer.headers['content-type'])))
    const given = JSON.stringify(
      pages.map(({ html, shows, answer }) => {
        const [, nonce] = /'nonce-([\w-]+)'/.exec(String(answer.headers['content-security-policy'])) ?? []
        return { html, shows, nonce }
      }),
    )
    const found = await page.evaluate<readonly { strange: readonly string[]; shown: boolean }[]>(`${read}(${given})`)
    for (const [at, { strange, shown }] of found.entries()) {
      assert.deepEqual(strange, [], `${what}: ${pages[at]!.path}`)
      assert.ok(shown, `${what}: ${pages[at]!.path} does not show it:\n${pages[at]!.html.slice(-6_000)}`)
    }
  }
}

/** 活页 A window in which whatever comes to life is remembered: what its scripts threw, pop-ups, what the policy refused, what was asked of other sites. */
export async function watchedPage(context: BrowserContext, base: string) {
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', fault => wrong.push(fault.message))
  page.on('dialog', dialog => void dialog.dismiss().then(() => wrong.push('a pop-up')))
  page.on('console', message => {
    if (/content security policy/i.test(message.text())) wrong.push(message.text())
  })
  page.on('request', request => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) wrong.push(request.url())
  })
  return {
    page,
    wrong,
    async look(path: string, shows: string) {
      await page.goto(`${base}${path}`)
      await page.getByText(shows).filter({ visible: true }).first().waitFor()
      const found = await page.evaluate<readonly unknown[]>(
        `[window.${mark}, document.querySelectorAll('[${mark}], ${mark}-x, ${mark}-y, main img').length, document.documentElement.scrollWidth > innerWidth]`,
      )
      assert.deepEqual([found, wrong], [[undefined, 0, false], []], path)
    },
  }
}
