import type { CaseEvent, EventType } from '../event.ts'

type Momentous = { readonly [T in EventType]?: (event: Extract<CaseEvent, { type: T }>) => readonly string[] }

/**
 * 起算点 Which legal moments an event marks. Limits run from and to these: a stage key means the stage's completion,
 * the other names are fixed words (see docs/events.md).
 */
const moments: Momentous = {
  'case.opened': () => ['receipt'],
  'stage.completed': event => [event.data.stage],
  'supplement.requested': event => (event.data.onTheSpot ? [] : ['supplement-notice']),
  'supplement.received': event => (event.data.complete ? ['supplement', 'receipt'] : []),
  'notice.given': () => ['notice'],
  'statement.made': event => [event.data.waived ? 'statement-waived' : 'statement'],
  'hearing.asked': () => ['hearing-asked'],
  'hearing.scheduled': () => ['hearing-notice'],
  'hearing.held': () => ['hearing'],
  'decision.made': () => ['decision'],
  'service.made': event => (event.data.of === 'decision' ? ['service'] : [`service-${event.data.of}`]),
  'payment.received': event => (event.data.settled ? ['payment'] : []),
  'publication.made': event => (event.data.kind === 'decision' ? ['publication'] : ['posting']),
  'publication.withdrawn': event => (event.data.kind === 'decision' ? ['withdrawal'] : []),
  'remedy.ended': event =>
    event.data.result === 'upheld' || event.data.result === 'withdrawn' ? [] : ['withdrawal-ground'],
  'recheck.made': () => ['recheck'],
  'decision.withdrawn': () => ['withdrawal-ground'],
  'decision.ceased': event => (event.data.how === 'revoked' ? ['withdrawal-ground'] : []),
  'goods.returned': () => ['goods-returned'],
  'deposit.taken': () => ['deposit-taken'],
  'deposit.returned': () => ['deposit-returned'],
  'renewal.decided': () => ['renewal'],
  'urgent.acted': () => ['urgent'],
  'urgent.ratified': () => ['ratified'],
}

/** The moments this event marks; their legal date is the event's own `on`. */
export function momentsOf(event: CaseEvent): readonly string[] {
  const mark = moments[event.type] as ((event: CaseEvent) => readonly string[]) | undefined
  return mark ? mark(event) : []
}
