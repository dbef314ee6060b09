import type { CompiledLimit } from '#kernel/definition'
import type { Step } from '../script/script.ts'
import { firstOfEach, type Place, places, stageOf, tried } from './making.ts'
import type { Maker, Rehearsed, Wrong } from './wrong.ts'

/** Runs, with a due day that holds: one beyond the published calendar is provisional, and nothing comes of it yet. */
const runs = (state: Place['deed']['before'], limit: string): boolean =>
  Object.values(state.clocks).some(clock => clock.limit === limit && clock.status === 'running' && !clock.provisional)

/** The span after which a limit that has just begun is over. */
const beyond = ({ value, unit }: CompiledLimit): string =>
  `${value + (unit === 'hour' ? 2 : unit === 'day' || unit === 'workday' ? 12 : 1)} ${unit}`

/** 超过期限 Every limit that an alarm watches is overrun once: what ends it is put off until it is over. */
const overrun = (rehearsed: Rehearsed): readonly Wrong[] =>
  [...rehearsed.item.limits.values()].flatMap(limit => {
    const { id, kind, rungs, onExpiry } = limit
    if (kind !== 'max' || rungs.length === 0 || (onExpiry && onExpiry.effect !== 'alarm')) return []
    const ended = firstOfEach(
      places(rehearsed).filter(({ at, deed }) => at > 0 && runs(deed.before, id) && !runs(deed.after, id)),
      () => id,
    )
    return ended.flatMap(({ told, at }): readonly Wrong[] => {
      const variant = { delay: { before: at, span: beyond(limit) } }
      return [
        {
          foreseen: {
            kind: 'limits/overrun',
            expect: 'alarmed',
            codes: [...new Set(rungs.map(({ alarm }) => alarm))],
            rungs: rungs.map(({ level, alarm }) => `${level} ${alarm}`),
            made: true,
          },
          example: told.example,
          variant,
          alarmsFrom: at - 1,
        },
      ]
    })
  })

const dayOf = ({ at }: Step): string => at.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()

/** 未满期限 A posting or a notice is cut short: the act comes on the day on which the waiting begins. */
function cutShort(rehearsed: Rehearsed): readonly Wrong[] {
  const { item } = rehearsed
  const { draft, result } = item.definition.publicity
  const waits = places(rehearsed).filter(place => {
    const before = place.told.script.deeds[place.at - 1]
    return before !== undefined && dayOf(before) < dayOf(place.deed)
  })
  const least = [...item.limits.values()].filter(({ kind }) => kind === 'min')
  return firstOfEach(
    waits.flatMap(place => {
      const { deed } = place
      const stage = stageOf(deed)
      const at = item.stages.get(stage ?? '')
      if (deed.verb === 'complete' && at?.kind === 'publicity')
        return at.phase === 'after-decision' || !(draft ?? result)
          ? []
          : [{ ...place, kind: 'limits/posting-cut-short', codes: ['POSTING_TOO_SHORT'] }]
      const ends = [stage ?? '', deed.verb]
      const limited =
        deed.verb === 'hear' ||
        (deed.verb === 'decide' && least.some(limit => limit.ends.some(end => ends.includes(end))))
      return limited
        ? [{ ...place, kind: 'limits/too-early', codes: ['LIMIT_NOT_REACHED', 'HEARING_BEFORE_ITS_DAY'] }]
        : []
    }),
    ({ deed, kind }) => `${kind} ${stageOf(deed) ?? deed.verb}`,
  ).map(place => tried(place.kind, place.codes, place, () => ({}), { early: true }))
}

/** A hearing announced for the next day. */
const hearingTooSoon = (rehearsed: Rehearsed): readonly Wrong[] =>
  firstOfEach(
    places(rehearsed).filter(({ deed }) => deed.verb === 'scheduleHearing'),
    () => 'hearing',
  ).map(place =>
    tried('limits/hearing-notice-short', ['LIMIT_NOT_REACHED'], place, right => ({
      body: {
        ...right.body,
        on: Temporal.PlainDate.from(dayOf(right)).add({ days: 1 }).toString(),
      },
    })),
  )

/** 时限 Too late, and too early. */
export const ofLimits: Maker = rehearsed => [
  ...overrun(rehearsed),
  ...cutShort(rehearsed),
  ...hearingTooSoon(rehearsed),
]
