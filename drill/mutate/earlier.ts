import type { ItemDefinition } from '#kernel/definition'
import type { Mutation, Mutator } from './mutator.ts'
import { stages } from './mutator.ts'

type Entry = NonNullable<ItemDefinition['migrates']>[number]

/** A lawful word on one earlier version, and then the fault. */
const migrating = (
  rule: string,
  wording: string,
  faults: (item: ItemDefinition) => readonly (readonly [what: string, entries: readonly Entry[]])[],
): Mutator => ({
  rule,
  wording,
  at: item =>
    faults(item).map(
      ([what, entries]): Mutation => ({
        what,
        apply: one => {
          one.version = 3
          one.migrates = structuredClone(entries) as Entry[]
        },
      }),
    ),
})

const first = (item: ItemDefinition): string => stages(item)[0]!.stage

/** 转版 What became of the names of an earlier version, said wrongly: open cases would be carried over to nowhere. */
export const ofEarlier: readonly Mutator[] = [
  migrating('MIGRATES_NOT_EARLIER', 'from a version that is not earlier', () => [
    ['from itself', [{ from: 3 }]],
    ['from a version to come', [{ from: 4 }]],
  ]),
  migrating('MIGRATES_TWICE', 'from one version in two ways', () => [['twice', [{ from: 1 }, { from: 1 }]]]),
  migrating('MIGRATES_UNKNOWN', 'to a name there is not', () => [
    ['a stage', [{ from: 1, stages: { old: 'nowhere' } }]],
    ['a field', [{ from: 1, fields: { old: 'nobody.knows' } }]],
    ['a limit', [{ from: 2, limits: { old: 'nothing' } }]],
  ]),
  migrating('MIGRATES_ONE_OF_TWO', 'two that became one and cannot be told apart again', item => [
    ['two stages', [{ from: 1, stages: { before: first(item), after: first(item) } }]],
  ]),
  migrating('MIGRATES_DROPS_ASKED', 'drops what is still asked', item =>
    Object.keys(item.content.form).map(name => [name, [{ from: 1, drops: [name] }]] as const),
  ),
]
