import type { CompiledItem } from '#kernel/definition'
import type { Evidence } from './control.ts'
import type { PartyInCase } from './event.ts'
import { factsOf } from './facts.ts'
import type { CaseDependencies, OpenRequest } from './request.ts'
import { unopened } from './state.ts'
import type { Surroundings } from './surroundings.ts'

interface Asking {
  readonly request: OpenRequest
  readonly caseId: string
  readonly parties: readonly PartyInCase[]
  readonly comparisons: CompiledItem['definition']['comparison']
}

/** 开案取证 What the registers say to the answers of a form, before there is a case. */
export async function openingEvidence(
  { identity, compare }: Pick<CaseDependencies, 'identity' | 'compare'>,
  around: Pick<Surroundings, 'sourcesOf' | 'now'>,
  { request, caseId, parties, comparisons }: Asking,
): Promise<readonly Evidence[]> {
  if (comparisons.length === 0) return []
  const { definition, place, body } = request
  const fields = (body['fields'] ?? {}) as Readonly<Record<string, unknown>>
  const sources = around.sourcesOf(await identity.directory(), place, around.now().today)
  const facts = factsOf({ ...sources, definition, proposed: { fields } }, () => ({ ...unopened(caseId), parties }))
  return compare({ caseId, definition, parties, comparisons, facts })
}
