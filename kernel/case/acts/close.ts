import { type Static, Type } from 'typebox'
import { closingGrounds, reopeningGrounds } from '#kernel/definition'
import { type ActInput, act, openStages } from '../act.ts'
import { dueOf } from '../deadline.ts'
import { event, type NewEvent } from '../event.ts'
import { limitsOf } from '../limits.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import { afterwards, sendBack } from './complete.ts'
import { Key, Prose, strict } from './words.ts'

const basisOf = ({ basis }: { readonly basis: { law: string; articles: readonly (string | number)[] } }) => ({
  basis: { law: basis.law, articles: basis.articles.map(String) },
})

/** 中止满三年 Each duty that is left has stood still for three years because the party cannot perform (行政强制法39(2)). */
function unableFor(
  years: number,
  { state, on }: Pick<ActInput<unknown>, 'state' | 'on'>,
  duties: readonly string[],
): void {
  for (const id of duties) {
    const stayed = state.stayed?.[id.replace(/^pay\./, '')]
    const until =
      stayed?.ground === 'hardship' ? Temporal.PlainDate.from(stayed.on).add({ years }).toString() : undefined
    if (until === undefined || on < until)
      throw actOutOfOrder({
        detail: 'it has not stood still for three years because the party cannot perform',
        facts: { of: id, since: stayed?.on ?? null, until: until ?? null },
      })
  }
}

const CloseBody = Type.Object({ ground: Type.Enum(closingGrounds), reason: Prose }, strict)

/** 结案 Nobody is left to perform, or nothing to perform on: the party's duties fall, and the case ends with its decision standing (行政强制法40). */
export const close = act<Static<typeof CloseBody>>({
  body: CloseBody,
  who: 'officer',
  roles: ({ definition }) => [definition.definition.authority.close?.by ?? []].flat(),
  decide: input => {
    const { definition, state, body } = input
    const declared = definition.definition.authority.close
    if (!declared) throw actNotPermitted({ detail: 'the item lets no case be closed before its duties are done' })
    if (!declared.grounds.includes(body.ground))
      throw actNotPermitted({
        detail: `the item does not name the ground ${body.ground}`,
        facts: { ground: body.ground, may: declared.grounds },
      })
    if (state.outcome === undefined || state.moments['service'] === undefined)
      throw actOutOfOrder({ detail: 'nothing is decided and served that could be closed', remedy: 'Terminate it.' })
    const open = Object.entries(state.obligations).filter(([, { status }]) => status === 'open')
    const own = open.filter(([, { binds }]) => binds === 'organ')
    if (own.length > 0)
      throw actOutOfOrder({ detail: 'the organ’s own duties are done first', facts: { open: own.map(([id]) => id) } })
    if (body.ground === 'unable-for-three-years')
      unableFor(
        3,
        input,
        open.map(([id]) => id),
      )
    return [
      event('closing.made', { ground: body.ground, ...basisOf(declared) }, { text: { reason: body.reason } }),
      ...open.map(([id]) => event('obligation.cancelled', { id })),
      ...openStages(state).map(stage => event('stage.skipped', { stage })),
      event('case.closed', { result: state.outcome }),
    ]
  },
})

const ReopenBody = Type.Object({ ground: Type.Enum(reopeningGrounds), to: Key, reason: Prose }, strict)

/** The organ's limits on what is done again begin anew; those that had run their course stay as they are. */
function anew(input: ActInput<unknown>, to: string): readonly NewEvent[] {
  const { definition, state, facts, on, at } = input
  const again = afterwards(definition, definition.stages.get(to)!)
  return [...limitsOf(definition).values()]
    .filter(
      ({ id, kind, ends }) => kind === 'max' && state.clocks[id] !== undefined && ends.some(end => again.includes(end)),
    )
    .filter(({ from }) => from === undefined || !again.includes(from))
    .filter(({ from }) => from !== undefined && state.moments[from] !== undefined)
    .map(limit =>
      event('clock.started', {
        clock: limit.id,
        limit: limit.id,
        start: on,
        at,
        binds: limit.binds ?? 'organ',
        ...dueOf(facts.calendar, limit, { start: on, at, suspensions: [], extensions: [] }),
      }),
    )
}

/**
 * 重开 An ended case is taken up again, by whom the item names and on its grounds: a court ordered a new decision (行政诉讼法70), or it was
 * ended without one. A decision that stands is never decided again here.
 */
export const reopen = act<Static<typeof ReopenBody>>({
  body: ReopenBody,
  who: 'officer',
  roles: ({ definition }) => [definition.definition.authority.reopen?.by ?? []].flat(),
  decide: input => {
    const { definition, state, body } = input
    const declared = definition.definition.authority.reopen
    if (!declared) throw actNotPermitted({ detail: 'the item lets no case be reopened' })
    if (!declared.grounds.includes(body.ground) || !declared.to.includes(body.to))
      throw actNotPermitted({
        detail: 'not on this ground, or not at this stage',
        facts: { ground: body.ground, to: body.to, may: declared.grounds, stages: declared.to },
      })
    if (state.status !== 'ended') throw actOutOfOrder({ detail: 'the case has not ended' })
    if (state.result === 'transferred')
      throw actOutOfOrder({ detail: 'justice has it: nobody is punished twice for one thing' })
    if ((body.ground === 'ordered-anew') !== (state.annulled !== undefined))
      throw actOutOfOrder({
        detail:
          state.outcome === undefined ? 'no decision of it has fallen' : 'its decision has fallen, or still stands',
        facts: { ground: body.ground, outcome: state.outcome ?? null },
      })
    if (state.outcome !== undefined && !state.annulled)
      throw actOutOfOrder({ detail: 'its decision stands', facts: { outcome: state.outcome } })
    if (Object.keys(state.orders).length > 0)
      throw actOutOfOrder({
        detail: 'money was booked for the decision that fell',
        remedy: 'Open a new case with this one as its origin.',
      })
    const { ground, to } = body
    return [
      event('case.reopened', { ground, to, ...basisOf(declared) }, { text: { reason: body.reason } }),
      ...sendBack(input, to, to),
      ...anew(input, to),
    ]
  },
})
