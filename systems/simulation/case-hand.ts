import { randomUUID } from 'node:crypto'
import type { Call, Reply } from './client.ts'
import { actorOf, holderIn, partyOf } from './given/given-actor.ts'
import { commit, isAt, mergePatch } from './given/given-wrong.ts'
import type { Hand } from './hand.ts'
import type { CasePlan } from './plan.ts'
import type { Random } from './random.ts'
import type { Stage } from './stage.ts'
import { dayOf } from './time/work-hours.ts'
import type { Answer, CaseTruth } from './truth.ts'
import { type ViolationKind, violations } from './violation.ts'
import type { Account } from './world.ts'

/** The life of a case cannot go on as planned; it has been written down why. */
export class Derailed extends Error {}

export interface Opening {
  readonly item: string
  readonly organ: string
  readonly verb: 'submit' | 'lodge'
  readonly start: string
  readonly channel: string
  readonly parties: readonly { readonly role: string; readonly party: string; readonly unit?: string }[]
  readonly body: Readonly<Record<string, unknown>>
}

export interface ActOptions {
  /** The officer must find the case at this stage in the inbox first. */
  readonly desk?: string
  /** Recorded afterwards: the day it was done on paper. */
  readonly madeOn?: Temporal.PlainDate
  /** Done before its approval, on this ground of the item's. */
  readonly urgent?: number
}

type Body = Readonly<Record<string, unknown>>

export type CaseHand = ReturnType<typeof makeCaseHand>

/** 办案手 Everything the life of one case does: wait, act rightly, try a wrong. Acts go over HTTP; judging them is the truth's. */
export function makeCaseHand(stage: Stage, plan: CasePlan) {
  const { client, purse, inboxes, timeline, hours, truth } = stage
  const random: Random = plan.random
  const own: CaseTruth = {
    key: plan.key,
    item: plan.item,
    id: undefined,
    number: undefined,
    clean: plan.violation === undefined && plan.given === undefined && plan.foreseen !== true,
    ended: false,
    slow: false,
    derailed: false,
  }
  truth.open(own)
  const today = () => dayOf(timeline.now())
  let seq = 0
  let done = false
  const { given } = plan
  /** The rightful act that a given wrong has left out, until the next one was refused for it. */
  let skipped: { readonly makeUp: () => Promise<Reply>; readonly at: Temporal.Instant } | undefined

  const pathOf = (verb: string, { madeOn, urgent }: ActOptions): string =>
    `/api/cases/${own.number}/${madeOn ? 'paper' : urgent === undefined ? 'acts' : 'urgent'}/${verb}`
  const bodyOf = (body: Body, { madeOn, urgent }: ActOptions): Body => {
    if (madeOn !== undefined) return { madeOn: madeOn.toString(), reason: '当日系统维护，纸质办理', body }
    return urgent === undefined ? body : { ground: urgent, body }
  }

  const learn = ({ body }: Reply) => {
    if (typeof body.seq === 'number') seq = body.seq
    if (typeof body.number === 'string') own.number ??= body.number
    if (typeof body.caseId === 'string') own.id ??= body.caseId
    if (body.status === 'ended') own.ended = true
  }
  const derail = (what: string): never => {
    own.derailed = true
    throw new Derailed(`${plan.key}: ${what}`)
  }
  const right = (what: string, reply: Reply): Reply => {
    if (reply.status >= 200 && reply.status < 300) {
      learn(reply)
      return reply
    }
    // What follows from a given wrong that went through is not counted a second time.
    if (!(given?.expect === 'alarmed' && done)) truth.wronglyRefused(plan.key, what, reply)
    return derail(`${what} refused: ${reply.status} ${reply.codes.join(' ')}`)
  }
  const call = async (
    hand: Hand,
    verb: string,
    body: Body,
    options: ActOptions,
    more: Partial<Call> = {},
  ): Promise<Reply> =>
    client.send('POST', pathOf(verb, options), {
      token: await purse.of(hand),
      key: randomUUID(),
      body: bodyOf(body, options),
      ...more,
    })

  // Not every organ has a counter: the mayor's mailbox has none.
  const account = (firm: CasePlan['firm']) =>
    stage.parties.accountOf(firm, () => holderIn('acceptance', [plan.office, ...stage.world.bureaus]))
  let ownParty: Account | undefined
  const postOf = (hand: Hand) => (hand.kind === 'officer' ? hand.post.split('/')[1]! : '')
  const wrongHand = (rightful: Hand): Promise<Hand> =>
    actorOf(given?.actor ?? 'holder', { rightful, plan, world: stage.world, account, ownParty })
  const wait = (span: string) => {
    const [count, unit] = span.split(' ')
    own.slow = true
    return timeline.until(
      unit === 'workday'
        ? hours.workday(timeline.now(), Number(count), random)
        : hours.anyDay(timeline.now(), Number(count), random),
    )
  }

  /** The act itself, as it should be. */
  async function rightly(hand: Hand, verb: string, body: Body, options: ActOptions): Promise<Reply> {
    if (
      options.desk !== undefined &&
      hand.kind === 'officer' &&
      !(await inboxes.shows(hand, plan.itemCode, own.number ?? '', options.desk))
    ) {
      if (!(given?.expect === 'alarmed' && done))
        truth.wronglyRefused(plan.key, `inbox of ${postOf(hand)} lacks ${options.desk}`, {
          status: 200,
          codes: ['INBOX_LACKS_TASK'],
        })
      derail(`the inbox does not show ${options.desk}`)
    }
    return right(verb, await call(hand, verb, body, options))
  }

  /** The next act after one that was left out: refused, or the given wrong has succeeded. */
  async function withoutIt(hand: Hand, verb: string, body: Body, options: ActOptions): Promise<void> {
    const { makeUp, at } = skipped!
    skipped = undefined
    if (!truth.triedGiven(given!, plan.key, await call(hand, verb, body, options))) derail(`${verb} was let through`)
    // Days hung on it: what was not posted has not hung, and is not made up for on the spot.
    if (at.until(timeline.now()).total('hours') >= 24) derail('what was left out comes too late')
    await makeUp()
  }

  async function act(hand: Hand, verb: string, body: Body = {}, options: ActOptions = {}): Promise<Reply> {
    if (skipped) await withoutIt(hand, verb, body, options)
    if (given && !done && isAt(given, verb, body)) {
      done = true
      let answer: Reply | undefined
      const house = {
        given,
        key: plan.key,
        truth,
        actorOf: wrongHand,
        send: (by: Hand, tried: string, wrong: Body) => call(by, tried, wrong, options),
        wait,
        learn: (reply: Reply) => {
          answer = reply
          learn(reply)
        },
        leave: derail,
      }
      const left = await commit(house, hand, verb, body)
      if (left === 'done') return answer!
      if (left === 'skipped') {
        skipped = { makeUp: () => rightly(hand, verb, body, options), at: timeline.now() }
        return { status: 200, codes: [], body: {} }
      }
    }
    return rightly(hand, verb, body, options)
  }

  return {
    plan,
    random,
    truth: own,
    world: stage.world,
    cast: stage.cast,
    fines: stage.fines,
    today,
    /** Whether this wrong is planned here and not yet done. */
    is: (...kinds: ViolationKind[]): boolean => plan.violation !== undefined && !done && kinds.includes(plan.violation),
    /** Whether this wrong is planned here at all: what must happen so that it can. */
    has: (...kinds: ViolationKind[]): boolean => plan.violation !== undefined && kinds.includes(plan.violation),
    ended: () => own.ended,

    /** Waits into working hours n workdays ahead; 0: the next working hour. */
    workdays: (count: number) => timeline.until(hours.workday(timeline.now(), count, random)),
    /** Waits no longer than this working day allows. */
    brisk: () => timeline.until(hours.today(timeline.now(), random)),
    /** Waits n calendar days, any hour at which people are awake. */
    days: (count: number) => timeline.until(hours.anyDay(timeline.now(), count, random)),
    on: (day: Temporal.PlainDate) => timeline.until(hours.on(day, random)),
    workdayOn: (day: Temporal.PlainDate) => timeline.until(hours.from(day)),
    workdayAfter: (count: number) => stage.calendar.addWorkdays(today(), count).date,
    dueIn: (start: Temporal.PlainDate, days: number) => stage.calendar.due(start, { value: days, unit: 'day' }).due,

    account,
    household: stage.parties.householdOf,
    number: () => own.number ?? '',
    /** 接手 Takes a case in hand that the program has opened. */
    adopt({ id, number }: { readonly id: string; readonly number: string }): void {
      own.id = id
      own.number = number
    },
    /** What this life shares with all others. */
    shared: stage,

    async open(hand: Hand, opening: Opening): Promise<void> {
      ownParty = partyOf(hand, opening.parties)
      if (given && isAt(given, opening.verb, {}) && 'patch' in given.change) {
        done = true
        const by = await wrongHand(hand)
        const body = mergePatch(opening, given.change.patch)
        const reply = await client.send('POST', '/api/cases', { token: await purse.of(by), key: randomUUID(), body })
        if (given.expect === 'refused' || reply.status >= 400) {
          if (!truth.triedGiven(given, plan.key, reply) || given.expect === 'alarmed') derail(given.kind)
        } else {
          learn(reply)
          return truth.expectGiven(given, plan.key)
        }
      }
      right(
        opening.verb,
        await client.send('POST', '/api/cases', { token: await purse.of(hand), key: randomUUID(), body: opening }),
      )
    },
    /** A wrong opening; nothing comes of it. */
    async wrongOpening(kind: ViolationKind, hand: Hand, opening: Opening): Promise<void> {
      done = true
      const reply = await client.send('POST', '/api/cases', {
        token: await purse.of(hand),
        key: randomUUID(),
        body: opening,
      })
      if (!truth.tried(kind, plan.key, reply)) {
        learn(reply)
        derail(`${kind} was let through`)
      }
    },

    /** An act as it should be; a refusal is a false one. */
    act,
    /** An act, or an opening, whose answer is judged by whoever tries it. */
    attempt: (hand: Hand, verb: string, body: Body, options: ActOptions = {}) => call(hand, verb, body, options),
    attemptOpening: async (hand: Hand, opening: Opening) =>
      client.send('POST', '/api/cases', { token: await purse.of(hand), key: randomUUID(), body: opening }),
    learn,
    derail,

    /** A wrong act. If it is let through, nothing that follows would be as planned. */
    async wrong(
      kind: ViolationKind,
      hand: Hand,
      verb: string,
      body: Body = {},
      options: ActOptions & { token?: string; seen?: number; scope?: string } = {},
    ): Promise<void> {
      done = true
      const { token, seen, scope } = options
      const reply = await call(hand, verb, body, options, {
        token: token ?? (await purse.of(hand, scope)),
        ...(seen !== undefined && { seen }),
      })
      if (!truth.tried(kind, plan.key, reply)) derail(`${kind} was let through`)
    },
    /** A wrong that was found outside a case, by whoever looked: what was found is its answer. */
    judged(kind: ViolationKind, answer: Answer): void {
      done = true
      truth.tried(kind, plan.key, answer)
    },
    /** A wrong that only an alarm will tell of. */
    later(kind: ViolationKind): void {
      done = true
      own.slow = true
      if (violations[kind].group === 'undetectable') truth.hide(kind, plan.key)
      else truth.expectAlarm(kind, plan.key)
    },

    /** The same command twice is once; with another body it is a conflict. */
    async reuse(hand: Hand, verb: string, body: Body, other: Body): Promise<void> {
      done = true
      const key = randomUUID()
      right(verb, await call(hand, verb, body, {}, { key }))
      const again = right(`${verb} repeated`, await call(hand, verb, body, {}, { key }))
      if (again.body.repeated !== true) truth.wronglyRefused(plan.key, `${verb} was done twice`, again)
      if (!truth.tried('command-reused', plan.key, await call(hand, verb, other, {}, { key })))
        derail('a reused command was let through')
    },
    seen: () => seq,
    expiredToken: (hand: Hand) => purse.expired(hand),
    token: (hand: Hand) => purse.of(hand),
  }
}
