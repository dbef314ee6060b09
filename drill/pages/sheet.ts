import type { Page } from 'playwright-core'

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
  /** Buttons that stay pressed and open something each: pressed one after another, and looked at every time. */
  readonly each?: { readonly buttons: string; readonly also: (page: Page) => Promise<unknown> }
}

/** A full page shows what was written for it. */
export type Full = Way & { readonly shows: string }
interface None {
  readonly none: string
}

/** A page in its states; where it has not a state, why not. What it opens by `<details>` is opened in each of them. */
export interface Sheet {
  readonly full: Full | None
  readonly empty: Way | None
  readonly error: Way | None
  /** What stands open only after a press: the form of an act, a receipt. Nothing in this city pops up. */
  readonly dialog?: Way
}
export type Sheets = Readonly<Record<string, Sheet>>

type More = Omit<Way, 'as' | 'to'>

export const none = (why: string): None => ({ none: why })
export const standing = none('it always says the same')
export const asks = none('it is a form')
export const reads = none('nothing is typed here')
export const file = { full: none('it is a file'), empty: none('it is a file') }

/** Somebody at an address. */
export const by = <Rest extends More>(as: Eyes, to: string, rest = {} as Rest) => ({ as, to, ...rest })
export const visitor = <Rest extends More>(to: string, rest = {} as Rest) => by('visitor', to, rest)

/** Sends the last form, from a browser that checks nothing itself: what the city says of it is to be seen. */
export async function submit(page: Page): Promise<void> {
  const button = page.locator('main form button:not([name])').last()
  await button.evaluate(pressed => {
    ;(pressed as unknown as { form: { noValidate: boolean } }).form.noValidate = true
  })
  await button.click()
}
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
