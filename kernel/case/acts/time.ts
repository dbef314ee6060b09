import { type Static, Type } from 'typebox'
import { spanOf } from '#kernel/definition'
import { act, openStages } from '../act.ts'
import { dueOf } from '../deadline.ts'
import { event } from '../event.ts'
import { limitsOf } from '../limits.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import { Key, Prose, strict } from './words.ts'

const SuspendBody = Type.Object(
  { for: Type.Optional(Key), notice: Type.Optional(Type.Boolean()), note: Type.Optional(Prose) },
  strict,
)

/** 中止计时 For what the item names, and only when the party is told in writing how long it will take (行政许可法45). */
export const suspend = act<Static<typeof SuspendBody>>({
  body: SuspendBody,
  who: 'officer',
  roles: ({ definition, state }) => openStages(state).flatMap(key => definition.stages.get(key)?.by ?? []),
  decide: ({ definition, state, body }) => {
    if (state.suspended) throw actOutOfOrder({ detail: 'the limits already stand still' })
    const stop = (definition.definition.limits.stops ?? []).find(
      ({ for: what }) => (body.for ?? what) === what && openStages(state).includes(what),
    )
    if (!stop) throw actNotPermitted({ detail: 'the item names no stop here', facts: { open: openStages(state) } })
    if (stop.notice && !body.notice)
      throw actNotPermitted({
        detail: 'the party must be told in writing how long it takes',
        facts: { for: stop.for },
        remedy: 'Give the notice, then stop the clock.',
      })
    const before = state.clocks[`stop.${stop.for}`]
    if (before && before.start >= state.stages[stop.for]!.on)
      throw actNotPermitted({
        detail: 'this stop was used already',
        facts: { for: stop.for, from: before.start },
        remedy: 'The limits run on; ask for an extension where the law grants one.',
      })
    return [
      event(
        'case.suspended',
        {
          for: stop.for,
          notice: body.notice ?? false,
          basis: { law: stop.basis.law, articles: stop.basis.articles.map(String) },
        },
        body.note === undefined ? undefined : { text: { note: body.note } },
      ),
    ]
  },
})

const ResumeBody = Type.Object({}, strict)

/** 恢复计时 The limits run on. */
export const resume = act<Static<typeof ResumeBody>>({
  body: ResumeBody,
  who: 'officer',
  roles: ({ definition, state }) => openStages(state).flatMap(key => definition.stages.get(key)?.by ?? []),
  decide: ({ state }) => {
    if (!state.suspended) throw actOutOfOrder({ detail: 'the limits are running' })
    if (state.suspended.for === 'justice')
      throw actOutOfOrder({
        detail: 'justice has not answered yet',
        remedy: 'Put its answer on record: transferToJustice.',
      })
    return [event('case.resumed', { for: state.suspended.for })]
  },
})

const ExtendBody = Type.Object(
  { limit: Type.Optional(Type.String({ maxLength: 64 })), reason: Prose, notice: Type.Optional(Type.Boolean()) },
  strict,
)

/** 延长期限 Approved by whom the law names, as long as it grants, with the reason told to the party (行政许可法42). */
export const extend = act<Static<typeof ExtendBody>>({
  body: ExtendBody,
  who: 'officer',
  roles: ({ definition, body }) => {
    const limit = [...definition.limits.values()].find(({ id, extend }) => extend && (body.limit ?? id) === id)
    return limit?.extend ? [limit.extend.approver] : []
  },
  decide: ({ definition, state, body, facts }) => {
    if (!openStages(state).some(key => definition.stages.get(key)?.permits.has('extend')))
      throw actNotPermitted({ detail: 'no open stage allows an extension', facts: { open: openStages(state) } })
    const found = [...limitsOf(definition).values()].find(({ id, extend }) => extend && (body.limit ?? id) === id)
    if (!found?.extend) throw actNotPermitted({ detail: 'the law grants no extension of this limit' })
    const clock = state.clocks[found.id]
    if (clock?.status !== 'running')
      throw actOutOfOrder({ detail: 'this limit is not running', facts: { limit: found.id } })
    if (clock.extensions.length >= (found.extend.times ?? 1))
      throw actNotPermitted({ detail: 'this limit was already extended', facts: { limit: found.id } })
    if (found.extend.notice && !body.notice)
      throw actNotPermitted({ detail: 'the party must be told the reason', facts: { limit: found.id } })
    const by = spanOf(found.extend.by)
    const span = dueOf(facts.calendar, found, { ...clock, extensions: [...clock.extensions, by] })
    return [
      event(
        'clock.extended',
        { clock: found.id, value: by.value, unit: by.unit, ...span },
        { text: { reason: body.reason } },
      ),
    ]
  },
})

const RatifyBody = Type.Object({ approved: Type.Boolean(), reason: Type.Optional(Prose) }, strict)

/** 补办批准 An urgent act is approved afterwards within the hours the law gives, or it ends (行政强制法19). */
export const ratify = act<Static<typeof RatifyBody>>({
  body: RatifyBody,
  who: 'officer',
  roles: ({ definition }) =>
    definition.definition.authority.urgent ? [definition.definition.authority.urgent.approver] : [],
  decide: ({ definition, state, body }) => {
    if (!state.urgent) throw actOutOfOrder({ detail: 'no urgent act awaits approval' })
    const text = body.reason === undefined ? undefined : { text: { reason: body.reason } }
    return [
      event('urgent.ratified', { approved: body.approved }, text),
      ...(body.approved
        ? []
        : [event('urgent.lapsed', { ends: definition.definition.authority.urgent?.ifNotApproved ?? 'release-now' })]),
    ]
  },
})
