import type { Browser } from 'playwright-core'
import { median } from '../case/round.ts'

/** A cheap telephone on a slow network: a quarter of this processor, 1.6 Mbit/s, 150 ms there and back. */
const network = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
const slower = 4
const times = 5

const largest = `new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
  .observe({ type: 'largest-contentful-paint', buffered: true }))`

/** 最大内容绘制 Milliseconds until the largest thing of a page is painted, with an empty cache; the median of five. */
export async function paintedAfter(browser: Browser, url: string, cookie?: string): Promise<number> {
  const found: number[] = []
  for (let time = 0; time < times; time++) {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      locale: 'zh-CN',
      bypassCSP: true,
    })
    if (cookie !== undefined) {
      const [name = '', value = ''] = cookie.split('=')
      await context.addCookies([{ name, value, url }])
    }
    const page = await context.newPage()
    const wire = await context.newCDPSession(page)
    await wire.send('Network.emulateNetworkConditions', network)
    await wire.send('Emulation.setCPUThrottlingRate', { rate: slower })
    await page.goto(url)
    found.push(await page.evaluate<number>(largest))
    await context.close()
  }
  return median(found)
}
