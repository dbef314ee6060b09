import type { CitizenNeeds } from '#portals/public'
import { makeOwnActs, type PartyActRules, type RouteNeeds } from '#systems/power'
import { callerOf } from './acting.ts'

/** 当事人办理 What a party does in its case from its own pages, in its own name or as far as a mandate goes. */
export function makeActs(
  needs: RouteNeeds,
  rules: PartyActRules,
  { receive, today, maxFile }: Pick<CitizenNeeds['acts'], 'receive' | 'today' | 'maxFile'>,
): CitizenNeeds['acts'] {
  const own = makeOwnActs({ ...needs, rules })
  return {
    rightOf: own.scopeOf,
    ofCase: (person, number) => own.ofCase(callerOf(person), number),
    one: (person, number, verb) => own.one(callerOf(person), number, verb),
    carryOut: (person, key, number, verb, body) => own.carryOut(callerOf(person), key, number, verb, { ...body }),
    step: (person, key, number, verb) => own.step(callerOf(person), key, number, verb),
    ...{ receive, today, maxFile },
  }
}
