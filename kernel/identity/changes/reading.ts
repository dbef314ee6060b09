import { type Sql, statement } from '#kernel/storage'
import type { Actor } from '../actor.ts'
import type { ChangeDependencies } from './changes.ts'
import { mustBeAllowed } from './journal.ts'

const readChanges = statement(
  'identity.readChanges',
  `select id, at, actor, change, detail from kernel.identity_changes where $1::bigint is null or id < $1 order by id desc limit $2`,
)

/** 变更记录 One line of the journal: who changed what, when. */
export interface ChangeSeen {
  readonly id: number
  readonly at: string
  readonly actor: string
  readonly change: string
  readonly detail: Readonly<Record<string, unknown>>
}

export interface JournalReading {
  /** 查阅变更 The journal, newest first; the audit administrator alone. */
  journal(
    sql: Sql,
    by: Actor,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<readonly ChangeSeen[]>
}

export const makeJournalReading = ({ clock }: Pick<ChangeDependencies, 'clock'>): JournalReading => ({
  async journal(sql, by, { before, limit }) {
    await mustBeAllowed(sql, clock, by, 'read-journal')
    return sql.run<ChangeSeen>(readChanges, [before ?? null, limit])
  },
})
