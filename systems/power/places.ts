import type { CaseState } from '#kernel/case'
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
    const carriedOut = await implementations.carriedOutBy(item, today)
    const own = carriedOut.find(one => one.organ === organ)
    const kind = definition.definition.category.organ.post
    const fits =
      own !== undefined || (carriedOut.length === 0 && directory.organsFor(kind, today).some(({ id }) => id === organ))
    if (!fits) throw organNotForItem({ facts: { organ, item } })
    return { definition, place: { organ, region: found.region, implementation: own?.id ?? null } }
  }

/** Where a case opens another one that some other organ carries out. */
export type PlaceFor = (item: string, from: Pick<CaseState, 'organ' | 'region'>) => Promise<Place>

/**
 * 承办机关 The organ that carries an item out for a case that needs it: the case's own where it may, else the one of its region, else the
 * city's own.
 */
export function makePlaceFor(needs: PlaceNeeds): PlaceFor {
  const { clock, identity, definitions, implementations } = needs
  const placeOf = makePlaces(needs)
  /** @throws ITEM_UNKNOWN, ORGAN_NOT_FOR_ITEM */
  return async (item, { organ, region }) => {
    const today = clock.today().toString()
    const directory = await identity.directory()
    const kind = (await definitions.current(item, today)).definition.category.organ.post
    const carriedOut = new Set((await implementations.carriedOutBy(item, today)).map(one => one.organ))
    const may = (one: string) => carriedOut.size === 0 || carriedOut.has(one)
    const all = directory.organsFor(kind, today).map(({ id }) => id)
    const near = directory.organsFor(kind, today, region).map(({ id }) => id)
    const chosen = all.includes(organ) && may(organ) ? organ : [...near, ...all].find(may)
    if (chosen === undefined) throw organNotForItem({ facts: { organ: kind, item } })
    return placeOf(item, chosen)
  }
}
