import type { CompiledItem } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'
import { readCase } from './case.store.ts'
import { type Cause, derivedCaseId } from './derived-id.ts'
import { nextOf } from './next.ts'
import { actOutOfOrder, commandReused } from './refusals.ts'
import type { ActResult, CaseDependencies, OpenRequest } from './request.ts'
import { type CaseState, primaryParty } from './state.ts'
import type { Surroundings } from './surroundings.ts'

const program = { kind: 'system', name: 'next' } as const

/** What an event causes to be opened, but for the id, which the cause gives. */
export type DerivedRequest = Omit<OpenRequest, 'caseId' | 'commandId'>

/** 字段随案 For each question of the new case's opening form, where its answer lies in the first: as the item says, else under the same name. */
export function carriedSources(
  first: CompiledItem,
  next: CompiledItem,
  said: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const { form } = first.definition.content
  const asked = Object.entries(next.definition.content.form).filter(([, { at }]) => at === undefined)
  return Object.fromEntries(
    asked.flatMap(([name, { type }]) => {
      const source = said[name] ?? (form[name]?.type === type ? name : undefined)
      return source === undefined ? [] : [[name, source]]
    }),
  )
}

/** 当事人随案 Each keeps the role it had, where the new case has that role; who reported stays sealed in the first. */
export function carriedParties(first: CompiledItem, state: CaseState, next: CompiledItem): OpenRequest['parties'] {
  const roles = next.definition.content.parties
  const sealed = first.definition.content.parties
  const parties = state.parties.filter(
    ({ role }) => Object.hasOwn(roles, role) && sealed[role as keyof typeof sealed]?.sealed !== true,
  )
  const main = primaryParty(state)
  if (!main || parties.some(({ party }) => party === main.party)) return parties
  return [{ ...main, role: Object.hasOwn(roles, 'respondent') ? 'respondent' : 'subject' }, ...parties]
}

/** 后续开案 Cases that an event of another case causes: the same event opens the same case, however often it is met. */
export function makeNextOpening(
  deps: CaseDependencies,
  around: Surroundings,
  open: (request: OpenRequest) => Promise<ActResult>,
) {
  const { db } = deps

  async function there(caseId: string): Promise<ActResult | undefined> {
    type Row = { number: string; seq: number; state: string }
    const [row] = await db.run<Row>(readCase, [caseId])
    if (!row) return undefined
    const { number, seq } = row
    return { caseId, number, seq, repeated: true, state: JSON.parse(row.state) as CaseState, events: [] }
  }

  /** `name` tells the cases of one event apart. What is there already is asked before anything is read for it. */
  async function openDerived(cause: Cause, name: string, make: () => Promise<DerivedRequest>): Promise<ActResult> {
    const caseId = derivedCaseId(cause, name)
    const before = await there(caseId)
    if (before) return before
    try {
      return await open({ ...(await make()), caseId })
    } catch (fault) {
      // A twin was faster, and read another day's figures: the case is there all the same.
      const twin = fault instanceof Refusal && fault.code === commandReused.code ? await there(caseId) : undefined
      if (!twin) throw fault
      return twin
    }
  }

  /** What the first case knows of itself, besides the answers of its form. */
  function ofTheCase(state: CaseState, number: string): Readonly<Record<string, unknown>> {
    const { today } = around.now()
    const owed = Object.values(state.orders).map(order => deps.owed(order, today, state.remedies))
    return {
      'case.number': number,
      'case.decidedOn': state.moments['decision'],
      'case.owed': owed.reduce((sum, { principal, surcharge }) => sum + principal + surcharge, 0),
    }
  }

  /** 后续办件 The case that `next.due` says is due begins: linked to the first, with its parties and what it knows already. */
  function openNext(
    cause: Cause,
    { definition, place }: Pick<OpenRequest, 'definition' | 'place'>,
  ): Promise<ActResult> {
    const { item, content } = definition.definition
    return openDerived(cause, item, async () => {
      const [first, state, known] = await Promise.all([
        around.definitionOf(cause.caseId),
        around.stateOf(cause.caseId),
        there(cause.caseId),
      ])
      const said = nextOf(first, state.outcome).find(next => next.item === item)
      if (!said || !known) throw actOutOfOrder({ detail: 'the first case does not name this one', facts: { item } })
      const sources = carriedSources(first, definition, said.fields)
      const names = Object.values(sources).filter(name => first.personal.has(name))
      const values: Readonly<Record<string, unknown>> = {
        ...ofTheCase(state, known.number),
        ...state.facts,
        ...(await around.openPersonal(db, cause.caseId, names)),
      }
      const fields = Object.entries(sources).flatMap(([name, source]) =>
        values[source] === undefined ? [] : [[name, values[source]]],
      )
      return {
        definition,
        place,
        verb: 'lodge',
        start: 'other-case',
        channel: content.channels.includes('window') ? 'window' : content.channels[0]!,
        parties: carriedParties(first, state, definition),
        body: { origin: known.number, fields: Object.fromEntries(fields) },
        actor: program,
      }
    })
  }

  return { openDerived, openNext }
}
