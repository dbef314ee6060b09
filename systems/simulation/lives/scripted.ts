import { openingVerbs, placeOf, stageRoles } from '#kernel/case'
import type { CaseHand, Opening } from '../case-hand.ts'
import type { Hand } from '../hand.ts'
import { type Answers, answersOf } from '../script/answers.ts'
import { type Casting, cast, playersOf } from '../script/casting.ts'
import type { Lived, LivedStep, Step } from '../script/script.ts'
import type { Seat, Staff } from '../script/staff.ts'
import { dayOf } from '../time/work-hours.ts'
import type { Account, Officer } from '../world.ts'
import type { Trial, Wrong } from '../wrongs/wrong.ts'
import { liveParts } from './joint.ts'
import { linkedIn, liveLinked } from './linked.ts'

/** 一角 One life made from an item's own example, and the wrong that is planted in it. */
export interface Part {
  readonly script: Lived
  readonly seat: Seat
  readonly staff: Staff
  readonly answers: Answers
  /** Makes its people and codes its own. */
  readonly running: number
  readonly wrong?: Wrong
  /** A life of another item that comes out so, on the first day from this one on which it can be lived. */
  readonly companion: (
    item: string,
    outcome: string,
    from: Temporal.PlainDate,
  ) => { readonly script: Lived } | undefined
  /** Lets what the log says reach whoever acts on it. */
  readonly deliver: () => Promise<void>
}

const opens = (verb: string): boolean => (openingVerbs as readonly string[]).includes(verb)

/** The officer at whose counter a case is opened: the first stage's. */
function counter({ script: { item }, seat, staff }: Part): Officer {
  const [first] = item.stages.values()
  const [role] = first ? stageRoles(item, first) : []
  const { organ, post } = placeOf(item, seat.organ, kind => staff.organOf(kind, seat), role ?? 'officer')
  return staff.of(organ, post === '*' ? 'officer' : post)
}

/** How its first act is put to the city, and by whom. */
export function openingOf(
  c: CaseHand,
  part: Part,
  casting: Casting,
  accounts: readonly Account[],
  { verb, body, actor }: Step,
): { readonly hand: Hand; readonly opening: Opening } {
  const { script, seat } = part
  const { channels } = script.item.definition.content
  const start = script.example.start ?? script.item.definition.category.starts[0]!
  const itself = actor.kind === 'party' && accounts.length === 1 && channels.includes('online')
  return {
    hand: itself ? accounts[0]! : counter(part),
    opening: {
      item: c.plan.itemCode,
      organ: seat.organ,
      verb: verb as Opening['verb'],
      start,
      channel: itself ? 'online' : (channels.find(channel => channel !== 'online') ?? 'window'),
      parties: casting.players.map(({ role, unit }, at) => ({ role, party: accounts[at]!.party, unit })),
      body: casting.body(body, actor),
    },
  }
}

interface Stand {
  readonly part: Part
  readonly casting: Casting
  readonly accounts: readonly Account[]
}

/** 试错 The wrong is tried where the life would rightly act; where it is let through, the life ends. */
async function tryWrong(c: CaseHand, { part, casting, accounts }: Stand, right: Step): Promise<void> {
  const { wrong, staff, seat } = part
  if (wrong?.trial === undefined) return
  const trial: Trial = wrong.trial(right)
  const { verb = right.verb, body = right.body, actor = right.actor, finish = same => same } = trial
  const urgent = trial.urgent === false ? undefined : (trial.urgent ?? (trial.verb ? undefined : right.urgent))
  const rightful = casting.hand(actor)
  const by = trial.hand ? trial.hand({ staff, seat, accounts, rightful }) : rightful
  const said = finish(casting.body(body, actor), by)
  const { hand, opening } = openingOf(c, part, casting, accounts, { ...right, verb, body, actor })
  const answer = opens(verb)
    ? await c.attemptOpening(hand, { ...opening, body: said })
    : await c.attempt(by, verb, said, urgent === undefined ? {} : { urgent })
  if (c.shared.truth.triedGiven(wrong.foreseen, c.plan.key, answer)) return
  c.learn(answer)
  c.derail(`${wrong.foreseen.kind} was let through`)
}

/** Waits for the day on which the script has it; within a day as many hours as the example waited. */
export async function until(c: CaseHand, { at, hours }: LivedStep, last: Temporal.Instant | undefined): Promise<void> {
  const { timeline } = c.shared
  const begun = timeline.now()
  const day = dayOf(at)
  if (Temporal.PlainDate.compare(day, c.today()) > 0) {
    await c.on(day)
    // A limit in hours is over when they have passed, whatever the day.
    if (hours !== undefined) await timeline.until(begun.add({ hours }))
    return
  }
  const passed = last ? Math.floor(last.until(at).total('hours')) : 0
  if (passed > 0) await timeline.until(begun.add({ hours: passed }))
}

/** 照本而行 A life made from the definition itself: an example of the item, walked by real people on real days over HTTP. */
export async function liveScript(c: CaseHand, part: Part): Promise<void> {
  const { script, seat, staff, answers, running, wrong } = part
  c.truth.slow = true
  const players = playersOf(script, seat, running)
  const window = counter(part)
  const accounts = await Promise.all(players.map(player => c.shared.parties.newcomer(player, window)))
  const casting = cast(script, seat, staff, players, accounts, running)
  const stand = { part, casting, accounts }
  const known = answersOf(script, casting)
  const tell = (instead: Wrong['answers'] = {}) => {
    for (const { ask, facts, answer } of known) answers.set(ask, facts, instead[ask] ?? answer)
  }
  const trying = async (right: Step): Promise<void> => {
    if (wrong?.answers) tell(wrong.answers)
    await tryWrong(c, stand, right)
    if (wrong?.answers) tell()
  }
  tell()
  try {
    let last: Temporal.Instant | undefined
    for (const [nth, deed] of script.steps.entries()) {
      const now = wrong?.at === nth
      if (now && wrong.early) await trying(deed)
      await until(c, deed, last)
      last = deed.at
      if (now && !wrong.early) await trying(deed)
      if (now && wrong.ends) return
      if (opens(deed.verb)) {
        const { hand, opening } = openingOf(c, part, casting, accounts, deed)
        await c.open(hand, opening)
      } else {
        const hand = wrong?.stands?.deeds.includes(nth) ? wrong.stands.hand(part) : casting.hand(deed.actor)
        const { desk, urgent } = deed
        // What is done at once is on nobody's desk yet.
        const how = urgent === undefined ? { ...(desk !== undefined && { desk }) } : { urgent }
        const body = casting.body(deed.body, deed.actor)
        const act = (more: object) => c.act(hand, deed.verb, { ...body, ...more }, how)
        if (typeof body['case'] === 'string' && linkedIn(script.example))
          await liveLinked(c, part, players, accounts, number => act({ case: number }))
        else await act({})
      }
      if (wrong?.alarmsFrom === nth) c.shared.truth.expectGiven(wrong.foreseen, c.plan.key)
    }
    if (wrong?.at === script.steps.length && script.refused) {
      await until(c, script.refused, last)
      await trying(script.refused)
      return
    }
    await liveParts(c, part, window, players, accounts)
  } finally {
    for (const { ask, facts } of known) answers.forget(ask, facts)
  }
}
