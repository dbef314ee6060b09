import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import type { LiveHouse } from '../../commands/house.ts'
import type { DrillHouse } from '../house.ts'
import { citizen } from './own-lived.ts'
import type { Eyes } from './sheet.ts'

const organ = '210102-approval-bureau'
const password = '青山不改绿水 2026'
const redirect = 'http://127.0.0.1:9/back'
const client = 'drill-department'
/** As the city says it: 138****0004. */
const phone = '13800000004'

/** A person whose account the counter opened, and the printed codes he was given. */
export interface Account {
  readonly number: string
  nextCode(): string
}

async function post(door: LiveHouse, path: string, token: string, body: object) {
  const answer = await fetch(`${door.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Readonly<Record<string, string>>
}

async function administrator({ city }: DrillHouse, door: LiveHouse, kind: 'system' | 'security'): Promise<string> {
  const by = { kind: 'system', name: 'drill' } as const
  const person = await city.db.transaction(async sql => {
    const officer = { personnelNumber: `D-${kind}`, name: '演练管理员', from: '2026-01-01' }
    const id = await city.identity.recordPerson(sql, by, officer)
    await city.identity.appointAdministrator(sql, by, { person: id, kind, from: city.clock.today().toString() })
    return id
  })
  return door.issuer!.mint({ sub: person, administrator: kind, scope: 'administer', acr: 2 })
}

/** A department's system that signs people in here, so that its page can be seen. */
async function registerClient(house: DrillHouse, door: LiveHouse): Promise<void> {
  const [system, security] = [await administrator(house, door, 'system'), await administrator(house, door, 'security')]
  const asked = { id: client, name: '演练部门系统', redirects: [redirect] }
  await post(door, '/api/administration/clients', system, asked)
  await post(door, '/api/administration/clients/approve', security, { id: client })
}

/** Where a department's system sends a browser: its challenge is the one of RFC 7636 appendix B. */
export const departmentAsks = (): string =>
  `/oidc/auth?${new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirect,
    state: 'drill',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })}`

async function openAccount(house: DrillHouse, door: LiveHouse, browser: Browser): Promise<Account> {
  const { city, officer } = house
  const { name, number } = citizen
  const identifiers = [{ scheme: 'citizen', value: number }] as const
  const { party } = await city.db.transaction(sql => city.parties.register(sql, { kind: 'person', name, identifiers }))
  const { person, post: at } = officer(`${organ}/acceptance`)
  const token = await door.issuer!.mint({ sub: person, post: at, scope: 'parties.write' })
  const { code = '' } = await post(door, '/api/accounts', token, { party, number, document: 'identity-card', phone })
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(`${door.url}/sign-in/activate`)
  for (const [field, value] of Object.entries({ number, code, password, again: password }))
    await page.locator(`input[name=${field}]`).fill(value)
  await page.locator('main form button').last().click()
  const codes = await page.locator('main code').allTextContents()
  await context.close()
  if (codes.length === 0) throw new Error('the account was not opened')
  return { number, nextCode: () => codes.shift() ?? '' }
}

/** 各人的浏览器 What each pair of eyes brings along, once it has signed in as everybody does. */
export async function openVisitors(house: DrillHouse, door: LiveHouse, browser: Browser) {
  await registerClient(house, door)
  const account = await openAccount(house, door, browser)

  async function half(context: BrowserContext): Promise<void> {
    const page = await context.newPage()
    await page.goto(`${door.url}/sign-in`)
    await page.locator('input[name=name]').fill(account.number)
    await page.locator('input[name=password]').fill(password)
    await page.locator('main form button').last().click()
    await page.waitForURL(/\/sign-in\/code/)
    await page.close()
  }

  async function enter(context: BrowserContext, who: string): Promise<void> {
    const page = await context.newPage()
    await page.goto(`${door.url}/demo`)
    await page.locator(`form:has(input[value=${who}]) button`).first().click()
    await page.waitForURL(url => url.pathname !== '/demo')
    await page.close()
  }

  async function second(context: BrowserContext): Promise<void> {
    await half(context)
    const page = await context.newPage()
    await page.goto(`${door.url}/sign-in/code`)
    await page.locator('input[name=code]').fill(account.nextCode())
    await page.locator('main form button').first().click()
    await page.waitForURL(url => url.pathname !== '/sign-in/code')
    await page.close()
  }

  /** Signs in once for all who look at the same time. */
  const states = new Map<Eyes, ReturnType<BrowserContext['storageState']>>()
  async function signIn(eyes: Eyes) {
    const context = await browser.newContext({ locale: 'zh-CN' })
    try {
      await (eyes === 'account' ? second(context) : enter(context, eyes === 'newcomer' ? 'citizen' : eyes))
      return await context.storageState()
    } finally {
      await context.close()
    }
  }
  const stateOf = (eyes: Eyes) => {
    const known = states.get(eyes) ?? signIn(eyes)
    states.set(eyes, known)
    return known
  }

  return {
    /** A browser of this one's, signed in. */
    async as(eyes: Eyes, width: number, screen: BrowserContextOptions = {}) {
      const storageState = eyes === 'visitor' || eyes === 'half' ? undefined : await stateOf(eyes)
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        locale: 'zh-CN',
        ...screen,
        ...(storageState && { storageState }),
      })
      if (eyes === 'half') await half(context)
      return context
    },
  }
}
