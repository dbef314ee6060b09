import type { CompiledItem, Provision, Text } from '#kernel/definition'
import { answersRead, type Finding, nothing } from './precheck.ts'

interface Asked {
  readonly at?: readonly string[] | undefined
  readonly test?: string | undefined
  readonly when?: string | undefined
  readonly text?: Text | undefined
  readonly basis?: Provision | undefined
}

/** Names that only the officers' side fills in. */
const outcomes = ({ definition }: CompiledItem): readonly string[] =>
  Object.entries(definition.content.outcomes).flatMap(([id, { favourable }]) => (favourable === true ? [id] : []))

/**
 * 可预见的不予办理 Conditions and rules of the decision itself that already fail with these answers, whatever the officers find: nothing
 * favourable could be decided. What depends on their findings is unknown, and not said.
 */
export function foreseenIn(compiled: CompiledItem, fields: Readonly<Record<string, unknown>>): readonly Finding[] {
  const { conditions, rules } = compiled.definition
  const wanted = outcomes(compiled)
  if (wanted.length === 0) return []
  const facts = wanted.map(outcome => compiled.prepare({ ...fields, outcome }))
  const asked: readonly Asked[] = [...conditions, ...rules]
  return asked
    .filter(({ at, test, when }) => {
      if (test === undefined || at?.includes('decide') !== true) return false
      return facts.every(
        given => (when === undefined || compiled.test(when, given) === true) && compiled.test(test, given) === false,
      )
    })
    .map(({ test, when, text, basis }) => ({
      ...nothing,
      ...{ kind: 'wrong', code: 'DECISION_FORESEEN', text: text ?? null },
      basis: basis ?? null,
      fields: answersRead(compiled, [test, when]),
    }))
}
