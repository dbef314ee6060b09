import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { openingVerbs, type Verb, verbs } from './acts/index.ts'
import { agencyEvidence } from './agency.ts'
import { overtake } from './decide-step.ts'
import type { Actor } from './event.ts'
import type { CaseDependencies } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'
import { type OpeningTried, type TriedAct, tryAct, tryOpenings } from './trying.ts'

export interface ActsTried {
  readonly definition: CompiledItem
  readonly state: CaseState
  readonly tried: readonly TriedAct[]
}

/** What may be named in a form of this act, by member. */
export type ChoicesOf = (
  verb: Verb,
  around: { definition: CompiledItem; state: CaseState; directory: Directory; actor: Actor; on: string },
) => Readonly<Record<string, readonly { readonly value: string }[]>>

const named = (choices: ReturnType<ChoicesOf>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(choices).map(([name, list]) => [name, list.map(({ value }) => value)]))

const opening: ReadonlySet<Verb> = new Set(openingVerbs)

/**
 * 可办 Asks the acts of a case, or these of them, what would stand against this hand doing them now; nothing is written, nothing personal is
 * opened.
 */
export function makeTrying(deps: CaseDependencies, around: Surroundings) {
  return async function tryActs(
    caseId: string,
    actor: Actor,
    choicesOf: ChoicesOf,
    asked: readonly Verb[] = verbs,
  ): Promise<ActsTried> {
    const known = await around.stateOf(caseId)
    const definition = await deps.definitions.implemented(known.hash, known.implementation)
    const directory = await deps.identity.directory()
    const { at, today } = around.now()
    const sources = around.sourcesOf(directory, known, today)
    const { state } = overtake(definition, known, at, today, sources)
    const evidence = await agencyEvidence(deps.db, deps, actor)
    const common = { definition, state, directory, actor, evidence }
    const tried = asked
      .filter(verb => !opening.has(verb))
      .map(verb => {
        const choices = named(choicesOf(verb, { ...common, on: today }))
        return tryAct({ ...{ ...common, verb, now: at, today, sources }, controls: deps.controls[verb], choices })
      })
    return { definition, state, tried }
  }
}

/** 可以开办 Asks each way in which a case of an item may begin what would stand against this hand beginning it here; nothing is written. */
export const makeOpeningTrying =
  (deps: CaseDependencies, around: Surroundings) =>
  async (
    definition: CompiledItem,
    place: Pick<CaseState, 'organ' | 'region'>,
    actor: Actor,
    choicesOf: ChoicesOf,
  ): Promise<readonly OpeningTried[]> => {
    const directory = await deps.identity.directory()
    const { at, today } = around.now()
    const sources = around.sourcesOf(directory, place, today)
    return tryOpenings({
      ...{ definition, place, actor, directory, now: at, today, sources, controls: deps.controls },
      choicesOf: (verb, state) => named(choicesOf(verb, { definition, state, directory, actor, on: today })),
    })
  }
