import type { Random } from '../random.ts'
import type { ViolationKind } from '../violation.ts'

/** 查明的事实 What the investigators find, and what the fine may then be, in fen. */
export interface Finding {
  readonly act: 'late' | 'untrue'
  readonly daysLate: number
  readonly repeated: boolean
  readonly corrected: boolean
  readonly complex: boolean
  readonly serious: boolean
  readonly publicInterest: boolean
  readonly crime: boolean
  /** Last day of the wrong itself. */
  readonly endedOn: string
  readonly amount: number
}

/** 裁量基准 The band of the fine for these facts: the simulator's own reading of the published table. */
export function bandOf({
  act,
  daysLate,
  repeated,
}: Pick<Finding, 'act' | 'daysLate' | 'repeated'>): readonly [number, number] {
  if (repeated) return [4_000_000, 5_000_000]
  if (act === 'untrue') return [2_500_000, 4_000_000]
  return daysLate > 30 ? [2_000_000, 3_500_000] : [1_000_000, 2_000_000]
}

/** From this fine on a firm is told that it may ask for a hearing. */
export const hearingFrom = 3_000_000

const small: readonly ViolationKind[] = ['statement-skipped', 'discussion-skipped']
const large: readonly ViolationKind[] = [
  'hearing-not-offered',
  'hearing-skipped',
  'hearing-notice-short',
  'hearing-before-its-day',
  'hearing-without-minutes',
  'investigator-presides',
]
const complex: readonly ViolationKind[] = [
  'legal-review-skipped',
  'legal-review-against',
  'legal-review-without-opinion',
  'investigator-reviews',
]
const serious: readonly ViolationKind[] = ['discussion-skipped', 'quorum-missing', 'chief-not-last', 'stranger-votes']
const innocent: readonly ViolationKind[] = ['fine-though-corrected']

/** Draws a finding that lets the planned wrong happen. */
export function drawFinding(
  random: Random,
  violation: ViolationKind | undefined,
  today: Temporal.PlainDate,
  fined: boolean,
): Finding {
  const has = (kinds: readonly ViolationKind[]) => violation !== undefined && kinds.includes(violation)
  const repeated = has(large) || (!has(small) && violation !== 'finding-softened' && random.chance(0.12))
  const act = has(small) || violation === 'finding-softened' ? 'late' : random.chance(0.4) ? 'untrue' : 'late'
  const daysLate = has(small) || violation === 'finding-softened' ? random.whole(5, 25) : random.whole(1, 90)
  const band = bandOf({ act, daysLate, repeated })
  const rounded = Math.ceil(band[0] / 10_000) + random.whole(0, Math.floor((band[1] - band[0]) / 10_000))
  return {
    act,
    daysLate,
    repeated,
    corrected: has(innocent) || (violation === undefined && !fined && random.chance(0.5)),
    complex: has(complex) || (!has(small) && random.chance(0.12)),
    serious: has(serious) || (!has(['statement-skipped']) && random.chance(0.1)),
    publicInterest: !has(small) && random.chance(0.05),
    crime: violation === 'crime-not-referred' || (violation === undefined && !fined && random.chance(0.3)),
    endedOn: today
      .subtract(
        violation === 'fine-time-barred' ? { years: 3, days: random.whole(1, 200) } : { days: random.whole(3, 60) },
      )
      .toString(),
    amount: rounded * 10_000,
  }
}

/** 加处罚款 Three per cent of the fine a day after the due day, the day of payment counted, never more than the fine (行政处罚法72). */
export function surchargeOf(principal: number, dueOn: Temporal.PlainDate, paidOn: Temporal.PlainDate): number {
  const days = Math.max(0, dueOn.until(paidOn).days)
  return Math.min(principal, Math.floor((principal * 3 * days) / 100))
}
