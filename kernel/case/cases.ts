import { findCaseByNumber } from './case.store.ts'
import { makeActing } from './case-acting.ts'
import { makeFiring } from './case-firing.ts'
import { makeMoving } from './case-moving.ts'
import { makeNextOpening } from './case-next.ts'
import { makeOpening } from './case-opening.ts'
import { makeOriginEnding } from './case-origin.ts'
import { makePartOpening } from './case-parts.ts'
import { makeRehearsing } from './case-rehearsing.ts'
import { makeOpeningTrying, makeTrying } from './case-trying.ts'
import { makePartTelling } from './part-telling.ts'
import { caseNotFound } from './refusals.ts'
import type { CaseDependencies } from './request.ts'
import { makeSurroundings } from './surroundings.ts'

export type Cases = ReturnType<typeof makeCases>

/** 办件 The step of a case: open, act, fire. One act is one transaction and nothing that matters happens after it. */
export function makeCases(deps: CaseDependencies) {
  const around = makeSurroundings(deps)
  const open = makeOpening(deps, around)
  const firing = makeFiring(deps, around)
  const next = makeNextOpening(deps, around, open)
  return {
    open,
    rehearseOpening: makeRehearsing(deps, around),
    tryActs: makeTrying(deps, around),
    tryOpenings: makeOpeningTrying(deps, around),
    act: makeActing(deps, around),
    ...firing,
    ...next,
    openPart: makePartOpening(around, deps.db, next.openDerived),
    tellParts: makePartTelling(deps, around),
    endOrigin: makeOriginEnding(deps, around),
    moving: makeMoving(deps, around, firing.fire),
    stateOf: around.stateOf,
    definitionOf: around.definitionOf,
    /** The case of a public number. @throws CASE_NOT_FOUND. */
    async idOf(number: string): Promise<string> {
      const [row] = await deps.db.run<{ id: string }>(findCaseByNumber, [number])
      if (!row) throw caseNotFound()
      return row.id
    },
  }
}
