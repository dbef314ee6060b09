import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { blurredSheet, bombOf, jpegOf, pdfOf, pngOf, scannedPdf, sheet } from '../../../test/harness/papers.ts'
import { bareTextPdf, textPdf } from '../../../test/harness/text-papers.ts'
import { makeLook } from './look.ts'
import { makeReader } from './words.ts'

const read = makeReader()
const lines = ['关于设立分支机构的申请书', '申请单位：沈阳某某担保有限公司', '统一社会信用代码：91210102MA0UQ4XK0A']

suite('读文字 what stands on a document as text', () => {
  test('an electronic paper is read line by line, also one that brings no font', async () => {
    const own = await textPdf(lines, ['第二页写的是有效期至2027年3月1日，此后另行申请换发新证。'])
    const words = await read([
      { id: 'new', bytes: own },
      { id: 'old', bytes: bareTextPdf('沈阳某某担保有限公司 统一社会信用代码 91210102') },
    ])
    assert.deepEqual(words.get('new')?.lines.slice(0, 3), lines)
    assert.equal(words.get('new')?.whole, true)
    assert.deepEqual(words.get('old')?.lines, ['沈阳某某担保有限公司 统一社会信用代码 91210102'])
  })

  test('a page that is a picture makes it not whole; a scan, a locked, broken or foreign file has no words', async () => {
    const words = await read([
      { id: 'half', bytes: await textPdf(lines, ['1']) },
      { id: 'scan', bytes: scannedPdf(sheet(620, 877, 12)) },
      { id: 'locked', bytes: pdfOf({ trailer: '/Encrypt 9 0 R' }) },
      { id: 'cut', bytes: (await textPdf(lines)).subarray(0, 900) },
      { id: 'none', bytes: Buffer.from('%PDF-1.7\n%%EOF\n') },
      { id: 'junk', bytes: Buffer.alloc(100_000, 0x41) },
      { id: 'table', bytes: bareTextPdf('沈阳某某担保有限公司', 'GBK-EUC-H') },
      { id: 'last', bytes: await textPdf(lines) },
    ])
    assert.deepEqual([...words.keys()], ['half', 'last'])
    assert.equal(words.get('half')?.whole, false)
    assert.equal(words.get('last')?.whole, true)
  })

  test('a hostile one costs its own time and no more: what was read before it counts, and nothing is thrown', async () => {
    const hasty = makeReader({ milliseconds: 900, atOnce: 1, waiting: 0 })
    const endless = Buffer.concat([
      Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'),
      Buffer.from(`2 0 obj\n<< /Type /Pages /Count 1000000 /Kids [${'2 0 R '.repeat(20_000)}] >>\nendobj\n`),
      Buffer.from('trailer\n<< /Root 1 0 R >>\n%%EOF\n'),
    ])
    const began = performance.now()
    const reading = hasty([
      { id: 'good', bytes: await textPdf(lines) },
      { id: 'bomb', bytes: pdfOf({ pages: 400, more: [bombOf(60)] }) },
      ...Array.from({ length: 40 }, (_, at) => ({ id: `endless${at}`, bytes: endless })),
    ])
    assert.equal(
      (await hasty([{ id: 'queued', bytes: await textPdf(lines) }])).size,
      0,
      'too many wait: nothing is said',
    )
    const words = await reading
    assert.ok(performance.now() - began < 5_000)
    assert.ok(words.size <= 1 && [...words.keys()].every(id => id === 'good'))
  })

  test('the most pages and signs', async () => {
    const short = makeReader({ limits: { mostPages: 2, mostSigns: 1_000 } })
    const words = await short([{ id: 'long', bytes: await textPdf(lines, lines, lines) }])
    assert.deepEqual([words.get('long')?.whole, words.get('long')?.lines.length], [false, 6])
  })
})

suite('字迹不清 out of focus', () => {
  const look = makeLook()
  const seen = async (bytes: Buffer, type: 'application/pdf' | 'image/png' | 'image/jpeg') => {
    const looked = await look(bytes, type)
    return 'blurred' in looked && looked.blurred
  }

  test('print without an edge is told, as a picture and within a document', async () => {
    for (const by of [2, 3, 5])
      assert.equal(await seen(jpegOf(blurredSheet(620, 877, 22, by)), 'image/jpeg'), true, `by ${by}`)
    const soft = blurredSheet(620, 877, 22, 3)
    assert.equal(await seen(pngOf(soft), 'image/png'), true)
    assert.equal(await seen(scannedPdf(soft), 'application/pdf'), true)
  })

  test('sharp, small, pale and empty pages are not, nor one with a signature alone', async () => {
    for (const lines of [0, 1, 4, 24]) {
      assert.equal(await seen(jpegOf(sheet(620, 877, lines)), 'image/jpeg'), false)
      assert.equal(await seen(scannedPdf(sheet(800, 1_100, lines)), 'application/pdf'), false)
    }
    assert.equal(await seen(jpegOf(sheet(300, 300, 3)), 'image/jpeg'), false)
    for (const ink of [90, 150, 185]) {
      assert.equal(await seen(jpegOf(sheet(620, 877, 22, ink)), 'image/jpeg'), false, `ink ${ink}`)
      assert.equal(await seen(scannedPdf(sheet(620, 877, 22, ink)), 'application/pdf'), false, `ink ${ink}`)
    }
    assert.equal(await seen(jpegOf(blurredSheet(620, 877, 22, 1)), 'image/jpeg'), false, 'a little soft is legible')
  })
})
