import { makeOwed } from '#hubs/application/ledger'
import type { Calendar } from '#kernel/calendar'
import { type CaseState, limitsOf } from '#kernel/case'
import type { CompiledItem, ItemDefinition, Provision, Text } from '#kernel/definition'
import { remediesWithBody } from '#kernel/identity'
import { statement } from '#kernel/storage'
import { type CaseRow, concerns, findCase } from './access.ts'
import { checkCodeOf, isCheckCode } from './check-code.ts'
import { makeOpenedCases, type PartShown } from './opened-cases.ts'
import { type Progress, progressOf } from './progress.ts'
import type { RouteNeeds } from './routes.ts'

export type ProgressNeeds = Pick<
  RouteNeeds,
  'db' | 'clock' | 'index' | 'definitions' | 'implementations' | 'directory' | 'calendar'
>

type Outcome = ItemDefinition['content']['outcomes'][string]
type Remedies = NonNullable<Outcome['remedies']>

/** 公开进度 What the holder of a receipt sees of his case: stages, posts, days, reasons, what he owes; no name, no answer he gave. */
export interface PublicProgress extends Progress {
  readonly number: string
  readonly item: string
  readonly name: Text
  readonly organ: string
  readonly organId: string
  readonly openedOn: string
  readonly status: CaseState['status']
  readonly outcome: { readonly key: string; readonly name: Text; readonly favourable: boolean | null } | null
  readonly result: string | null
  /** Against what was decided, or against not being accepted. */
  readonly remedies: Remedies
  readonly missing: readonly Text[]
  /** 不具名 The item lets one stay unnamed. */
  readonly unnamed: boolean
  /** 不予受理 The rule that kept the case out, its basis, and whose it is instead. */
  readonly turnedAway: TurnedAway | null
  readonly payments: readonly Payment[]
  /** 并联各项 The cases opened from this application, each with the code of its own receipt: they are the same applicant's. */
  readonly parts: readonly (PartShown & { readonly code: string | null })[]
}

export interface TurnedAway {
  readonly why: Text | null
  readonly rule: Text | null
  readonly basis: Provision | null
  readonly referTo: string | null
}

/** 应缴 One order in fen: what was ordered, what of it is left, what lateness has added until today. */
export interface Payment {
  readonly order: string
  readonly amount: number
  readonly left: number
  readonly surcharge: number
  /** The last day; null while the decision is not served. */
  readonly dueOn: string | null
  /** `0.03/day` of what is overdue. */
  readonly rate: string | null
  readonly basis: Provision | null
  readonly instalments: readonly { readonly on: string; readonly amount: number }[]
}

const turnedAwayOf = statement(
  'power.acceptanceRefused',
  `select data ->> 'rule' as rule, data ->> 'referTo' as "referTo" from kernel.case_events
   where case_id = $1 and type = 'acceptance.refused' order by seq desc limit 1`,
)

/** What the rule itself says in public; the officer's own sentence stands in the notice that was served. */
function turnedAwayBy(
  { definition }: CompiledItem,
  event: { readonly rule: string | null; readonly referTo: string | null } | undefined,
): TurnedAway {
  const rule = definition.rules.find(({ id }) => id === event?.rule)
  const otherwise = rule?.else
  return {
    why: typeof otherwise === 'object' && 'refuseAcceptance' in otherwise ? otherwise.refuseAcceptance : null,
    rule: rule?.text ?? null,
    basis: rule?.basis ?? null,
    referTo: event?.referTo ?? null,
  }
}

/** Not to be accepted is an adverse act like a refusal, and open to the same remedies (行政许可法7, 行政复议法11). */
function remediesOf({ outcome, result }: CaseState, { content }: ItemDefinition): Remedies {
  if (outcome !== undefined) return content.outcomes[outcome]?.remedies ?? []
  if (result !== 'acceptance-refused') return []
  const refusals = Object.values(content.outcomes).filter(({ favourable }) => favourable === false)
  return refusals.find(({ remedies = [] }) => remedies.length > 0)?.remedies ?? []
}

/** What the party owes by the decision: money the city takes, never money it pays. */
function paymentsOf(state: CaseState, compiled: CompiledItem, calendar: Calendar, today: string): readonly Payment[] {
  const { money } = compiled.definition.content.outcomes[state.outcome ?? ''] ?? {}
  if (state.status !== 'open' || money?.direction !== 'in') return []
  const owed = makeOwed(calendar)
  return Object.entries(state.orders)
    .filter(([, { settled }]) => !settled)
    .map(([id, order]) => {
      const { principal, surcharge } = owed(order, today, state.remedies)
      const clock = Object.values(state.clocks).find(({ limit }) => limit === 'pay' || limit === `pay.${id}`)
      const limit = clock && limitsOf(compiled).get(clock.limit)
      return {
        order: id,
        amount: order.amount,
        left: principal,
        surcharge,
        dueOn: clock && order.servedOn !== undefined ? clock.due.slice(0, 10) : null,
        rate: order.rate ?? null,
        basis: limit?.basis ?? money.surcharge?.basis ?? null,
        instalments: order.instalments ?? [],
      }
    })
}

/** 进度所示 What a case shows to whoever may follow it. */
export function makeShownProgress(needs: ProgressNeeds) {
  const { db, clock, index, implementations, directory, calendar } = needs
  const { openedBy, partsShown } = makeOpenedCases(needs)
  return async (row: CaseRow): Promise<PublicProgress> => {
    const { state, number } = row
    // As its organ carries the item out: what that promised is what runs.
    const compiled = await implementations.implemented(row.itemHash, state.implementation)
    const { content, materials } = compiled.definition
    const offices = await directory()
    const today = clock.today()
    const outcome = state.outcome === undefined ? undefined : content.outcomes[state.outcome]
    const refused = state.result === 'acceptance-refused'
    const parts = state.parts ? await partsShown(compiled, state, await openedBy(db, state)) : []
    const [event] = refused ? await db.run<{ rule: string | null; referTo: string | null }>(turnedAwayOf, [row.id]) : []
    return {
      number,
      item: state.item,
      name: content.name,
      organ: offices.organ(state.organ, today.toString())?.name ?? state.organ,
      organId: state.organ,
      openedOn: state.openedOn,
      status: state.status,
      outcome:
        state.outcome === undefined
          ? null
          : {
              key: state.outcome,
              name: outcome?.name ?? state.outcome,
              favourable: outcome?.favourable ?? null,
            },
      result: state.result ?? null,
      remedies: remediesWithBody(remediesOf(state, compiled.definition), offices, state.organ, today.toString()),
      missing: [
        ...(state.awaiting?.materials ?? []).map(id => materials.find(one => one.id === id)?.name ?? id),
        ...(state.awaiting?.fields ?? []).map(name => content.form[name]?.label ?? name),
      ],
      unnamed: content.parties.subject?.unnamed === true,
      turnedAway: refused ? turnedAwayBy(compiled, event) : null,
      payments: paymentsOf(state, compiled, calendar(), today.toString()),
      parts: parts.map(part => ({ ...part, code: part.opened ? checkCodeOf(index, part.opened.number) : null })),
      ...progressOf(state, compiled, { calendar: calendar(), directory: offices, today }),
    }
  }
}

/** Finds a case by its number and printed code; undefined for a wrong one of either, so that neither can be guessed apart. */
export function makePublicProgress(needs: ProgressNeeds) {
  const { db, index } = needs
  const shown = makeShownProgress(needs)
  return async (number: string, code: string): Promise<PublicProgress | undefined> => {
    const row = await findCase(db, number)
    if (!isCheckCode(index, number, code) || !row) return undefined
    const { state } = row
    // A case nobody has been told of has no receipt: the code of its number opens nothing.
    if (!state.parties.some(({ party }) => concerns(state, party))) return undefined
    return shown(row)
  }
}
