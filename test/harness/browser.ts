import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium as driver } from 'playwright-core'

/** Libraries that are being unpacked by another test at this moment are there a little later. */
const tries = 10

/**
 * 浏览器 The browser that npm brought, or the one `CHROMIUM_PATH` names. Runs without its sandbox: the machine that tests
 * is often root in a container, and the only pages it opens are ours.
 */
export async function openBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH
  if (named) return watched(await driver.launch({ executablePath: named, args: ['--no-sandbox'] }))
  const { default: chromium } = await import('@sparticuz/chromium')
  // Its own arguments are for a serverless host: one process, which ends with the first page that is closed.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  return watched(await launchAnywhere({ executablePath: await chromium.executablePath(), args }))
}

/** Where the system lacks a library that Chromium is linked with, the one that npm brought beside it is taken. */
export async function launchAnywhere(
  options: NonNullable<Parameters<typeof driver.launch>[0]>,
  launch: (options: NonNullable<Parameters<typeof driver.launch>[0]>) => Promise<Browser> = given =>
    driver.launch(given),
): Promise<Browser> {
  const lacksLibrary = (fault: unknown) => /error while loading shared libraries/.test(String(fault))
  try {
    return await launch(options)
  } catch (fault) {
    if (!lacksLibrary(fault)) throw fault
  }
  const { inflate } = await import('@sparticuz/chromium')
  const build = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const libraries = join(await inflate(join(build, '../../bin/al2023.tar.br')), 'lib')
  const env = { ...process.env, LD_LIBRARY_PATH: libraries }
  for (let left = tries; ; left--)
    try {
      return await launch({ ...options, env })
    } catch (fault) {
      if (left === 0 || !lacksLibrary(fault)) throw fault
      await pause(1_000)
    }
}

/** Whatever the content security policy of any page refused fails whoever closes the browser. */
function watched(browser: Browser): Browser {
  const refused: string[] = []
  const [newContext, close] = [browser.newContext.bind(browser), browser.close.bind(browser)]
  browser.newContext = async options => {
    const context = await newContext(options)
    context.on('console', message => {
      if (/content security policy/i.test(message.text())) refused.push(`${message.page()?.url()}: ${message.text()}`)
    })
    return context
  }
  browser.close = async options => {
    await close(options)
    assert.deepEqual(refused, [])
  }
  return browser
}
