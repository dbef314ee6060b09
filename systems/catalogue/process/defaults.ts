import { attributeOf, xmlnsUri } from '#kernel/markup'
import { eventDefinitionsOf } from './model.ts'
import type { ModelPlace } from './places.ts'
import { bpmnUri, engineUris, extensionWhy, instanceUri, notRun, ofPicture } from './vocabulary.ts'

interface Reason {
  readonly setting: string
  readonly text: string
}

const kept = (text: string): Reason => ({ setting: 'model', text })
const picture = kept('图形、位置、颜色随图保存，导出时交还 belongs to the picture')
const ofFile = kept('关于文件本身，随图保存 about the file itself')

/** Attributes of BPMN that say nothing about what is done, by their value where only the usual one does not. */
const plain: Readonly<Record<string, RegExp>> = {
  id: /.?/,
  targetNamespace: /.?/,
  exporter: /.?/,
  exporterVersion: /.?/,
  expressionLanguage: /.?/,
  typeLanguage: /.?/,
  language: /.?/,
  isExecutable: /.?/,
  isClosed: /.?/,
  processType: /.?/,
  gatewayDirection: /.?/,
  instantiate: /^false$/,
  parallelMultiple: /^false$/,
  isInterrupting: /^true$/,
  cancelActivity: /^true$/,
  isForCompensation: /^false$/,
  triggeredByEvent: /^false$/,
  startQuantity: /^1$/,
  completionQuantity: /^1$/,
  isCollection: /^false$/,
  isSequential: /.?/,
  associationDirection: /.?/,
  textFormat: /.?/,
  isImmediate: /^true$/,
  implementation: /^(?:##unspecified|##WebService|##unspecified|http:\/\/)/,
  structureRef: /^$/,
}

/** Elements of BPMN that explain the picture to its reader. */
const remarks: readonly string[] = ['textAnnotation', 'association', 'group', 'category', 'categoryValue']

/** 默认 What an element that nobody asked for says by itself, where that is nothing for the draft; undefined: an editor looks at it. */
export function byDefault({ owner, above, attribute, kind, value }: ModelPlace): Reason | undefined {
  if (attribute?.uri === xmlnsUri) return kept('命名空间随图保存 a namespace')
  if (attribute?.uri === instanceUri) return ofFile
  if (kind === 'remark') return kept('文件里的注释随图保存 a comment in the file')
  if ([...above, owner].some(({ uri }) => ofPicture(uri)) || ofPicture(attribute?.uri ?? '')) return picture
  const isBpmn = owner.uri === bpmnUri
  if (isBpmn && [...above, owner].some(({ uri, local }) => uri === bpmnUri && remarks.includes(local)))
    return attribute === undefined || attribute.uri === ''
      ? kept('图上的说明，随图保存 a remark on the picture')
      : undefined
  if (isBpmn && above.length === 0 && attribute?.uri === '') return ofFile
  if (isBpmn && attribute?.uri === '' && plain[attribute.local]?.test(value)) return ofFile
  if (
    isBpmn &&
    kind === 'element' &&
    ['extensionElements', 'laneSet', 'documentation', 'incoming'].includes(owner.local)
  )
    return kept('没有内容 nothing stands in it')
  if (isBpmn && attribute?.uri === '' && (value === '' || (attribute.local === 'name' && value.trim() === '')))
    return kept('来源没有填写 nothing was filled in')
  return undefined
}

/** Why an editor has to look: what it is part of, from the inside out. */
export function whyListed({ owner, above, attribute }: ModelPlace): string {
  const uri = attribute?.uri ?? ''
  if (uri !== '' && uri !== bpmnUri) return engineUris.has(uri) ? engineWhy : extensionWhy
  if ([owner, ...above].some(element => attributeOf(element, 'triggeredByEvent') === 'true')) return eventProcess
  for (const element of [owner, ...above.toReversed()]) {
    if (element.uri !== bpmnUri) return engineUris.has(element.uri) ? engineWhy : extensionWhy
    const event = element.local.endsWith('Event') ? eventDefinitionsOf(element)[0]?.local : undefined
    const why = notRun[event ?? element.local]
    if (why !== undefined) return why
  }
  return '没有对应的设定 no setting says this'
}

const eventProcess = '事件子流程不运行，由报警、撤销等动作承担 an event sub-process is not run'
const engineWhy = '流程引擎的设置，在本系统没有对应 a setting of a workflow engine without a counterpart'
