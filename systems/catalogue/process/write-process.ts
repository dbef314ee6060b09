import { canonicalJson, type ItemDefinition } from '#kernel/definition'
import { type Writable, writeXml, xmlElement } from '#kernel/markup'
import { type Drawing, drawingOf, type ProcessNode, textOf } from './drawing.ts'
import { cornersOf } from './picture.ts'
import { bpmnUri, instanceUri, ownUri } from './vocabulary.ts'

const namespaces = {
  'xmlns:bpmn': bpmnUri,
  'xmlns:bpmndi': 'http://www.omg.org/spec/BPMN/20100524/DI',
  'xmlns:dc': 'http://www.omg.org/spec/DD/20100524/DC',
  'xmlns:di': 'http://www.omg.org/spec/DD/20100524/DI',
  'xmlns:xsi': instanceUri,
  'xmlns:flowable': 'http://flowable.org/bpmn',
  'xmlns:camunda': 'http://camunda.org/schema/1.0/bpmn',
  'xmlns:plumbline': ownUri,
}

/**
 * 导出流程图 An item as BPMN 2.0 with its picture: what BPMN has words for in its own words, the rest of the item beside it in ours, so that reading it again
 * gives the item back. Nothing in it is meant to be executed.
 */
export function writeProcess(definition: ItemDefinition): string {
  const drawing = drawingOf(definition)
  const id = `Process_${definition.item}`
  const root = xmlElement(
    'bpmn:definitions',
    { ...namespaces, id: 'Definitions', targetNamespace: `${ownUri}/${definition.item}`, exporter: 'Plumbline' },
    [
      xmlElement('bpmn:process', { id, name: textOf(definition.content.name), isExecutable: false }, [
        xmlElement('bpmn:extensionElements', {}, [xmlElement('plumbline:item', {}, [canonicalJson(definition)])]),
        ...[...drawing.nodes.values()].map(node => nodeElement(node, drawing, definition)),
        ...drawing.lines.map(line =>
          xmlElement(
            'bpmn:sequenceFlow',
            { id: line.id, name: line.name, sourceRef: line.source, targetRef: line.target },
            line.condition === undefined
              ? []
              : [
                  xmlElement('bpmn:conditionExpression', { 'xsi:type': 'bpmn:tFormalExpression', language: ownUri }, [
                    line.condition,
                  ]),
                ],
          ),
        ),
      ]),
      diagram(drawing, id),
    ],
  )
  return writeXml({ root }, { indent: true })
}

function nodeElement(node: ProcessNode, { lines }: Drawing, definition: ItemDefinition): Writable {
  const { id, type, name, usual, stage, parallel, returns = [] } = node
  const ends: readonly Writable[] = [
    ...lines.filter(({ target }) => target === id).map(line => xmlElement('bpmn:incoming', {}, [line.id])),
    ...lines.filter(({ source }) => source === id).map(line => xmlElement('bpmn:outgoing', {}, [line.id])),
  ]
  if (!stage) {
    const own = parallel === undefined ? {} : { 'plumbline:parallel': parallel }
    return xmlElement(`bpmn:${type}`, { id, name, default: usual, ...own }, ends)
  }
  const by = stage.by === undefined ? undefined : [stage.by].flat().join(',')
  const written = limitsAt(definition, stage.stage)
  return xmlElement(
    `bpmn:${type}`,
    {
      id,
      name,
      'flowable:candidateGroups': by,
      'camunda:candidateGroups': by,
      'plumbline:stage': stage.stage,
      'plumbline:kind': stage.kind,
      'plumbline:returns': returns.length > 0 ? returns.join(' ') : undefined,
    },
    [
      ...(written === '' ? [] : [xmlElement('bpmn:documentation', {}, [written])]),
      xmlElement('bpmn:extensionElements', {}, [xmlElement('plumbline:stage', {}, [canonicalJson(stage)])]),
      ...ends,
      ...(stage.repeat ? [xmlElement('bpmn:standardLoopCharacteristics')] : []),
      ...(!stage.repeat && stage.mode === 'all'
        ? [xmlElement('bpmn:multiInstanceLoopCharacteristics', { isSequential: false })]
        : []),
    ],
  )
}

/** The periods that end at a stage, in words: BPMN knows no working day. */
const limitsAt = ({ limits }: ItemDefinition, key: string): string =>
  Object.entries(limits)
    .flatMap(([name, limit]) => {
      if (name === 'stops' || Array.isArray(limit) || !limit || ![limit.to ?? []].flat().includes(key)) return []
      const basis = limit.basis
        ? `（${limit.basis.law}${limit.basis.articles.map(article => `第${article}条`).join('、')}）`
        : ''
      return [`时限 ${name}: ${limit.kind} ${limit.value} ${limit.unit}${basis}`]
    })
    .join('\n')

function diagram({ nodes, lines }: Drawing, process: string): Writable {
  const corners = cornersOf(nodes, lines)
  return xmlElement('bpmndi:BPMNDiagram', { id: 'Diagram' }, [
    xmlElement('bpmndi:BPMNPlane', { id: 'Plane', bpmnElement: process }, [
      ...[...nodes.values()].map(({ id, type, x, y, width, height }) =>
        xmlElement(
          'bpmndi:BPMNShape',
          { id: `${id}_di`, bpmnElement: id, isMarkerVisible: type === 'exclusiveGateway' ? true : undefined },
          [xmlElement('dc:Bounds', { x, y, width, height })],
        ),
      ),
      ...lines.map(({ id }) =>
        xmlElement(
          'bpmndi:BPMNEdge',
          { id: `${id}_di`, bpmnElement: id },
          corners.get(id)!.map(({ x, y }) => xmlElement('di:waypoint', { x, y })),
        ),
      ),
    ]),
  ])
}
