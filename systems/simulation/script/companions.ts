import { partsOf } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { linkedIn } from '../lives/linked.ts'
import type { Seat } from './staff.ts'

const named = (item: CompiledItem): ReadonlySet<string> =>
  new Set([
    ...[...partsOf(item).values()].map(part => part.item),
    ...item.definition.examples.flatMap(example => linkedIn(example)?.item ?? []),
  ])

/** 同台事项 The items that joint ones open and that examples name, with the organs in which they would be opened: these need people too. */
export const companionsOf = (
  seated: readonly { readonly item: CompiledItem; readonly seats: readonly Seat[] }[],
  inForce: readonly CompiledItem[],
  directory: Directory,
  on: string,
) =>
  seated.flatMap(({ item, seats }) =>
    [...named(item)].flatMap(code => {
      const other = inForce.find(({ definition }) => definition.item === code)
      if (!other) return []
      const kind = other.definition.category.organ.post
      const all = directory.organsFor(kind, on)
      const near = seats.flatMap(({ organ, region }): readonly Seat[] => {
        const found = all.find(({ id }) => id === organ) ?? directory.organsFor(kind, on, region)[0] ?? all[0]
        return found ? [{ organ: found.id, region: found.region }] : []
      })
      return [{ item: other, seats: near }]
    }),
  )
