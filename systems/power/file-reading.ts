import { Readable } from 'node:stream'
import { type Caller, covers } from '#hubs/application/access'
import { caseHandling } from '#hubs/data/reading'
import { type CaseState, primaryParty } from '#kernel/case'
import { fileMissing, findFile, type KnownFile } from '#kernel/file'
import { type ReadQuestion, readingOf } from '#kernel/grant'
import { refusal } from '#kernel/refusal'
import { statement } from '#kernel/storage'
import { handles, ownGround, stoodBack } from './access.ts'
import { ownData } from './details.routes.ts'
import { caseGround } from './naming.ts'
import type { RouteNeeds } from './routes.ts'

export const fileReadRefused = refusal('FILE_READ_REFUSED', 403, 'You may not read this file')

const caseById = statement('power.caseById', 'select id, state from kernel.cases where id = $1')

/** What was handed in for an applicant at a counter was put in by an officer, and is the applicant's all the same; evidence is not. */
const isOwnPaper = (state: CaseState, party: string, file: string): boolean =>
  primaryParty(state)?.party === party && Object.values(state.files ?? {}).some(files => files.includes(file))

export type FileReadingNeeds = Pick<RouteNeeds, 'db' | 'clock' | 'files' | 'grants' | 'reads' | 'directory'>

/**
 * 查阅文件 A file to whoever may read it: its sender and whoever stands for him, or who handles its case under a grant; the reading is on record
 * before a byte goes out.
 */
export function makeFileReading({ db, clock, files, grants, reads, directory }: FileReadingNeeds) {
  /** On what ground the caller reads it and about whom it is; or "no such file", in the same words for whoever may not know. */
  async function groundOf(caller: Caller, file: KnownFile | undefined) {
    const { actor } = caller
    if (!file?.wrappedKey) throw fileMissing()
    const own = { purpose: ownData, ground: ownGround(caller), subjects: actor.kind === 'party' ? [actor.party] : [] }
    const sent = actor.kind === 'party' && file.owner === actor.party
    // What belongs to no case yet is of no item: only who does everything for the sender opens it (民法典23, 34).
    if (sent && !file.caseId && covers(caller, 'own')) return own
    const [row] = file.caseId ? await db.run<{ id: string; state: string }>(caseById, [file.caseId]) : []
    const state = row && (JSON.parse(row.state) as CaseState)
    const seen = state && actor.kind === 'party' && covers(caller, 'see', state.item)
    if (seen && (sent || isOwnPaper(state, actor.party, file.id))) return own
    if (!state || !handles(state, caller)) throw fileMissing()
    const reasons = stoodBack(state, caller)
    if (reasons.length > 0) throw fileReadRefused({ reasons })
    const main = primaryParty(state)?.party
    const subjects = main === undefined ? [] : [main]
    return { purpose: caseHandling, ground: caseGround(row.id, state), subjects }
  }

  /** The grants that let a handler read it. @throws FILE_READ_REFUSED */
  async function grantsFor(question: Omit<ReadQuestion, 'at'>): Promise<readonly string[]> {
    const reader = { grants: await grants.table(), directory: await directory(), on: clock.today().toString() }
    const { verdict, grants: used } = readingOf(reader, { ...question, at: clock.now() })
    if (!verdict.granted) throw fileReadRefused({ reasons: verdict.reasons })
    return used
  }

  /** @throws FILE_MISSING, FILE_READ_REFUSED */
  return async (caller: Caller, id: string) => {
    const { actor } = caller
    const file = await findFile(db, id)
    const question = { actor, source: 'case.details', fields: ['file'], ...(await groundOf(caller, file)) }
    const used = question.purpose === ownData ? [] : await grantsFor(question)
    if (!(await files.has(file!.id))) throw fileMissing()
    await db.transaction(sql =>
      reads.recordRead(sql, { ...question, grants: used, disclosure: { kind: 'at-once' } }).then(() => {}),
    )
    const { size, mediaType, original, wrappedKey } = file!
    return { size, mediaType, original, bytes: Readable.from(files.get(file!.id, wrappedKey!)) }
  }
}
