import { type Evidence, linkedTo } from '#kernel/case'
import type { CompiledItem, Example } from '#kernel/definition'
import type { Moment } from './example-time.ts'

/** 示例答复 What every register and other case that the item asks would say in an example, as fresh as can be. */
export function answersAt(
  { definition }: CompiledItem,
  { answers = {} }: Pick<Example, 'answers'>,
  { at, soon }: Pick<Moment, 'at' | 'soon'>,
): Evidence[] {
  const answer = (comparison: string, ask: string): Evidence => ({
    comparison,
    value: answers[ask] ?? null,
    obtained: at,
    validUntil: soon,
  })
  return [...definition.comparison.map(({ id, ask }) => answer(id, ask)), answer(linkedTo, linkedTo)]
}
