import { type Caller, partiesOnly } from '#hubs/application/access'
import { scopeOf } from '#hubs/application/mandate'
import {
  acts,
  type CaseState,
  caseNotFound,
  limitsOf,
  openingVerbs,
  openToComments,
  postedStage,
  renewalUntil,
  type TriedAct,
  type Verb,
  verbs,
} from '#kernel/case'
import type { CompiledItem, Provision, Text } from '#kernel/definition'
import type { Reason } from '#kernel/refusal'
import { statement } from '#kernel/storage'
import { type CaseRow, concernsCaller, findCase } from './access.ts'
import { type Choice, choicesOf } from './act-choices.ts'
import type { PartyActRules } from './party-act-rules.ts'
import type { RouteNeeds } from './routes.ts'

/** One member of a form, as the act itself declares it. */
export interface MemberSchema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
}

/** 当事人可办 One act of a party as its page needs it: its form, the last day to do it, and by which article. */
export interface OwnAct {
  readonly verb: string
  readonly possible: boolean
  /** Why not, in the words of the control that says so. */
  readonly refusal: { readonly code: string; readonly reasons: readonly Reason[] } | null
  readonly form: {
    readonly members: Readonly<Record<string, MemberSchema>>
    readonly required: readonly string[]
  }
  readonly choices: Readonly<Record<string, readonly Choice[]>>
  /** Null: until the decision is made, or whatever the act itself says. */
  readonly lastDay: string | null
  readonly limitBasis: Provision | null
  readonly basis: readonly Provision[]
}

export interface OwnActOfCase {
  readonly number: string
  readonly item: string
  readonly name: Text
  readonly organ: string
  /** Whether whoever asks is a party to it: anybody may say what he thinks of a posted draft. */
  readonly party: boolean
  readonly act: OwnAct
}

/** 回执 What was done, by whom and when, as the step itself has it. */
export interface OwnStep {
  readonly seq: number
  readonly on: string
}

export interface OwnActsNeeds extends RouteNeeds {
  readonly rules: PartyActRules
}

/** Handed in where the list of what is missing stands, taken back there, and given with the other consents. */
const elsewhere: ReadonlySet<Verb> = new Set(['supplement', 'withdraw', 'giveConsent'])
const opening: ReadonlySet<Verb> = new Set(openingVerbs)

/** 当事人的动作 What the engine lets a party do in the course of a case, read off its own table. */
export const partyActs: readonly Verb[] = verbs.filter(
  verb => acts[verb].who !== 'officer' && !opening.has(verb) && !elsewhere.has(verb),
)
const isPartyAct = (verb: string): verb is Verb => (partyActs as readonly string[]).includes(verb)

/** What an officer writes down of whoever stands before him; whoever has signed in is known. */
const takenDown: ReadonlySet<string> = new Set(['party', 'by', 'objector', 'anonymous', 'commenter'])

type Body = {
  readonly properties?: Readonly<Record<string, MemberSchema>>
  readonly required?: readonly string[]
}

const stepOf = statement(
  'power.ownStep',
  `select seq, verb, actor, events::json -> 0 ->> 'on' as "on" from kernel.case_steps where case_id = $1 and command_id = $2`,
)

/** 当事人办理 What a party may do in its case now, and does: offered where the engine says it is possible, asked as the act declares. */
export function makeOwnActs({ db, cases, clock, directory, rules }: OwnActsNeeds) {
  const today = () => clock.today().toString()

  /** A foreign case is as if there were none, but for a draft on which anybody may say what he thinks. */
  async function caseFor(caller: Caller, number: string, verb?: Verb): Promise<{ row: CaseRow; party: boolean }> {
    const { actor } = caller
    if (actor.kind !== 'party') throw partiesOnly()
    const row = await findCase(db, number)
    if (row && concernsCaller(row.state, caller)) return { row, party: true }
    const open =
      row !== undefined &&
      verb === 'comment' &&
      actor.agent === undefined &&
      openToComments({ state: row.state, definition: await cases.definitionOf(row.id) }) !== undefined
    if (!open) throw caseNotFound()
    return { row, party: false }
  }

  /** 最迟哪一天 The limit of the case that binds the party to this act, or the end of the posting. */
  function untilOf(verb: Verb, definition: CompiledItem, state: CaseState): Pick<OwnAct, 'lastDay' | 'limitBasis'> {
    if (verb === 'askRenewal') {
      const until = renewalUntil({ definition, state })
      return { lastDay: until?.on ?? null, limitBasis: until?.basis ?? null }
    }
    if (verb === 'answerEnding') return { lastDay: state.ending?.until ?? null, limitBasis: null }
    const limits = limitsOf(definition)
    const posted = verb === 'object' || verb === 'comment' ? postedStage({ definition, state })?.stage : undefined
    const named = rules.acts[verb]?.limit
    const found = Object.values(state.clocks).find(({ limit, binds }) =>
      posted === undefined
        ? named !== undefined && binds === 'party' && limit.startsWith(named)
        : limits.get(limit)?.kind === 'min' && limits.get(limit)!.ends.includes(posted),
    )
    if (!found) return { lastDay: null, limitBasis: null }
    return { lastDay: found.due.slice(0, 10), limitBasis: limits.get(found.limit)?.basis ?? null }
  }

  function basisOf(verb: Verb, { definition: { category } }: CompiledItem): readonly Provision[] {
    const own = (rules.acts[verb]?.basis ?? []).find(({ drawers }) => drawers.includes(category.drawer))
    return own ? [{ law: own.law, articles: own.articles }] : category.basis.slice(0, 1)
  }

  /** What is asked of a party: nothing that is known, and no stage where it can be but one. */
  function formOf(verb: Verb, choices: OwnAct['choices']): OwnAct['form'] {
    const { properties = {}, required = [] } = acts[verb].body as Body
    const members = Object.entries(properties).filter(([name]) => {
      if (takenDown.has(name)) return false
      const named = choices[name]
      if (name === 'stage') return (named?.length ?? 0) > 1
      return named === undefined || named.length > 0
    })
    return { members: Object.fromEntries(members), required }
  }

  async function tried(caller: Caller, { id }: CaseRow, asked: readonly Verb[]): Promise<readonly OwnAct[]> {
    const { actor } = caller
    const { definition, state, tried: all } = await cases.tryActs(id, actor, choicesOf, asked)
    const around = { definition, state, directory: await directory(), actor, on: today() }
    return all.map(({ verb, refusal }: TriedAct) => {
      const choices = choicesOf(verb, around)
      const form = formOf(verb, choices)
      // Nobody can be named who must be: there is nothing to ask yet.
      const nameless = form.required.some(name => choices[name]?.length === 0)
      return {
        ...{ verb, possible: refusal === null && !nameless, choices, form },
        refusal: refusal && { code: refusal.code, reasons: refusal.reasons },
        ...untilOf(verb, definition, state),
        basis: basisOf(verb, definition),
      }
    })
  }

  return {
    /** What a mandate must cover for it. */
    scopeOf: (verb: string) => (isPartyAct(verb) ? scopeOf(verb) : 'apply'),

    /** 现在可办 Those that stand open to the party today, what is over first before all others. @throws CASE_NOT_FOUND */
    async ofCase(caller: Caller, number: string): Promise<readonly OwnAct[]> {
      const { row } = await caseFor(caller, number)
      const open = (await tried(caller, row, partyActs)).filter(({ possible }) => possible)
      const late = ({ lastDay }: OwnAct) => lastDay ?? '9999-12-31'
      return open.toSorted((one, other) => (late(one) < late(other) ? -1 : late(one) > late(other) ? 1 : 0))
    },

    /** One of them, open or not. @throws CASE_NOT_FOUND, for a foreign case and an act that is none alike. */
    async one(caller: Caller, number: string, verb: string): Promise<OwnActOfCase> {
      if (!isPartyAct(verb)) throw caseNotFound()
      const { row, party } = await caseFor(caller, number, verb)
      const [act] = await tried(caller, row, [verb])
      const { definition } = await cases.definitionOf(row.id)
      const organ = (await directory()).organ(row.state.organ, today())?.name ?? row.state.organ
      return { number: row.number, item: row.state.item, name: definition.content.name, organ, party, act: act! }
    },

    /** 办理 Done once for this key. @throws what the engine refuses it with */
    async carryOut(caller: Caller, key: string, number: string, verb: string, body: Record<string, unknown>) {
      if (!isPartyAct(verb)) throw caseNotFound()
      const { row } = await caseFor(caller, number, verb)
      // Where it can belong to one stage alone nobody is asked, and the engine finds it.
      await cases.act({ caseId: row.id, verb, body, actor: caller.actor, commandId: key })
    },

    /** 办理回执 The step that this press made; another's and none are refused alike. @throws CASE_NOT_FOUND */
    async step(
      caller: Caller,
      key: string,
      number: string,
      verb: string,
    ): Promise<OwnStep & { readonly caseId: string }> {
      const row = await findCase(db, number)
      if (!row || caller.actor.kind !== 'party') throw caseNotFound()
      type Row = { seq: number; verb: string; actor: string; on: string }
      const { party } = caller.actor
      const found = (await db.run<Row>(stepOf, [row.id, key])).find(one => {
        const by = JSON.parse(one.actor) as { readonly party?: string }
        return one.verb === verb && by.party === party
      })
      if (!found) throw caseNotFound()
      return { caseId: row.id, seq: found.seq, on: found.on }
    },
  }
}
export type OwnActs = ReturnType<typeof makeOwnActs>
