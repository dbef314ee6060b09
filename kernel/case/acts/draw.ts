import { type Static, Type } from 'typebox'
import { commitmentOf, lotsOf, populationHash } from '#kernel/draw'
import { type ActInput, act, openStage } from '../act.ts'
import { countOf, type DrawMaterial, materialOf } from '../draw-material.ts'
import { event, type NewEvent } from '../event.ts'
import { actOutOfOrder, drawNotPossible, drawTooEarly } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { stage, strict } from './words.ts'

const DrawBody = Type.Object({ stage }, strict)
type Input = ActInput<Static<typeof DrawBody>>

const drawStage = (input: Input) => openStage(input, ['draw'], input.body.stage)

function gathered(input: Input): DrawMaterial {
  const material = materialOf(input)
  if (material) return material
  throw drawNotPossible({ detail: 'what is drawn from could not be read' })
}

/** 封存抽取 Before anybody can know what comes of it: the list is frozen, the number fixed, the seed's hash written down. */
export const prepareDraw = act<Static<typeof DrawBody>>({
  body: DrawBody,
  who: 'officer',
  stage: drawStage,
  decide: input => {
    const { state, facts, definition } = input
    const at = drawStage(input)
    const known = state.draws?.[at.stage]
    const material = gathered(input)
    if (known?.made !== undefined || (known && !material.lost))
      throw actOutOfOrder({ detail: 'this draw is prepared already', facts: { stage: at.stage } })
    const { keys, from, seed, eligible } = material
    const { inspectors: each = 0 } = at.draw!
    const count = countOf(at, facts, keys.length)
    const max = definition.definition.content.objects?.max
    if (count === undefined || count === 0 || (max !== undefined && count > max))
      throw drawNotPossible({
        detail: 'the number to be drawn is none, not known, or more than the item allows',
        facts: { population: keys.length, count: count ?? null, max: max ?? null },
      })
    if (eligible.length < each)
      throw drawNotPossible({ detail: 'there are not enough to go', facts: { eligible: eligible.length, each } })
    return [
      event('draw.prepared', {
        stage: at.stage,
        from,
        size: keys.length,
        hash: populationHash(keys),
        commitment: commitmentOf(seed),
        count,
        each,
        pool: eligible,
      }),
    ]
  },
})

/** 抽取 The seed is opened, and with the root of the log it gives the lots: once, and for everybody to cast again. */
export const draw = act<Static<typeof DrawBody>>({
  body: DrawBody,
  who: 'officer',
  stage: drawStage,
  decide: input => {
    const { state } = input
    const at = drawStage(input)
    const frozen = state.draws?.[at.stage]
    if (!frozen) throw actOutOfOrder({ detail: 'this draw is not prepared', remedy: 'Prepare the draw first.' })
    if (frozen.made !== undefined)
      throw actOutOfOrder({ detail: 'this draw was made already', facts: { stage: at.stage } })
    const { keys, seed, beacon, eligible } = gathered(input)
    if (populationHash(keys) !== frozen.hash || commitmentOf(seed) !== frozen.commitment)
      throw drawNotPossible({
        detail: 'what was frozen cannot be read again as it was',
        remedy: 'Prepare the draw anew.',
      })
    if (!beacon) throw drawTooEarly({ facts: { stage: at.stage } })
    const { each, count, pool } = frozen
    const without = pool.flatMap((person, place) => (eligible.includes(person) ? [] : [place]))
    if (pool.length - without.length < each)
      throw drawNotPossible({
        detail: 'there are not enough left to go',
        facts: { eligible: pool.length - without.length, each },
      })
    const lots = lotsOf({
      caseId: state.id,
      stage: at.stage,
      seed,
      beacon,
      population: keys,
      count,
      each,
      pool: pool.length,
      without,
    })
    return [event('draw.made', { stage: at.stage, seed, beacon, without, lots })]
  },
})

/** 递补 Somebody drawn stands back: the next in the order that was drawn goes; where nobody is left, those above are told. */
export function replaced({ drawn, avoided }: CaseState, person: string): readonly NewEvent[] {
  if (!drawn?.persons.includes(person)) return []
  const to = drawn.reserve.find(other => other !== person && !avoided.includes(other)) ?? null
  const nobody = event('alarm.raised', {
    alarm: 'draw-exhausted',
    level: 'yellow',
    to: ['superior', 'supervision'],
    reasons: [{ code: 'DRAW_EXHAUSTED', facts: { object: drawn.object } }],
  })
  return [event('draw.replaced', { from: person, to }), ...(to === null ? [nobody] : [])]
}
