import { partCaseId } from '#kernel/case'
import type { Example } from '#kernel/definition'
import { runExample } from '../../systems/power/example.ts'
import type { Attempt } from '../../systems/power/example-watch.ts'
import type { TestCity } from './city.ts'
import { beginningOn, castOf } from './example-lives.ts'

/** What an example says becomes of a part, by its item. */
const saidOf = (said: unknown): string | undefined =>
  typeof said === 'string' ? said : (said as { outcome?: string } | undefined)?.outcome

async function delivered({ city }: TestCity): Promise<void> {
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
  await city.jobs.runOnce()
}

/** A part lives as an example of its own item does that comes out so, from its acceptance on. */
async function livePart(house: TestCity, caseId: string, outcome: string): Promise<void> {
  const { city, clock } = house
  const [definition, { parties, item }] = await Promise.all([
    city.cases.definitionOf(caseId),
    city.cases.stateOf(caseId),
  ])
  const example = definition.definition.examples.find(({ expect }) => expect.outcome === outcome && !expect.refused)
  if (!example) throw new TypeError(`no example of ${item} comes out as ${outcome}`)
  const attempts: Attempt[] = []
  runExample(definition, beginningOn(example, clock.today().toString()), city.calendar(), {
    tried: attempt => attempts.push(attempt),
  })
  const cast = await castOf(house, definition, example)
  const standing = attempts.find(({ opens }) => opens)?.opens?.parties ?? []
  cast.stand(standing, parties)
  for (const { verb, body, actor, at, opens } of attempts) {
    if (Temporal.Instant.compare(at, clock.now()) > 0) clock.set(at)
    if (!opens) await house.act(caseId, verb, cast.body(body), cast.actor(actor))
  }
}

/** 并联各项 The cases that an example's own case has opened are lived as it says of them; one it does not name goes on. */
export async function liveParts(house: TestCity, caseId: string, { answers = {} }: Example): Promise<void> {
  for (let last = ''; ; ) {
    const before = await house.city.cases.stateOf(caseId)
    if (!before.parts) return
    await delivered(house)
    const state = await house.city.cases.stateOf(caseId)
    const next = Object.entries(state.parts ?? {}).find(
      ([part, { status, item }]) => status === 'opened' && part !== last && saidOf(answers[item]) !== undefined,
    )
    if (!next && state.seq === before.seq) return
    if (!next) continue
    const [part, { item }] = next
    last = part
    await livePart(house, partCaseId(caseId, state, part), saidOf(answers[item])!)
  }
}
