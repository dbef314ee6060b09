import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { suite, test } from 'node:test'
import { decode } from 'jpeg-js'
import { makeClamd, makeLook } from '#hubs/data/upload'
import type { MediaType } from '#kernel/file'
import { bombOf, hiddenIn, jpegOf, pdfOf, pngOf, scannedPdf, sheet } from '../../../test/harness/papers.ts'
import { kindOf } from './kind.ts'

const papers: readonly MediaType[] = ['application/pdf', 'image/png', 'image/jpeg']
const look = makeLook({ limits: { mostPixels: 2_000_000, mostPages: 20, mostUnpacked: 8 << 20 } })
const pdf = 'application/pdf'
const faultOf = async (bytes: Buffer, type: 'application/pdf' | 'image/png' | 'image/jpeg' = pdf) => {
  const seen = await look(bytes, type)
  return 'fault' in seen ? seen.fault : undefined
}
const blankOf = async (bytes: Buffer, type: 'application/pdf' | 'image/png' | 'image/jpeg' = pdf) => {
  const seen = await look(bytes, type)
  return 'blank' in seen && seen.blank
}
const heic = Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypheic'), Buffer.alloc(40)])

suite('类型 what a file is by its own bytes', () => {
  test('what may be taken is what the paper asks for', () => {
    assert.equal(kindOf(pdfOf(), papers), pdf)
    assert.deepEqual(kindOf(pdfOf(), ['image/png']), { fault: 'kind' })
    assert.deepEqual(kindOf(heic, [...papers, 'video/mp4']), { fault: 'phone-picture' }, 'a still is no film')
  })

  test('each kind that is refused is told apart, so that the remedy fits', () => {
    const said = (bytes: Buffer | string) => kindOf(Buffer.from(bytes), papers)
    for (const page of [
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      '\ufeff  <!-- a -->\n<!DOCTYPE html><script>1</script>',
      '<?xml version="1.0"?><svg/>',
      '<HTML>',
      `${'\ufeff'.repeat(300)}<svg>`,
      `${'<!-- -->'.repeat(100)}<script>`,
    ])
      assert.deepEqual(said(page), { fault: 'markup' }, page)
    const zip = (flags: number, words: string) =>
      Buffer.concat([Buffer.from('504b03041400', 'hex'), Buffer.from([flags, 0]), Buffer.from(words)])
    assert.deepEqual(said(zip(0, '[Content_Types].xml word/vbaProject.bin')), { fault: 'macros' })
    assert.deepEqual(said(zip(1, 'a.pdf')), { fault: 'encrypted' })
    assert.deepEqual(said(zip(0, 'a.pdf')), { fault: 'packed' })
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex')
    assert.deepEqual(said(Buffer.concat([old, Buffer.alloc(500)])), { fault: 'macros' })
    assert.deepEqual(said(Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')])), { fault: 'encrypted' })
    assert.deepEqual(said('MZ\0\0'), { fault: 'kind' })
    assert.deepEqual(said(''), { fault: 'kind' })
    for (const slow of ['\ufeff'.repeat(330), '<!---->'.repeat(140), ' <'.repeat(500)]) {
      const began = performance.now()
      said(`${slow}x`)
      assert.ok(performance.now() - began < 100, 'a beginning is read at once')
    }
  })
})

suite('文档检查 what a document does and holds', () => {
  test('a page is a page, whatever words stand on it', async () => {
    assert.equal(await faultOf(pdfOf()), undefined)
    assert.equal(
      await faultOf(pdfOf({ catalog: '/Title (about /Encrypt 1 0 R, /JavaScript \\) and /Launch)' })),
      undefined,
    )
  })

  test('加密、夹带、残缺 locked, active and cut are told, also spelt in hexadecimal and hidden in packed parts', async () => {
    assert.equal(await faultOf(pdfOf({ trailer: '/Encrypt 12 0 R' })), 'encrypted')
    for (const action of [
      '/JavaScript',
      '/JS (1)',
      '/Launch',
      '/EmbeddedFiles 3 0 R',
      '/XFA 4 0 R',
      '/J#61vaScript',
      '/SubmitForm',
    ])
      assert.equal(await faultOf(pdfOf({ catalog: `/OpenAction << /S ${action} >>` })), 'active', action)
    assert.equal(await faultOf(pdfOf({ more: [hiddenIn('9 0 << /S /JavaScript /JS (app.alert(1)) >>')] })), 'active')
    assert.equal(await faultOf(pdfOf().subarray(0, 100)), 'cut')
    assert.equal(await faultOf(Buffer.from('%PDF-1.7\n%%EOF\n')), 'unreadable', 'no page at all')
  })

  test('pages and what they unpack to have an end', async () => {
    assert.equal(await faultOf(pdfOf({ pages: 20 })), undefined)
    assert.equal(await faultOf(pdfOf({ pages: 21 })), 'pages')
    assert.equal(await faultOf(pdfOf({ more: [bombOf(20)] })), 'expands')
    assert.equal(await faultOf(pdfOf({ more: [bombOf(5), bombOf(5)] })), 'expands', 'together')
  })

  test('空白扫描件 nothing painted, or a picture with nothing on it, is blank; a signature is not', async () => {
    assert.equal(await blankOf(pdfOf({ content: 'q Q' })), true)
    assert.equal(await blankOf(pdfOf()), false)
    assert.equal(await blankOf(scannedPdf(sheet(800, 1_100, 0))), true)
    assert.equal(await blankOf(scannedPdf(sheet(800, 1_100, 1))), false)
  })
})

suite('图像 a picture is made anew', () => {
  test('what the camera wrote stays behind, the picture stands upright', async () => {
    const lying = jpegOf(sheet(600, 400, 5), { orientation: 6, words: 'GPS 41.80N 123.43E' })
    const seen = await look(lying, 'image/jpeg')
    assert.ok('remade' in seen && seen.remade)
    const made = Buffer.from(seen.remade)
    assert.ok(!made.includes('Exif') && !made.includes('GPS'))
    const { width, height, data } = decode(made, { useTArray: true })
    assert.deepEqual([width, height], [400, 600])
    // The margin that was on the left is at the head now.
    const dark = (y: number) => Math.min(...Array.from({ length: width }, (_, x) => data[(y * width + x) * 4]!))
    assert.ok(dark(20) > 150 && dark(203) < 100)
  })

  test('a png goes the same way, and what is appended or written into it is gone', async () => {
    const bytes = pngOf(sheet(500, 700, 8))
    const seen = await look(Buffer.concat([bytes, Buffer.from('<script>alert(1)</script>')]), 'image/png')
    assert.ok('remade' in seen && seen.remade && !Buffer.from(seen.remade).includes('script'))
    assert.equal('blank' in seen && seen.blank, false)
  })

  test('blank, coarse, cut, enormous and broken ones are told', async () => {
    assert.equal(await blankOf(jpegOf(sheet(700, 1_000, 0)), 'image/jpeg'), true)
    assert.equal(await blankOf(jpegOf(sheet(700, 1_000, 1)), 'image/jpeg'), false)
    assert.equal(await faultOf(pngOf(sheet(150, 100, 1)), 'image/png'), 'coarse')
    assert.equal(await faultOf(jpegOf(sheet(300, 300, 3)).subarray(0, 2_000), 'image/jpeg'), 'cut')
    const bomb = pngOf(sheet(300, 300, 3))
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    assert.equal(await faultOf(bomb, 'image/png'), 'pixels', 'said before anything is unpacked')
    const broken = pngOf(sheet(300, 300, 3))
    broken.fill(0x41, 60, 400)
    assert.equal(await faultOf(broken, 'image/png'), 'unreadable')
  })

  test('what takes too long costs its own file and nothing else; what comes on top of too many waits is refused', async () => {
    const hasty = makeLook({ milliseconds: 1, atOnce: 1, waiting: 1 })
    const work = () => hasty(jpegOf(sheet(900, 900, 9)), 'image/jpeg')
    const asked = [work(), work()]
    await assert.rejects(work(), { code: 'UPLOADS_BUSY' })
    for (const seen of await Promise.all(asked))
      assert.deepEqual(seen, { fault: 'unreadable', facts: { milliseconds: 1 } })
    assert.equal(await faultOf(pdfOf()), undefined)
  })
})

suite('查毒 clamd over INSTREAM', () => {
  /** A scanner that reads a whole stream and answers this. */
  async function daemon(answer: string, got: Buffer[] = []) {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => {})
      socket.on('data', (chunk: Buffer) => {
        got.push(chunk)
        if (Buffer.concat(got).subarray(-4).equals(Buffer.alloc(4))) socket.end(answer)
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    return { server, url: `tcp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, got }
  }
  async function* bytes() {
    yield Buffer.from('one')
    yield Buffer.from('two!')
  }

  test('the chunks go with their lengths, and the answer is read', async () => {
    const { server, url, got } = await daemon('stream: OK\0')
    assert.deepEqual(await makeClamd(url).scan(bytes()), { clean: true })
    const sent = Buffer.concat([
      Buffer.from('zINSTREAM\0'),
      Buffer.from('00000003', 'hex'),
      Buffer.from('one'),
      Buffer.from('00000004', 'hex'),
      Buffer.from('two!'),
      Buffer.alloc(4),
    ])
    assert.ok(Buffer.concat(got).equals(sent))
    server.close()
    const found = await daemon('stream: Win.Test.EICAR_HDB-1 FOUND\0')
    assert.deepEqual(await makeClamd(found.url).scan(bytes()), { clean: false, found: 'Win.Test.EICAR_HDB-1' })
    found.server.close()
  })

  test('a scanner that is not there, says nothing or something else lets nothing in', async () => {
    for (const answer of ['', 'INSTREAM size limit exceeded. ERROR\0', 'stream: \0']) {
      const { server, url } = await daemon(answer)
      await assert.rejects(makeClamd(url).scan(bytes()), { code: 'FILE_SCANNER_AWAY' })
      server.close()
    }
    await assert.rejects(makeClamd('tcp://127.0.0.1:1').scan(bytes()), { code: 'FILE_SCANNER_AWAY' })
    await assert.rejects(makeClamd('unix:/nowhere/clamd.sock').scan(bytes()), { code: 'FILE_SCANNER_AWAY' })
  })
})
