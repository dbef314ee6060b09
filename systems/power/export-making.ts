import { Readable } from 'node:stream'
import { type Exports, type OpenExport, readPurposeOf } from '#hubs/data/export'
import type { Definitions } from '#kernel/definition'
import { type Files, recordFile } from '#kernel/file'
import type { Actor, Identity, Officer } from '#kernel/identity'
import type { Log } from '#kernel/log'
import type { Parties } from '#kernel/party'
import { Refusal, refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import { readingRefused } from './details.ts'
import { type CaseListed, casesToExport, exportEmpty, exportTooLarge, personsAmong } from './export-list.ts'
import {
  type ExportReading,
  type ExportReadingNeeds,
  exportCaseClosed,
  exportCaseMissing,
  fieldsOf,
} from './export-reading.ts'
import { exportSheet, type PartyListed } from './export-sheet.ts'
import type { PaperWords } from './paper-words.ts'

export const exportClearForbidden = refusal(
  'EXPORT_CLEAR_FORBIDDEN',
  403,
  'The item does not let its parties be taken out unmasked',
)

export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export interface MakingNeeds extends ExportReadingNeeds {
  readonly db: Db
  readonly log: Pick<Log, 'error'>
  readonly identity: Pick<Identity, 'directory' | 'prove'>
  readonly definitions: Pick<Definitions, 'byHash' | 'current'>
  readonly parties: Pick<Parties, 'masked' | 'reveal'>
  readonly files: Pick<Files, 'put' | 'get' | 'has' | 'remove'>
  readonly words: PaperWords
}

/** Why a list is not made though it was asked for well: told to whoever asked. Anything else is a fault. */
const stops: ReadonlySet<string> = new Set(
  [readingRefused, exportCaseMissing, exportCaseClosed, exportClearForbidden, exportTooLarge, exportEmpty].map(
    ({ code }) => code,
  ),
)
const program: Actor = { kind: 'system', name: 'exports' }

/** Whether an item's parties may be taken out masked only. */
export const onlyMasked = ({ definition }: CaseListed['definition']): boolean =>
  definition.publicity.exports === 'masked'

/** 制作导出 What a worker does with what was asked for: counts the people, lets a second person answer, makes the file, ends what is over. */
export function makeExportMaking(needs: MakingNeeds, exports: Exports, reading: ExportReading) {
  const { db, clock, log, identity, parties, files, words } = needs

  /** Everybody in the list: the record first, then the names. */
  async function partiesIn(
    sql: Sql,
    actor: Officer,
    one: OpenExport,
    ids: readonly string[],
    grants: readonly string[],
  ) {
    const { purpose, wanted } = one
    const recorded = (subjects: readonly string[]) =>
      reading.record(sql, actor, purpose, { grants, subjects, fields: fieldsOf(wanted) })
    const masked = await parties.masked(sql, ids, (_, subjects) => recorded(subjects))
    const found = new Map<string, PartyListed>()
    for (const [id, party] of masked) {
      const isClear = wanted.clear.length > 0 && !party.erased
      // What the record above says already.
      const clear = isClear ? await parties.reveal(sql, id, async () => {}) : undefined
      found.set(id, { masked: party, clear })
    }
    return found
  }

  async function make(sql: Sql, one: OpenExport): Promise<void> {
    const { id, number, person, post, organ, purpose, caseId, wanted } = one
    const actor: Officer = { kind: 'officer', person, post, organ }
    const grants = await reading.granted(sql, actor, purpose, wanted)
    await reading.mustServe(actor, caseId, wanted.everywhere)
    const { cases, leftOut } = await casesToExport(sql, needs, actor, wanted, exports.limits.cases)
    if (wanted.clear.length > 0 && cases.some(({ definition }) => onlyMasked(definition))) throw exportClearForbidden()
    const ids = [...new Set(cases.flatMap(({ parties: of }) => of))]
    const persons = await personsAmong(sql, ids)
    const told = { export: number, purpose: readPurposeOf(purpose), cases: cases.length, persons }
    const within = await personsAmong(sql, [...new Set([...ids, ...(await exports.takenBy(sql, person))])])
    if (exports.needsAnswer(one, persons, within)) {
      await exports.wait(sql, id, cases.length, persons)
      return identity.prove(sql, program, 'export-waits', told)
    }
    const at = clock.now().toZonedDateTimeISO(clock.zone)
    const found = await partiesIn(sql, actor, one, ids, grants)
    const sheet = exportSheet(one, cases, found, { words, directory: await identity.directory(sql), at, leftOut })
    const stored = await files.put(Readable.from([sheet]), { maxBytes: sheet.length })
    await recordFile(sql, stored, { mediaType: sheetType })
    await exports.ready(sql, id, { file: stored.id, cases: cases.length, persons, leftOut, parties: ids })
    await identity.prove(sql, program, 'export-made', told)
  }

  const refused = async (sql: Sql, { id, number }: OpenExport, code: string): Promise<void> => {
    await exports.refuse(sql, id, code)
    await identity.prove(sql, program, 'export-refused', { export: number, code })
  }

  /** The next one; undefined where none waits for a worker. */
  async function makeNext(): Promise<OpenExport | undefined> {
    let held: OpenExport | undefined
    try {
      return await db.transaction(async sql => {
        held = await exports.next(sql)
        if (!held) return undefined
        try {
          await make(sql, held)
        } catch (fault) {
          if (!(fault instanceof Refusal && stops.has(fault.code))) throw fault
          await refused(sql, held, fault.code)
        }
        return held
      })
    } catch (fault) {
      const failed = held
      if (!failed) throw fault
      // Left as it is it would keep all others from being made.
      log.error({ err: fault, export: failed.number }, 'export.failed')
      await db.transaction(sql => refused(sql, failed, 'EXPORT_FAULT'))
      return failed
    }
  }

  async function endDue(): Promise<void> {
    const ended = await db.transaction(async sql => {
      const due = await exports.endDue(sql)
      for (const { number, status } of due)
        await identity.prove(sql, program, 'export-ended', { export: number, was: status })
      return due
    })
    for (const { file } of ended) if (file !== null) await files.remove(file)
  }

  return {
    /** One round of a worker: what is over ends first, then so many are made. */
    async work(most = Number.POSITIVE_INFINITY): Promise<void> {
      await endDue()
      for (let made = 0; made < most && (await makeNext()); made++);
    },
  }
}
