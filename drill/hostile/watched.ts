import type { Db } from '#kernel/storage'
import { differences, digestOf } from '../fuzz/digest.ts'

/** What nothing that comes in by itself may touch: cases with their steps and tasks, what registers said for them, money. */
const ofCases = /^kernel\.(case|tasks)|^data\.comparison_evidence|^application\./

/** Where nothing lies, nothing can be seen to change. */
const mustLie: readonly RegExp[] = [/^kernel\.cases/, /^kernel\.case_steps/, /^data\.comparison_evidence/]

/** 盯住 Tables of cases of which any row differs since it was asked last. */
export async function watchCases(migrator: Db): Promise<() => Promise<readonly string[]>> {
  let before = await digestOf(migrator, ofCases)
  for (const table of mustLie)
    if (![...before].some(([name, digest]) => table.test(name) && !digest.startsWith('0 ')))
      throw new Error(`nothing lies in ${table.source}: nothing could be seen to change`)
  return async () => {
    const after = await digestOf(migrator, ofCases)
    const changed = differences(before, after, /^$/)
    before = after
    return changed
  }
}
