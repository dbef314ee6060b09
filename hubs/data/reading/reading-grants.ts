import { type ExportPurpose, exportGround, exportPurposes, readPurposeOf } from '#hubs/data/export'
import type { Clock } from '#kernel/clock'
import type { ItemDefinition } from '#kernel/definition'
import type { Grants, NewGrant } from '#kernel/grant'
import type { Db } from '#kernel/storage'
import { caseHandling, exportFields, maskedFields } from './reading-words.ts'

/** The lists that show masked names, each a service of its own in the grants. */
export const listServices = ['inbox', 'case-search'] as const

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
  { db, clock, grants }: { db: Db; clock: Clock; grants: Pick<Grants, 'missing' | 'give'> },
  items: readonly ItemDefinition[],
): Promise<number> {
  const from = clock.now().toString()
  // Many items name the same post, which needs the lists once.
  const wanted = new Map(items.flatMap(item => readingGrantsOf(item, from)).map(grant => [keyOf(grant), grant]))
  return db.transaction(async sql => {
    const missing = await grants.missing(sql, [...wanted.values()])
    for (const grant of missing) await grants.give(sql, { kind: 'system', name: 'publish' }, grant)
    return missing.length
  })
}
