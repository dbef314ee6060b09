import { partsOf } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import type { Seat } from './staff.ts'

/** 并联各项 The items that joint ones open, with the organs in which they would be opened: these need people too. */
export const companionsOf = (
  seated: readonly { readonly item: CompiledItem; readonly seats: readonly Seat[] }[],
  inForce: readonly CompiledItem[],
  directory: Directory,
  on: string,
) =>
  seated.flatMap(({ item, seats }) =>
    [...partsOf(item).values()].flatMap(part => {
      const other = inForce.find(({ definition }) => definition.item === part.item)
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
