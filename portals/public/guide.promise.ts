import { anchorOf, type ItemDefinition, type Limit, namedLimits } from '#kernel/definition'
import { flowOf } from './guide.sections.ts'

/** What a limit runs to; one that is named after its stage ends there. */
const endsOf = (id: string, { to }: Limit): readonly string[] => [to ?? id].flat().map(anchorOf)

/**
 * 承诺时限 The limit a person counts on: how long the decision, or all that is decided side by side, may take at most. The office's promise where there is one, else
 * what the law says; what must at least pass, or ends with another stage, is neither.
 */
export function promiseOf(definition: ItemDefinition): (Limit & { readonly promised: boolean }) | undefined {
  const decisions = flowOf(definition).flatMap(({ stage }) =>
    stage.kind === 'decision' || stage.kind === 'joint' ? [stage.stage] : [],
  )
  const until = namedLimits(definition)
    .filter(
      ([id, limit]) =>
        limit.kind === 'max' &&
        limit.binds !== 'party' &&
        endsOf(id, limit).some(end => end === 'decision' || decisions.includes(end)),
    )
    .map(([id, limit]) => ({ ...limit, promised: limit.promised === true || id === 'promised' }))
  return until.find(({ promised }) => promised) ?? until[0]
}
