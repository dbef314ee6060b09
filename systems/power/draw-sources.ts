import type { DrawSources } from '#kernel/case'
import type { Registers } from '#kernel/register'
import type { TrailReader } from '#kernel/trail'

/** How many entries the log must have taken in after a draw was prepared before it is made (docs/adr/0020-draw.md). */
export const entriesAfter = 1

/** 抽取来源 The population from the registers, the beacon from the log. */
export const makeDrawSources = ({
  registers,
  trail,
}: {
  readonly registers: Pick<Registers, 'population'>
  readonly trail: Pick<TrailReader, 'rootBeyond'>
}): DrawSources => ({
  population: question => registers.population(question),
  beacon: (caseId, seq) => trail.rootBeyond(caseId, seq, entriesAfter),
})
