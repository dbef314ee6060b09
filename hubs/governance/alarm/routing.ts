import type { Alarm } from './alarm.store.ts'
import type { Recipient } from './visibility.ts'

/** Finds out, for an organ, who is above it and which organ supervises it; identity answers. */
export interface Line {
  /** The organ or organs whose heads are told: the organ's own line and the organ above. */
  superiorsOf(organ: string): readonly string[]
  /** The supervising organ for a region. */
  supervisionOf(organ: string): string
}

/**
 * 分派 To whom an alarm goes. `to` names roles: holder, superior, supervision, organ; anything else is a dead route and goes to
 * supervision, so that nothing is lost. A lead about an official goes to supervision only, whatever the item says.
 */
export function recipientsOf(
  alarm: Pick<Alarm, 'about' | 'organ' | 'person'>,
  to: readonly string[],
  line: Line,
): Recipient[] {
  const supervision: Recipient = { kind: 'supervision', organ: line.supervisionOf(alarm.organ) }
  if (alarm.about === 'official') return [supervision]
  return to.flatMap((role): Recipient[] => {
    switch (role) {
      case 'holder':
        return [{ kind: 'holder', organ: alarm.organ, ...(alarm.person !== null && { person: alarm.person }) }]
      case 'organ':
        return [{ kind: 'organ', organ: alarm.organ }]
      case 'superior':
        return line.superiorsOf(alarm.organ).map(organ => ({ kind: 'superior', organ }))
      default:
        return [supervision]
    }
  })
}
