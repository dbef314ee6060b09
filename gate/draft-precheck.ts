import type { CitizenNeeds, Draft, SignedIn } from '#portals/public'
import {
  type Finding,
  findingsIn,
  findingsOfApplicant,
  findingsOfBlank,
  findingsOfBlurred,
  findingsOfDisputed,
  findingsOfRefusal,
  findingsOfVouchers,
  foreseenIn,
  makeAlreadyApplied,
  type OpeningBody,
  type Openings,
  type OwnData,
  type PapersSent,
  type RouteNeeds,
} from '#systems/power'
import { callerOf } from './acting.ts'
import { daysOf, papersBlank, papersBlurred } from './draft-kept.ts'
import { answersIn } from './draft-opening.ts'

export interface DraftPrecheckNeeds extends Pick<CitizenNeeds['apply'], 'formOf' | 'vouchers' | 'today'> {
  readonly openingOf: (person: SignedIn, draft: Draft) => Promise<OpeningBody>
  readonly ownData: Pick<OwnData, 'kindOf'>
  readonly openings: Pick<Openings, 'rehearse'>
  readonly papersSent: PapersSent
}

/** 预检草稿 What the counter's own questions say of a draft, and, where it is asked for, what its papers say themselves. */
export function makeDraftPrecheck(
  needs: RouteNeeds,
  { formOf, openingOf, vouchers, ownData, openings, papersSent, today }: DraftPrecheckNeeds,
) {
  const alreadyApplied = makeAlreadyApplied(needs)

  return async (person: SignedIn, draft: Draft, asked: 'papers too' | 'rules alone'): Promise<readonly Finding[]> => {
    const compiled = await formOf(draft.item, draft.organ)
    const caller = callerOf(person)
    let opening: OpeningBody
    try {
      opening = await openingOf(person, draft)
    } catch (fault) {
      return findingsOfRefusal(compiled, fault)
    }
    const fields = answersIn(opening)
    const held = await vouchers(person)
    const given = Object.keys((opening.body['materials'] ?? {}) as object)
    const files = (opening.body['files'] ?? {}) as Readonly<Record<string, readonly string[]>>
    const read = asked === 'papers too' ? await papersSent(caller, { compiled, fields, files }) : []
    const seen = [
      ...findingsOfApplicant(compiled, await ownData.kindOf(caller)),
      ...findingsOfBlank(compiled, papersBlank(compiled, draft, held)),
      ...findingsOfVouchers(compiled, { fields, given }, held),
      ...findingsOfDisputed((opening.body['disputed'] ?? {}) as Readonly<Record<string, string>>),
      ...foreseenIn(compiled, fields),
      ...findingsOfBlurred(compiled, papersBlurred(compiled, draft, held)),
      ...read,
    ]
    try {
      const judged = await openings.rehearse(caller, draft.caseId, opening)
      const matter = { organ: draft.organ, fields, dated: Object.keys(daysOf(draft, today())) }
      const before = await alreadyApplied(caller, compiled, matter)
      return [...findingsIn(compiled, judged), ...seen, ...before]
    } catch (fault) {
      return [...findingsOfRefusal(compiled, fault), ...seen]
    }
  }
}
