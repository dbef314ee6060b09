export { canonicalXml } from './canonical.ts'
export { type MarkupBounds, markupBounds, readXml } from './read.ts'
export {
  attributeOf,
  elementsIn,
  textIn,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
  xmlnsUri,
} from './tree.ts'
export { markupUnreadable } from './unreadable.ts'
export { type Writable, type WritableElement, writeXml, xmlElement } from './write.ts'
