import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import { manualClock } from '#kernel/clock'
import { heldEntries } from '../../../test/harness/hostile-texts.ts'
import { readPdf, verifyPdf } from '../../../test/harness/pdf.ts'
import { linesOf } from './lines.ts'
import type { Paper } from './paper.ts'
import { printable } from './plain-text.ts'
import { printPaper } from './press.ts'
import { makePaperSigner } from './signing.ts'

const folder = mkdtempSync(join(tmpdir(), 'plumbline-paper-'))
after(() => rmSync(folder, { recursive: true }))
const clock = manualClock('2026-03-02T09:00:00+08:00')
const path = join(folder, 'keys', 'paper.p12')
const signer = makePaperSigner({ path, create: true, clock, name: '试验城市（样本）' })

const words = { sample: '样本', seal: '样本印章', code: '二维码', reason: '签发文书', colon: '：' }
const paper: Paper = {
  form: 'letter',
  organ: '和平区行政审批局',
  number: '决定〔2026〕2101022026030200000012号',
  title: '不予许可决定书',
  addressee: '沈阳示例热力有限公司',
  blocks: [
    { kind: 'text', text: '你（单位）于2026年3月2日提出的“固定资产投资项目节能审查”申请，现决定如下：' },
    { kind: 'heading', text: '一、理由' },
    { kind: 'text', text: '项目不符合强制性节能标准，测算依据不足。'.repeat(40) },
  ],
  dated: '2026年3月2日',
  at: Temporal.Instant.from('2026-03-02T01:00:00Z'),
  check: { address: 'https://city.example/verify?number=1#7Q2M-K4TX-9D3P', lines: ['查验码 7Q2M-K4TX-9D3P'] },
  words,
}
const flat = (text: string) => text.replaceAll('\n', '')
/** Without what a line is broken at, and the numbers of pages. */
const shown = (text: string) => text.replaceAll(/^— \d+ —$|\s/gm, '')
/** What a reader would carry out, outside of strings and of the XML that tells the title. */
const active = (raw: string): boolean =>
  /\/JS\b|\/JavaScript|\/OpenAction|\/Launch/.test(
    raw.replaceAll(/<\?xpacket begin[\s\S]*?<\?xpacket end/g, '').replaceAll(/\((?:\\.|[^\\)])*\)/g, ''),
  )

suite('文书 a paper as signed PDF', () => {
  test('the words can be read out again, in order, by whoever cannot see them', async () => {
    const read = readPdf(await printPaper(signer, paper))
    assert.ok(read.tagged)
    assert.deepEqual([read.language, read.pages], ['zh-CN', 3])
    assert.deepEqual([...new Set(read.tags)].sort(), ['Document', 'Figure', 'H1', 'H2', 'P'])
    for (const said of [paper.number, paper.title, paper.addressee!, '一、理由', paper.dated, '7Q2M-K4TX-9D3P'])
      assert.ok(flat(read.text).includes(said), said)
    assert.equal(shown(read.text).split('测算依据不足').length - 1, 40)
    assert.ok(!read.text.includes('\uFFFD'))
    assert.match(read.raw, /\/DisplayDocTitle true/)
  })

  test('the same words make the same bytes; the signature covers them all and breaks with one of them', async () => {
    const [one, other] = [await printPaper(signer, paper), await printPaper(signer, paper)]
    assert.ok(one.equals(other))
    assert.deepEqual([verifyPdf(one).valid, verifyPdf(one).subject], [true, 'CN=试验城市（样本）'])
    const forged = Buffer.from(one)
    forged[200]! ^= 1
    assert.equal(verifyPdf(forged).valid, false)
    assert.equal(verifyPdf(Buffer.concat([one, Buffer.from('\n')])).valid, false)
  })

  test('three hundred and thirty different signs stay below 60 kB', async () => {
    const signs = Array.from({ length: 255 }, (_, at) => String.fromCodePoint(0x4e00 + at * 3)).join('')
    const bytes = await printPaper(signer, { ...paper, blocks: [...paper.blocks, { kind: 'text', text: signs }] })
    assert.ok(new Set(flat(readPdf(bytes).text)).size >= 330, `${new Set(flat(readPdf(bytes).text)).size} signs`)
    assert.ok(bytes.length <= 60_000, `${bytes.length} bytes`)
  })

  test('四百五十 a long decision of four hundred and fifty different signs too, and one of nine hundred is made all the same', async () => {
    const common = (count: number) =>
      Array.from({ length: count }, (_, at) => String.fromCodePoint(0x4e00 + at * 7)).join('')
    const made = (count: number) =>
      printPaper(signer, { ...paper, blocks: [...paper.blocks, { kind: 'text', text: common(count) }] })
    const [long, longer] = [await made(365), await made(900)]
    const signs = new Set(flat(readPdf(long).text)).size
    assert.ok(signs >= 440 && long.length <= 60_000, `${signs} signs, ${long.length} bytes`)
    for (const bytes of [long, longer]) assert.ok(verifyPdf(bytes).valid && !readPdf(bytes).text.includes('\uFFFD'))
    assert.ok(longer.length < 120_000, `${longer.length} bytes`)
  })

  test('a sign that the font lacks is no blank: the paper is refused, and the sign is named', async () => {
    const odd = { ...paper, addressee: `张\u{30000}` }
    await assert.rejects(printPaper(signer, odd), {
      code: 'PAPER_GLYPH_MISSING',
      status: 422,
      facts: { signs: ['U+30000'] },
    })
    await assert.rejects(printPaper(signer, { ...paper, title: '\ud800' }), { code: 'PAPER_GLYPH_MISSING' })
    assert.ok((await printPaper(signer, { ...paper, addressee: '䶮' })).length > 0)
  })

  test('敌意文字 what is unseen or turns the writing round does not get on a paper, and nothing breaks out of a line', async () => {
    const hostile = '合格\u202e不\u202c\u2066予\u2069\u200b许\u0000可\u001b[31m)(\\ endstream endobj <</JS (x)>> %%EOF'
    const bytes = await printPaper(signer, { ...paper, blocks: [{ kind: 'text', text: hostile }], title: ')/JS(' })
    const read = readPdf(bytes)
    assert.ok(flat(read.text).includes('合格不予许可[31m)(\\ endstream endobj <</JS (x)>> %%EOF'), flat(read.text))
    assert.ok(!active(read.raw))
    assert.ok(verifyPdf(bytes).valid)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), text => {
        assert.doesNotMatch(printable(text), /(?!\n)[\p{Cc}\p{Cf}]/u)
      }),
    )
  })

  test('敌意文字 each of them is printed as it reads, or the paper is refused for a sign it cannot print', async () => {
    const said = (texts: readonly string[]) =>
      printPaper(signer, { ...paper, title: texts[0]!, blocks: texts.map(text => ({ kind: 'text', text })) })
    const texts = heldEntries.map(([, text]) => text)
    const lacking = await said(texts).then(
      () => [],
      ({ code, facts }) => {
        assert.equal(code, 'PAPER_GLYPH_MISSING')
        return (facts.signs as readonly string[]).map(sign => String.fromCodePoint(Number.parseInt(sign.slice(2), 16)))
      },
    )
    const printed = texts.filter(text => !lacking.some(sign => printable(text).includes(sign)))
    assert.ok(printed.length >= texts.length - 5, `${printed.length} of ${texts.length}`)
    const read = readPdf(await said(printed))
    for (const text of printed)
      for (const line of printable(text).split('\n')) assert.ok(shown(read.text).includes(shown(line)), line)
    assert.ok(!active(read.raw))
  })

  test('分行 no sign is lost, no line is too wide, none begins with a closing sign', () => {
    const widthOf = (text: string) => [...text].reduce((sum, sign) => sum + (/[\x20-\x7e]/.test(sign) ? 0.5 : 1), 0)
    const sign = fc.constantFrom(...'许可，。；“”（）《》、A1 中华人民共和国'.split(''))
    fc.assert(
      fc.property(fc.array(sign, { minLength: 1, maxLength: 200 }), signs => {
        const text = signs.join('')
        const lines = linesOf(text, { width: 14, indent: 2, widthOf })
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''))
        for (const [at, line] of lines.entries()) assert.ok(widthOf(line) <= (at === 0 ? 12 : 14), line)
      }),
    )
    const set = linesOf('一二三四五六七，八九（十）甲乙', { width: 7, widthOf })
    assert.deepEqual(set, ['一二三四五六', '七，八九（十）', '甲乙'])
  })

  test('the certificate is made once, private to the program, and refused when others can read it', async () => {
    assert.equal(statSync(path).mode & 0o777, 0o600)
    const absent = makePaperSigner({ path: join(folder, 'none.p12'), create: false, clock, name: '' })
    await assert.rejects(absent.sign(Buffer.from(''), new Date()), { code: 'PAPER_KEY_MISSING', status: 503 })
    chmodSync(path, 0o644)
    const open = makePaperSigner({ path, create: false, clock, name: '' })
    await assert.rejects(open.sign(Buffer.from(''), new Date()), { code: 'PAPER_KEY_EXPOSED', status: 503 })
    chmodSync(path, 0o600)
  })
})
