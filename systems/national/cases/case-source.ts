import type { CaseEvent, CaseState, EventType } from '#kernel/case'
import type { CompiledItem, Implementation } from '#kernel/definition'
import type { NationalOrgan } from '../items/basic-rows.ts'

/** 当事人明文 Who applied, as a national row must say it; read by grant and recorded before. */
export interface ApplicantShown {
  readonly kind: string
  readonly name: string
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[]
}

/** 办件来源 Everything of one case that its five kinds of rows are made from. Nothing of it is what anybody wrote in his own words. */
export interface CaseSource {
  readonly number: string
  readonly state: CaseState
  readonly events: readonly CaseEvent[]
  readonly definition: CompiledItem
  readonly implementation: Implementation | undefined
  readonly organ: NationalOrgan
  /** `none`: nobody stands in the case but the organ itself. */
  readonly applicant: ApplicantShown | 'none'
  readonly vouchers: readonly { readonly kind: string; readonly number: string }[]
  /** Name of a post: which officer stood behind an act is for supervision to see, not for a receiver of tables. */
  readonly postOf: (post: string) => string | undefined
  readonly zone: string
}

export const eventsOf = <T extends EventType>(
  events: readonly CaseEvent[],
  type: T,
): readonly Extract<CaseEvent, { type: T }>[] =>
  events.filter((one): one is Extract<CaseEvent, { type: T }> => one.type === type)

/** 本地时间 `2026-03-02 09:00:00` in the city's own zone. */
export const localTime = (at: string, zone: string): string =>
  Temporal.Instant.from(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')
