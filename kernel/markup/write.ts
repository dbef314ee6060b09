/** What is written: a tree that was read, or one that was made and has no places and no namespaces yet. */
export type Writable =
  | {
      readonly kind: 'element'
      readonly name: string
      readonly attributes: readonly { readonly name: string; readonly value: string }[]
      readonly children: readonly Writable[]
    }
  | { readonly kind: 'text'; readonly text: string; readonly cdata?: true }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'instruction'; readonly target: string; readonly text: string }

export type WritableElement = Extract<Writable, { kind: 'element' }>

/** An element to be written; what is undefined is left out. */
export const xmlElement = (
  name: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  children: readonly (Writable | string)[] = [],
): WritableElement => ({
  kind: 'element',
  name,
  attributes: Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ name: key, value: String(value) }],
  ),
  children: children.map(child => (typeof child === 'string' ? { kind: 'text', text: child } : child)),
})

const inText: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
const inValue: Readonly<Record<string, string>> = { ...inText, '"': '&quot;', '\t': '&#9;', '\n': '&#10;' }
const escapeText = (text: string) => text.replaceAll(/[&<>\r]/g, sign => inText[sign]!)
const escapeValue = (text: string) => text.replaceAll(/[&<>"\r\n\t]/g, sign => inValue[sign]!)

interface Document {
  readonly before?: readonly Writable[]
  readonly root: WritableElement
  readonly after?: readonly Writable[]
}

/**
 * 写 XML A tree → the text of a file in UTF-8. What was read comes out with every name, attribute, character, comment and
 * instruction it had. `indent` lays out a tree that was made, whose elements hold either elements or text.
 */
export function writeXml({ before = [], root, after = [] }: Document, { indent = false } = {}): string {
  const out = ['<?xml version="1.0" encoding="UTF-8"?>\n']
  for (const node of before) out.push(written(node, indent, 0), '\n')
  out.push(written(root, indent, 0), '\n')
  for (const node of after) out.push(written(node, indent, 0), '\n')
  return out.join('')
}

function written(node: Writable, indent: boolean, depth: number): string {
  switch (node.kind) {
    case 'text':
      // "]]>" cannot stand in CDATA: it is cut in two
      return node.cdata ? `<![CDATA[${node.text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : escapeText(node.text)
    case 'comment':
      return `<!--${node.text}-->`
    case 'instruction':
      return `<?${node.target}${node.text === '' ? '' : ` ${node.text}`}?>`
    case 'element': {
      const { name, attributes, children } = node
      const head = `<${name}${attributes.map(one => ` ${one.name}="${escapeValue(one.value)}"`).join('')}`
      if (children.length === 0) return `${head}/>`
      const laid = indent && children.every(({ kind }) => kind !== 'text')
      const inner = children.map(child => written(child, indent, depth + 1))
      if (!laid) return `${head}>${inner.join('')}</${name}>`
      const margin = `\n${'  '.repeat(depth)}`
      return `${head}>${inner.map(one => `${margin}  ${one}`).join('')}${margin}</${name}>`
    }
  }
}
