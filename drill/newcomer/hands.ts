import type { Locator, Page } from 'playwright-core'

/** Seconds by the keystroke-level model (Card, Moran, Newell 1980): a key, a pointing, a decision. */
const model = { key: 0.28, point: 1.1, decide: 1.35 } as const
/** What one Chinese sign takes to type: its sound in letters, and choosing it. */
const keysOfSign = 4

const keysOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) < 128 ? 1 : keysOfSign), 0)
const rounded = (seconds: number, digits: number): number => Math.round(seconds * 10 ** digits) / 10 ** digits

/** 一双手 Somebody before this page, whose presses, keys and waits are counted as those of one who sees it for the first time. */
export function handsOn(page: Page) {
  let presses = 0
  let seconds = 0
  const waits: number[] = []

  /** What leads on is waited for, and the waiting counts. */
  async function waiting(what: () => Promise<unknown>, until: () => Promise<unknown>): Promise<void> {
    const began = performance.now()
    await what()
    await until()
    const waited = (performance.now() - began) / 1_000
    waits.push(rounded(waited, 2))
    seconds += waited
  }

  async function press(what: () => Promise<unknown>, until: () => Promise<unknown> = async () => {}): Promise<void> {
    presses++
    seconds += model.decide + model.point + model.key
    await waiting(what, until)
  }

  return {
    page,
    press,
    /** 打开 An address that stands in the terminal, typed sign by sign. */
    async open(address: string, until: () => Promise<unknown>): Promise<void> {
      seconds += model.decide + keysOf(address) * model.key
      await waiting(() => page.goto(address), until)
    },
    /** One press into the box, and every key. */
    async type(box: Locator, text: string): Promise<void> {
      await press(() => box.click())
      seconds += model.decide + keysOf(text) * model.key
      await box.fill(text)
    },
    /** One press opens the list, another chooses. */
    async choose(list: Locator, value: string): Promise<void> {
      await press(() => list.click())
      await press(() => list.selectOption(value))
    },
    said: () => ({ seconds: rounded(seconds, 1), presses, waits }),
  }
}
export type Hands = ReturnType<typeof handsOn>
