import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { type Drawn, type PlacedText, placesIn } from '../../../test/harness/pdf-places.ts'
import { readSquareCode } from '../../../test/harness/square-code.ts'
import type { Paper } from './paper.ts'
import { printPaper } from './press.ts'
import { makePaperSigner } from './signing.ts'

const folder = mkdtempSync(join(tmpdir(), 'plumbline-layout-'))
after(() => rmSync(folder, { recursive: true }))
const clock = manualClock('2026-03-02T09:00:00+08:00')
const signer = makePaperSigner({ path: join(folder, 'paper.p12'), create: true, clock, name: '试验城市（样本）' })

const paper: Paper = {
  form: 'letter',
  organ: '和平区行政审批局',
  number: '沈和审批〔2026〕1号',
  title: '不予许可决定书',
  addressee: '沈阳示例热力有限公司',
  blocks: [
    { kind: 'text', text: '项目不符合强制性节能标准测算依据不足'.repeat(70) },
    { kind: 'text', text: '本决定自送达之日起生效。' },
  ],
  dated: '2026年3月2日',
  at: Temporal.Instant.from('2026-03-02T01:00:00Z'),
  check: { address: 'https://city.example/verify?number=1#7Q2M-K4TX-9D3P', lines: ['编号　沈和审批〔2026〕1号'] },
  words: { sample: '样本', seal: '样本印章', code: '二维码', reason: '签发文书', colon: '：' },
}

/** Points to millimetres. */
const mm = (points: number): number => (points * 25.4) / 72
const near = (found: number, wanted: number, within: number, what: string) =>
  assert.ok(Math.abs(found - wanted) <= within, `${what}: ${found.toFixed(2)} mm, not ${wanted} ± ${within}`)
/** Upper and lower edge of the square a Chinese sign stands in. */
const topOf = ({ y, size }: PlacedText): number => mm(y - 0.88 * size)
const footOf = ({ y, size }: PlacedText): number => mm(y + 0.12 * size)
const sign = 156 / 28
/** Chinese signs are as wide as a twenty-eighth of a line, others half of it at most. */
const wide = ({ text }: PlacedText): number =>
  [...text].reduce((sum, one) => sum + (/[\u0020-\u00ff]/.test(one) ? 0 : sign), 0)
const black = '#000000'
const isRed = (colour: string): boolean => /^#c[0-9a-f]1[0-9a-f]2[0-9a-f]$/.test(colour)

suite('版面 GB/T 9704-2012, measured in the file', () => {
  let texts: readonly PlacedText[]
  let drawn: readonly Drawn[]
  let sheets: ReturnType<typeof placesIn>['sheets']
  const said = (text: string): PlacedText => {
    const found = texts.find(one => one.text === text && !one.turned)
    assert.ok(found, `${text} stands nowhere`)
    return found
  }
  /** Lines of the text itself on a sheet. */
  const linesOf = (page: number) => texts.filter(one => one.page === page && one.size === 16 && !one.turned)
  before(async () => {
    ;({ texts, drawn, sheets } = placesIn(await printPaper(signer, paper)))
  })

  test('5.1 the sheet is A4, 210 × 297 mm', () => {
    for (const { width, height } of sheets) {
      near(mm(width), 210, 0.1, 'width')
      near(mm(height), 297, 0.1, 'height')
    }
  })

  test('5.2.1 37 ± 1 mm above and 28 ± 1 mm left of a type area of 156 × 225 mm, which a full sheet fills to its edges', () => {
    const lines = linesOf(2)
    near(topOf(lines[0]!), 37, 1, 'above')
    near(footOf(lines.at(-1)!), 37 + 225, 1, 'foot')
    for (const line of lines) {
      near(mm(line.x), 28, 1, line.text)
      near(mm(line.x) + wide(line), 28 + 156, 1, line.text)
    }
  })

  test('5.2.2, 5.2.4 the text is of size three (16 pt), black', () => {
    for (const { size, colour } of linesOf(2)) assert.deepEqual([size, colour], [16, black])
  })

  test('5.2.3 twenty-two lines of twenty-eight signs on a sheet, all as far from one another', () => {
    const lines = linesOf(2)
    assert.equal(lines.length, 22)
    for (const { text } of lines) assert.equal([...text].length, 28)
    // 3.2: from line to line a sign and seven eighths of one.
    for (const [at, line] of lines.entries())
      if (at > 0) near(mm(line.y - lines[at - 1]!.y), mm(16 * (1 + 7 / 8)), 0.3, 'from line to line')
  })

  test('7.2.4 the organ in red, in the middle, its upper edge 35 mm below that of the type area', () => {
    const head = said(paper.organ)
    assert.ok(isRed(head.colour), head.colour)
    near(topOf(head), 37 + 35, 1, 'upper edge')
    assert.ok(head.size > 22, 'larger than the title')
    near(mm(head.x) - 28, 28 + 156 - mm(head.x) - mm(head.size + (16 * 156) / 156 - 16) * 8, 3, 'middle')
  })

  test('7.2.5 the number two empty lines below it, in the middle: initials, year in its brackets, serial without noughts', () => {
    const number = said(paper.number)
    assert.match(number.text, /^\p{Script=Han}+〔\d{4}〕[1-9]\d*号$/u)
    near(topOf(number) - footOf(said(paper.organ)), 2 * 10.45, 1, 'below the organ')
    assert.equal(number.colour, black)
  })

  test('7.2.7 a red line 4 mm below the number, as wide as the type area', () => {
    const line = drawn.find(({ page, box }) => page === 1 && box.top === box.bottom)!
    assert.ok(isRed(line.colour), line.colour)
    near(mm(line.box.top) - footOf(said(paper.number)), 4, 0.3, 'below the number')
    near(mm(line.box.left), 28, 0.1, 'left')
    near(mm(line.box.right), 184, 0.1, 'right')
  })

  test('7.3.1 the title of size two (22 pt), two empty lines below the red line, in the middle', () => {
    const title = said(paper.title)
    assert.deepEqual([title.size, title.colour], [22, black])
    const line = drawn.find(({ page, box }) => page === 1 && box.top === box.bottom)!
    near(topOf(title) - mm(line.box.top), 2 * 10.45, 1, 'below the line')
    near(mm(title.x) + mm(title.size) * 3.5, 28 + 78, 1.5, 'middle')
  })

  test('7.3.2, 7.3.3 the addressee one empty line below, flush; paragraphs two signs in, their other lines flush; text on the first sheet', () => {
    const addressee = said(`${paper.addressee}：`)
    near(mm(addressee.x), 28, 0.1, 'flush')
    const space = topOf(addressee) - footOf(said(paper.title))
    assert.ok(space > 10.45 && space < 2 * 10.45, `${space} mm below the title`)
    const [first, second] = linesOf(1).filter(({ y }) => y > addressee.y)
    near(mm(first!.x), 28 + 2 * sign, 0.1, 'two signs in')
    near(mm(second!.x), 28, 0.1, 'flush')
    near(mm(first!.y - addressee.y), 10.45, 0.1, 'on the next line')
  })

  test('7.3.5.1 organ and date, the date four signs from the right; a red seal with 样本 over both, which stand below its middle', () => {
    const last = sheets.length
    const date = texts.findLast(({ text }) => text === paper.dated)!
    const organ = texts.findLast(({ text, turned, page }) => text === paper.organ && !turned && page === last)!
    const seal = drawn.findLast(({ colour, page }) => page === last && isRed(colour))!.box
    const centre = { x: mm(seal.left + seal.right) / 2, y: mm(seal.top + seal.bottom) / 2 }
    near(mm(organ.x) + wide(organ) / 2, centre.x, 1, 'organ in the middle of the seal')
    assert.ok(mm(date.x) < centre.x && centre.x < 28 + 156 - 4 * sign, 'the date under the seal')
    near((topOf(organ) + footOf(date)) / 2 - centre.y, 3, 2.5, 'organ and date below the middle of the seal')
    assert.ok(mm(seal.bottom) > footOf(date) && mm(seal.top) < topOf(organ), 'the seal over both')
    assert.ok(centre.x > 105, 'at the right')
    const text = linesOf(last).findLast(({ y }) => y < organ.y)!
    const above = mm(seal.top) - footOf(text)
    assert.ok(above >= 0 && above <= 10.45, `${above} mm between text and seal`)
    const sample = texts.findLast(({ text: one, page }) => one === '样本' && page === last)!
    assert.ok(isRed(sample.colour) && mm(sample.y) > mm(seal.top) && mm(sample.y) < mm(seal.bottom))
    assert.equal(
      texts.filter(({ turned, page }) => turned && page === last).length > 4,
      true,
      'the organ along the seal',
    )
  })

  test('7.3.5.5 no seal stands on a sheet without text, however long the text is', async () => {
    for (let lines = 1; lines <= 40; lines += 3) {
      const blocks = [{ kind: 'text', text: '测'.repeat(28 * lines - 3) }] as const
      const { texts: all, sheets: used } = placesIn(await printPaper(signer, { ...paper, blocks }))
      const own = all.filter(({ page, text }) => page === used.length && /^测+$/.test(text))
      assert.ok(own.length > 0, `${lines} lines`)
    }
  })

  test('7.5 the page’s number of size four between dashes, 7 mm below the type area, one sign in: odd right, even left', () => {
    for (const page of sheets.keys()) {
      const number = said(`— ${page + 1} —`)
      assert.equal(number.size, 14)
      // The dash stands 0.31 of its size above the foot of the text.
      near(mm(number.y - 0.31 * 14) - (37 + 225), 7, 0.3, 'below')
      const left = mm(number.x) - 28
      if (page % 2 === 1) near(left, mm(14), 0.5, 'even: left')
      else assert.ok(left > 120 && left < 156 - mm(14), 'odd: right')
    }
  })

  test('二维码 the square code is read from its modules, and is the address on the paper', () => {
    assert.equal(readSquareCode(drawn), paper.check!.address)
  })
})
