/** One attribute as it is written, namespace declarations among them; `uri` is empty where it has no namespace. */
export interface XmlAttribute {
  readonly name: string
  readonly local: string
  readonly uri: string
  readonly value: string
}

/** One element of a file: the name as written, the name it stands for (`uri`, `local`), and the place where it begins, from 1. */
export interface XmlElement {
  readonly kind: 'element'
  readonly name: string
  readonly local: string
  readonly uri: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlNode[]
  readonly line: number
  readonly column: number
}

/** Characters between tags; `cdata` where they were written as such. */
export interface XmlText {
  readonly kind: 'text'
  readonly text: string
  readonly cdata?: true
}

export interface XmlComment {
  readonly kind: 'comment'
  readonly text: string
}

export interface XmlInstruction {
  readonly kind: 'instruction'
  readonly target: string
  readonly text: string
}

export type XmlNode = XmlElement | XmlText | XmlComment | XmlInstruction

/** A whole file: its root, and the comments and instructions around it. */
export interface XmlDocument {
  readonly before: readonly (XmlComment | XmlInstruction)[]
  readonly root: XmlElement
  readonly after: readonly (XmlComment | XmlInstruction)[]
}

export const xmlnsUri = 'http://www.w3.org/2000/xmlns/'

export const elementsIn = ({ children }: XmlElement): readonly XmlElement[] =>
  children.filter(child => child.kind === 'element')

/** The text of an element itself, without that of its children. */
export const textIn = ({ children }: XmlElement): string =>
  children.map(child => (child.kind === 'text' ? child.text : '')).join('')

/** The value of an attribute; `uri` left out means one without a namespace. */
export const attributeOf = ({ attributes }: XmlElement, local: string, uri = ''): string | undefined =>
  attributes.find(one => one.local === local && one.uri === uri)?.value
