import type { Control, ControlInput, Judged } from '#kernel/case'
import { alarmed, granted, humanDecides, type Reason, refused, type Verdict } from '#kernel/refusal'

const basisOf = (basis: { law: string; articles: readonly (string | number)[] } | undefined) =>
  basis ? { basis: { law: basis.law, articles: basis.articles.map(String) } } : {}

const textOf = (text: unknown): { text?: string } =>
  typeof text === 'string'
    ? { text }
    : typeof text === 'object' && text !== null && 'zh' in text
      ? { text: String(text.zh) }
      : {}

/** What follows when a rule does not hold, in the item's own words. */
function otherwise(declared: unknown, reason: Reason): Verdict {
  if (declared === 'human') return humanDecides(reason)
  if (declared === 'alarm') return alarmed(reason)
  if (typeof declared !== 'object' || declared === null) return refused(reason)
  if ('human' in declared) return humanDecides({ ...reason, ...textOf(declared.human) })
  if ('alarm' in declared) return alarmed({ ...reason, ...textOf(declared.alarm) })
  if ('refuse' in declared) return refused({ ...reason, ...textOf(declared.refuse) })
  if ('refuseAcceptance' in declared)
    return refused({
      ...reason,
      ...textOf(declared.refuseAcceptance),
      facts: {
        ...reason.facts,
        referTo: 'referTo' in declared ? declared.referTo : undefined,
        remedy: 'refuseAcceptance',
      },
    })
  return refused(reason)
}

export const favourable = ({ definition, body }: ControlInput): boolean =>
  definition.definition.content.outcomes[String(body.outcome)]?.favourable !== false

/** 条件 The plain conditions shown before: without them nothing is accepted or granted. */
export const conditions: Control = {
  name: 'conditions',
  judge: input => {
    const { definition, verb, stage, facts } = input
    return definition.definition.conditions.flatMap(({ id, test, text, at, basis }): readonly Judged[] => {
      const here = at
        ? at.includes(verb) || (stage !== undefined && at.includes(stage))
        : verb === 'accept' || (verb === 'decide' && favourable(input))
      if (!here) return []
      const holds = facts.test(test)
      if (holds === true) return [{ id, verdict: granted }]
      const reason: Reason = {
        code: holds === null ? 'CONDITION_UNKNOWN' : 'CONDITION_NOT_MET',
        rule: `conditions.${id}`,
        ...textOf(text),
        ...basisOf(basis),
      }
      return [{ id, verdict: holds === null ? humanDecides(reason) : refused(reason) }]
    })
  },
}

/** 规则 Every rule the item places at this act. */
export const rules: Control = {
  name: 'rules',
  judge: ({ definition, verb, stage, facts }) =>
    definition.definition.rules.flatMap(({ id, at, when, test, text, basis, else: declared }): readonly Judged[] => {
      if (test === undefined || !(at.includes(verb) || (stage !== undefined && at.includes(stage)))) return []
      if (when !== undefined && facts.test(when) === false) return []
      const holds = facts.test(test)
      if (holds === true) return [{ id, verdict: granted }]
      const reason: Reason = {
        code: holds === null ? 'RULE_UNKNOWN' : 'RULE_BROKEN',
        rule: `rules.${id}`,
        ...textOf(text),
        ...basisOf(basis),
      }
      return [{ id, verdict: holds === null ? humanDecides(reason) : otherwise(declared, reason) }]
    }),
}
