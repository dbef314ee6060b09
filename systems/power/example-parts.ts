import type { CaseState, PartNews } from '#kernel/case'

/** What an example says of a case that its own opened: its outcome, or how it ended without one. */
interface PartSaid {
  readonly outcome?: string
  readonly favourable?: boolean
  readonly result?: string
}

const saidOf = (answers: Readonly<Record<string, unknown>>, item: string): PartSaid | undefined => {
  const said = answers[item]
  if (typeof said === 'string') return { outcome: said }
  return typeof said === 'object' && said !== null ? said : undefined
}

/** 示例并联 What becomes of the parts that are open, as `answers` says by their item; one it does not name goes on. */
export function partNewsIn(
  { parts = {} }: Pick<CaseState, 'parts'>,
  answers: Readonly<Record<string, unknown>> = {},
): readonly PartNews[] {
  return Object.entries(parts).flatMap(([part, { item, status, seq, recalled, why }]): PartNews[] => {
    if (status === 'ended' || status === 'left') return []
    const said = saidOf(answers, item)
    const number = `21010220260302${String(seq).padStart(8, '0')}`
    if (!said) return recalled ? [{ part, number, ended: why === 'withdrawn' ? 'withdrawn' : 'terminated' }] : []
    const { outcome, favourable = true, result } = said
    return [
      { part, number, ...(outcome !== undefined && { outcome, favourable }), ended: result ?? outcome ?? 'ended' },
    ]
  })
}
