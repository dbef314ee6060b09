import type { ActOfCase, CitizenNeeds } from '#portals/public'
import { makeOwnActs, type PartyActRules, type RouteNeeds } from '#systems/power'
import type { Drafts } from '#systems/service'
import { callerOf } from './acting.ts'
import { makeTypedWords } from './typed-words.ts'

const placeOf = ({ number, act, item, organ }: ActOfCase) => ({
  ...{ item, organ },
  form: `/mine/cases/${number}/acts/${act.verb}`,
})

/** 当事人办理 What a party does in its case from its own pages, in its own name or as far as a mandate goes. */
export function makeActs(
  needs: RouteNeeds,
  rules: PartyActRules,
  {
    receive,
    today,
    maxFile,
    drafts,
  }: Pick<CitizenNeeds['acts'], 'receive' | 'today' | 'maxFile'> & {
    readonly drafts: Drafts
  },
): CitizenNeeds['acts'] {
  const own = makeOwnActs({ ...needs, rules })
  return {
    rightOf: own.scopeOf,
    ofCase: (person, number) => own.ofCase(callerOf(person), number),
    one: (person, number, verb) => own.one(callerOf(person), number, verb),
    carryOut: (person, key, number, verb, body) => own.carryOut(callerOf(person), key, number, verb, { ...body }),
    step: (person, key, number, verb) => own.step(callerOf(person), key, number, verb),
    typed: makeTypedWords(drafts, placeOf),
    ...{ receive, today, maxFile },
  }
}
