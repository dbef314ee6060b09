import type { Caller } from '#hubs/application/access'
import {
  type ExportLimits,
  type ExportPurpose,
  type ExportSaid,
  type ExportWanted,
  exportExpired,
  exportPurposes,
  makeExports,
  type OpenExport,
  readPurposeOf,
} from '#hubs/data/export'
import { findFile } from '#kernel/file'
import type { Officer } from '#kernel/identity'
import type { Keyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { readableCase } from './access.ts'
import { exportClearForbidden, type MakingNeeds, makeExportMaking, onlyMasked } from './export-making.ts'
import { exportCaseMissing, fieldsOf, makeExportReading } from './export-reading.ts'

export const exportGroundWrong = refusal(
  'EXPORT_GROUND_WRONG',
  422,
  'This purpose stands on a declared document besides its case, or on its case alone; it is the other way round',
)
export const exportNeedMissing = refusal(
  'EXPORT_NEED_MISSING',
  422,
  'Columns in clear need a reason, and the list of one item',
)
export const exportPeriodWrong = refusal('EXPORT_PERIOD_WRONG', 422, 'The period of this list is not possible')

/** 导出申请 What an officer asks for. */
export interface ExportAsked {
  readonly purpose: ExportPurpose
  readonly words: string
  readonly ground: { readonly case?: string | undefined; readonly declared?: string | undefined }
  readonly cases: {
    readonly item?: string | undefined
    readonly organ?: string | undefined
    readonly status?: 'open' | 'ended' | undefined
    readonly from: string
    readonly to: string
  }
  readonly columns: ExportWanted['columns']
  readonly clear?: ExportWanted['clear'] | undefined
  readonly need?: string | undefined
}

export interface CaseExportNeeds extends MakingNeeds {
  readonly keyring: Keyring
  readonly rules: ExportLimits
}

/** 导出办件清单 Who asks, who answers, who takes the file: each on the trail, and everybody in the file is shown it. */
export function makeCaseExports(needs: CaseExportNeeds) {
  const { db, clock, keyring, identity, definitions, files, rules } = needs
  const exports = makeExports({ clock, keyring, limits: rules })
  const reading = makeExportReading(needs)
  const { work } = makeExportMaking(needs, exports, reading)

  function mustBePossible({ from, to }: ExportAsked['cases']): void {
    const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
    const days = first.until(last, { largestUnit: 'day' }).days
    if (days < 0 || days >= rules.days || Temporal.PlainDate.compare(last, clock.today()) > 0)
      throw exportPeriodWrong({
        facts: { days: rules.days },
        remedy: 'Name a first and a last day, no later than today.',
      })
  }

  /** 办件、文件 Every purpose serves a case; a document is declared where the purpose stands on one, and nowhere else. */
  function mustStand({ purpose, ground }: ExportAsked): string {
    if (ground.case === undefined)
      throw exportCaseMissing({
        facts: { fields: { case: 'MISSING' } },
        remedy: 'Name the open case in which the list is wanted.',
      })
    const wantsDocument = exportPurposes[purpose] === 'document'
    if (wantsDocument !== (ground.declared !== undefined))
      throw exportGroundWrong({
        facts: { purpose, fields: { declared: wantsDocument ? 'MISSING' : 'NOT_ASKED' } },
        remedy: wantsDocument ? 'Name the document it stands on.' : 'Leave the document out.',
      })
    return ground.case
  }

  /** 明文列 Only of one item, for a stated reason, and where the item lets it. */
  async function mustLetClear({ cases: { item }, need }: ExportAsked): Promise<void> {
    if (item === undefined || need === undefined) throw exportNeedMissing({ remedy: 'Choose one item and say why.' })
    const current = await definitions.current(item, clock.today().toString()).catch(() => undefined)
    if (current && onlyMasked(current)) throw exportClearForbidden({ facts: { item }, remedy: 'Ask for it masked.' })
  }

  /** As people see it: with what was written, and over as soon as its hour has come. */
  async function shown(sql: Sql, rows: readonly OpenExport[]) {
    const directory = await identity.directory(sql)
    const [on, now] = [clock.today().toString(), clock.now()]
    const postNamed = (id: string) => directory.post(id, on)?.name ?? id
    return rows.map(row => {
      const { said, wanted, expiresAt, status } = row
      const { serves, everywhere: _, ...cases } = wanted
      const over = status === 'ready' && expiresAt !== null && Temporal.Instant.compare(now, expiresAt) >= 0
      return {
        ...{
          id: row.id,
          number: row.number,
          status: over ? ('ended' as const) : status,
          why: row.why,
          askedAt: row.askedAt,
        },
        asked: { post: postNamed(row.post), name: directory.person(row.person)?.name ?? '' },
        ...{
          purpose: row.purpose,
          words: said.words,
          case: serves,
          declared: said.declared ?? null,
          need: said.need ?? null,
        },
        ...{ wanted: cases, cases: row.cases, persons: row.persons, leftOut: row.leftOut },
        answer:
          row.answeredPost === null || row.answeredAt === null
            ? null
            : { post: postNamed(row.answeredPost), at: row.answeredAt, reasons: row.reasons ?? '' },
        ...{ madeAt: row.madeAt, expiresAt, taken: row.taken, most: rules.taken },
      }
    })
  }

  return {
    work,

    /**
     * 申请导出 @throws EXPORT_PERIOD_WRONG, EXPORT_CASE_MISSING, EXPORT_GROUND_WRONG, CASE_NOT_FOUND, EXPORT_CASE_CLOSED, EXPORT_NEED_MISSING, EXPORT_CLEAR_FORBIDDEN,
     * READING_REFUSED, EXPORTS_TOO_MANY
     */
    async ask(sql: Sql, caller: Caller & { readonly actor: Officer }, asked: ExportAsked) {
      const { actor, scopes } = caller
      const { purpose, words, ground, cases, columns, need } = asked
      const clear = (asked.clear ?? []).filter(column => columns.includes(column))
      mustBePossible(cases)
      const number = mustStand(asked)
      const everywhere = scopes.has('supervise')
      const served = await readableCase(sql, caller, number)
      await reading.mustServe(actor, served.id, everywhere)
      if (clear.length > 0) await mustLetClear(asked)
      const { item = null, organ = null, status = null, from, to } = cases
      const wanted = { item, organ, status, from, to, serves: served.number, everywhere, columns, clear }
      await reading.granted(sql, actor, purpose, wanted)
      const said: ExportSaid = {
        words,
        ...(ground.declared !== undefined && { declared: ground.declared }),
        ...(clear.length > 0 && need !== undefined && { need }),
      }
      const added = await exports.ask(sql, actor, { purpose, caseId: served.id, wanted, said })
      const told = {
        ...{ export: added.number, purpose: readPurposeOf(purpose), case: served.number },
        clear: clear.length,
      }
      await identity.prove(sql, actor, 'export-asked', told)
      return added
    },

    own: async (actor: Officer) => shown(db, await exports.own(db, actor)),
    waiting: async (actor: Officer) => shown(db, await exports.waiting(db, actor)),

    /** @throws EXPORT_UNKNOWN, EXPORT_OF_ONE, EXPORT_ANSWERED */
    async answer(sql: Sql, actor: Officer, id: string, given: { readonly approve: boolean; readonly reasons: string }) {
      const { number, persons } = await exports.answer(sql, id, actor, given)
      const change = given.approve ? 'export-approved' : 'export-declined'
      await identity.prove(sql, actor, change, { export: number, persons })
      return { id }
    },

    /**
     * 下载导出 The bytes, once it is on record that they were taken. @throws EXPORT_UNKNOWN, EXPORT_NOT_READY, EXPORT_EXPIRED, EXPORT_TAKEN_OFTEN,
     * EXPORT_CASE_MISSING, EXPORT_CASE_CLOSED, READING_REFUSED
     */
    async take(actor: Officer, id: string) {
      const taken = await db.transaction(async sql => {
        const one = await exports.take(sql, id, actor)
        const { number, purpose, wanted, caseId, parties } = one
        await reading.mustServe(actor, caseId, wanted.everywhere)
        const grants = await reading.granted(sql, actor, purpose, wanted)
        const file = await findFile(sql, one.file)
        if (!file?.wrappedKey || !(await files.has(file.id))) throw exportExpired()
        await reading.record(sql, actor, purpose, { grants, subjects: parties, fields: [...fieldsOf(wanted), 'file'] })
        await identity.prove(sql, actor, 'export-taken', { export: number, times: one.taken })
        return { number, id: file.id, size: file.size, wrappedKey: file.wrappedKey }
      })
      const { number, size, id: file, wrappedKey } = taken
      return { number, size, bytes: files.get(file, wrappedKey) }
    },
  }
}
export type CaseExports = ReturnType<typeof makeCaseExports>
