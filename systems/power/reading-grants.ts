import { type ExportPurpose, exportGround, exportPurposes, readPurposeOf } from '#hubs/data/export'
import type { Clock } from '#kernel/clock'
import type { ItemDefinition } from '#kernel/definition'
import type { Grant, Grants } from '#kernel/grant'
import type { Db } from '#kernel/storage'
import { exportFields } from './export-reading.ts'
import { caseHandling, maskedFields } from './naming.ts'

/** The lists that show masked names, each a service of its own in the grants. */
export const listServices = ['inbox', 'case-search'] as const

type NewGrant = Omit<Grant, 'id' | 'revokedAt'>

/** 事项所需授权 What the posts of an item must be able to read to carry it out, and no more. */
export function readingGrantsOf(definition: ItemDefinition, from: string): readonly NewGrant[] {
  const codes = new Set(
    Object.values(definition.authority.posts).flatMap(address => /^post\/([a-z0-9-]+)/.exec(address)?.[1] ?? []),
  )
  const [first] = definition.category.basis
  const basis = { law: first!.law, articles: first!.articles.map(String) }
  const common = { purpose: caseHandling, holderKind: 'post-code', caseId: null, basis, from, to: null } as const
  return [...codes].flatMap(holder => [
    { ...common, holder, ground: 'case', groundName: definition.item, source: 'party', fields: maskedFields } as const,
    { ...common, holder, ground: 'case', groundName: definition.item, source: 'case.details', fields: ['*'] } as const,
    ...listServices.map(
      groundName =>
        ({ ...common, holder, ground: 'service', groundName, source: 'party', fields: maskedFields }) as const,
    ),
    ...(Object.keys(exportPurposes) as ExportPurpose[]).map(
      purpose =>
        ({
          ...common,
          purpose: readPurposeOf(purpose),
          holder,
          ground: 'service',
          groundName: exportGround.name,
          source: 'party',
          fields: exportFields,
        }) as const,
    ),
  ])
}

const keyOf = ({ purpose, holder, ground, groundName, source }: NewGrant): string =>
  [purpose, holder, ground, groundName, source].join('|')

/** 随事项授权 Gives the grants the published items need, once; called after publishing. Returns how many were new. */
export async function giveReadingGrants(
  needs: { db: Db; clock: Clock; grants: Grants },
  items: readonly ItemDefinition[],
): Promise<number> {
  const { byPurpose } = await needs.grants.table()
  const standing = [...byPurpose.values()].flat().filter(({ revokedAt }) => revokedAt === null)
  const held = new Set(standing.map(keyOf))
  let given = 0
  await needs.db.transaction(async sql => {
    for (const grant of items.flatMap(item => readingGrantsOf(item, needs.clock.now().toString()))) {
      if (held.has(keyOf(grant))) continue
      held.add(keyOf(grant))
      await needs.grants.give(sql, { kind: 'system', name: 'publish' }, grant)
      given++
    }
  })
  return given
}
