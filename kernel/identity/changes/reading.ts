import { type Sql, statement } from '#kernel/storage'
import type { Actor } from '../actor.ts'
import type { ChangeDependencies } from './changes.ts'
import { mustBeAllowed } from './journal.ts'

const readChanges = statement(
  'identity.readChanges',
  `select id, at, actor, change, detail from kernel.identity_changes where ($1::bigint is null or id < $1)
     and ($3::text is null or change = $3)
     and ($4::text is null or actor like 'officer:' || $4 || '@%' or detail ->> 'person' = $4) order by id desc limit $2`,
)

/** 变更记录 One line of the journal: who changed what, when. */
export interface ChangeSeen {
  readonly id: number
  readonly at: string
  readonly actor: string
  readonly change: string
  readonly detail: Readonly<Record<string, unknown>>
}

export interface JournalPage {
  readonly before?: number
  readonly limit: number
  /** Only changes of this kind. */
  readonly change?: string
  /** Only what this officer did, or what was done about him. */
  readonly person?: string
}

export interface JournalReading {
  /** 查阅变更 The journal, newest first; the audit administrator alone. */
  journal(sql: Sql, by: Actor, page: JournalPage): Promise<readonly ChangeSeen[]>
}

export const makeJournalReading = ({ clock }: Pick<ChangeDependencies, 'clock'>): JournalReading => ({
  async journal(sql, by, { before, limit, change, person }) {
    await mustBeAllowed(sql, clock, by, 'read-journal')
    return sql.run<ChangeSeen>(readChanges, [before ?? null, limit, change ?? null, person ?? null])
  },
})
