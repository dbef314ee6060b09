import type { Actor } from './event.ts'

/** The part of an actor that makes a command id its own: the same id from another hand is another command. */
export function actorKey(actor: Actor): string {
  if (actor.kind === 'party') return actor.agent?.party ?? actor.party
  return actor.kind === 'officer' ? actor.person : actor.name
}
