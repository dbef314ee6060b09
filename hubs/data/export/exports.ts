import { type Clock, uuidv7 } from '#kernel/clock'
import { forget } from '#kernel/file'
import type { Officer } from '#kernel/identity'
import type { Eraser, Keyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import * as store from './export.store.ts'

export const exportUnknown = refusal('EXPORT_UNKNOWN', 404, 'No such export of yours')
export const exportAnswered = refusal('EXPORT_ANSWERED', 409, 'This export does not wait for an answer')
export const exportOfOne = refusal(
  'EXPORT_OF_ONE',
  403,
  'Another person in another post than who asked answers whether it may go out',
)
export const exportNotReady = refusal('EXPORT_NOT_READY', 409, 'There is no file of this export yet')
export const exportExpired = refusal('EXPORT_EXPIRED', 410, 'The file of this export is gone')
export const exportTakenOften = refusal('EXPORT_TAKEN_OFTEN', 409, 'This file has been taken as often as it may')
export const exportsTooMany = refusal('EXPORTS_TOO_MANY', 429, 'You have asked for too many exports within a day')

/** 导出上限 How much, how often, how long; `content/rules/exports.yaml`. */
export interface ExportLimits {
  /** Persons beyond whom a second person answers. */
  readonly persons: number
  readonly cases: number
  /** Days of openings that one export may span. */
  readonly days: number
  readonly perDay: number
  /** How often one file may be taken. */
  readonly taken: number
  /** Hours a file is kept. */
  readonly kept: number
  /** Hours within which the second person answers. */
  readonly answered: number
}

/** What people wrote: why, on what ground, why in clear. Kept sealed. */
export interface ExportSaid {
  readonly words: string
  readonly declared?: string
  readonly need?: string
}
export type OpenExport = store.CaseExport & { readonly said: ExportSaid; readonly reasons: string | null }

export interface ExportNeeds {
  readonly clock: Clock
  readonly keyring: Pick<Keyring, 'newKey' | 'seal' | 'unseal' | 'unwrap'>
  readonly limits: ExportLimits
}

/** 导出 What an export goes through, from being asked for to being gone: each in the caller's transaction, which also puts it on the trail. */
export function makeExports({ clock, keyring, limits }: ExportNeeds) {
  const place = (id: string, what: 'said' | 'answer') => `export|${id}|${what}`

  function opened({ wrapped, sealed, answer, ...row }: store.SealedExport): OpenExport {
    const key = keyring.unwrap(wrapped)
    return {
      ...row,
      said: JSON.parse(keyring.unseal(key, sealed, place(row.id, 'said')).toString()) as ExportSaid,
      reasons: answer && keyring.unseal(key, answer, place(row.id, 'answer')).toString(),
    }
  }

  return {
    limits,

    /** 申请 @throws EXPORTS_TOO_MANY */
    async ask(
      sql: Sql,
      by: Officer,
      asked: Pick<store.NewExport, 'purpose' | 'caseId' | 'wanted'> & { readonly said: ExportSaid },
    ): Promise<{ readonly id: string; readonly number: number }> {
      const now = clock.now()
      if ((await store.countAsked(sql, by.person, now.subtract({ hours: 24 }))) >= limits.perDay)
        throw exportsTooMany({
          facts: { perDay: limits.perDay },
          remedy: 'Ask for one list that holds them all, or tomorrow.',
        })
      const id = uuidv7(clock)
      const { key, wrapped } = keyring.newKey()
      const { said, ...rest } = asked
      const sealed = keyring.seal(key, JSON.stringify(said), place(id, 'said'))
      const { person, post, organ } = by
      const number = await store.addExport(sql, { ...rest, id, person, post, organ, askedAt: now, wrapped, sealed })
      return { id, number }
    },

    /** The next one that a worker makes, held until the transaction ends. */
    async next(sql: Sql): Promise<OpenExport | undefined> {
      const row = await store.lockNextExport(sql)
      return row && opened(row)
    },

    /** 一日所取 Of whom the officer's files of the last day tell that no second person has answered for. */
    takenBy: (sql: Sql, person: string): Promise<readonly string[]> =>
      store.personsTakenBy(sql, person, clock.now().subtract({ hours: 24 })),

    /**
     * 是否须第二人 Whether so many persons need an answer that they do not have: one that was given for fewer does not count. `within` is how many
     * there are with those he took the same day: many small lists are a large one.
     */
    needsAnswer: ({ status, persons: answeredFor }: store.CaseExport, persons: number, within = persons): boolean =>
      within > limits.persons && (status !== 'approved' || persons > (answeredFor ?? 0)),

    wait: store.setWaiting,
    refuse: store.setRefused,
    ready: (sql: Sql, id: string, made: Omit<store.Made, 'at' | 'expiresAt'>) => {
      const at = clock.now()
      return store.setReady(sql, id, { ...made, at, expiresAt: at.add({ hours: limits.kept }) })
    },

    /** 第二人答复 @throws EXPORT_UNKNOWN, EXPORT_OF_ONE, EXPORT_ANSWERED */
    async answer(
      sql: Sql,
      id: string,
      by: Officer,
      { approve, reasons }: { readonly approve: boolean; readonly reasons: string },
    ): Promise<OpenExport> {
      const row = await store.lockExport(sql, id)
      if (!row || row.organ !== by.organ) throw exportUnknown()
      if (row.person === by.person || row.post === by.post) throw exportOfOne()
      if (row.status !== 'waiting') throw exportAnswered({ facts: { status: row.status } })
      const answer = keyring.seal(keyring.unwrap(row.wrapped), reasons, place(id, 'answer'))
      const status = approve ? 'approved' : 'refused'
      await store.setAnswer(sql, id, { status, by: by.person, post: by.post, at: clock.now(), answer })
      return opened(row)
    },

    /** 下载 Counts one more taking of the file; only by whoever asked, in the post he asked in. @throws EXPORT_UNKNOWN, EXPORT_NOT_READY, EXPORT_EXPIRED, EXPORT_TAKEN_OFTEN */
    async take(sql: Sql, id: string, by: Officer) {
      const row = await store.lockExport(sql, id)
      if (!row || row.person !== by.person || row.post !== by.post) throw exportUnknown()
      const { status, file, expiresAt } = row
      const over = expiresAt !== null && Temporal.Instant.compare(clock.now(), expiresAt) >= 0
      if (status === 'ended' || over)
        throw exportExpired({ remedy: 'Ask for the export again: a file is kept for a day.' })
      if (status !== 'ready' || file === null) throw exportNotReady({ facts: { status } })
      if (row.taken >= limits.taken)
        throw exportTakenOften({
          facts: { most: limits.taken },
          remedy: 'Use the file you have, or ask for the export again.',
        })
      const taken = await store.countTaking(sql, id)
      return { ...opened(row), file, taken, parties: await store.personsOf(sql, id) }
    },

    /** 到期 Ends what is over, and destroys the keys of its files; whose bytes are then to be removed. */
    async endDue(sql: Sql): Promise<readonly OpenExport[]> {
      const now = clock.now()
      const due = await store.dueExports(sql, now, now.subtract({ hours: limits.answered }))
      for (const { id, file, status } of due) {
        await store.setEnded(sql, id, status === 'waiting' ? 'UNANSWERED' : 'EXPIRED')
        if (file !== null) await forget(sql, file, now)
      }
      return due.map(opened)
    },

    /** 我的导出 The latest first. */
    own: async (sql: Sql, { person }: Officer, limit = 50) => (await store.exportsOf(sql, person, limit)).map(opened),
    /** 待我答复 Those of the officer's organ that somebody in another post asked for. */
    waiting: async (sql: Sql, by: Officer, limit = 50) => (await store.exportsWaiting(sql, by, limit)).map(opened),
  }
}
export type Exports = ReturnType<typeof makeExports>

/** With a person every file goes that tells of him, at once: whoever needs the rest asks again. */
export const makeExportEraser =
  (clock: Clock): Eraser =>
  async (sql, party) => {
    const files = await store.endExportsOf(sql, party)
    for (const file of files) await forget(sql, file, clock.now())
    return files.length
  }
