import { openStages } from './act.ts'
import type { Control, Evidence, Judged } from './control.ts'
import { decideStep, type StepInput } from './decide-step.ts'
import { factsOf } from './facts.ts'

export interface RehearsalInput extends StepInput {
  /** What the officer who accepts is asked, and the answers obtained for it. */
  readonly accepting: { readonly controls: readonly Control[]; readonly evidence: readonly Evidence[] }
}

/** Questions about whose hands do it, on which paper, or what comes only after the application is in. */
const notYet: ReadonlySet<string> = new Set([
  'authority',
  'separation',
  'avoidance',
  'certificate',
  'officers',
  'paper',
  'consent',
])

/**
 * 预检 What an application would meet at the counter, before it is handed in: the opening is decided as if it came now, and what
 * acceptance asks is asked of the result. The same controls, the same expressions; nothing is written, and `human` stays unknown.
 * @throws whatever the opening itself would be refused with.
 */
export function rehearse(input: RehearsalInput): readonly Judged[] {
  const { definition, command, now, today, directory, sources, accepting } = input
  const { state, verdicts } = decideStep(input)
  const own = verdicts.filter(({ id }) => !notYet.has(id))
  const stage = openStages(state)
    .map(key => definition.stages.get(key))
    .find(found => found?.kind === 'acceptance')
  if (!stage) return own
  // The officer's step opens what is personal; here it has just been answered.
  const personal = (command.body['fields'] ?? {}) as Readonly<Record<string, unknown>>
  const facts = factsOf({ ...sources, definition, personal, proposed: {} }, () => state)
  const asked = {
    definition,
    state,
    facts,
    directory,
    today,
    body: {},
    actor: { kind: 'system', name: 'rehearsal' },
    on: today,
    at: now.toString(),
    verb: 'accept',
    roles: [],
    stage: stage.stage,
    evidence: accepting.evidence,
    urgent: false,
  } as const
  const judged = accepting.controls
    .filter(({ name }) => !notYet.has(name))
    .flatMap(({ name, judge }): readonly Judged[] => {
      const answer = judge(asked)
      return 'granted' in answer ? [{ id: name, verdict: answer }] : answer
    })
  return [...own, ...judged]
}
