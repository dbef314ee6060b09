import type { Sql } from '#kernel/storage'
import type { Evidence } from './control.ts'
import type { Command } from './decide-step.ts'
import type { CaseDependencies } from './request.ts'
import { type CaseState, primaryParty } from './state.ts'

/** The name under which a step finds what is known of electronic service. */
export const serviceEvidence = 'service'

/** 电子送达所知 Since when the party agrees to it, and for which decision it has signed, on which day. */
export interface ServiceKnown {
  readonly consentedOn: string | null
  readonly received: { readonly delivery: string; readonly paper: string; readonly on: string } | null
}

/**
 * 电子送达 What is known at the moment of deciding: a consent that was withdrawn a moment before is gone. Where nobody keeps confirmations the
 * answer is null, and nothing is served electronically.
 */
export async function electronicEvidence(
  sql: Sql,
  { serviceOf, clock }: Pick<CaseDependencies, 'serviceOf' | 'clock'>,
  state: CaseState,
  { body }: Pick<Command, 'body'>,
): Promise<readonly Evidence[]> {
  if (body['way'] !== 'electronic') return []
  const party = typeof body['party'] === 'string' ? body['party'] : primaryParty(state)?.party
  const obtained = clock.now().toString()
  const value = party === undefined ? null : ((await serviceOf?.(sql, state.id, party)) ?? null)
  return [{ comparison: serviceEvidence, value, obtained, validUntil: obtained }]
}

export const serviceKnown = (evidence: readonly Evidence[]): ServiceKnown | undefined =>
  (evidence.find(({ comparison }) => comparison === serviceEvidence)?.value ?? undefined) as ServiceKnown | undefined
