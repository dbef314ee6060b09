import type { CompiledItem, Example } from '#kernel/definition'
import type { Script } from '../script/script.ts'
import type { Variant } from '../script/scripts.ts'
import { ofAuthority } from './authority.ts'
import { ofExamples } from './examples.ts'
import { ofFlow } from './flow.ts'
import { ofForm } from './form.ts'
import { ofGrounds } from './grounds.ts'
import { ofLimits } from './limits.ts'
import { ofMoney } from './money.ts'
import { ofService } from './service.ts'
import { ofUrgency } from './urgency.ts'
import type { Maker, Wrong } from './wrong.ts'

/** One maker for each setting that can be broken. */
const makers: readonly Maker[] = [
  ofExamples,
  ofAuthority,
  ofForm,
  ofFlow,
  ofGrounds,
  ofLimits,
  ofMoney,
  ofService,
  ofUrgency,
]

/** 违规推导 Every wrong that can be planted in the lives of an item, computed from its definition. */
export function wrongsOf(
  item: CompiledItem,
  lived: readonly Example[],
  scriptOf: (example: Example, variant?: Variant) => Script,
): readonly Wrong[] {
  const { examples } = item.definition
  const all = lived.map(example => ({ example: examples.indexOf(example), script: scriptOf(example) }))
  const clean = all.filter(
    ({ script: { ended, refused, alarms } }) => ended && refused === undefined && alarms.length === 0,
  )
  const found = makers.flatMap(make =>
    make({ item, all, clean, variant: ({ example }, variant) => scriptOf(examples[example]!, variant) }),
  )
  // Each kind once before any comes again, so that a small run knows them all.
  const seen = new Set<string>()
  const first = found.filter(({ foreseen: { kind } }) => !seen.has(kind) && seen.add(kind))
  return [...first, ...found.filter(wrong => !first.includes(wrong))]
}
