import type { Change } from './change.ts'
import { ofFlow } from './of-flow.ts'
import { ofOutcomes } from './of-outcomes.ts'
import { ofPapers } from './of-papers.ts'
import { byLast, byLastTwo, ofPower } from './of-power.ts'
import { ofTime } from './of-time.ts'
import type { Said } from './said.ts'
import { type Compared, type Speaker, type Speakers, type Spoken, spoken } from './speaker.ts'

const all: Speakers = [...ofPapers, ...ofTime, ...ofFlow, ...ofOutcomes, ...ofPower]

/** By how many steps they are about, so that few are looked at for one change. */
const byDepth = new Map<number, readonly (readonly [steps: readonly string[], speaker: Speaker])[]>()
for (const [pattern, speaker] of all) {
  const steps = pattern.split('.')
  byDepth.set(steps.length, [...(byDepth.get(steps.length) ?? []), [steps, speaker]])
}

const fits = (steps: readonly string[], at: readonly string[]): boolean =>
  steps.every((step, place) => step === '*' || step === at[place])

/** What has no sentence of its own: its path, and both values as they were written. */
function asItStands({ at, kind, before, after }: Change): Spoken {
  const said = (value: unknown): Said => ({ value })
  return spoken(`plain.${kind}`, {
    where: at.join('.'),
    ...(before !== undefined && { before: said(before) }),
    ...(after !== undefined && { after: said(after) }),
  })
}

/** 说法 The sentence of a change. */
export function speak(change: Change, compared: Compared): Spoken {
  const { at } = change
  for (const [steps, speaker] of byDepth.get(at.length) ?? []) {
    const said = fits(steps, at) ? speaker(change, compared) : undefined
    if (said) return said
  }
  const last = [byLastTwo[at.slice(-2).join('.')], byLast[at.at(-1) ?? '']]
  for (const speaker of last) {
    const said = speaker?.(change, compared)
    if (said) return said
  }
  return asItStands(change)
}
