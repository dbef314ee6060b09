import type { Actor } from './event.ts'
import type { ActRequest, CaseDependencies } from './request.ts'

const ownerOf = (actor: Actor): string | undefined =>
  actor.kind === 'officer' ? actor.person : actor.kind === 'party' ? actor.party : undefined

/** What an act refers to: one piece of evidence, or the scans of papers. */
function filesIn(body: ActRequest['body']): readonly string[] {
  const scans = (body['files'] ?? {}) as Readonly<Record<string, readonly string[]>>
  return [...(typeof body['file'] === 'string' ? [body['file']] : []), ...Object.values(scans).flat()]
}

/** 先有文件 Bytes first (docs/adr/0007): a step refers to no file that is not kept, and to nobody else's. Asked before the step. */
export async function mustKeepFiles(
  { db, mayRefer }: Pick<CaseDependencies, 'db' | 'mayRefer'>,
  { caseId, body, actor }: Pick<ActRequest, 'caseId' | 'body' | 'actor'>,
): Promise<void> {
  const owner = ownerOf(actor)
  const files = filesIn(body)
  if (files.length > 0 && owner !== undefined) await mayRefer(db, { files, caseId, owner })
}
