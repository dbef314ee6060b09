import type { CompiledItem } from '#kernel/definition'
import { refusal } from '#kernel/refusal'
import type { PowerNeeds } from './routes.ts'

export const organUnknown = refusal('ORGAN_UNKNOWN', 404, 'No such organ today')
export const organNotForItem = refusal('ORGAN_NOT_FOR_ITEM', 422, 'This organ does not carry out this item')

/** 办理地点 Where a case is opened, or drafted: an organ that carries the item out today, and how it does. */
export interface Place {
  readonly definition: CompiledItem
  readonly place: { readonly organ: string; readonly region: string; readonly implementation: string | null }
}

export type PlaceNeeds = Pick<PowerNeeds, 'clock' | 'identity' | 'definitions' | 'implementations'>

export const makePlaces = ({ clock, identity, definitions, implementations }: PlaceNeeds) =>
  /** @throws ORGAN_UNKNOWN, ITEM_UNKNOWN, ORGAN_NOT_FOR_ITEM */
  async function placeOf(item: string, organ: string): Promise<Place> {
    const today = clock.today().toString()
    const directory = await identity.directory()
    const found = directory.organ(organ, today)
    if (!found) throw organUnknown({ facts: { organ } })
    const definition = await definitions.current(item, today)
    const carriedOut = await implementations.inForce(item, today)
    const own = carriedOut.find(one => one.organ === organ)
    const kind = definition.definition.category.organ.post
    const fits =
      own !== undefined || (carriedOut.length === 0 && directory.organsFor(kind, today).some(({ id }) => id === organ))
    if (!fits) throw organNotForItem({ facts: { organ, item } })
    return { definition, place: { organ, region: found.region, implementation: own?.id ?? null } }
  }
