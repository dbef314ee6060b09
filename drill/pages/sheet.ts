import type { Locator, Page } from 'playwright-core'

/**
 * Who looks: nobody signed in, somebody of whom the city knows nothing yet, a firm with cases, somebody who signed in with a code, who still has to; an
 * officer at the counter, the head who decides, whoever supervises, and an officer of another organ, where nothing waits.
 */
export type Eyes = 'visitor' | 'newcomer' | 'firm' | 'account' | 'half' | 'window' | 'head' | 'supervisor' | 'reviewer'

export interface Way {
  readonly as: Eyes
  readonly to: string
  /** The desk has no large type: it is looked at once. */
  readonly desk?: true
  /** What is pressed before one looks. */
  readonly press?: (page: Page) => Promise<unknown>
  /** What must stand on the page. */
  readonly shows?: string
  /** What must stand in its fields: what a register or an earlier case knew, and in error what was typed. */
  readonly keeps?: readonly string[]
  /** Buttons that stay pressed and open something each: pressed one after another, and looked at every time. */
  readonly each?: { readonly buttons: string; readonly also: (page: Page) => Promise<unknown> }
}

/** A state is told by what stands in it and in no other: `proved.ts` holds the sheets to that. */
export type Shown = Way & { readonly shows: string }
interface None {
  readonly none: string
}

/** A page in its states; where it has not a state, why not. What it opens by `<details>` is opened in each of them. */
export interface Sheet {
  /** What was planted: written for this page, not the page's own words. */
  readonly full: Shown | None
  /** Why there is nothing, or what is to be typed. */
  readonly empty: Shown | None
  /** What is wrong, and what to do about it. */
  readonly error: Shown | None
  /** What stands open only after a press: the form of an act, a receipt. Nothing in this city pops up. */
  readonly dialog?: Way
}
export type Sheets = Readonly<Record<string, Sheet>>

type More = Omit<Way, 'as' | 'to'>

export const none = (why: string): None => ({ none: why })
export const standing = none('it always says the same')
export const asks = none('it is a form: as it stands it is looked at as empty, with what was typed as in error')
export const reads = none('nothing is typed here')
export const file = { full: none('it is a file'), empty: none('it is a file') }

/** Somebody at an address. */
export const by = <Rest extends More>(as: Eyes, to: string, rest = {} as Rest) => ({ as, to, ...rest })
/** 不存在 What is not there, and what is somebody else's, for whoever asks for it. */
export const absent = (as: Eyes, to: string) => by(as, to, { shows: '地址可能写错了' })
/** 先登录 Whoever has not signed in is asked to. */
export const signInFirst = (to: string) => by('visitor', to, { shows: '先输入账户和口令，再输入一次性码' })
export const visitor = <Rest extends More>(to: string, rest = {} as Rest) => by('visitor', to, rest)

/** From a browser that checks nothing itself: what the city says of it is to be seen. What was typed is kept first, so the next page comes a while after the press. */
async function sendBy(button: Locator): Promise<void> {
  await button.evaluate(pressed => {
    ;(pressed as unknown as { form: { noValidate: boolean } }).form.noValidate = true
  })
  const next = button.page().waitForEvent('framenavigated', { timeout: 10_000 })
  await Promise.all([button.click(), next.catch(() => undefined)])
}
/** Sends the last form. */
export const submit = (page: Page): Promise<void> => sendBy(page.locator('main form button:not([name])').last())
/** Sends the form of this button. */
export const submitted = (name: string) => (page: Page) =>
  sendBy(page.locator('main').getByRole('button', { name, exact: true }).first())

/** Types into the fields of these names and sends: whatever is wrong, what was typed must still stand there. */
export const typing = (fields: Readonly<Record<string, string>>, send: (page: Page) => Promise<unknown> = submit) => ({
  keeps: Object.values(fields),
  async press(page: Page) {
    for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).first().fill(value)
    await send(page)
  },
})
export const pressed = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click()
export const and =
  (...steps: readonly ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const step of steps) await step(page)
  }

export const settled = (page: Page) => page.waitForLoadState('networkidle')

/** The desk is drawn by its script: one looks when its page is there. */
export const deskIs = (heading: string) => async (page: Page) => {
  await page.getByRole('heading', { level: 1, name: heading }).first().waitFor()
  await settled(page)
}
