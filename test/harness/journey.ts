import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { drawWhole, openBrowser } from './browser.ts'
import { openTestGate } from './gate.ts'
import { codeOf, openOfficerAccount, openPerson, password } from './person.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds fault with, and whether the page is wider than its screen. */
const faults = `${drawWhole}; ${axe}; axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then(({ violations }) => [
  ...violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => [id, ...target, html.slice(0, 160)].join(' '))),
  ...(document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : []),
])`

/** Somebody whose account the counter opened: what he types to sign in. */
export interface Account extends SignsIn {
  readonly party: string
}
interface SignsIn {
  readonly number: string
  /** The next of his codes; each is good once. */
  nextCode(): string
}
/** A firm on the register, and the account of its legal representative. */
export interface Enterprise extends Account {
  readonly name: string
  readonly firm: string
  readonly uscc: string
}

/** One browser of one person: what its pages, and those it opens, did that they must not is told when it is closed. */
export interface Walker {
  readonly page: Page
  readonly context: BrowserContext
  /** Fails where axe finds fault with a page as it stands now, or it is wider than its screen. */
  look(what: string, page?: Page): Promise<void>
  /** Runs in the page, also where the page itself may run nothing. */
  measure<Found>(expression: string, page?: Page): Promise<Found>
  close(): Promise<void>
}

interface Seen {
  readonly script?: boolean
  readonly width?: number
}

export const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor()
/** Somewhere on the page, and to be seen. */
export const sees = (page: Page | Locator, text: string | RegExp): Promise<void> =>
  page.getByText(text).filter({ visible: true }).first().waitFor()
export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()
export const follow = (page: Page, name: string): Promise<void> =>
  page.getByRole('link', { name, exact: true }).first().click()
export const choose = (page: Page, group: string | RegExp, name: string): Promise<void> =>
  page.getByRole('group', { name: group }).getByLabel(name, { exact: true }).check()

/** The driver waits for what runs in a page as long as it runs, and a test that hangs tells nobody where. */
const inTime = <Found>(measured: Promise<Found>): Promise<Found> =>
  Promise.race([
    measured,
    pause(30_000, undefined, { ref: false }).then(() => assert.fail('the page did not answer within 30 s')),
  ])

/** A window that does not close in time is left: the browser ends at last, and all its windows with it. */
const left = (closing: Promise<void>): Promise<void> =>
  Promise.race([closing.catch(() => {}), pause(10_000, undefined, { ref: false })])

/** 全程 One city with its door open and one browser, for as many journeys as there are. */
export async function openJourneys(options: Parameters<typeof openTestGate>[0] = {}) {
  const gate = await openTestGate(options)
  const base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  const browser = await openBrowser()

  /** 镜 A page that runs no script as it stands, in a browser that does: only so can it be measured. */
  async function lensOf(width: number) {
    const viewport = { width, height: 900 }
    const page = await (await browser.newContext({ viewport, locale: 'zh-CN' })).newPage()
    let body = ''
    await page.route('**/*', route =>
      route.request().isNavigationRequest()
        ? route.fulfill({ contentType: 'text/html; charset=utf-8', body })
        : route.continue(),
    )
    return {
      async show(other: Page): Promise<Page> {
        body = await other.content()
        await page.goto(other.url())
        return page
      },
      close: () => page.context().close(),
    }
  }

  async function walkerIn(context: BrowserContext, { script = true, width = 1_280 }: Seen): Promise<Walker> {
    let lens = script ? undefined : await lensOf(width)
    const wrong: string[] = []
    context.setDefaultTimeout(15_000)
    context.on('page', page => {
      page.on('pageerror', fault => wrong.push(fault.message))
      page.on('console', message => {
        if (/content security policy/i.test(message.text())) wrong.push(message.text())
      })
      page.on('response', answer => {
        if (answer.status() >= 500) wrong.push(`${answer.status()} ${answer.url()}`)
      })
      page.on('dialog', dialog => {
        wrong.push(`a pop-up: ${dialog.message()}`)
        void dialog.dismiss()
      })
    })
    const page = await context.newPage()
    async function measure<Found>(expression: string, at = page): Promise<Found> {
      if (lens === undefined) return inTime(at.evaluate<Found>(expression))
      const shown = async () => (await lens!.show(at)).evaluate<Found>(expression)
      return inTime(shown()).catch(async () => {
        // A page of a busy browser that never answers is left, and another one opened in its place.
        lens = await lensOf(width)
        return inTime(shown())
      })
    }
    return {
      page,
      context,
      measure,
      async look(what, at = page) {
        assert.deepEqual(await measure<readonly string[]>(faults, at), [], what)
      },
      async close() {
        await left(Promise.all([lens?.close(), context.close()]).then(() => {}))
        assert.deepEqual(wrong, [])
      },
    }
  }

  async function visitor({ script = true, width = 1_280 }: Seen = {}): Promise<Walker> {
    const viewport = { width, height: 900 }
    const context = await browser.newContext({ viewport, locale: 'zh-CN', javaScriptEnabled: script })
    return walkerIn(context, { script, width })
  }

  async function signIn(page: Page, { number, nextCode }: SignsIn): Promise<void> {
    await page.getByLabel('账户').fill(number)
    await page.getByLabel('口令', { exact: true }).fill(password)
    await press(page, '下一步')
    await page.getByLabel('一次性码', { exact: true }).fill(nextCode())
    await press(page, '登录')
  }

  const officers = new Map<string, Promise<{ readonly number: string; readonly secret: string }>>()
  async function officerAccount(person: string): Promise<SignsIn> {
    const opened = officers.get(person) ?? openOfficerAccount(gate, person)
    officers.set(person, opened)
    const { number, secret } = await opened
    return { number, nextCode: () => codeOf(gate, secret) }
  }

  async function account(): Promise<Account> {
    const { number, party, codes } = await openPerson(gate)
    const left = [...codes]
    return { number, party, nextCode: () => left.shift() ?? assert.fail('no printed code is left') }
  }

  return {
    gate,
    base,
    account,

    async enterprise(name: string): Promise<Enterprise> {
      const { db, registers } = gate.house.city
      const [own, firm] = [await account(), await gate.house.firm(name)]
      const uscc = gate.house.codeOf(firm)
      await db.transaction(sql =>
        registers.set(sql, 'enterprise', {
          entry: randomUUID(),
          from: '2020-01-01',
          values: { uscc, name, active: true, keyEnergyUser: true, representative: own.party },
          source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
        }),
      )
      return { ...own, name, firm, uscc }
    },

    /** A browser in which nobody has signed in. */
    visitor,

    /** An officer’s browser, at a page of the desk: he signs in with the code of his token and takes this post, where he holds several. */
    async officer(post: string, path = '/'): Promise<Walker> {
      const { person, post: taken } = await gate.house.officer(post)
      const walker = await visitor()
      const { page } = walker
      await page.goto(`${base}/sign-in?${new URLSearchParams({ to: `/office${path}` })}`)
      await signIn(page, await officerAccount(person))
      await page.waitForURL(/\/(?:office|sign-in\/post)\b/)
      if (page.url().includes('/sign-in/post'))
        await page
          .locator('form', { has: page.locator(`input[value="${taken}"]`) })
          .getByRole('button')
          .click()
      await page.waitForURL(`${base}/office${path}`)
      return walker
    },

    /** Both steps, on the page that asks for them. */
    signIn,

    /** The log takes the steps in, and whoever waits for them is told. */
    async settle(): Promise<void> {
      const { sequencer, subscriptions } = gate.house.city
      await sequencer.drain()
      while ((await subscriptions.runOnce()) > 0);
    },

    async close(): Promise<void> {
      await browser.close()
      await gate.close()
    },
  }
}
export type Journeys = Awaited<ReturnType<typeof openJourneys>>
/** The house, once it is open. */
export type Opened = () => Journeys
