import type { Clock } from '#kernel/clock'
import { type Reason, refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import type { FeedEvent, Subscription } from '#kernel/subscription'
import {
  type Alarm,
  type AlarmSeen,
  type AlarmsWanted,
  addAlarm,
  type CaseOpening,
  countByLevel,
  findAlarm,
  markAcknowledged,
  markDismissed,
  openingsOf,
  selectAlarms,
} from './alarm.store.ts'
import { type Line, recipientsOf } from './routing.ts'
import { mayDismiss, type Viewer } from './visibility.ts'

/** Also the answer to whoever may not see it: that there is one is already too much. */
export const alarmUnknown = refusal('ALARM_UNKNOWN', 404, 'No such alarm')
export const alarmNotYours = refusal('ALARM_NOT_YOURS', 403, 'This alarm is dismissed by others')
export const alarmReasonMissing = refusal('ALARM_REASON_MISSING', 422, 'An alarm is dismissed with a reason')
export const alarmCursorInvalid = refusal('ALARM_CURSOR_INVALID', 422, 'The page cursor is not one this list gave')

/** What `alarm.raised` says; a lead says whom it is about. */
interface Raised {
  readonly alarm: string
  readonly level: Alarm['level']
  readonly to: readonly string[]
  readonly reasons?: readonly Reason[]
  readonly person?: string
  readonly about?: Alarm['about']
}

const alarmOf = (event: FeedEvent, opening: CaseOpening['data'] | undefined, raised: Raised): Alarm => ({
  id: event.id,
  caseId: event.caseId,
  seq: event.seq,
  alarm: raised.alarm,
  level: raised.level,
  item: opening?.item ?? null,
  organ: opening?.organ ?? '',
  region: opening?.region ?? null,
  about: raised.about ?? 'case',
  person: raised.person ?? null,
  reasons: raised.reasons ?? [],
  raisedAt: event.at,
})

export interface AlarmNeeds {
  readonly clock: Clock
  /** Read in the transaction that raises: whoever holds a connection and waits for another may wait for himself. */
  readonly line: (sql: Sql) => Promise<Line>
}

/** 预警 Routes what cases raise, shows each viewer his own, and lets them be acknowledged and dismissed. */
export function makeAlarms({ clock, line }: AlarmNeeds) {
  /** 报警 Raises an alarm that no case raised: a patrol's lead, a parked case, a gap in the trail. Once per id. */
  const raise = async (sql: Sql, alarm: Alarm, to: readonly string[]): Promise<boolean> =>
    addAlarm(sql, alarm, recipientsOf(alarm, to, await line(sql)))

  /** 本机告警 What is wrong with the house itself — work that stopped, a log that does not add up — goes to supervision, red, once per id. */
  const raiseOfHouse = async (
    sql: Sql,
    { id, alarm, caseId = null, reason }: { id: string; alarm: string; caseId?: string | null; reason: Reason },
  ): Promise<void> => {
    const raisedAt = clock.now().toString()
    const nobody = { seq: null, item: null, organ: '', region: null, person: null } as const
    const whole = { ...nobody, id, alarm, caseId, level: 'red', about: 'case', reasons: [reason], raisedAt } as const
    await raise(sql, whole, ['supervision'])
  }

  const subscription: Subscription = {
    name: 'governance.alarms',
    types: ['alarm.raised'],
    async consume(sql, events) {
      const openings = new Map(
        (await openingsOf(sql, [...new Set(events.map(({ caseId }) => caseId))])).map(({ caseId, data }) => [
          caseId,
          data,
        ]),
      )
      for (const event of events) {
        const raised = event.data as unknown as Raised
        await raise(sql, alarmOf(event, openings.get(event.caseId), raised), raised.to)
      }
    },
  }

  const seen = async (sql: Sql, id: string, viewer: Viewer): Promise<AlarmSeen> => {
    const alarm = await findAlarm(sql, id, viewer)
    if (!alarm) throw alarmUnknown()
    return alarm
  }

  return {
    subscription,
    raise,
    raiseOfHouse,
    find: seen,

    /** 预警列表 What this viewer may see, newest first. */
    async list(
      sql: Sql,
      viewer: Viewer,
      wanted: Omit<AlarmsWanted, 'after' | 'limit'> & { after?: string; limit?: number } = {},
    ) {
      const { after, limit = 50, ...rest } = wanted
      const size = Math.min(Math.max(Math.trunc(limit), 1), 200)
      const match = after === undefined ? undefined : /^(\S{20,40})~(\S{1,200})$/.exec(after)
      if (match === null) throw alarmCursorInvalid({ remedy: 'Start from the first page.' })
      const rows = await selectAlarms(sql, viewer, {
        ...rest,
        limit: size + 1,
        ...(match && { after: { raisedAt: match[1]!, id: match[2]! } }),
      })
      const alarms = rows.slice(0, size)
      const last = alarms.at(-1)
      return rows.length > size && last ? { alarms, next: `${last.raisedAt}~${last.id}` } : { alarms }
    },

    /** Open alarms by level, only those this viewer may see: a number tells as much as a list. */
    async count(sql: Sql, viewer: Viewer): Promise<Readonly<Record<Alarm['level'], number>>> {
      const counts = { notice: 0, yellow: 0, red: 0 }
      for (const { level, count } of await countByLevel(sql, viewer)) counts[level as Alarm['level']] = count
      return counts
    },

    /** 知悉 Says that it was seen; the first one counts. */
    async acknowledge(sql: Sql, id: string, viewer: Viewer): Promise<void> {
      await seen(sql, id, viewer)
      await markAcknowledged(sql, id, clock.now(), viewer.person)
    },

    /** 撤销 Takes it off the open list, with a reason. */
    async dismiss(sql: Sql, id: string, viewer: Viewer, reason: string): Promise<void> {
      const alarm = await seen(sql, id, viewer)
      if (!mayDismiss(alarm, viewer))
        throw alarmNotYours({ remedy: 'A superior or supervision decides; a red one only supervision.' })
      if (reason.trim() === '') throw alarmReasonMissing()
      await markDismissed(sql, id, clock.now(), viewer.person, reason)
    },
  }
}

export type Alarms = ReturnType<typeof makeAlarms>
