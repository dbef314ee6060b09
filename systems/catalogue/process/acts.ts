import type { CompiledItem, Example, Field } from '#kernel/definition'
import type { AddedStage } from './stages.ts'

/** An answer that lets an example go on, for a field the draft asks. */
function answerTo({ type, options }: Field): unknown {
  if (options) return options[0]!.value
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'money') return 1
  if (type.startsWith('decimal')) return '1.00'
  if (type === 'date') return '2026-07-06'
  return '示例'
}

/**
 * 示例 The template's examples, with the answers this draft asks for besides and the stages it has besides, as far as their
 * conditions hold under these answers.
 */
export function actsOf(
  examples: readonly Example[],
  added: readonly AddedStage[],
  fields: ReadonlyMap<string, Field>,
  item: CompiledItem | undefined,
): readonly Example[] {
  const form = item?.definition.content.form ?? {}
  const asked = Object.fromEntries(
    Object.entries(form)
      .filter(([name]) => /^(?:process|question)\./.test(name) || fields.has(name))
      .map(([name, field]) => [name, answerTo(field)]),
  )
  return examples.map(example => {
    const given = { ...example.given, ...asked }
    const facts = item?.prepare({ ...given, outcome: example.expect.outcome ?? null })
    const happens = ({ when }: AddedStage) =>
      when === undefined ||
      item === undefined ||
      facts === undefined ||
      !item.expressions.has(when) ||
      item.test(when, facts) === true
    return {
      ...example,
      given,
      acts: example.acts.flatMap(act => {
        const done = stageDone(act)
        const more = added
          .filter(one => one.after === done && happens(one))
          .flatMap(({ key, times, wait }) => [
            ...(wait === undefined ? [] : [{ wait: { for: wait } }]),
            ...Array.from({ length: times }, () => ({ complete: key })),
          ])
        return [act, ...more]
      }),
    }
  })
}

/** The stage of the template that an act completes. */
function stageDone(act: Example['acts'][number]): string {
  if (typeof act === 'string') return act
  const [[verb, body] = ['', '']] = Object.entries(act)
  return verb === 'complete' && typeof body === 'string' ? body : verb
}
