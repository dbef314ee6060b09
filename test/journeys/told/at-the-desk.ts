import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { choose, type Journeys, press } from '../../harness/journey.ts'

/** 办理 One act of the case that is open at the desk: chosen, filled in, confirmed, and said to be done. */
export async function act(page: Page, verb: string, fill: () => Promise<unknown> = async () => {}): Promise<void> {
  await press(page, verb)
  await fill()
  await press(page, `确认${verb}`)
  const done = page.getByRole('status').getByText(`已完成：${verb}`)
  await done
    .waitFor()
    .catch(async fault => assert.fail(`${verb}: ${await page.getByRole('alert').allTextContents()} ${fault}`))
}

/** 一次告知 These are asked for, each by its label, and why. */
export const askFor = (page: Page, wanted: readonly string[], note: string): Promise<void> =>
  act(page, '一次告知补正', async () => {
    for (const one of wanted) await page.getByRole('checkbox', { name: one, exact: true }).check()
    await page.getByLabel('说明', { exact: false }).fill(note)
  })

/** 负责人 Decides with his reason. */
export const decide = (page: Page, outcome: string, reason: string, more = async () => {}): Promise<void> =>
  act(page, '决定', async () => {
    await choose(page, '决定', outcome)
    await page.getByLabel('说明理由').fill(reason)
    await more()
  })

/** 反馈意见 An organ that was asked beside the others answers at its own desk, where the case is among today's. */
export async function answerConsultation(house: Journeys, number: string, post: string): Promise<void> {
  const { page, look, close } = await house.officer(post)
  await page.locator('tr', { hasText: number }).getByRole('link').click()
  await act(page, '完成环节', () => choose(page, '意见', '同意'))
  await look(`answered by ${post}`)
  await close()
}
