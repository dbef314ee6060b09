import type { Actor } from './event.ts'
import type { ActRequest, CaseDependencies } from './request.ts'

const ownerOf = (actor: Actor): string | undefined =>
  actor.kind === 'officer' ? actor.person : actor.kind === 'party' ? actor.party : undefined

/** 先有文件 Bytes first (docs/adr/0007): a step refers to no file that is not kept, and to nobody else's. Asked before the step. */
export async function mustKeepFiles(
  { db, mayRefer }: Pick<CaseDependencies, 'db' | 'mayRefer'>,
  { caseId, body, actor }: Pick<ActRequest, 'caseId' | 'body' | 'actor'>,
): Promise<void> {
  const file = body['file']
  const owner = ownerOf(actor)
  if (typeof file === 'string' && owner !== undefined) await mayRefer(db, { files: [file], caseId, owner })
}
