import { eventDefinitionsOf, type SequenceFlow } from './model.ts'
import { type Block, structureOf, type Way } from './structure.ts'
import type { Row } from './table.ts'
import { notRun, taskKinds } from './vocabulary.ts'

/** Lines that lead into the middle of another way. */
export function jumpsIn(blocks: readonly Block[]): ReadonlySet<SequenceFlow> {
  const found = blocks.flatMap(block => {
    if (block.kind === 'jump') return block.flow ? [block.flow] : []
    if (block.kind === 'choice') return block.ways.flatMap(way => [...jumpsIn(way.blocks)])
    return block.kind === 'parallel' ? block.branches.flatMap(branch => [...jumpsIn(branch)]) : []
  })
  return new Set(found)
}

/** Whether anything is done on a way; `elsewhere`: steps of another way that it leads into count too. */
export function hasRow(blocks: readonly Block[], elsewhere = true): boolean {
  return blocks.some(block => {
    if (block.kind === 'step')
      return (
        taskKinds.has(block.node.type) ||
        (block.node.inner !== undefined && hasRow(structureOf(block.node.inner).blocks, elsewhere))
      )
    if (block.kind === 'jump') return elsewhere && taskKinds.has(block.to.type)
    return block.kind === 'parallel'
      ? block.branches.some(branch => hasRow(branch, elsewhere))
      : block.ways.some(way => hasRow(way.blocks, elsewhere))
  })
}

export const endsAt = (blocks: readonly Block[]): boolean => {
  const last = blocks.at(-1)
  return last?.kind === 'step' && last.node.type === 'endEvent'
}

export const negated = (conditions: readonly string[]): string =>
  `not(${conditions.length === 1 ? conditions[0] : conditions.map(one => `(${one})`).join(' or ')})`

/** What a way is called: by its line, its event, or the first step on it. */
export const labelOf = ({ flow, event, blocks }: Way, at: number): string => {
  const first = blocks.find(block => block.kind === 'step' && block.node.name !== '')
  const text = flow?.name || event?.name || (first?.kind === 'step' ? first.node.name : '')
  return text === ''
    ? event
      ? (notRun[eventDefinitionsOf(event.element)[0]?.local ?? ''] ?? `第${at + 1}路`)
      : `第${at + 1}路`
    : text
}

/** `a`, `b or c` → `a and (b or c)`; several ways to come to a row: one of them. */
export function whenOf({ guards, others }: Row): string | undefined {
  const ways = [guards, ...others]
  if (ways.some(way => way.length === 0)) return undefined
  const told = [...new Set(ways.map(way => (way.length === 1 ? way[0]! : way.map(bracketed).join(' and '))))]
  return told.length === 1 ? told[0] : told.map(one => `(${one})`).join(' or ')
}
const bracketed = (text: string): string => (/ or /.test(text) && !text.startsWith('not(') ? `(${text})` : text)
