import { type Control, type ControlInput, type LinkedCase, linkedTo } from '#kernel/case'
import { granted, refused } from '#kernel/refusal'

/** What the decision is in that case: to take away, or not. */
const takes: ReadonlySet<string> = new Set(['lowered', 'ended'])

const linkedIn = ({ evidence }: ControlInput): LinkedCase | undefined =>
  (evidence.find(({ comparison }) => comparison === linkedTo)?.value as LinkedCase | null | undefined) ?? undefined

/**
 * 凭决定调整 What was granted is changed only on a decision of the follow-up case the item names, made about this very case, served, and
 * still standing; a sum falls or ends only on an adverse one, in which the person was heard (社会救助法47, 48).
 */
export const adjustment: Control = {
  name: 'adjustment',
  judge: input => {
    const { definition, state, body } = input
    const linked = linkedIn(input)
    const named = definition.definition.content.outcomes[state.outcome ?? '']?.next ?? []
    const next = named.map(one => (typeof one === 'string' ? one : one.item))
    const basis = { basis: { law: '社会救助法', articles: ['47', '48'] } }
    if (!linked?.fromThis || !next.includes(linked.item))
      return refused({
        code: 'ADJUSTMENT_OF_ANOTHER_CASE',
        text: '所引办件不是由本办件启动的调整办件',
        facts: { case: String(body.case) },
      })
    if (linked.outcome === null || linked.annulled)
      return refused({ code: 'ADJUSTMENT_UNDECIDED', text: '尚无调整决定，应当照常发放', ...basis })
    if (linked.servedOn === null)
      return refused({ code: 'ADJUSTMENT_NOT_SERVED', text: '调整决定尚未送达，应当照常发放', ...basis })
    if (takes.has(String(body.change)) === linked.favourable)
      return refused({
        code: 'ADJUSTMENT_DIFFERS',
        text: '与调整决定不一致',
        facts: { change: String(body.change), outcome: linked.outcome },
        ...basis,
      })
    return granted
  },
}
