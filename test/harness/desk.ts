import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { TestGate } from './gate.ts'

/** A session of this holder of a post, as the sign-in of the city keeps it: its cookie, and the token its pages carry. */
export async function seat(gate: TestGate, post: string): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const { db, signIn } = gate.house.city
  const { person, post: id } = await gate.house.officer(post)
  const subject = { kind: 'officer', id: person } as const
  const wanted = { subject, actsAs: person, post: id, acr: 1, agent: 'test', address: '127.0.0.1' } as const
  const { setCookie } = await db.transaction(sql => signIn.sessions.open(sql, wanted))
  const cookie = setCookie.split(';')[0]!
  const signedIn = await signIn.sessions.of(cookie)
  return { cookie, csrf: signedIn!.csrf }
}

/** A browser window of an officer who sits at the desk. */
export async function seatedAt(
  browser: Browser,
  gate: TestGate,
  base: string,
  post: string,
  { width = 1_280 } = {},
): Promise<BrowserContext> {
  const { cookie } = await seat(gate, post)
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'zh-CN',
  })
  const [name, value] = cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: base }])
  return context
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where axe finds fault, or the page is wider than the screen. */
export async function faultsOf(page: Page): Promise<readonly unknown[]> {
  await page.evaluate(axe)
  const violations = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(result => result.violations)",
  )) as readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
  const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  return [
    ...violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]),
    ...(wide ? ['wider than the screen'] : []),
  ]
}
