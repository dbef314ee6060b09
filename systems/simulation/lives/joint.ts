import { openingVerbs, partsOf } from '#kernel/case'
import type { CompiledItem, Example } from '#kernel/definition'
import { type CaseHand, makeCaseHand } from '../case-hand.ts'
import type { Hand } from '../hand.ts'
import { answersOf } from '../script/answers.ts'
import { cast, type Player } from '../script/casting.ts'
import type { Account } from '../world.ts'
import { type Part, until } from './scripted.ts'

/** The case that a part became, as the counter of the whole reads it. */
interface Opened {
  readonly number: string
  readonly organId: string
}

/** What an example says becomes of a part, by its item. */
const outcomeSaid = (said: unknown): string | undefined =>
  typeof said === 'string' ? said : (said as { outcome?: string } | undefined)?.outcome

/** Whether every part that an example says something of can be lived so. */
export const partsCanLive = (
  item: CompiledItem,
  { answers = {} }: Example,
  lives: (item: string, outcome: string) => boolean,
) =>
  [...partsOf(item).values()].every(part => {
    const outcome = outcomeSaid(answers[part.item])
    return outcome === undefined || lives(part.item, outcome)
  })

/** One part, as an example of its own item that comes out so; by the people of its own organ. */
async function livePart(
  c: CaseHand,
  { seat: { region }, staff, answers, running, companion }: Part,
  { part, item, outcome }: { readonly part: string; readonly item: string; readonly outcome: string },
  { number, organId: organ }: Opened,
  players: readonly Player[],
  accounts: readonly Account[],
): Promise<void> {
  const life = companion(item, outcome, c.today())
  if (!life) return c.derail(`no life of ${item} comes out as ${outcome}`)
  const { given: _, foreseen: __, ...plan } = c.plan
  const own = makeCaseHand(c.shared, { ...plan, key: `${plan.key}-${part}`, item, itemCode: item })
  own.truth.slow = true
  own.learn({ status: 200, codes: [], body: { number } })
  const casting = cast(life.script, { organ, region }, staff, players, accounts, running)
  const known = answersOf(life.script, casting)
  for (const { ask, facts, answer } of known) answers.set(ask, facts, answer)
  try {
    let last: Temporal.Instant | undefined
    for (const deed of life.script.steps) {
      if ((openingVerbs as readonly string[]).includes(deed.verb)) continue
      await until(own, deed, last)
      last = deed.at
      const { desk } = deed
      const body = casting.body(deed.body, deed.actor)
      await own.act(casting.hand(deed.actor), deed.verb, body, desk === undefined ? {} : { desk })
    }
  } finally {
    for (const { ask, facts } of known) answers.forget(ask, facts)
  }
}

/** 并联各项 Every case that a joint one has opened is lived as its example says of it; then the whole has ended by itself. */
export async function liveParts(
  c: CaseHand,
  part: Part,
  counter: Hand,
  players: readonly Player[],
  accounts: readonly Account[],
): Promise<void> {
  const { item, example } = part.script
  const declared = [...partsOf(item).values()]
  if (declared.length === 0) return
  const read = async () => {
    await part.deliver()
    const token = await c.shared.purse.of(counter)
    const { body } = await c.shared.client.send('GET', `/api/cases/${c.number()}`, { token })
    return body as { readonly status: string; readonly parts: readonly { part: string; opened: Opened | null }[] }
  }
  for (const { part: key, item: code } of declared) {
    const outcome = outcomeSaid(example.answers?.[code])
    const opened = (await read()).parts.find(one => one.part === key)?.opened
    if (outcome === undefined || !opened) continue
    await livePart(c, part, { part: key, item: code, outcome }, opened, players, accounts)
  }
  c.learn({ status: 200, codes: [], body: { status: (await read()).status } })
}
