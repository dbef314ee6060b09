import { makeOwed } from '#hubs/application/ledger'
import type { Calendar } from '#kernel/calendar'
import {
  acts,
  decidePartNews,
  decideStep,
  event,
  factsOf,
  openingVerbs,
  openStages,
  overtake,
  type Step,
  stageRoles,
  type Verb,
} from '#kernel/case'
import { type CompiledItem, type Example, spanOf } from '#kernel/definition'
import type { Actor } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import { controls } from './controls.ts'
import { noteLevels } from './example-alarms.ts'
import { answersAt } from './example-answers.ts'
import { completed } from './example-body.ts'
import { drawnForExample, drawnInMemory } from './example-draw.ts'
import { partNewsIn } from './example-parts.ts'
import { exampleDirectory, home, officerFor, officerNamed, organOf } from './example-people.ts'
import { walkedSteps } from './example-steps.ts'
import { later, morningOf } from './example-time.ts'
import type { Watch } from './example-watch.ts'

type Body = Record<string, unknown>

const party = '00000000-0000-7000-8000-000000000001'
const other = '00000000-0000-7000-8000-000000000002'
const principal: ReadonlySet<string> = new Set(['subject', 'respondent'])

const rolesOf = (
  definition: CompiledItem,
  input: Parameters<NonNullable<(typeof acts)['accept']['roles']>>[0],
  verb: Verb,
): readonly string[] => {
  const act = acts[verb]
  if (act.roles) return act.roles(input)
  return act.stage ? stageRoles(definition, act.stage(input)) : []
}

/** The roles of the act; where the case knows none, because the act has no place in it now, whoever stands first in the item tries it. */
function rolesOrAnybody(...[definition, input, verb]: Parameters<typeof rolesOf>): readonly string[] {
  try {
    return rolesOf(definition, input, verb)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return Object.keys(definition.definition.authority.posts).slice(0, 1)
  }
}

/** What an act says with one word alone. */
const short: Readonly<Record<string, string>> = {
  complete: 'stage',
  decide: 'outcome',
  returnTo: 'to',
  suspend: 'for',
}

const partyVerbs: ReadonlySet<string> = new Set([
  'submit',
  'supplement',
  'makeStatement',
  'submitEvidence',
  'agreeSettlement',
  'askHearing',
  'challengeAvoidance',
  'withdraw',
  'answerEnding',
  'askRenewal',
])

/** The name a file gives a refusal: the rule behind it (the expected one, if it is among several), else its code. */
function nameOf({ reasons, code }: Refusal, expected: string | undefined): string {
  const names = reasons.flatMap(({ rule }) => (rule === undefined ? [] : [rule.split('.').at(-1)!]))
  return names.find(name => name === expected) ?? names[0] ?? code
}

/** Of what a case waits for nothing more need be said than the moment. */
const nothing = () => ''

/** Whether this engine knows every act of an example. */
export const isRunnable = (example: Example): boolean =>
  example.acts.every(act => {
    const verb = typeof act === 'string' ? act : Object.keys(act)[0]!
    return verb === 'wait' || verb in acts
  })

/** Who stands in the case of an example: everybody the item cannot do without. */
function partiesIn({ definition }: CompiledItem) {
  const { parties } = definition.content
  const needed = Object.entries(parties).filter(([, role]) => (role?.min ?? 0) > 0 || role === parties.subject)
  // Whom the case is about comes first, whatever order the keys of a stored definition have.
  needed.sort(([one], [two]) => Number(principal.has(two)) - Number(principal.has(one)))
  return needed.map(([role, declared], at) => ({
    role,
    party: at === 0 ? party : other,
    unit: [declared?.unit ?? 'person'].flat()[0]!,
  }))
}

/** 跑示例 Walks one example through the very engine and controls that run the city, in memory; `watch` hears of every act. */
export function runExample(definition: CompiledItem, example: Example, calendar: Calendar, watch?: Watch) {
  const directory = exampleDirectory(definition)
  const owed = makeOwed(calendar)
  const begins = example.start ?? definition.definition.category.starts[0]!
  const levels: Record<string, string> = {}
  let time = morningOf(example.at ?? '2026-03-02')
  const walked = walkedSteps(definition)
  const world = walked.numberOf(JSON.stringify([begins, example.answers ?? {}]))
  const told = walked.numberOf(JSON.stringify([world, example.given]))
  let personal: Body = {}
  let state = walked.before
  const take = (step: Step) => {
    state = step.state
    for (const { fields } of step.details) personal = { ...personal, ...fields }
    noteLevels(levels, step.events)
  }
  const done = (refused?: string, at?: number) => {
    const total = Object.values(state.orders).map(order => owed(order, time.on, state.remedies))
    return {
      outcome: state.outcome ?? null,
      ended: state.status === 'ended',
      stage: openStages(state),
      alarms: Object.keys(levels),
      levels,
      next: Object.keys(state.next ?? {}),
      owed: total.reduce((sum, { principal, surcharge }) => sum + principal + surcharge, 0),
      ...(refused !== undefined && { refused, at: at! }),
    }
  }
  const sourcesNow = () => ({ calendar, personal, organOf, owed })
  /** What the cases it opened come to, one after the other. */
  const learnOfParts = () => {
    for (let news = partNewsIn(state, example.answers); news.length > 0; news = partNewsIn(state, example.answers)) {
      const before = state.seq
      take(decidePartNews({ definition, state, now: time.now, today: time.on, sources: sourcesNow() }, news))
      if (state.seq === before) return
    }
  }
  for (const [index, written] of example.acts.entries()) {
    const [verb, said] =
      typeof written === 'string' ? [written, {}] : (Object.entries(written)[0] as [string, string | Body])
    if (verb === 'wait') {
      const span = spanOf(String((said as Body)['for'] ?? said))
      time = later(time, span, calendar)
      if (state.seq > 0)
        take(
          walked.step(state, time.at, nothing, () => ({
            ...overtake(definition, state, time.now, time.on, sourcesNow(), false, time.at),
            verdicts: [],
          })),
        )
      continue
    }
    const act = (): Step => {
      const { now, on, at } = time
      const sources = sourcesNow()
      const facts = factsOf({ ...sources, definition, proposed: {} }, () => state)
      const body = completed(
        definition,
        state,
        verb as Verb,
        typeof said === 'string' ? { [short[verb] ?? 'stage']: said } : said,
        example.given,
        on,
        calendar,
        facts,
      )
      const opens = (openingVerbs as readonly string[]).includes(verb)
      const parties = opens ? partiesIn(definition) : []
      const drawn = opens ? drawnForExample(definition, home, organOf) : undefined
      const opening = opens
        ? event('case.opened', {
            start: begins,
            item: definition.definition.item,
            version: definition.definition.version,
            hash: definition.hash,
            implementation: null,
            organ: home,
            region: '210102',
            drawer: definition.definition.category.drawer,
            channel: 'window',
            parties,
            ...(drawn && { drawn }),
          })
        : undefined
      const seed = opening ? { ...state, parties, organ: home, region: '210102' } : state
      const speaks = (state.parties.find(({ role }) => role === body['party'])?.party ?? body['party']) as
        | string
        | undefined
      const asParty: Actor = { kind: 'party', party: speaks ?? party, account: 'example' }
      if (speaks !== undefined) body['party'] = speaks
      for (const list of ['parties', 'present'])
        if (Array.isArray(body[list]))
          body[list] = body[list].map(named => state.parties.find(({ role }) => role === named)?.party ?? named)
      const input = {
        definition,
        state: seed,
        body,
        actor: asParty,
        facts: { calendar, raw: () => ({}), test: () => null, value: () => null, organOf, owed },
        on,
        at,
      }
      const urgent = typeof body['urgent'] === 'number' ? body['urgent'] : undefined
      delete body['urgent']
      const urgentStage = urgent === undefined ? undefined : definition.stages.get(String(body['stage']))
      const named = typeof said === 'string' ? undefined : (said as Body)['as']
      const actor: Actor = partyVerbs.has(verb)
        ? asParty
        : drawn
          ? { kind: 'system', name: 'sub-cases' }
          : typeof named === 'string'
            ? named in definition.definition.authority.posts
              ? officerFor(definition, seed, [named])
              : officerNamed(named)
            : officerFor(
                definition,
                seed,
                urgentStage ? stageRoles(definition, urgentStage) : rolesOrAnybody(definition, input, verb as Verb),
              )
      const { answers = {} } = example
      const of = { definition, state, directory, facts, actor, on, at, answers }
      const opened = opening && { opens: { start: begins, parties } }
      const atOnce = urgent !== undefined && { urgent }
      watch?.tried({ verb: verb as Verb, body, actor, at: now, before: state, ...opened, ...atOnce })
      const words = () => JSON.stringify([body, actor, urgent])
      return walked.step(state, `${verb} ${at} in ${world}`, words, () =>
        decideStep({
          definition,
          state,
          command: { verb: verb as Verb, body, actor, ...atOnce },
          now,
          at,
          today: on,
          directory,
          controls: controls[verb as Verb],
          evidence: [...answersAt(definition, example, time), ...drawnInMemory({ verb: verb as Verb, ...of })],
          sources,
          ...(opening && { opening }),
        }),
      )
    }
    try {
      const words = () => JSON.stringify(said)
      take(watch ? act() : walked.step(state, `${verb} ${time.at} told ${told}`, words, act))
      learnOfParts()
      watch?.done?.(state)
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
      if (watch?.refused?.(fault)) continue
      return done(nameOf(fault, example.expect.refused), index + 1)
    }
  }
  return done()
}
