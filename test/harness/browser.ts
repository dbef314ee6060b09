import assert from 'node:assert/strict'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium as driver } from 'playwright-core'

const { resolve } = createRequire(import.meta.url)

/**
 * 中文字形 The letters that npm brought for the papers, for a machine that has no Chinese ones. There a browser draws boxes, of another width, and
 * searches all fonts of the system for each new sign: a quarter of the time until a page was painted went into that, which no telephone of a reader does.
 * What the system has goes before.
 */
function letters(): string {
  if (process.env.FONTCONFIG_FILE) return process.env.FONTCONFIG_FILE
  const at = join(tmpdir(), `plumbline-letters-${userInfo().uid}`)
  const folders = ['400Regular/NotoSansSC_400Regular', '700Bold/NotoSansSC_700Bold'].map(
    name => `<dir>${dirname(resolve(`@expo-google-fonts/noto-sans-sc/${name}.ttf`))}</dir>`,
  )
  mkdirSync(at, { recursive: true })
  const file = join(at, 'fonts.conf')
  const half = join(at, `${process.pid}.half`)
  writeFileSync(
    half,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${folders.join('\n')}
<cachedir>${at}</cachedir>
<match target="pattern"><edit name="family" mode="append" binding="weak"><string>Noto Sans SC</string></edit></match>
</fontconfig>
`,
  )
  renameSync(half, file)
  return file
}

/** Libraries that are being unpacked by another test at this moment are there a little later. */
const tries = 10

/**
 * 浏览器 The browser that npm brought, or the one `CHROMIUM_PATH` names. Runs without its sandbox: the machine that tests
 * is often root in a container, and the only pages it opens are ours.
 */
export async function openBrowser(): Promise<Browser> {
  const env = { ...process.env, FONTCONFIG_FILE: letters() }
  const named = process.env.CHROMIUM_PATH
  if (named) return watched(await driver.launch({ executablePath: named, args: ['--no-sandbox'], env }))
  const { default: chromium } = await import('@sparticuz/chromium')
  // Its own arguments are for a serverless host: one process, which ends with the first page that is closed.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  return watched(await launchAnywhere({ executablePath: await chromium.executablePath(), args, env }))
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
  const build = resolve('@sparticuz/chromium')
  const libraries = join(await inflate(join(build, '../../bin/al2023.tar.br')), 'lib')
  const env = { ...(options.env ?? process.env), LD_LIBRARY_PATH: libraries }
  for (let left = tries; ; left--)
    try {
      return await launch({ ...options, env })
    } catch (fault) {
      if (left === 0 || !lacksLibrary(fault)) throw fault
      await pause(1_000)
    }
}

/**
 * 整页画出 What a telephone sets only when it comes near is set now, as on the way down the page: whoever looks for faults, or for what is too wide,
 * would see nothing of it.
 */
export const drawWhole = `{
  const whole = new CSSStyleSheet()
  whole.replaceSync('* { content-visibility: visible !important }')
  document.adoptedStyleSheets = [whole]
}`
/** What comes near is set when it comes near, as before. */
export const drawAsUsual = 'document.adoptedStyleSheets = []'

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
