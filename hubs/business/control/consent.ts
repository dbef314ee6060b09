import { asksEachMember, type Control, withoutConsent } from '#kernel/case'
import { granted, refused } from '#kernel/refusal'

/** 每人同意 Nobody's means are looked into before that member of the household has let them: each for itself, none for another (社会救助法40). */
export const consent: Control = {
  name: 'consent',
  judge: ({ definition, state, facts, stage }) => {
    if (!asksEachMember(definition)) return []
    const kind = stage === undefined ? undefined : definition.stages.get(stage)?.kind
    // A case the organ opens of its own motion has no household before it yet: the check itself is where it is asked.
    if (kind === 'filing') return granted
    const missing = withoutConsent(definition, state, facts.raw())
    if (missing?.length === 0) return granted
    return refused({
      code: 'CONSENT_MISSING',
      text: '还有共同生活的家庭成员没有同意核查',
      facts: missing === undefined ? { members: 'unknown' } : { members: missing },
      basis: { law: '社会救助法', articles: ['40'] },
    })
  },
}
