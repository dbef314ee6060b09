/** 送达回证 One paper on its way to one party, and how that ended. */
export interface Delivery {
  readonly id: string
  readonly paper: string
  readonly party: string
  readonly way: 'electronic' | 'post'
  readonly handedOutAt: string
  readonly outcome: DeliveryOutcome | null
  readonly outcomeOn: string | null
  readonly outcomeAt: string | null
  readonly receivedBy: Receiver | null
  readonly proof: string | null
  readonly tracking: string | null
}

export const deliveryOutcomes = ['received', 'returned', 'refused', 'undeliverable'] as const
export type DeliveryOutcome = (typeof deliveryOutcomes)[number]
/** 签收人 Himself, whoever may receive for him, grown-up family in his home, the office of his firm (民事诉讼法88; not verified here). */
export const receivers = ['self', 'agent', 'kin', 'office'] as const
export type Receiver = (typeof receivers)[number]

/** `unsigned`: handed out electronically and not signed for in time. It may still be; nobody waits for it any more. */
export type DeliveryState = DeliveryOutcome | 'under-way' | 'unsigned'

/**
 * 等待签收 A paper that nobody signs for in so many days is served by the next way. No law names the number: a penalty must be served within seven
 * days (行政处罚法61), and the post needs its own.
 */
export const signedWithin = { days: 3 } as const

/** 送达状态 As it stands on this day. */
export function stateOf({ way, outcome, handedOutAt }: Delivery, on: string, zone: string): DeliveryState {
  if (outcome !== null) return outcome
  if (way !== 'electronic') return 'under-way'
  const handedOut = Temporal.Instant.from(handedOutAt).toZonedDateTimeISO(zone).toPlainDate()
  return handedOut.add(signedWithin).toString() < on ? 'unsigned' : 'under-way'
}

type ServiceWay = 'window' | 'direct' | 'lodged' | 'post' | 'electronic' | 'entrusted' | 'announcement'

/** After what did not reach him: what comes next, the gentlest first. The announcement is the last of all (民事诉讼法95; not verified here). */
const after: Readonly<Record<string, readonly ServiceWay[]>> = {
  'electronic unsigned': ['post', 'window', 'direct'],
  'electronic undeliverable': ['post', 'window', 'direct'],
  'post undeliverable': ['window', 'direct', 'entrusted', 'announcement'],
  // 退回: the address is wrong, or he is not there.
  'post returned': ['window', 'direct', 'entrusted', 'announcement'],
  // 拒收: whoever will not take a letter is handed it, and it is left with him (留置送达).
  'post refused': ['lodged', 'direct', 'window'],
}

/** 改用方式 The next way that the item names; undefined while this one may still reach him, or where none is left. */
export const nextWay = (
  { way }: Pick<Delivery, 'way'>,
  state: DeliveryState,
  named: readonly string[],
): ServiceWay | undefined => after[`${way} ${state}`]?.find(one => named.includes(one))
