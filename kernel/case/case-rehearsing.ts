import { agencyEvidence } from './agency.ts'
import type { Judged } from './control.ts'
import { comparisonsAt } from './need.ts'
import { openingEvent, partiesOf } from './opening.ts'
import { openingEvidence } from './opening-evidence.ts'
import { ownCodes } from './own-codes.ts'
import { rehearse } from './rehearsal.ts'
import type { CaseDependencies, OpenRequest } from './request.ts'
import { unopened } from './state.ts'
import type { Surroundings } from './surroundings.ts'

/** 试办 Asks of an application what the counter will ask, with the registers' own answers; takes no number and writes no case. */
export function makeRehearsing(deps: CaseDependencies, around: Surroundings) {
  const { db, identity, controls } = deps
  return async function rehearseOpening(
    request: OpenRequest & { readonly caseId: string },
  ): Promise<readonly Judged[]> {
    const { definition, place, caseId, verb, start, channel } = request
    const { at, today } = around.now()
    const parties = partiesOf(definition, request.parties)
    const accepting = [...definition.stages.values()].filter(({ kind }) => kind === 'acceptance')
    const here = comparisonsAt(definition, verb, [])
    const there = comparisonsAt(
      definition,
      'accept',
      accepting.map(({ stage }) => stage),
    )
    // 未经本人同意不查: what needs the members' consent is asked once they have given it.
    const comparisons = [...new Set([...here, ...there])].filter(({ consent }) => consent !== true)
    const compared = await openingEvidence(deps, around, { request, caseId, parties, comparisons })
    const own = [
      ...(await ownCodes(db, deps, definition, parties, request)),
      ...(await agencyEvidence(db, deps, request.actor)),
    ]
    const directory = await identity.directory()
    return rehearse({
      definition,
      state: unopened(caseId),
      command: request,
      now: at,
      today,
      directory,
      controls: controls[verb],
      evidence: [...compared, ...own],
      sources: around.sourcesOf(directory, place, today),
      opening: openingEvent(definition, start, channel, place, parties),
      accepting: { controls: controls.accept, evidence: compared },
    })
  }
}
