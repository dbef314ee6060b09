import type { CompiledItem } from '#kernel/definition'
import type { MediaType } from '#kernel/file'
import type { Actor } from './event.ts'
import type { ActRequest, CaseDependencies } from './request.ts'

const ownerOf = (actor: Actor): string | undefined =>
  actor.kind === 'officer' ? actor.person : actor.kind === 'party' ? actor.party : undefined

const kinds = { pdf: 'application/pdf', png: 'image/png', jpeg: 'image/jpeg', mp4: 'video/mp4' } as const
const usual = ['pdf', 'png', 'jpeg'] as const

/** 收什么样的文件 What a paper may be handed in as: what the item says, else scans and pictures. */
function kindsOf({ definition }: CompiledItem, id: string): readonly MediaType[] {
  const { formats = usual } = definition.materials.find(one => one.id === id) ?? {}
  return formats.map(format => kinds[format])
}

/** What an act refers to: one piece of evidence, or the scans of papers. */
function filesIn(body: ActRequest['body'], item: CompiledItem) {
  const scans = (body['files'] ?? {}) as Readonly<Record<string, readonly string[]>>
  return [
    ...(typeof body['file'] === 'string' ? [{ file: body['file'] }] : []),
    ...Object.entries(scans).flatMap(([id, files]) => files.map(file => ({ file, takes: kindsOf(item, id) }))),
  ]
}

/**
 * 先有文件 Bytes first (docs/adr/0007): a step refers to no file that is not kept, to nobody else's, and for a paper to none of a kind that the item
 * does not take. Asked before the step.
 */
export async function mustKeepFiles(
  { db, mayRefer }: Pick<CaseDependencies, 'db' | 'mayRefer'>,
  { caseId, body, actor }: Pick<ActRequest, 'caseId' | 'body' | 'actor'>,
  item: CompiledItem,
): Promise<void> {
  const owner = ownerOf(actor)
  const files = filesIn(body, item)
  if (files.length > 0 && owner !== undefined) await mayRefer(db, { files, caseId, owner })
}
