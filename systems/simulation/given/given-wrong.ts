import type { Reply } from '../client.ts'
import type { Hand } from '../hand.ts'
import type { Truth } from '../truth.ts'
import type { Given } from './given.schema.ts'

type Body = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 7396: members of the patch replace, null removes, objects are merged. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = mergePatch(merged[name], value)
  }
  return merged
}

/** Whether this rightful act is the one a given wrong is done at. */
export function isAt({ at }: Pick<Given, 'at'>, verb: string, body: Body): boolean {
  const [wanted, stage] = at.split(':')
  return wanted === verb && (stage === undefined || body['stage'] === stage)
}

export interface GivenHouse {
  readonly given: Given
  readonly key: string
  readonly truth: Truth
  actorOf(rightful: Hand): Promise<Hand>
  send(hand: Hand, verb: string, body: Body): Promise<Reply>
  wait(span: string): Promise<void>
  /** The city goes on as if the act had been right. */
  learn(reply: Reply): void
  /** The life ends here; nothing that follows is counted. */
  leave(what: string): never
}

/**
 * 犯一次 Does the given wrong where the life would rightly act. Answers what is left to do: the rightful act (`go`), or the
 * act is done (`done`), or it is left out for now (`skipped`).
 */
export async function commit(
  house: GivenHouse,
  rightful: Hand,
  verb: string,
  body: Body,
): Promise<'go' | 'done' | 'skipped'> {
  const { given, truth, key, learn, leave } = house
  const { change, expect } = given
  if ('skip' in change) {
    if (expect === 'refused') return 'skipped'
    truth.expectGiven(given, key)
    return leave(`${verb} is never done`)
  }
  const hand = await house.actorOf(rightful)
  if ('delay' in change) {
    await house.wait(change.delay)
    if (expect === 'alarmed') {
      truth.expectGiven(given, key)
      return 'go'
    }
  }
  const [tried, with_] =
    'act' in change
      ? [change.act.verb, change.act.body ?? {}]
      : [verb, 'patch' in change ? (mergePatch(body, change.patch) as Body) : body]
  const reply = await house.send(hand, tried, with_)
  if (expect === 'refused') {
    if (!truth.triedGiven(given, key, reply)) return leave(`${given.kind} was let through`)
    return 'delay' in change ? leave('too late, as was given') : 'go'
  }
  if (reply.status >= 400) {
    truth.triedGiven(given, key, { ...reply, codes: ['refused instead', ...reply.codes] })
    return leave(`${given.kind} was refused`)
  }
  learn(reply)
  truth.expectGiven(given, key)
  return 'act' in change ? 'go' : 'done'
}
