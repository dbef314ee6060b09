import { Check } from 'typebox/value'
import { exportDefinition, hasErrors, ItemDefinition, judge, readDefinition, type Stage } from '#kernel/definition'
import { elementsIn, textIn, type XmlElement } from '#kernel/markup'
import type { Draft, IntakeOptions } from '../intake/draft.ts'
import { unreadable } from '../intake/unreadable.ts'
import type { ModelAccount } from './account.ts'
import { textOf } from './drawing.ts'
import { engineAttribute, type Process } from './model.ts'
import { ownAttribute } from './people.ts'
import { type ProcessTable, type Row, tableOf } from './table.ts'
import { isBpmn, ownUri } from './vocabulary.ts'
import { whenOf } from './ways.ts'

const ownElement = (element: XmlElement, local: string): XmlElement | undefined =>
  elementsIn(element)
    .filter(child => isBpmn(child, 'extensionElements'))
    .flatMap(elementsIn)
    .find(child => child.uri === ownUri && child.local === local)

export const ownItem = ({ scope }: Process): XmlElement | undefined => ownElement(scope.element, 'item')

/**
 * 读回导出的流程图 A process that was written from an item, perhaps drawn anew since: the item stands beside the picture, its flow is what the lines say now. A step
 * that is new is a review by whoever its group names.
 */
export function ownDraft(
  process: Process,
  file: string,
  account: ModelAccount,
  { surroundings }: IntakeOptions,
): Draft {
  const element = ownItem(process)!
  const item: unknown = parsed(file, element)
  if (!Check(ItemDefinition, item))
    throw unreadable(
      `${file}:${element.line}:${element.column}: what stands in plumbline:item is no item of this version.`,
      'Export the item again: plumbline export.',
    )
  account.whole(element, 'item')
  account.understood(process.scope.element, 'content.name')
  const table = tableOf(process, account)
  for (const { element: node } of process.scope.nodes.values()) account.attribute(node, 'parallel', ownUri, 'flow')
  const flow: object[] = []
  for (const row of table.rows) {
    const stage = stageOf(row, table, item, file, account)
    const { parallel } = row
    const block = flow.at(-1) as { parallel?: string; branches: object[][] } | undefined
    if (!parallel) flow.push(stage)
    else if (block?.parallel === parallel.key)
      block.branches[parallel.branch] = [...(block.branches[parallel.branch] ?? []), stage]
    else flow.push({ parallel: parallel.key, branches: [[stage]] })
  }
  const definition = { ...item, flow } as ItemDefinition
  const yaml = exportDefinition(definition)
  const { loaded, findings } = readDefinition(`${item.item}.yaml`, yaml, surroundings.template)
  const judged =
    loaded &&
    judge(
      loaded,
      { registers: surroundings.registers, ...(surroundings.offices && { offices: surroundings.offices }) },
      undefined,
    )
  const all = [...findings, ...(judged?.findings ?? [])]
  for (const { rule, path, text, severity } of all)
    if (severity === 'error')
      account.fault({ source: account.originOf(path), rule, text: `${text.zh} ${text.en}`, doubtful: false })
  const sound = loaded !== undefined && !hasErrors(all)
  return { item: item.item, drawer: item.category.drawer, template: '', yaml, ...(sound && { loaded }) }
}

function parsed(file: string, element: XmlElement): unknown {
  try {
    return JSON.parse(textIn(element))
  } catch {
    throw unreadable(
      `${file}:${element.line}:${element.column}: what stands in ${element.name} is no JSON.`,
      'Export the item again: plumbline export.',
    )
  }
}

function stageOf(row: Row, table: ProcessTable, item: ItemDefinition, file: string, account: ModelAccount): object {
  const { element } = row.node
  const written = ownElement(element, 'stage')
  const groups = engineAttribute(element, 'candidateGroups')?.value.split(',') ?? []
  const known = groups.filter(group => Object.hasOwn(item.authority.posts, group))
  const kept = (
    written
      ? parsed(file, written)
      : {
          kind: 'review',
          by: known.length > 0 ? known : Object.keys(item.authority.posts)[0],
        }
  ) as Stage
  const setting = `flow.${row.key}`
  account.understood(element, setting)
  for (const { local, uri } of element.attributes) if (uri !== '') account.attribute(element, local, uri, setting)
  for (const child of elementsIn(element)) if (!isBpmn(child, 'documentation')) account.whole(child, setting)
  for (const child of elementsIn(element))
    if (isBpmn(child, 'documentation')) account.setAside(child, 'limits', '时限以事项为准 limits are those of the item')
  const when = whenOf(row)
  const rest = Object.fromEntries(Object.entries(kept).filter(([name]) => name !== 'when' && name !== 'may'))
  const name = kept.name !== undefined && textOf(kept.name) === row.name ? kept.name : row.name
  return { ...rest, stage: row.key, name, ...mayOf(row, kept, table, element), ...(when !== undefined && { when }) }
}

/** What the stage may, with the returns that the lines say where they differ from those it was written with. */
function mayOf(row: Row, kept: Stage, table: ProcessTable, element: XmlElement): object {
  const drawn = new Set([...row.returns].flatMap(node => table.rowOf(node)?.key ?? []))
  const before = new Set((ownAttribute(element, 'returns') ?? '').split(' ').filter(key => key !== ''))
  if (drawn.size === before.size && [...drawn].every(key => before.has(key))) return kept.may ? { may: kept.may } : {}
  const others = (kept.may ?? []).filter(permission => typeof permission === 'string')
  const may = [...(drawn.size > 0 ? [{ return: [...drawn] }] : []), ...others]
  return may.length > 0 ? { may } : {}
}
