import { crc32, deflateRawSync } from 'node:zlib'
import { neutral } from './csv.ts'

/** 一张表 What a spreadsheet shows: its name, what is printed above every page, its rows of text. */
export interface Written {
  readonly name: string
  readonly head: string
  readonly rows: readonly (readonly string[])[]
}

const inText: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '' }

/** What XML can hold of a text, escaped. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll(/[&<>"\r]/g, sign => inText[sign]!)

function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26))
  return at < 26 ? letter : columnName(Math.trunc(at / 26) - 1) + letter
}

const cell = (text: string, row: number, at: number): string =>
  `<c r="${columnName(at)}${row}" t="inlineStr"><is><t xml:space="preserve">${escaped(neutral(text))}</t></is></c>`

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const schema = 'http://schemas.openxmlformats.org'
const main = `${schema}/spreadsheetml/2006/main`
const relations = `${schema}/package/2006/relationships`
const documents = `${schema}/officeDocument/2006/relationships`
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function partsOf({ name, head, rows }: Written): readonly (readonly [path: string, xml: string])[] {
  const data = rows.map(
    (cells, at) => `<row r="${at + 1}">${cells.map((one, x) => cell(one, at + 1, x)).join('')}</row>`,
  )
  // In a header an ampersand begins a command; 255 signs is the most it may have.
  const printed = escaped(`&C${head.replaceAll('&', '＆')}`.slice(0, 255))
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${schema}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${documents}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${documents}"><sheets><sheet name="${escaped(name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${documents}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
    [
      'xl/worksheets/sheet1.xml',
      `<worksheet xmlns="${main}"><sheetData>${data.join('')}</sheetData><headerFooter><oddHeader>${printed}</oddHeader></headerFooter></worksheet>`,
    ],
  ]
}

/** 1980-01-01, the first day a zip archive knows: the same rows are the same bytes. */
const firstDay = 0x21

/** A header of a part, as it stands before the part and again in the directory. */
function headOf(name: Buffer, plain: Buffer, packed: Buffer): Buffer {
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(0x0800, 2)
  head.writeUInt16LE(8, 4)
  head.writeUInt16LE(firstDay, 8)
  head.writeUInt32LE(crc32(plain), 10)
  head.writeUInt32LE(packed.length, 14)
  head.writeUInt32LE(plain.length, 18)
  head.writeUInt16LE(name.length, 22)
  return head
}

const signed = (sign: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(sign)
  return bytes
}

/** 写表格 One sheet as .xlsx, every cell text: nothing is reckoned in it and no long code is rounded. */
export function xlsxOf(written: Written): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [path, xml] of partsOf(written)) {
    const [name, plain] = [Buffer.from(path), Buffer.from(declaration + xml)]
    const packed = deflateRawSync(plain)
    const head = headOf(name, plain, packed)
    const body = Buffer.concat([signed(0x04034b50), head, name, packed])
    // Version that made it, the header, then no comment, first disk, no attributes, and where the part begins.
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([signed(0x02014b50), Buffer.from([20, 0]), head, place, name]))
    bodies.push(body)
    at += body.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...bodies, listed, signed(0x06054b50), end])
}
