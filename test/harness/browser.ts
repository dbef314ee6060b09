import { type Browser, chromium as driver } from 'playwright-core'

/**
 * 浏览器 The browser that npm brought, or the one `CHROMIUM_PATH` names. Runs without its sandbox: the machine that tests
 * is often root in a container, and the only pages it opens are ours.
 */
export async function openBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH
  if (named) return driver.launch({ executablePath: named, args: ['--no-sandbox'] })
  const { default: chromium } = await import('@sparticuz/chromium')
  // Its own arguments are for a serverless host: one process, which ends with the first page that is closed.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  return driver.launch({ executablePath: await chromium.executablePath(), args })
}
