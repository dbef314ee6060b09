import { granted, refused, type Verdict } from '#kernel/refusal'

export interface Collection {
  /** The organ that decided the fine. */
  readonly decider: string
  /** The organ or bank that takes the money. */
  readonly collector: string
  /** The whole fine, fen. */
  readonly principal: number
  /** 当场收缴 the ground on which the deciding organ itself collects (行政处罚法 68, 69). */
  readonly onSpot?: '68(1)' | '68(2)' | '69'
}

/** 行政处罚法 68(1): fines up to 100 yuan; 51: what may be decided on the spot goes up to 3,000 yuan, for a firm. */
const spotLimits = { '68(1)': 10_000, '68(2)': 300_000 } as const

/** 罚缴分离 Whoever decides a fine does not collect it (行政处罚法 67), but for collection on the spot within its limits. */
export function collectorVerdict({ decider, collector, principal, onSpot }: Collection): Verdict {
  if (decider !== collector) return granted
  const facts = { decider, collector }
  if (onSpot === undefined)
    return refused({ code: 'COLLECTOR_IS_DECIDER', basis: { law: '行政处罚法', articles: ['67'] }, facts })
  const limit = onSpot === '69' ? undefined : spotLimits[onSpot]
  if (limit !== undefined && principal > limit)
    return refused({
      code: 'SPOT_LIMIT_EXCEEDED',
      basis: { law: '行政处罚法', articles: [onSpot === '68(1)' ? '68(1)' : '51'] },
      facts: { ...facts, principal, limit },
    })
  return granted
}
