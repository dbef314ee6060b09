import type { Clock } from '#kernel/clock'
import { Refusal, refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import { canonicalDefinition, sha256 } from './canonical.ts'
import { tryCompile } from './compile.ts'
import { addVersion, hashOfVersion, latestVersion, lockForPublication } from './definition.store.ts'
import { type Difference, differenceOf } from './difference/index.ts'
import { type Finding, hasErrors, placeRemark, type Remark, refuseFindings } from './finding.ts'
import { type LoadedDefinition, noTemplates, readDefinition } from './load.ts'
import type { OfficeSource } from './offices.ts'
import { noRegisters, type RegisterSource } from './registers.ts'
import type { ItemDefinition } from './settings/item.ts'
import { checkSoundness } from './soundness.ts'
import type { TemplateSource } from './template.ts'
import { wideningOf } from './widening.ts'

export const versionTaken = refusal('DEFINITION_VERSION_TAKEN', 409, 'This version is published with other content')
export const versionOlder = refusal('DEFINITION_VERSION_OLDER', 409, 'A later version is published already')
export const needsSecondApproval = refusal(
  'DEFINITION_NEEDS_SECOND_APPROVAL',
  409,
  'The change widens power or personal data and needs a second approval',
)

export const termNeedsBasis = refusal(
  'DEFINITION_TERM_NEEDS_BASIS',
  409,
  'A temporary power goes on only on a new basis',
)

export interface Publication {
  readonly item: string
  readonly version: number
  readonly hash: string
  /** False when exactly this content was published before. */
  readonly published: boolean
  /** 与前版之别 What it says otherwise than the version before it; absent where there was none, or nothing was published. */
  readonly since?: { readonly version: number; readonly differences: readonly Difference[] }
}

export interface Approval {
  /** Who publishes: a person's or a loader's stable id. */
  readonly publishedBy: string
  /** The other person who has looked at it; needed when the change widens power or personal data. */
  readonly secondApprover?: string
}

export interface PublishDeps {
  readonly db: Db
  readonly clock: Clock
  readonly registers?: RegisterSource
  readonly offices?: OfficeSource
  /** The law linter, or any further check; its errors stop the file. */
  readonly lint?: (definition: ItemDefinition) => readonly Remark[]
}

/** What an item has for a hash that is only judged: no case will ever be pinned to it. */
const notPublished = ''

/** Everything that can be said about a definition that was read: does it compile, could it be carried out, is it lawful. */
export function judge(
  loaded: LoadedDefinition,
  { registers = noRegisters, offices, lint }: Pick<PublishDeps, 'registers' | 'offices' | 'lint'>,
  items?: Pick<ReadonlySet<string>, 'has'>,
) {
  const { definition, positions } = loaded
  const { item, findings } = tryCompile(definition, { positions, registers, hash: notPublished })
  const sound = checkSoundness(definition, {
    positions,
    registers,
    ...(offices && { offices }),
    ...(item && { item }),
    ...(items && { items }),
  })
  return {
    item,
    findings: [...findings, ...sound, ...(lint?.(definition) ?? []).map(remark => placeRemark(remark, positions))],
  }
}

/** 发布 Publishing: what a file says becomes a version that can never be changed. */
export function makePublisher(deps: PublishDeps) {
  const { db, clock } = deps

  const store = (sql: Sql, loaded: LoadedDefinition, approval: Approval) => storeVersion(sql, clock, loaded, approval)

  /**
   * Publishes one definition. The same content again is nothing new.
   * @throws DEFINITION_INVALID, DEFINITION_VERSION_TAKEN, DEFINITION_VERSION_OLDER, DEFINITION_NEEDS_SECOND_APPROVAL.
   */
  async function publish(loaded: LoadedDefinition, approval: Approval): Promise<Publication> {
    const { findings } = judge(loaded, deps)
    if (hasErrors(findings)) throw refuseFindings(findings)
    return db.transaction(sql => store(sql, loaded, approval))
  }

  return {
    publish,
    /**
     * Publishes every good file, each in its own transaction. A broken one stops nothing: the last good version of its item
     * stays in force, and what is wrong comes back to be shown.
     */
    async publishAll(files: readonly DefinitionFile[], approval: Approval, template: TemplateSource = noTemplates) {
      const publications: Publication[] = []
      const faults: Finding[] = []
      for (const { file, bytes } of files) {
        const { loaded, findings } = readDefinition(file, bytes, template)
        if (!loaded) {
          faults.push(...findings)
          continue
        }
        const judged = judge(loaded, deps)
        if (hasErrors(judged.findings)) {
          faults.push(...judged.findings.filter(({ severity }) => severity === 'error'))
          continue
        }
        try {
          publications.push(await db.transaction(sql => store(sql, loaded, approval)))
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          faults.push(refusedAs(error, loaded))
        }
      }
      return { publications, faults }
    },
  }
}
export type Publisher = ReturnType<typeof makePublisher>

export interface DefinitionFile {
  readonly file: string
  readonly bytes: Uint8Array
}

/** A refusal to publish, shown at the line that says the version. */
const refusedAs = (error: Refusal, { positions }: LoadedDefinition): Finding => ({
  severity: 'error',
  rule: error.code,
  ...positions.at(['version']),
  path: 'version',
  text: { zh: error.message, en: error.title },
  ...(error.remedy !== undefined && { remedy: { zh: error.remedy, en: error.remedy } }),
})

async function storeVersion(
  sql: Sql,
  clock: Clock,
  { definition, source }: LoadedDefinition,
  approval: Approval,
): Promise<Publication> {
  const { item, version } = definition
  const canonical = canonicalDefinition(definition)
  const hash = sha256(canonical)
  const publication = { item, version, hash }
  await lockForPublication(sql, item)
  const same = await hashOfVersion(sql, item, version)
  if (same === hash) return { ...publication, published: false }
  if (same !== undefined)
    throw versionTaken({
      detail: `${item} ${version} 已发布,内容不同 is published with other content`,
      remedy: `version: ${version + 1}`,
    })
  const previous = await latestVersion(sql, item)
  if (previous && previous.version > version)
    throw versionOlder({
      detail: `${item} ${previous.version} 已发布 is published already`,
      remedy: `version: ${previous.version + 1}`,
    })
  const before = previous && (JSON.parse(previous.canonical) as ItemDefinition)
  if (before) {
    refuseStaleTerm(before, definition)
    refuseWidening(before, definition, approval)
  }
  await addVersion(sql, {
    ...publication,
    from: definition.effective.from,
    to: definition.effective.to,
    canonical,
    source,
    summary: {
      name: definition.content.name,
      drawer: definition.category.drawer,
      starts: definition.category.starts,
      channels: definition.content.channels,
    },
    publishedAt: clock.now().toString(),
    publishedBy: approval.publishedBy,
    secondApprover: secondOf(approval) ?? null,
  })
  return {
    ...publication,
    published: true,
    ...(before && { since: { version: before.version, differences: differenceOf(before, definition) } }),
  }
}

/** The second person, if it is a second person. */
const secondOf = ({ publishedBy, secondApprover }: Approval): string | undefined =>
  secondApprover !== undefined && secondApprover.trim() !== '' && secondApprover.trim() !== publishedBy.trim()
    ? secondApprover
    : undefined

function refuseWidening(previous: ItemDefinition, next: ItemDefinition, approval: Approval): void {
  const widened = wideningOf(previous, next)
  if (widened.length === 0 || secondOf(approval) !== undefined) return
  throw needsSecondApproval({
    detail: `${next.item} ${next.version}: ${widened.map(({ path, text }) => `${path} ${text.zh}`).join(';')}`,
    remedy: '请另一人复核批准后再发布 Have another person approve it',
    facts: { widened },
  })
}

/** 临时职权延续 Longer, or for good, only where the new version names a basis that the one before did not have (行政许可法15). */
function refuseStaleTerm(
  { category: before }: ItemDefinition,
  { item, version, category: after }: ItemDefinition,
): void {
  if (before.term === undefined || (after.term !== undefined && after.term.until <= before.term.until)) return
  const named = ({ law, issued, from }: ItemDefinition['category']['basis'][number]) => `${law} ${issued} ${from}`
  const old = new Set(before.basis.map(named))
  if (after.basis.some(basis => !old.has(named(basis)))) return
  throw termNeedsBasis({
    detail: `${item} ${version}: 临时职权至${before.term.until}止，延续须有新的依据 the temporary power ends on ${before.term.until}`,
    remedy: '在 category.basis 写明新的依据 Name the new basis in category.basis',
    facts: { until: before.term.until },
  })
}
