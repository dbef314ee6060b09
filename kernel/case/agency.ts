import type { PartyActor } from '#kernel/identity'
import type { Sql } from '#kernel/storage'
import type { Evidence } from './control.ts'
import type { Actor } from './event.ts'
import type { CaseDependencies } from './request.ts'

/** 代理人 Somebody who acts in a party's stead. */
export type Agent = PartyActor & { readonly agent: NonNullable<PartyActor['agent']> }

export const isAgent = (actor: Actor): actor is Agent => actor.kind === 'party' && actor.agent !== undefined

/** The name under which a step finds what is known of the mandate. */
export const mandateEvidence = 'mandate'

/**
 * 代理权 What is known of the mandate at the moment of deciding: what was taken back a moment before is gone. Where nobody keeps mandates the
 * answer is null, and no mandate holds.
 */
export async function agencyEvidence(
  sql: Sql,
  { mandateOf, clock }: Pick<CaseDependencies, 'mandateOf' | 'clock'>,
  actor: Actor,
): Promise<readonly Evidence[]> {
  if (!isAgent(actor)) return []
  const obtained = clock.now().toString()
  const value = (await mandateOf?.(sql, actor)) ?? null
  return [{ comparison: mandateEvidence, value, obtained, validUntil: obtained }]
}
