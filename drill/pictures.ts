import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { conclude, say } from './house.ts'
import { openForPages } from './pages/opened.ts'
import { type Pictured, pictured, pictureOf, screens } from './pictures/pictures.ts'

/**
 * 拍照 Takes the pictures of the main pages that the READMEs show, on a phone and on a desktop, in Chinese: from the same
 * city and the same day each time. Refuses where no Chinese is drawn. `--only desk-case,form` takes those alone.
 */
const root = join(import.meta.dirname, '..')
const mostBytes = 100_000
const at = process.argv.indexOf('--only')
const wanted = at === -1 ? undefined : (process.argv[at + 1] ?? '').split(',')

/** A machine without a Chinese font draws the same box for every sign. */
const drawsChinese = `(() => {
  const drawn = sign => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 })
    const pen = canvas.getContext('2d')
    pen.scale(3, 3)
    pen.fillText(sign, 1, 11)
    return canvas.toDataURL()
  }
  return drawn('准') !== drawn('绳')
})()`

const { lived, door, visitors, close } = await openForPages()
const wrong: string[] = []
let pictures = 0
let bytes = 0
let largest = 0
for (const [name, wayOf] of Object.entries(pictured)) {
  const way: Pictured = wayOf(lived)
  if ('none' in way || (wanted !== undefined && !wanted.includes(name))) continue
  for (const [screen, options] of Object.entries(screens)) {
    const context = await visitors.as(way.as, options.viewport.width, options)
    try {
      const page = await context.newPage()
      await page.goto(`${door.url}${way.to}`)
      await way.press?.(page)
      await page.waitForLoadState('networkidle')
      if (!(await page.evaluate<boolean>(drawsChinese))) wrong.push(`${name} ${screen}: no Chinese is drawn`)
      await page.evaluate('document.activeElement?.blur(); scrollTo(0, 0)')
      if (way.from) await page.evaluate(`document.querySelector('${way.from}').scrollIntoView()`)
      const devtools = await context.newCDPSession(page)
      const { viewport, deviceScaleFactor: scale } = options
      const top = await page.evaluate<number>('scrollY')
      const clip = { x: 0, y: top, ...viewport, scale }
      const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 70, clip })
      const picture = Buffer.from(data, 'base64')
      const path = join(root, pictureOf(name, screen))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, picture)
      pictures++
      bytes += picture.length
      largest = Math.max(largest, picture.length)
      if (picture.length > mostBytes) wrong.push(`${name} ${screen}: ${picture.length} bytes`)
      say(`${pictureOf(name, screen)}: ${picture.length} bytes`)
    } catch (fault) {
      wrong.push(`${name} ${screen}: ${fault instanceof Error ? fault.message.split('\n')[0] : String(fault)}`)
    } finally {
      await context.close()
    }
  }
}
await close()
conclude({ name: 'pictures', ok: wrong.length === 0, figures: { pictures, bytes, largest, wrong } })
