import { attributeOf, elementsIn, textIn, type XmlDocument, type XmlElement } from '#kernel/markup'
import { bpmnUri, engineUris, eventKinds, gatewayKinds, isBpmn, scopeKinds, taskKinds } from './vocabulary.ts'

/** 流程节点 An activity, event or gateway, with the lines that lead to it and away from it. */
export interface FlowNode {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly element: XmlElement
  readonly incoming: SequenceFlow[]
  readonly outgoing: SequenceFlow[]
  /** Events on its border. */
  readonly border: FlowNode[]
  /** Whom the lanes name. */
  readonly lanes: string[]
  readonly inner?: FlowScope
}

export interface SequenceFlow {
  readonly element: XmlElement
  readonly id: string
  readonly name: string
  readonly source: string
  readonly target: string
}

/** What lies within a process or a sub-process. */
export interface FlowScope {
  readonly element: XmlElement
  readonly nodes: ReadonlyMap<string, FlowNode>
}

/** 流程 One process of a model, with the name of the pool it stands in. */
export interface Process {
  readonly id: string
  readonly name: string
  readonly pool: string
  readonly scope: FlowScope
}

export const documentationsOf = (element: XmlElement): readonly XmlElement[] =>
  elementsIn(element).filter(child => isBpmn(child, 'documentation') && textIn(child).trim() !== '')

export const eventDefinitionsOf = (element: XmlElement): readonly XmlElement[] =>
  elementsIn(element).filter(child => child.uri === bpmnUri && child.local.endsWith('EventDefinition'))

export const childNamed = (element: XmlElement, local: string): XmlElement | undefined =>
  elementsIn(element).find(child => isBpmn(child, local))

/** What an engine's words say of an element: `candidateGroups`, whoever's prefix it has. */
export function engineAttribute(element: XmlElement, local: string): { value: string; uri: string } | undefined {
  const found = element.attributes.find(one => one.local === local && engineUris.has(one.uri))
  return found && { value: found.value, uri: found.uri }
}

/** Elements of engines within `extensionElements`. */
export const engineElements = (element: XmlElement, local: string): readonly XmlElement[] =>
  elementsIn(element)
    .filter(child => isBpmn(child, 'extensionElements'))
    .flatMap(elementsIn)
    .filter(child => engineUris.has(child.uri) && child.local === local)

/** Every element of a tree. */
export function* everyElement(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of elementsIn(element)) yield* everyElement(child)
}

const plainName = (element: XmlElement): string => (attributeOf(element, 'name') ?? '').replaceAll(/\s+/g, ' ').trim()

/** 读图 The processes of a model, with what hangs together in each; lines that lead nowhere are left where they are. */
export function processesIn({ root }: XmlDocument): readonly Process[] {
  const pools = new Map(
    elementsIn(root)
      .filter(one => isBpmn(one, 'collaboration'))
      .flatMap(elementsIn)
      .filter(one => isBpmn(one, 'participant'))
      .map(one => [attributeOf(one, 'processRef')?.replace(/^.*:/, '') ?? '', plainName(one)] as const),
  )
  return elementsIn(root)
    .filter(one => isBpmn(one, 'process'))
    .map(element => {
      const id = attributeOf(element, 'id') ?? ''
      return { id, name: plainName(element), pool: pools.get(id) ?? '', scope: scopeOf(element) }
    })
}

function scopeOf(element: XmlElement): FlowScope {
  const nodes = new Map<string, FlowNode>()
  for (const child of elementsIn(element)) {
    if (child.uri !== bpmnUri) continue
    const type = child.local
    if (![taskKinds, gatewayKinds, eventKinds, scopeKinds].some(kinds => kinds.has(type))) continue
    const id = attributeOf(child, 'id')
    if (id === undefined || nodes.has(id)) continue
    const inner = scopeKinds.has(type) ? scopeOf(child) : undefined
    const node = { id, type, name: plainName(child), element: child, incoming: [], outgoing: [], border: [], lanes: [] }
    nodes.set(id, inner ? { ...node, inner } : node)
  }
  for (const child of elementsIn(element)) {
    if (!isBpmn(child, 'sequenceFlow')) continue
    const [source = '', target = ''] = [attributeOf(child, 'sourceRef'), attributeOf(child, 'targetRef')]
    const [from, to] = [nodes.get(source), nodes.get(target)]
    if (!from || !to) continue
    const flow = { element: child, id: attributeOf(child, 'id') ?? '', name: plainName(child), source, target }
    from.outgoing.push(flow)
    to.incoming.push(flow)
  }
  for (const node of nodes.values())
    if (node.type === 'boundaryEvent') nodes.get(attributeOf(node.element, 'attachedToRef') ?? '')?.border.push(node)
  for (const lane of everyElement(element)) {
    if (!isBpmn(lane, 'lane')) continue
    for (const reference of elementsIn(lane))
      if (isBpmn(reference, 'flowNodeRef')) nodes.get(textIn(reference).trim())?.lanes.push(plainName(lane))
  }
  return { element, nodes }
}
