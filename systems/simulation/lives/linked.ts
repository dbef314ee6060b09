import { linkedTo, openingVerbs } from '#kernel/case'
import type { Example } from '#kernel/definition'
import { type CaseHand, makeCaseHand } from '../case-hand.ts'
import { answersOf } from '../script/answers.ts'
import { cast, type Player } from '../script/casting.ts'
import type { Account } from '../world.ts'
import { openingOf, type Part, until } from './scripted.ts'

/** 所引办件 The case an example only names: of which item it is, and how it came out. */
export const linkedIn = ({ answers = {} }: Example) =>
  answers[linkedTo] as { readonly item: string; readonly outcome: string } | null | undefined

/** Whether the case that an example names can be lived so. */
export const linkedCanLive = (example: Example, lives: (item: string, outcome: string) => boolean): boolean => {
  const linked = linkedIn(example)
  return !linked || lives(linked.item, linked.outcome)
}

/**
 * 另案 The case that an example names is lived for the same people, opened from this one; when its decision has been served,
 * `served` is told its number, and what is left of it is done after that.
 */
export async function liveLinked(
  c: CaseHand,
  part: Part,
  players: readonly Player[],
  accounts: readonly Account[],
  served: (number: string) => Promise<unknown>,
): Promise<void> {
  const { seat, staff, answers, running } = part
  const { item, outcome } = linkedIn(part.script.example)!
  const life = part.companion(item, outcome, c.today())
  if (!life) return c.derail(`no life of ${item} comes out as ${outcome}`)
  const { given: _, foreseen: __, ...plan } = c.plan
  const own = makeCaseHand(c.shared, { ...plan, key: `${plan.key}-linked`, item, itemCode: item })
  own.truth.slow = true
  const casting = cast(life.script, seat, staff, players, accounts, running)
  const known = answersOf(life.script, casting)
  for (const { ask, facts, answer } of known) answers.set(ask, facts, answer)
  let told = false
  const tell = async () => {
    if (!told) await served(own.number())
    told = true
  }
  try {
    let last: Temporal.Instant | undefined
    for (const deed of life.script.steps) {
      await until(own, deed, last)
      last = deed.at
      if ((openingVerbs as readonly string[]).includes(deed.verb)) {
        const { wrong: ___, ...right } = part
        const { hand, opening } = openingOf(own, { ...right, script: life.script }, casting, accounts, deed)
        await own.open(hand, { ...opening, body: { ...opening.body, origin: c.number() } })
        continue
      }
      const { desk } = deed
      const body = casting.body(deed.body, deed.actor)
      await own.act(casting.hand(deed.actor), deed.verb, body, desk === undefined ? {} : { desk })
      if (deed.verb === 'deliver') await tell()
    }
    await tell()
  } finally {
    for (const { ask, facts } of known) answers.forget(ask, facts)
  }
}
