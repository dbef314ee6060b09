import { mappingOf } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import { type Definitions, type Implementations, itemVersionUnknown } from '#kernel/definition'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { leavingUnder } from './item-moves.store.ts'

export const notInForce = refusal(
  'ITEM_MOVE_NOT_IN_FORCE',
  409,
  'Cases move only to the version of the item that is in force today',
)

/** 转版对象 Which item, from which version to which. */
export interface MoveWanted {
  readonly item: string
  readonly from: number
  readonly to: number
}

export interface ItemVersionsNeeds {
  readonly clock: Clock
  readonly definitions: Definitions
  readonly implementations: Implementations
}

/** How the organ of a case carries the item out; null where it has said nothing of its own. */
export type CarriedOut = (of: { readonly organ: string }) => string | null

/** 版本 Which version cases may leave, and which they may go on under. */
export const makeItemVersions = ({ clock, definitions, implementations }: ItemVersionsNeeds) => ({
  /** @throws ITEM_VERSION_UNKNOWN, ITEM_MOVE_NOT_IN_FORCE, MIGRATION_NOT_ONE_ITEM, MIGRATION_MAPPING_WRONG */
  async versionsOf({ item, from, to }: MoveWanted): Promise<{ readonly fromHash: string; readonly toHash: string }> {
    const directory = await definitions.directory()
    const published = directory.versions.filter(row => row.item === item)
    const hashOf = (version: number): string => {
      const found = published.find(row => row.version === version)
      if (!found)
        throw itemVersionUnknown({
          facts: { item, version },
          remedy:
            published.length === 0
              ? 'Publish the item first.'
              : `Published are: ${published.map(row => row.version).join(', ')}.`,
        })
      return found.hash
    }
    const [fromHash, toHash] = [hashOf(from), hashOf(to)]
    const [old, now] = await Promise.all([definitions.byHash(fromHash), definitions.byHash(toHash)])
    mappingOf(old, now)
    const inForce = directory.inForce(item, clock.today())?.version ?? null
    if (inForce !== to)
      throw notInForce({
        facts: { item, to, inForce },
        ...(inForce !== null && { remedy: `In force today: ${inForce}.` }),
      })
    return { fromHash, toHash }
  },

  /** How each organ carries the item out today. */
  async implementationOf(item: string): Promise<CarriedOut> {
    const rows = await implementations.inForce(item, clock.today())
    const ids = new Map(rows.map(({ organ, id }) => [organ, id]))
    return ({ organ }) => ids.get(organ) ?? null
  },
})

/** 仍按旧版的办件 How many running cases go on under a version until they end, and the last day known on which one of them is due. */
export const readLeaving = async (
  sql: Sql,
  hash: string,
): Promise<{ readonly cases: number; readonly latest: string | null }> =>
  (await sql.run<{ cases: number; latest: string | null }>(leavingUnder, [hash]))[0]!
