import { constants, inflateSync } from 'node:zlib'
import type { LookLimits } from './look.ts'
import type { FileFault } from './refusals.ts'

/** A picture on the pages of a document, as it is stored. */
export interface PagePicture {
  readonly filter: string
  readonly width: number
  readonly height: number
  readonly bytes: Buffer
  readonly channels: number | undefined
}

export type PdfSeen =
  | { readonly fault: FileFault; readonly facts?: Readonly<Record<string, number>> }
  | { readonly pages: number; readonly writes: boolean; readonly pictures: readonly PagePicture[] }

interface Part {
  readonly head: string
  readonly data: Buffer
}

/** How many last bytes may stand after the end of a document. */
const tail = 2_048
const encryption = /\/Encrypt\s*(?:\d{1,10}\s+\d{1,5}\s+R|<<)/
const actions =
  /\/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFiles?|XFA|SubmitForm|ImportData|GoToE|Rendition)(?![A-Za-z0-9_.-])/
/** What paints letters, lines or areas; `Do`, which puts a picture or a form in place, is told apart. */
const paints = /(?:[)>\]]\s*(?:Tj|TJ|'|")|(?:^|\s)(?:f\*?|F|B\*?|b\*?|S|s|sh|BI)(?=\s|$))/

/** Words in brackets are text: what stands in them is not a name. Names may be spelt in hexadecimal (ISO 32000, 7.3.5). */
function namesOnly(text: string): string {
  let plain = text
  for (let round = 0; round < 4; round++) plain = plain.replace(/\((?:\\[\s\S]|[^\\()])*\)/g, ' ')
  return plain.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** The document cut into what is said in the open and its packed parts; a part ends at the first word that says so, whatever length it claims. */
function partsOf(bytes: Buffer): { readonly open: string; readonly parts: readonly Part[] } {
  const text = bytes.toString('latin1')
  const open: string[] = []
  const parts: Part[] = []
  const begins = /\bstream\r?\n/g
  let at = 0
  for (let begin = begins.exec(text); begin; begin = begins.exec(text)) {
    const from = begin.index + begin[0].length
    const end = text.indexOf('endstream', from)
    if (end === -1) break
    const said = text.slice(at, begin.index)
    open.push(said)
    parts.push({ head: namesOnly(said.slice(said.lastIndexOf(' obj') + 1)), data: bytes.subarray(from, end) })
    at = end + 'endstream'.length
    begins.lastIndex = at
  }
  open.push(text.slice(at))
  return { open: namesOnly(open.join('\n')), parts }
}

const filtersOf = (head: string): readonly string[] => {
  const [, list, one] = /\/Filter\s*(?:\[([^\]]*)\]|\/([A-Za-z0-9]+))/.exec(head) ?? []
  return list === undefined
    ? one === undefined
      ? []
      : [one]
    : [...list.matchAll(/\/([A-Za-z0-9]+)/g)].map(([, name]) => name!)
}
const isPacked = (filter: string): boolean => filter === 'FlateDecode' || filter === 'Fl'
const numberOf = (head: string, name: string): number =>
  Number(new RegExp(`/${name}\\s+(\\d{1,6})`).exec(head)?.[1] ?? 0)

class Expands extends Error {}

/** Unpacks within what is left of the document's allowance. */
function makeUnpack(mostBytes: number) {
  let left = mostBytes
  return (data: Buffer): Buffer | undefined => {
    try {
      const plain = inflateSync(data, { maxOutputLength: left, finishFlush: constants.Z_SYNC_FLUSH })
      left -= plain.length
      return plain
    } catch (fault) {
      if (fault instanceof RangeError) throw new Expands()
      return undefined
    }
  }
}

/**
 * 文档检查 Looks through a document as its reader would: what is locked, acts when it is opened, carries other files, has too many pages
 * or unpacks to too much is told; else whether anything is written on its pages, and the pictures on them.
 */
export function seePdf(bytes: Buffer, { mostPages, mostUnpacked }: LookLimits): PdfSeen {
  if (!bytes.subarray(-tail).includes('%%EOF')) return { fault: 'cut' }
  const { open, parts } = partsOf(bytes)
  if (encryption.test(open)) return { fault: 'encrypted' }
  if (actions.test(open)) return { fault: 'active' }
  const unpack = makeUnpack(mostUnpacked)
  const objects: string[] = [open]
  const pictures: PagePicture[] = []
  let writes = false
  try {
    for (const { head, data } of parts) {
      const filters = filtersOf(head)
      let plain: Buffer | undefined = data
      let packed = 0
      while (plain && isPacked(filters[packed] ?? '')) {
        if (++packed > 3) return { fault: 'expands' }
        plain = unpack(plain)
      }
      const left = filters.slice(packed)
      const holds = /\/Type\s*\/([A-Za-z]+)/.exec(head)?.[1]
      if (holds === 'ObjStm') {
        if (!plain || left.length > 0) return { fault: 'unreadable' }
        objects.push(namesOnly(plain.toString('latin1')))
      } else if (/\/Subtype\s*\/Image\b/.test(head)) {
        const channels = /\/DeviceRGB/.test(head) ? 3 : /\/DeviceGray/.test(head) ? 1 : undefined
        const size = { width: numberOf(head, 'Width'), height: numberOf(head, 'Height') }
        if (plain) pictures.push({ filter: left[0] ?? 'raw', ...size, bytes: plain, channels })
      } else if (holds === undefined || holds === 'XObject') {
        const draws = !/\/(?:FunctionType|Length1|Length2|ShadingType|N)\b/.test(head)
        // What cannot be unpacked here may well be written on.
        if (draws && (!plain || left.length > 0 || paints.test(plain.toString('latin1')))) writes = true
      }
    }
  } catch (fault) {
    if (!(fault instanceof Expands)) throw fault
    return { fault: 'expands', facts: { most: mostUnpacked } }
  }
  const said = objects.join('\n')
  if (actions.test(said)) return { fault: 'active' }
  const pages = said.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0
  if (pages === 0) return { fault: 'unreadable' }
  return pages > mostPages ? { fault: 'pages', facts: { most: mostPages } } : { pages, writes, pictures }
}
