import { createHash, verify, X509Certificate } from 'node:crypto'
import { inflateSync } from 'node:zlib'

/** 读回 What a test finds in a PDF of ours: enough of the format for what pdfkit writes, and no more. */
export interface PdfRead {
  /** The text of every page, in the order it was drawn. */
  readonly text: string
  readonly pages: number
  /** Structure types of the elements, in the order they were written. */
  readonly tags: readonly string[]
  readonly tagged: boolean
  readonly language: string | undefined
  readonly raw: string
}

interface Found {
  readonly dictionary: string
  readonly stream: Buffer | undefined
}

export function objectsOf(bytes: Buffer): ReadonlyMap<number, Found> {
  const text = bytes.toString('latin1')
  const found = new Map<number, Found>()
  for (const match of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, id = '', body = ''] = match
    const at = body.indexOf('\nstream\n')
    const dictionary = at < 0 ? body : body.slice(0, at)
    const stream = at < 0 ? undefined : Buffer.from(body.slice(at + 8, body.lastIndexOf('\nendstream')), 'latin1')
    const plain = stream && dictionary.includes('/FlateDecode') ? inflateSync(stream) : stream
    found.set(Number(id), { dictionary, stream: plain })
  }
  return found
}

/** What each glyph stands for, from the font's ToUnicode. */
export function signsOf(objects: ReadonlyMap<number, Found>): ReadonlyMap<number, string> {
  const signs = new Map<number, string>()
  for (const { stream } of objects.values()) {
    const map = stream?.toString('latin1') ?? ''
    if (!map.includes('beginbfrange')) continue
    // A ligature stands for several signs: `<0066 0069>`.
    for (const [, from = '', , list = ''] of map.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/g))
      for (const [at, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries()) {
        const units = Buffer.from(hex.replaceAll(' ', ''), 'hex')
        signs.set(Number.parseInt(from, 16) + at, units.swap16().toString('utf16le'))
      }
  }
  return signs
}

export function readPdf(bytes: Buffer): PdfRead {
  const objects = objectsOf(bytes)
  const signs = signsOf(objects)
  const raw = bytes.toString('latin1')
  const parts: string[] = []
  for (const { stream } of objects.values()) {
    const content = stream?.toString('latin1') ?? ''
    if (!/\bTJ\b/.test(content)) continue
    for (const [, run = ''] of content.matchAll(/\[([^\]]*)\] TJ/g)) {
      const line = [...run.matchAll(/<([0-9a-f]+)>/g)].map(([, hex = '']) =>
        (hex.match(/.{4}/g) ?? []).map(glyph => signs.get(Number.parseInt(glyph, 16)) ?? '\uFFFD').join(''),
      )
      parts.push(line.join(''))
    }
  }
  return {
    text: parts.join('\n'),
    pages: [...raw.matchAll(/\/Type \/Page\n/g)].length,
    tags: [...objects.values()].flatMap(({ dictionary }) => /\/S \/([A-Z]\w*)\n/.exec(dictionary)?.[1] ?? []),
    tagged: /\/Marked true/.test(raw) && raw.includes('/StructTreeRoot'),
    language: /\/Lang \(([^)]+)\)/.exec(raw)?.[1],
    raw,
  }
}

interface Node {
  readonly tag: number
  readonly body: Buffer
  readonly whole: Buffer
}
/** The elements of a DER sequence, one after the other. */
function nodesOf(der: Buffer): readonly Node[] {
  const nodes: Node[] = []
  for (let at = 0; at + 2 <= der.length; ) {
    let length = der[at + 1]!
    let head = 2
    if (length & 0x80) {
      const bytes = length & 0x7f
      length = der.readUIntBE(at + 2, bytes)
      head += bytes
    }
    nodes.push({
      tag: der[at]!,
      body: der.subarray(at + head, at + head + length),
      whole: der.subarray(at, at + head + length),
    })
    at += head + length
  }
  return nodes
}

/** 验签 Whether the signature of a PDF holds over all its bytes but itself, by Node's own cryptography; and whose certificate it is. */
export function verifyPdf(bytes: Buffer): { readonly valid: boolean; readonly subject: string } {
  const text = bytes.toString('latin1')
  const range = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(text)?.slice(1).map(Number)
  if (!range) return { valid: false, subject: '' }
  const [from = 0, first = 0, second = 0, rest = 0] = range
  const signed = Buffer.concat([bytes.subarray(from, from + first), bytes.subarray(second, second + rest)])
  const whole = second + rest === bytes.length
  const hex = bytes.subarray(first + 1, second - 1).toString('latin1')
  const [content] = nodesOf(Buffer.from(hex, 'hex'))
  const data = nodesOf(nodesOf(nodesOf(content!.body)[1]!.body)[0]!.body)
  const certificate = new X509Certificate(nodesOf(data.find(({ tag }) => tag === 0xa0)!.body)[0]!.whole)
  const signer = nodesOf(nodesOf(data.at(-1)!.body)[0]!.body)
  const attributes = signer.find(({ tag }) => tag === 0xa0)!
  const signature = signer.find(({ tag }) => tag === 0x04)!.body
  // RFC 5652 5.4: signed as a SET, whatever the tag they are carried under.
  const asSet = Buffer.concat([Buffer.from([0x31]), attributes.whole.subarray(1)])
  const digest = createHash('sha256').update(signed).digest()
  const valid = whole && attributes.body.includes(digest) && verify('sha256', asSet, certificate.publicKey, signature)
  return { valid, subject: certificate.subject }
}
