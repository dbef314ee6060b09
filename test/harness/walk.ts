import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { makeOwed } from '#hubs/application/ledger'
import type { Calendar } from '#kernel/calendar'
import {
  type ActInput,
  type Actor,
  acts,
  type CaseEvent,
  type CaseState,
  type Detail,
  decideMove,
  decideOriginEnd,
  decidePartNews,
  decideStep,
  type EventType,
  type Evidence,
  event,
  factsOf,
  fold,
  limitsOf,
  linkedTo,
  type Move,
  mappingOf,
  type OriginEnded,
  openingVerbs,
  overtake,
  type PartNews,
  placeOf,
  type Step,
  serviceEvidence,
  stageRoles,
  unopened,
  type Verb,
} from '#kernel/case'
import { endOfDay, legalDate } from '#kernel/clock'
import { type CompiledItem, spanOf } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'
import { controls as cityControls } from '../../systems/power/controls.ts'
import { drawnInMemory } from '../../systems/power/example-draw.ts'
import { calendar } from './item.ts'
import { good, ofParty, said } from './said.ts'
import { applicant, directoryFor, home, officer, organOf, party, stranger } from './small-city.ts'
import type { Body, WalkOptions, WalkSettings } from './walk-settings.ts'

export type { WalkOptions, WalkSettings } from './walk-settings.ts'

/**
 * 走办件 Walks one case through the engine and the city's own controls, in memory. After every act, done or refused, the
 * laws of the engine are checked: the state is the fold of the events, their numbers have no gap, a refusal changes nothing.
 */
export function walk({
  item: opened,
  on = '2026-03-02',
  start = opened.definition.category.starts[0]!,
  directory = directoryFor(opened),
  controls = cityControls,
  calendar: days = calendar,
  answers = {},
  others = [],
  drawn,
  partOf,
}: WalkSettings) {
  const id = '00000000-0000-7000-8000-000000000000'
  const events: CaseEvent[] = []
  const details: Detail[] = []
  let item = opened
  let state = unopened(id)
  let now = Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '09:00' }).toInstant()
  const owed = makeOwed(days)
  const today = () => legalDate(now).toString()

  const sources = () => {
    const personal: Record<string, unknown> = Object.assign({}, ...details.map(detail => detail.fields ?? {}))
    return { calendar: days, personal, organOf, owed }
  }

  function actorFor(verb: Verb, body: Body): Actor {
    if (ofParty.has(verb)) return party()
    const input: ActInput = {
      definition: item,
      state,
      body,
      actor: officer('officer'),
      facts: { calendar: days, raw: () => ({}), test: () => null, value: () => null, organOf, owed },
      on: today(),
      at: now.toString(),
    }
    const act = acts[verb] as {
      roles?(input: ActInput): readonly string[]
      stage?(input: ActInput): Parameters<typeof stageRoles>[1]
    }
    const [role] = act.roles ? act.roles(input) : act.stage ? stageRoles(item, act.stage(input)) : []
    if (role === undefined || role === 'consulted') return officer('officer')
    const { post, organ } = placeOf(item, home, organOf, role)
    return officer(`${post === '*' ? 'officer' : post}@${organ}`)
  }

  function take(step: Step): Step {
    assert.deepEqual(
      step.events.map(({ seq }) => seq),
      step.events.map((_, at) => state.seq + at + 1),
      'events are numbered without a gap',
    )
    assert.ok(isDeepStrictEqual(fold(state, step.events), step.state), 'the step leaves the fold of its events')
    events.push(...step.events)
    details.push(...step.details)
    state = step.state
    assert.ok(
      isDeepStrictEqual(
        fold(unopened(id), JSON.parse(JSON.stringify(events)) as CaseEvent[]),
        JSON.parse(JSON.stringify(state)),
      ),
      'the state is the fold of all events as stored',
    )
    if (state.status === 'ended' && !Object.values(state.obligations).some(({ status }) => status === 'open')) {
      assert.deepEqual(state.tasks, {}, 'an ended case has no task')
      assert.deepEqual(
        Object.values(state.clocks).filter(
          ({ status, limit }) =>
            (status === 'running' || status === 'suspended') &&
            !['voucher', 'row'].includes(limitsOf(item).get(limit)?.of ?? ''),
        ),
        [],
        'an ended case has no running clock but those of what it made',
      )
    }
    return step
  }

  function act(verb: Verb, given: Body = {}, by?: Actor | string, options: WalkOptions = {}): Step {
    const body = said(
      verb,
      given,
      item,
      factsOf({ ...sources(), definition: item, proposed: {} }, () => state),
    )
    const opens = (openingVerbs as readonly Verb[]).includes(verb)
    const roles = Object.entries(item.definition.content.parties).filter(
      ([role, declared]) => role === 'subject' || (declared?.min ?? 0) > 0,
    )
    const parties = [
      ...roles.map(([role, declared]) => ({
        role,
        party: role === 'opponent' ? stranger : applicant,
        unit: [declared?.unit ?? 'person'].flat()[0]!,
      })),
      ...others,
    ]
    const opening = opens
      ? event('case.opened', {
          start,
          item: item.definition.item,
          version: item.definition.version,
          hash: item.hash,
          implementation: null,
          organ: home,
          region: '210102',
          drawer: item.definition.category.drawer,
          channel: 'window',
          parties,
          ...(drawn && { drawn }),
          ...partOf,
        })
      : undefined
    const actor: Actor =
      by === undefined && opens && drawn
        ? { kind: 'system', name: 'sub-cases' }
        : by === undefined
          ? opens && start !== 'application'
            ? officer(placeOf(item, home, organOf, [...item.stages.values()][0]!.by as string).post)
            : actorFor(verb, body)
          : typeof by === 'string'
            ? officer(by)
            : by
    const known = { ...good, ...answers } as Record<string, unknown>
    const questions = item.definition.comparison.map(({ id, ask }) => ({ id, ask }))
    const evidence: Evidence[] = [
      ...questions,
      { id: linkedTo, ask: linkedTo },
      { id: serviceEvidence, ask: serviceEvidence },
    ].map(({ id: comparison, ask }) => ({
      comparison,
      value: known[ask] ?? null,
      obtained: now.toString(),
      validUntil: now.add({ hours: 1 }).toString(),
    }))
    const lots = drawnInMemory({
      verb,
      definition: item,
      state,
      directory,
      facts: factsOf({ ...sources(), definition: item, proposed: {} }, () => state),
      actor,
      on: today(),
      at: now.toString(),
      answers,
    })
    const seed = opening ? { ...state, parties, organ: home, region: '210102' } : state
    const frozen = JSON.stringify(seed)
    try {
      return take(
        decideStep({
          definition: item,
          state: opening ? seed : state,
          command: { verb, body, actor, ...options },
          now,
          today: today(),
          directory,
          controls: controls[verb],
          evidence: [...evidence, ...lots],
          sources: sources(),
          ...(opening && { opening }),
        }),
      )
    } finally {
      if (state.seq === (JSON.parse(frozen) as CaseState).seq)
        assert.equal(JSON.stringify(seed), frozen, 'a refused act changes nothing')
    }
  }

  /** The refusal this act meets; fails when there is none. */
  function refuses(verb: Verb, body: Body = {}, by?: Actor | string, options: WalkOptions = {}): Refusal {
    const seq = state.seq
    try {
      act(verb, body, by, options)
    } catch (fault) {
      assert.ok(fault instanceof Refusal, `not a refusal but ${String(fault)}`)
      assert.ok(fault.status >= 400 && fault.status < 500, `${fault.code} is a ${fault.status}`)
      assert.equal(state.seq, seq)
      return fault
    }
    assert.fail(`${verb} was not refused`)
  }

  /** Moves the case to a later version as a migration would, or says why it stays. */
  function move(to: CompiledItem): Move {
    const { events: due, details: more, state: left } = overtake(item, state, now, today(), sources())
    take({ events: due, details: more, state: left, verdicts: [] })
    const versions = { from: item, to, mapping: mappingOf(item, to), implementation: null, migration: 'm' }
    const moved = decideMove({ ...versions, state, now, today: today(), sources: sources() })
    if (!moved.moves) return moved
    item = to
    take(moved.step)
    return moved
  }

  return {
    get item() {
      return item
    },
    act,
    move,
    refuses,
    get state() {
      return state
    },
    events,
    details,
    calendar: days,
    get today() {
      return today()
    },
    get now() {
      return now
    },
    /** Moves the clock on: a span (`5 workday`, to the morning of that day; `36 hour`), or to 09:00 of a day. */
    wait(until: string) {
      const day = /^\d{4}-/.test(until)
      const span = day ? undefined : spanOf(until)
      if (span?.unit === 'hour') now = now.add({ hours: span.value })
      else {
        const plain = day
          ? Temporal.PlainDate.from(until)
          : span!.unit === 'workday'
            ? days.addWorkdays(Temporal.PlainDate.from(today()), span!.value).date
            : Temporal.PlainDate.from(today()).add({ [`${span!.unit}s`]: span!.value })
        now = endOfDay(plain).subtract({ hours: 15 })
      }
    },
    /** Lets the clocks do what is due, as the worker would. */
    fire(by: Calendar = days): readonly CaseEvent[] {
      const draft = overtake(item, state, now, today(), { ...sources(), calendar: by })
      return take({ events: draft.events, details: draft.details, state: draft.state, verdicts: [] }).events
    },
    /** What is seen of the parts it has opened. */
    parts(...news: readonly PartNews[]): Step {
      return take(decidePartNews({ definition: item, state, now, today: today(), sources: sources() }, news))
    },
    /** The case it comes from has ended before its time. */
    originEnds(told: OriginEnded): Step {
      return take(decideOriginEnd({ definition: item, state, now, today: today(), sources: sources() }, told))
    },
    of: <T extends EventType>(type: T) =>
      events.filter((happened): happened is Extract<CaseEvent, { type: T }> => happened.type === type),
    /** Types of the events of a step, clocks aside. */
    story: (step: Step) => step.events.map(({ type }) => type).filter(type => !type.startsWith('clock.')),
  }
}
export type Walk = ReturnType<typeof walk>
