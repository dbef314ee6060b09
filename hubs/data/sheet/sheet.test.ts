import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { hostileEntries } from '../../../test/harness/hostile-texts.ts'
import { cellsOf, csvOf, neutral } from './csv.ts'
import { readSheet, rounded, sheetLimits } from './sheet.ts'
import { xlsxOf } from './write-sheet.ts'

/** A zip archive as a spreadsheet program packs it; `said` is the size its directory claims. */
export function archive(parts: Readonly<Record<string, string | Buffer>>, said?: number): Buffer {
  const [bodies, heads]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const plain = Buffer.from(content)
    const packed = deflateRawSync(plain)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(said ?? plain.length, 8)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(8, 8)
    sizes.copy(head, 14)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 6)
    entry.writeUInt16LE(8, 10)
    sizes.copy(entry, 16)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    bodies.push(head, Buffer.from(name), packed)
    heads.push(entry, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const directory = Buffer.concat(heads)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(parts).length, 8)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, directory, end])
}

const sheetOf = (rows: string): Record<string, string> => ({
  '[Content_Types].xml':
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
  'xl/workbook.xml':
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
})
const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`

suite('表格 spreadsheets as people save them', () => {
  test('UTF-8 with and without its mark, GB18030, commas and tabs, lines within cells', async () => {
    const wanted = { headings: ['单位', '说明'], rows: [{ line: 2, cells: ['沈阳甲', '一,二\n三"四'] }] }
    const csv = '单位,说明\r\n沈阳甲,"一,二\n三""四"\r\n,\r\n'
    assert.deepEqual(await readSheet(Buffer.from(csv)), wanted)
    assert.deepEqual(await readSheet(Buffer.from(`\ufeff${csv}`)), wanted)
    assert.deepEqual(await readSheet(Buffer.from('单位\t说明\n沈阳甲\t"一,二\n三""四"')), wanted)
    // 单位,数\n甲,1 in GB18030
    const national = Buffer.from('b5a5cebb2ccafd0abcd72c31', 'hex')
    assert.deepEqual(await readSheet(national), { headings: ['单位', '数'], rows: [{ line: 2, cells: ['甲', '1'] }] })
  })

  test('.xlsx: text, numbers, what a formula came to; a code the spreadsheet has rounded is found out', async () => {
    const rows = `<row r="1">${text('A1', '单位')}${text('B1', '数')}</row><row r="3">${text('A3', '甲')}<c r="B3"><f>1+1</f><v>2</v></c></row><row r="4">${text('A4', '乙')}<c r="B4"><v>210102199003071000</v></c></row>`
    const read = await readSheet(archive(sheetOf(rows)))
    assert.deepEqual(read.headings, ['单位', '数'])
    assert.deepEqual(read.rows, [
      { line: 3, cells: ['甲', '2'] },
      { line: 4, cells: ['乙', rounded] },
    ])
  })

  test('too many rows, columns, bytes; a bomb, whatever its directory claims; programs, passwords and rubbish', async () => {
    const refused = async (bytes: Buffer, code: string) => assert.rejects(readSheet(bytes), { code }, code)
    await refused(Buffer.from(`a\n${'1\n'.repeat(sheetLimits.rows + 1)}`), 'SHEET_TOO_LARGE')
    await refused(Buffer.from(','.repeat(sheetLimits.columns + 1)), 'SHEET_TOO_LARGE')
    await refused(Buffer.alloc(sheetLimits.bytes + 1, 97), 'SHEET_TOO_LARGE')
    const bomb = { ...sheetOf(''), 'xl/media/a.xml': Buffer.alloc(20_000_000) }
    await refused(archive(bomb), 'SHEET_TOO_LARGE')
    await refused(archive(bomb, 10), 'SHEET_TOO_LARGE')
    await refused(archive({ ...sheetOf(''), 'xl/vbaProject.bin': 'x' }), 'SHEET_UNREADABLE')
    await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'SHEET_UNREADABLE')
    await refused(archive({ 'xl/workbook.xml': 'rubbish' }), 'SHEET_UNREADABLE')
    await refused(archive(sheetOf('')).subarray(0, 200), 'SHEET_UNREADABLE')
    await refused(Buffer.from([0x61, 0xff, 0xff]), 'SHEET_UNREADABLE')
    await refused(Buffer.from(' \n\n'), 'SHEET_UNREADABLE')
    await refused(Buffer.from('"open'), 'SHEET_UNREADABLE')
  })

  test('公式注入 nothing that goes out begins a formula; what went out comes in as it was', () => {
    for (const bad of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\r=1'])
      assert.equal(neutral(bad)[0], "'", JSON.stringify(bad))
    for (const [what, text] of hostileEntries) {
      const written = csvOf([
        [text, 'b'],
        ['c', text],
      ])
      const read = [[neutral(text), 'b'], ['c', neutral(text)], ['']]
      assert.deepEqual(cellsOf(written.slice(1)), read, what)
      // Whatever separator a spreadsheet takes, no line of the file begins a formula but inside of quotes.
      const bare = written.slice(1).replaceAll(/"(?:[^"]|"")*"/g, '"')
      assert.ok(!/(?:^|[,;\t\r\n])\s*[=+\-@＝＋－＠]/.test(bare), what)
    }
    const cell = fc.string({ unit: 'grapheme', maxLength: 20 })
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), rows => {
        const written = csvOf(rows)
        const parsed = cellsOf(written.slice(1))
        for (const row of parsed) for (const one of row) assert.ok(!/^[=+\-@\t\r]/.test(one), one)
      }),
    )
  })

  test('.xlsx that goes out: text only, nothing reckoned or rounded, what XML cannot hold left out; the same bytes each time', async () => {
    const rows = [
      ['编号', '名称', '备注'],
      ['210102199003071000', '=HYPERLINK("http://evil.example")', 'a<b>&"c"\u0000\ud800\u200b'],
      ['2101022026030200000001', '＝1+1', ' 前后空格 '],
    ]
    const written = { name: '办件/清单', head: '甲&乙', rows }
    const bytes = xlsxOf(written)
    assert.deepEqual(bytes, xlsxOf(written))
    const { headings, rows: read } = await readSheet(bytes)
    assert.deepEqual(headings, rows[0])
    assert.deepEqual(
      read.map(({ cells }) => cells),
      [
        ['210102199003071000', `'=HYPERLINK("http://evil.example")`, 'a<b>&"c"\ufffd\u200b'],
        ['2101022026030200000001', "'＝1+1", '前后空格'],
      ],
    )
    assert.equal(
      (await readSheet(xlsxOf({ ...written, rows: [Array.from({ length: 60 }, (_, at) => `${at}`)] }))).headings.length,
      60,
    )
  })
})
