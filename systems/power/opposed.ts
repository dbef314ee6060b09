import { bodyInvalid } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { RouteNeeds } from './routes.ts'

/** 被申请机关 The organ that an application names as the other side, as a party of the case; none where the item wants none. */
export function makeOpposed({
  db,
  clock,
  directory,
  parties,
}: Pick<RouteNeeds, 'db' | 'clock' | 'directory' | 'parties'>) {
  /** @throws BODY_INVALID, with the field, where no organ has that name. */
  return async ({ definition }: CompiledItem, fields: Readonly<Record<string, unknown>>) => {
    const { opponent } = definition.content.parties
    if (!opponent?.min || ![opponent.unit ?? []].flat().includes('organ')) return []
    const offices = await directory()
    const today = clock.today().toString()
    const name = String(fields['opponent.name'] ?? '').trim()
    const named = offices
      .regions()
      .flatMap(({ code }) => offices.organsIn(code, today))
      .find(organ => organ.name === name)
    if (!named?.uscc) throw bodyInvalid({ facts: { fields: { 'opponent.name': 'NO_SUCH_ORGAN' } } })
    const identifiers = [{ scheme: 'uscc', value: named.uscc }] as const
    const { party } = await db.transaction(sql => parties.register(sql, { kind: 'organ', name, identifiers }))
    return [{ role: 'opponent', party, unit: 'organ' }] as const
  }
}
