import {
  type Example,
  type ItemDefinition,
  type LoadedDefinition,
  loadDefinition,
  type Surroundings,
  tryCompile,
} from '#kernel/definition'
import { attributeOf, elementsIn, readXml, type XmlDocument } from '#kernel/markup'
import type { Draft, Intake, IntakeOptions } from '../intake/draft.ts'
import { makeOverlay, type Overlay, writeItem } from '../intake/overlay.ts'
import { drawerByName } from '../intake/power-words.ts'
import { judgeAndRepair } from '../intake/repair.ts'
import { unreadable } from '../intake/unreadable.ts'
import { type ModelAccount, openModelAccount } from './account.ts'
import { actsOf } from './acts.ts'
import { type FlowScope, type Process, processesIn } from './model.ts'
import { ownDraft, ownItem } from './own-draft.ts'
import { writeStages } from './stages.ts'
import { tableOf } from './table.ts'
import { bpmnUri, isBpmn } from './vocabulary.ts'

const template = 'templates/application-ordinary'
const mostSteps = 400
const mostProcesses = 40

/** 流程草稿 What became of a model: its drafts, and the model itself, from which it is written again. */
export interface ModelIntake extends Intake {
  readonly model: XmlDocument
  /** How many places the model has; each stands in exactly one list of the report. */
  readonly elements: number
}

/** Whether a file is to be read as a model of processes: by its name, or by what its first tag says. */
export const isModel = (file: string, bytes: Uint8Array): boolean =>
  /\.(?:bpmn|bpmn20\.xml|bpmn2)$/i.test(file) ||
  /<(?:[\w.-]+:)?definitions\b[^>]*omg\.org\/spec\/BPMN\//.test(
    new TextDecoder('latin1').decode(bytes.subarray(0, 20_000)).replaceAll('\0', ''),
  )

/** 读模型 Bytes → the tree of a BPMN 2.0 model. @throws MARKUP_UNREADABLE, IMPORT_UNREADABLE with place and remedy. */
export function readModel(file: string, bytes: Uint8Array): XmlDocument {
  const document = readXml(file, bytes)
  const { root } = document
  if (root.local !== 'definitions' || root.uri !== bpmnUri)
    throw unreadable(
      `${file}:${root.line}:${root.column}: the root is ${root.name}, not the definitions of BPMN 2.0.`,
      'Export it as BPMN 2.0 (http://www.omg.org/spec/BPMN/20100524/MODEL).',
    )
  return document
}

/**
 * 导入流程 A BPMN 2.0 model becomes drafts, one for each process with a step in it. Every place of the model ends as understood, set aside with a
 * reason, or listed; the model itself is kept whole beside the drafts.
 */
export function takeInModel(file: string, model: XmlDocument, options: IntakeOptions): ModelIntake {
  const account = openModelAccount(model)
  const all = processesIn(model)
  const steps = all.reduce((sum, { scope }) => sum + stepsIn(scope), 0)
  if (steps > mostSteps || all.length > mostProcesses)
    throw unreadable(
      `${file}: ${all.length} processes with ${steps} steps; at most ${mostProcesses} with ${mostSteps} are read.`,
      'Hand in the processes one by one.',
    )
  const filled = all.filter(({ scope }) => scope.nodes.size > 0)
  const drafts = filled.flatMap((process, at) => {
    const made = draftOf(process, itemKey(file, filled.length > 1 ? at + 1 : 0), file, model, account, options)
    return made ? [made] : []
  })
  const shape = drafts.length > 1 ? 'several-items' : 'item'
  for (const pool of elementsIn(model.root)
    .filter(one => isBpmn(one, 'collaboration'))
    .flatMap(elementsIn))
    if (isBpmn(pool, 'participant') && attributeOf(pool, 'processRef') !== undefined)
      account.understood(pool, 'content.name', { only: ['name', 'processRef'] })
  return { ...account.close(), shape, drafts, model, elements: account.places.length }
}

const stepsIn = ({ nodes }: FlowScope): number =>
  [...nodes.values()].reduce((sum, { inner }) => sum + 1 + (inner ? stepsIn(inner) : 0), 0)

function itemKey(file: string, turn: number): string {
  const bare = file
    .replace(/^.*[\\/]/, '')
    .replace(/\.(?:bpmn20\.xml|bpmn2?|xml)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')
  return `${bare || 'imported-process'}${turn === 0 ? '' : `-${turn}`}`
}

function draftOf(
  process: Process,
  item: string,
  file: string,
  model: XmlDocument,
  account: ModelAccount,
  { surroundings, effective }: IntakeOptions,
): Draft | undefined {
  account.begin()
  if (ownItem(process)) return ownDraft(process, file, account, { surroundings, effective })
  const table = tableOf(process, account)
  if (table.rows.length === 0) return undefined
  const overlay = makeOverlay()
  const drawer = writeHead(process, item, file, effective, account, overlay)
  const base = templateOf(effective, surroundings)
  const resources = new Map(
    elementsIn(model.root)
      .filter(one => isBpmn(one, 'resource'))
      .map(one => [attributeOf(one, 'id') ?? '', one] as const),
  )
  const added = writeStages({ process, table, account, overlay, base, resources })
  const head = { item, version: 1, effective: { from: effective }, extends: template }
  let examples: readonly Example[] = base.examples
  const text = () =>
    `# 由流程图 ${file.replace(/^.*[\\/]/, '').replaceAll(/[\r\n]/g, ' ')} 拟成的草稿，须经编辑、合法性审核后发布。\n${writeItem(head, overlay, examples)}`
  const loaded = judgeAndRepair(`${item}.yaml`, overlay, text, account, surroundings)
  if (!loaded) return { item, drawer, template, yaml: text() }
  examples = actsOf(base.examples, added, table.fields, tryCompiled(loaded, surroundings))
  return { item, drawer, template, yaml: text(), loaded: loadDefinition(`${item}.yaml`, text(), surroundings.template) }
}

const tryCompiled = ({ definition }: LoadedDefinition, { registers }: Surroundings) =>
  tryCompile(definition, { registers }).item

/** What the head of an item must say and no process says. */
function writeHead(
  { name, pool, scope }: Process,
  item: string,
  file: string,
  effective: string,
  account: ModelAccount,
  overlay: Overlay,
): string {
  const called = name || pool || item
  const found = drawerByName.find(([form]) => form.test(called))?.[1] ?? 'other'
  const drawer = ['confirmation', 'service'].includes(found) ? found : 'other'
  overlay.set('source', {
    file: file.replace(/^.*[\\/]/, '').slice(0, 200),
    note: `process ${attributeOf(scope.element, 'id') ?? ''}`,
  })
  overlay.set('category.drawer', drawer)
  overlay.set('category.levels', { county: '县级' })
  overlay.set('category.organ.post', 'approval-bureau')
  overlay.set('category.listed', { list: 'county-power-list', entry: item, approvedBy: 'county-government' })
  overlay.set('category.basis', [{ law: '行政诉讼法', articles: [46] }])
  overlay.set('content.name', called)
  account.understood(scope.element, 'content.name', { text: called })
  account.decide(
    'category.drawer',
    found === drawer
      ? `按名称暂归 ${drawer} by its name for now`
      : `流程图不写事项类型，暂归其他行政权力；名称像 ${found}，须由编辑改用相应模板 the kind of power is for an editor`,
  )
  account.decide('category.organ.post', '流程图不写实施机关，暂用行政审批局 no organ is named')
  account.decide('category.listed', '权责清单条目由编制部门核定 the entry of the power list is to be confirmed')
  account.decide('effective', `暂定 ${effective} 起生效，依据效力以该日为准 laws are held against that day`)
  account.decide(
    'extends',
    '受理、告知、决定、送达和救济依一般程序的模板 what a process does not say stands in the template',
  )
  account.fault({
    source: account.originOf('content.name'),
    rule: 'IMPORT_NO_BASIS',
    text: '没有写设定依据，权力没有来源 no law is named from which the power comes',
    doubtful: false,
    repaired: '草稿暂写救济条款，须由编辑补写设定依据',
  })
  return drawer
}

/** The template by itself, with the little an item must say. */
function templateOf(effective: string, surroundings: Surroundings): ItemDefinition {
  const head = { item: 'draft', version: 1, effective: { from: effective }, extends: template }
  const overlay = makeOverlay()
  overlay.set('category', {
    drawer: 'other',
    levels: { county: '县级' },
    organ: { post: 'approval-bureau' },
    listed: { list: 'county-power-list', entry: 'draft', approvedBy: 'county-government' },
    basis: [{ law: '行政诉讼法', articles: [46] }],
  })
  overlay.set('content.name', '草稿')
  const body = writeItem(head, overlay, []).replace(/^examples: \[\]\n/m, '')
  return loadDefinition('draft.yaml', body, surroundings.template).definition
}
