import { type CompiledItem, givenBefore, type ItemDefinition } from '#kernel/definition'
import { type Sql, statement } from '#kernel/storage'
import { carriedParties, carriedSources, type DerivedRequest } from './case-next.ts'
import { type Cause, derivedCaseId } from './derived-id.ts'
import { partKeeper } from './part-telling.ts'
import { partsOf } from './parts.ts'
import { actOutOfOrder } from './refusals.ts'
import type { ActResult, OpenRequest } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'

const numberOf = statement('case.numberOf', 'select number from kernel.cases where id = $1')

/** 要件随案 For each paper the applicant owes in the part, which paper of the first case is handed over for it. */
export function carriedMaterials(
  first: Pick<ItemDefinition, 'materials'>,
  part: Pick<ItemDefinition, 'materials'>,
  said: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const there = new Set(first.materials.map(({ id }) => id))
  return Object.fromEntries(
    part.materials.flatMap(({ id, from, stage }) => {
      const source = said[id] ?? id
      return from === 'officer' || stage !== undefined || !there.has(source) ? [] : [[id, source]]
    }),
  )
}

/** The id of a part's case: made from the event that ordered it. */
export const partCaseId = (caseId: string, { parts = {} }: CaseState, part: string): string =>
  derivedCaseId({ caseId, seq: parts[part]!.seq, at: parts[part]!.at }, part)

/** What is known of a granted part under the names by which another may be given it; nothing personal. */
const givenOf = (part: string, number: string, { facts, outcome, moments, validUntil }: CaseState) => {
  const known: Readonly<Record<string, unknown>> = {
    ...facts,
    case: number,
    outcome,
    decidedOn: moments['decision'],
    validUntil,
  }
  return Object.entries(known).map(([name, value]) => [`after.${part}.${name}`, value] as const)
}

/** As an application where the item begins by one: handing in the whole was applying for each. */
const beginning = ({ category, content }: ItemDefinition, { channel }: CaseState) => ({
  ...((category.starts as readonly string[]).includes('application')
    ? ({ verb: 'submit', start: 'application' } as const)
    : ({ verb: 'lodge', start: 'other-case' } as const)),
  channel: content.channels.find(offered => offered === channel) ?? content.channels[0]!,
})

/** 并联开案 Opens a part that the case has ordered: with what its form asks, the papers it owes, and nothing else (个人信息保护法 6, 34). */
export function makePartOpening(
  { stateOf, definitionOf, openPersonal }: Pick<Surroundings, 'stateOf' | 'definitionOf' | 'openPersonal'>,
  db: Sql,
  openDerived: (cause: Cause, name: string, make: () => Promise<DerivedRequest>) => Promise<ActResult>,
) {
  /** Of the parts that went before, what the form of this one asks for. */
  async function givenBy(state: CaseState, sources: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    const before = new Set(sources.flatMap(source => givenBefore.exec(source)?.[1] ?? []))
    const known = await Promise.all(
      [...before].map(async part => {
        const { number } = state.parts?.[part] ?? {}
        return number === undefined ? [] : givenOf(part, number, await stateOf(partCaseId(state.id, state, part)))
      }),
    )
    return Object.fromEntries(known.flat())
  }

  async function requestFor(
    first: CompiledItem,
    state: CaseState,
    part: string,
    { definition, place }: Pick<OpenRequest, 'definition' | 'place'>,
  ): Promise<DerivedRequest> {
    const declared = partsOf(first).get(part)!
    const sources = carriedSources(first, definition, declared.fields)
    const names = Object.values(sources)
    const [[row], personal, before] = await Promise.all([
      db.run<{ number: string }>(numberOf, [state.id]),
      openPersonal(
        db,
        state.id,
        names.filter(name => first.personal.has(name)),
      ),
      givenBy(state, names),
    ])
    const values: Readonly<Record<string, unknown>> = { ...state.facts, ...personal, ...before }
    const papers = carriedMaterials(first.definition, definition.definition, declared.materials)
    const given = (from: Readonly<Record<string, string>>, known: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(from).flatMap(([to, name]) => (known[name] === undefined ? [] : [[to, known[name]]])),
      )
    return {
      definition,
      place,
      ...beginning(definition.definition, state),
      parties: carriedParties(first, state, definition),
      body: { fields: given(sources, values), materials: given(papers, state.materials) },
      actor: partKeeper,
      partOf: { origin: row!.number, part },
    }
  }

  return async function openPart(
    caseId: string,
    part: string,
    there: Pick<OpenRequest, 'definition' | 'place'>,
  ): Promise<ActResult> {
    const [first, state] = await Promise.all([definitionOf(caseId), stateOf(caseId)])
    const ordered = state.parts?.[part]
    if (!ordered || ordered.recalled || ordered.status === 'left')
      throw actOutOfOrder({ detail: 'this part is not to be opened', facts: { part } })
    return openDerived({ caseId, seq: ordered.seq, at: ordered.at }, part, () => requestFor(first, state, part, there))
  }
}
