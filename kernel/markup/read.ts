import { SaxesParser, type SaxesTagNS } from 'saxes'
import { decodeXml } from './decode.ts'
import type { XmlAttribute, XmlComment, XmlDocument, XmlElement, XmlInstruction, XmlNode } from './tree.ts'
import { type MarkupFault, unreadableAt } from './unreadable.ts'

/** How much is read before a file is refused. */
export interface MarkupBounds {
  readonly bytes: number
  readonly depth: number
  /** Elements and attributes together. */
  readonly parts: number
}

export const markupBounds: MarkupBounds = { bytes: 2_000_000, depth: 200, parts: 100_000 }

/** Where a text has been read to, in lines and columns; asked for places that only move forward. */
function makePlaces(text: string) {
  let line = 1
  let begins = 0
  const following = () => {
    const at = text.indexOf('\n', begins)
    return at < 0 ? text.length : at
  }
  let next = following()
  return (offset: number) => {
    while (next < offset) {
      line++
      begins = next + 1
      next = following()
    }
    return { line, column: Math.max(offset - begins, 0) + 1 }
  }
}

type Open = XmlElement & { readonly children: XmlNode[] }

/**
 * 读 XML Bytes → the tree of a file, with everything in it: names, namespaces, attributes, text, comments and instructions. No
 * document type, no entity but the five of XML and numbers, no other file: nothing is fetched and nothing grows.
 * @throws MARKUP_UNREADABLE with line and column from 1, what is wrong and what helps.
 */
export function readXml(file: string, bytes: Uint8Array, bounds: Partial<MarkupBounds> = {}): XmlDocument {
  const { bytes: largest, depth, parts: mostParts } = { ...markupBounds, ...bounds }
  if (bytes.length > largest) throw unreadableAt(file, { line: 1, column: 1 }, 'size', `> ${largest} bytes`)
  const text = decodeXml(file, bytes)
  const parser = new SaxesParser({ xmlns: true })
  const place = makePlaces(text)
  const refuse = (offset: number, fault: MarkupFault, more?: string) =>
    unreadableAt(file, place(Math.min(offset, text.length)), fault, more)
  const around: { before: (XmlComment | XmlInstruction)[]; after: (XmlComment | XmlInstruction)[] } = {
    before: [],
    after: [],
  }
  const open: Open[] = []
  let root: XmlElement | undefined
  let parts = 0
  const lay = (node: XmlNode) => {
    const into = open.at(-1)?.children
    if (into) into.push(node)
    else if (node.kind === 'comment' || node.kind === 'instruction') around[root ? 'after' : 'before'].push(node)
  }
  parser.on('error', error => {
    const said = error.message.replace(/^\d+:\d+: /, '')
    throw refuse(parser.position - 1, faultOf(said), said.replace(/\.$/, '').slice(0, 120))
  })
  parser.on('xmldecl', ({ version }) => {
    if (version !== '1.0') throw refuse(0, 'version', version)
  })
  parser.on('doctype', () => {
    throw refuse(text.lastIndexOf('<!DOCTYPE', parser.position), 'doctype')
  })
  let begins = 0
  parser.on('opentagstart', () => {
    begins = text.lastIndexOf('<', parser.position - 1)
    if (open.length >= depth) throw refuse(begins, 'depth', `> ${depth}`)
  })
  parser.on('opentag', tag => {
    const attributes = attributesOf(tag)
    parts += 1 + attributes.length
    if (parts > mostParts) throw refuse(begins, 'elements', `> ${mostParts}`)
    const { name, local, uri } = tag
    const element: Open = { kind: 'element', name, local, uri, attributes, children: [], ...place(begins) }
    lay(element)
    open.push(element)
    root ??= element
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', said => lay({ kind: 'text', text: said }))
  parser.on('cdata', said => lay({ kind: 'text', text: said, cdata: true }))
  parser.on('comment', said => lay({ kind: 'comment', text: said }))
  parser.on('processinginstruction', ({ target, body }) => lay({ kind: 'instruction', target, text: body }))
  parser.write(text).close()
  if (!root) throw refuse(text.length, 'form')
  return { ...around, root }
}

const attributesOf = ({ attributes }: SaxesTagNS): XmlAttribute[] =>
  Object.values(attributes).map(({ name, local, uri, value }) => ({ name, local, uri, value }))

function faultOf(said: string): MarkupFault {
  if (/entity/.test(said)) return 'entity'
  if (/^disallowed character\.$/.test(said)) return 'characters'
  return /doctype/i.test(said) ? 'doctype' : 'form'
}
