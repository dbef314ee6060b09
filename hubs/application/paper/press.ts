import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { libraryDate } from '#kernel/clock'
import { type Paper, textsOf } from './paper.ts'
import { mustHaveGlyphs, printable } from './plain-text.ts'
import { type Coarseness, roundedFont } from './rounded-font.ts'
import { setPaper } from './setting.ts'
import { makeSheets } from './sheets.ts'
import { addSignatureField } from './signature-field.ts'
import type { PaperSigner } from './signing.ts'

/** Regular of the family: the one weight a paper needs. Loaded with the first paper. */
let font: Buffer | undefined
const fontBytes = (): Buffer => {
  font ??= readFileSync(
    createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  )
  return font
}

/** What pdfkit keeps of the font it embeds; its types do not show it. */
interface Embedded {
  readonly font: { hasGlyphForCodePoint(code: number): boolean }
  readonly subset: { encode(): Uint8Array }
}

interface Reference {
  readonly data: Readonly<Record<string, unknown>>
}

/** 轻装 What a paper is to weigh at most, and how coarse its outlines become for it, in thousandths of an em: at 16 pt from a sixteenth of a point to a fifth, a dot of an office printer. */
const heaviest = 60_000
const finest: Coarseness = { step: 4, within: 4 }
const coarser: readonly Coarseness[] = [
  { step: 5, within: 5 },
  { step: 8, within: 8 },
  { step: 12.5, within: 12 },
]

/** Widths as runs of one width, and nothing of a sign as wide as the em: nearly all are. */
function widthsOf(all: readonly number[]): readonly unknown[] {
  const runs: unknown[] = []
  for (let at = 0; at < all.length; ) {
    let to = at
    while (to + 1 < all.length && all[to + 1] === all[at]) to++
    if (all[at] !== 1_000) runs.push(at, to, all[at])
    at = to + 1
  }
  return runs
}

/** Has pdfkit write widths in few bytes: it lists each of them. */
function shortenWidths(doc: PDFKit.PDFDocument): void {
  const inner = doc as unknown as { ref(data?: Readonly<Record<string, unknown>>): Reference }
  const ref = inner.ref.bind(doc)
  inner.ref = data => {
    const [, widths] = data?.['Subtype'] === 'CIDFontType2' ? (data['W'] as readonly [number, readonly number[]]) : []
    return ref(widths ? { ...data, DW: 1_000, W: widthsOf(widths) } : data)
  }
}

const clean = (paper: Paper): Paper => ({
  ...paper,
  organ: printable(paper.organ),
  number: printable(paper.number),
  title: printable(paper.title),
  addressee: paper.addressee === null ? null : printable(paper.addressee),
  blocks: paper.blocks.map(block => ({ ...block, text: printable(block.text) })),
})

/** The title stands in the file's XML too, where pdfkit escapes nothing. */
const inXml = (text: string): string => text.replaceAll('&', '＆').replaceAll('<', '＜').replaceAll('>', '＞')

async function unsigned(paper: Paper, room: number, coarse: Coarseness): Promise<Buffer> {
  // Loaded only where a paper is made: it is a tenth of what a check of items would load otherwise.
  const { default: PDFDocument } = await import('pdfkit')
  const at = libraryDate(paper.at)
  const doc = new PDFDocument({
    autoFirstPage: false,
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    pdfVersion: '1.7',
    info: {
      Title: inXml(paper.title),
      Author: inXml(paper.organ),
      Subject: inXml(paper.number),
      CreationDate: at,
      ModDate: at,
    },
  })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  doc.font(fontBytes())
  const embedded = (doc as unknown as { readonly _font: Embedded })._font
  mustHaveGlyphs(textsOf(paper), code => embedded.font.hasGlyphForCodePoint(code))
  const encode = embedded.subset.encode.bind(embedded.subset)
  embedded.subset.encode = () => roundedFont(encode(), coarse)
  shortenWidths(doc)
  setPaper(makeSheets(doc, { numbered: paper.form === 'letter' }), doc, paper)
  addSignatureField(doc, { name: paper.organ, reason: paper.words.reason, at, room })
  doc.end()
  return done
}

/**
 * 制作文书 A paper as tagged PDF, signed with the city's certificate: the same words make the same bytes, whenever and wherever they are set. One of very many
 * different signs is set in coarser outlines, so that it stays light; one that does not even then is made all the same: nobody is refused his decision for its length.
 * @throws PAPER_GLYPH_MISSING, PAPER_KEY_MISSING
 */
export const printPaper = async (signer: PaperSigner, paper: Paper): Promise<Buffer> => {
  const cleaned = clean(paper)
  const room = await signer.room()
  let set = await unsigned(cleaned, room, finest)
  for (const coarse of coarser) {
    if (set.length <= heaviest) break
    set = await unsigned(cleaned, room, coarse)
  }
  return signer.sign(set, libraryDate(cleaned.at))
}
