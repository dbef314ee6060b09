import type { FeedEvent } from '#kernel/subscription'

type Data = Readonly<Record<string, unknown>>

/** 句中所载 The codes and days that a message's own sentence has; words stand in the case. */
export interface SaidInMessage {
  readonly day?: string
  /** 中止事由 What the time stands still for: a stage of the item, or a word of the law. */
  readonly reason?: string
  /** 有权机关 To whom it belongs instead, where the item has a word for it. */
  readonly organ?: string
  readonly way?: string
}

interface Telling {
  readonly kind: string
  readonly when?: (event: Pick<FeedEvent, 'data' | 'verb'>) => boolean
  readonly says?: (data: Data) => SaidInMessage
  /** Whom it is told, where not every party is. */
  readonly only?: (data: Data) => readonly string[]
}

/** What the applicant himself knows: he does not need it, or has taken it back. */
const known: ReadonlySet<string> = new Set(['not-needed', 'withdrawn'])
/** Grounds on which a part of a joint case ends without an act of an officer. */
const stopped: ReadonlySet<string> = new Set(['other-refused', 'whole-ended'])

const day = (on: unknown): SaidInMessage => (typeof on === 'string' ? { day: on.slice(0, 10) } : {})
const code = (word: unknown): string | undefined =>
  typeof word === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(word) ? word : undefined

/**
 * 告知事项 What a party is told of, by the event that says it. A move to another version is told where it changes a day that parties count on, a part
 * that is not opened or stops with the reason on its page, one that is begun after all. That justice has a case is told once it has answered.
 */
const tellings: Readonly<Record<string, readonly Telling[]>> = {
  'case.opened': [
    {
      kind: 'consent-asked',
      when: ({ data }) => (data['parties'] as readonly { role: string }[]).some(({ role }) => role === 'member'),
    },
  ],
  'stage.completed': [{ kind: 'accepted', when: ({ data }) => data['result'] === 'accepted' }],
  'acceptance.refused': [
    {
      kind: 'not-accepted',
      says: data => {
        const organ = code(data['referTo'])
        return organ === undefined ? {} : { organ }
      },
    },
  ],
  'supplement.requested': [{ kind: 'supplement-asked' }],
  'case.suspended': [
    {
      kind: 'suspended',
      when: ({ data }) => data['for'] !== 'justice',
      says: data => ({ reason: String(data['for']) }),
    },
  ],
  'case.resumed': [
    { kind: 'resumed', when: ({ data, verb }) => verb !== 'transferToJustice' || data['for'] === 'justice' },
  ],
  'clock.extended': [{ kind: 'extended', says: data => day(data['due']) }],
  'notice.given': [{ kind: 'notice' }],
  'hearing.scheduled': [{ kind: 'hearing', says: data => day(data['on']) }],
  'attendance.invited': [
    { kind: 'invited', says: data => day(data['on']), only: data => data['parties'] as readonly string[] },
  ],
  'decision.made': [{ kind: 'decided' }],
  'service.made': [
    {
      kind: 'served-by-hand',
      // What came electronically was told when it was handed out, a notice when it was given.
      when: ({ data }) => data['of'] !== 'notice' && data['way'] !== 'electronic',
      says: data => ({ ...day(data['on']), way: String(data['way']) }),
      only: data => (typeof data['party'] === 'string' ? [data['party']] : []),
    },
  ],
  'ending.notified': [{ kind: 'ending-notified', says: data => day(data['until']) }],
  'decision.changed': [{ kind: 'decision-changed' }],
  // A decision that its own organ sets aside falls by that very act.
  'decision.annulled': [{ kind: 'decision-annulled', when: ({ verb }) => verb !== 'withdrawDecision' }],
  'decision.withdrawn': [{ kind: 'decision-withdrawn' }],
  'decision.ceased': [
    { kind: 'decision-revoked', when: ({ data }) => data['how'] === 'revoked' },
    { kind: 'decision-cancelled', when: ({ data }) => data['how'] === 'cancelled' },
  ],
  'justice.answered': [{ kind: 'transferred', when: ({ data }) => data['answer'] === 'prosecuted' }],
  'case.migrated': [{ kind: 'rules-changed', when: ({ data }) => data['told'] !== false }],
  'part.left': [{ kind: 'part-not-opened', when: ({ data }) => !known.has(String(data['why'])) }],
  'part.restored': [{ kind: 'part-restored' }],
  'case.terminated': [
    { kind: 'part-stopped', when: ({ data }) => stopped.has(String(data['ground'])) },
    { kind: 'terminated', when: ({ data }) => !stopped.has(String(data['ground'])) },
  ],
}

export const toldTypes: readonly string[] = Object.keys(tellings)

/** 告知什么 What this event has parties told; nothing of most. */
export const toldOf = (event: Pick<FeedEvent, 'type' | 'data' | 'verb'>) =>
  (tellings[event.type] ?? [])
    .filter(({ when }) => when?.(event) ?? true)
    .map(({ kind, says, only }) => ({ kind, said: says?.(event.data) ?? {}, only: only?.(event.data) ?? [] }))
