import { type Clock, uuidv7 } from '#kernel/clock'
import type { Eraser, Keyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import { type Db, type Sql, statement } from '#kernel/storage'
import { makeFormDrafts } from './form-drafts.ts'

export const draftUnknown = refusal('DRAFT_NOT_YOURS', 404, 'No such draft of yours')
export const draftsTooMany = refusal('DRAFTS_TOO_MANY', 409, 'There are too many drafts; hand in or delete some')

const add = statement(
  'power.addDraft',
  'insert into power.drafts (case_id, owner, item, organ, wrapped, alg, key_id, updated_on) values ($1, $2, $3, $4, $5, $6, $7, $8)',
)
const count = statement(
  'power.countDrafts',
  'select count(*)::int as count from power.drafts where owner = $1 and form is null',
)
const find = statement(
  'power.findDraft',
  'select item, organ, wrapped, sealed, updated_on as "updatedOn" from power.drafts where case_id = $1 and owner = $2 and form is null',
)
const write = statement(
  'power.writeDraft',
  'update power.drafts set sealed = $3, updated_on = $4 where case_id = $1 and owner = $2 returning 1',
)
const hold = statement(
  'power.holdDraft',
  'select item, organ, wrapped, sealed, updated_on as "updatedOn" from power.drafts where case_id = $1 and owner = $2 and form is null for update',
)
const listOf = statement(
  'power.draftsOf',
  'select case_id as "caseId", item, organ, updated_on as "updatedOn" from power.drafts where owner = $1 and form is null order by updated_on desc, case_id desc',
)
const remove = statement('power.removeDraft', 'delete from power.drafts where case_id = $1 and owner = $2 returning 1')
const forget = statement('power.forgetDrafts', 'delete from power.drafts where updated_on < $1 returning 1')

const erase = statement('power.eraseDrafts', 'delete from power.drafts where owner = $1 returning 1')

export interface DraftContent {
  readonly fields: Readonly<Record<string, unknown>>
  readonly materials: Readonly<Record<string, unknown>>
  /** What the pages keep beside the answers: where they came from, the scans of papers, the last pre-check. */
  readonly kept?: Readonly<Record<string, unknown>>
}

/** An unfinished application in its owner's list. */
export interface DraftListed {
  readonly caseId: string
  readonly item: string
  readonly organ: string
  readonly updatedOn: string
}

const most = 50
const keptFor = { days: 30 }

/** 草稿 Unfinished applications: each has the id of the case it may become; what it says is sealed under a key of its own. */
export function makeDrafts({
  db,
  clock,
  keyring,
}: {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
}) {
  interface DraftRow {
    readonly item: string
    readonly organ: string
    readonly wrapped: Buffer
    readonly sealed: Buffer | null
    readonly updatedOn: string
  }
  const own = async (caseId: string, owner: string): Promise<DraftRow> => {
    const [row] = await db.run<DraftRow>(find, [caseId, owner])
    if (!row) throw draftUnknown()
    return row
  }
  const place = (caseId: string): string => `draft|${caseId}`
  const open = (caseId: string, { wrapped, sealed }: DraftRow): DraftContent =>
    sealed
      ? (JSON.parse(keyring.unseal(keyring.unwrap(wrapped), sealed, place(caseId)).toString()) as DraftContent)
      : { fields: {}, materials: {} }

  return {
    /** Of forms that begin no application. */
    ofForms: makeFormDrafts({ db, clock, keyring }),
    /** Issues the id; in the caller's transaction, so that a repeated request finds the same one. */
    async begin(sql: Sql, owner: string, item: string, organ: string): Promise<string> {
      const [held] = await sql.run<{ count: number }>(count, [owner])
      if (held!.count >= most) throw draftsTooMany({ facts: { most } })
      const caseId = uuidv7(clock)
      const { wrapped, alg, keyId } = keyring.newKey()
      await sql.run(add, [caseId, owner, item, organ, wrapped, alg, keyId, clock.today()])
      return caseId
    },
    async read(caseId: string, owner: string) {
      const row = await own(caseId, owner)
      const { item, organ, updatedOn } = row
      return { caseId, item, organ, updatedOn, ...open(caseId, row) }
    },
    /** 我的草稿 The latest first. */
    listOf: (owner: string): Promise<DraftListed[]> => db.run<DraftListed>(listOf, [owner]),
    /** What it is a draft of. */
    async placeOf(caseId: string, owner: string): Promise<{ readonly item: string; readonly organ: string }> {
      const { item, organ } = await own(caseId, owner)
      return { item, organ }
    },
    /** Two devices that fill in two pages of one draft at once both keep what they said. */
    change: (caseId: string, owner: string, change: (content: DraftContent) => DraftContent): Promise<DraftContent> =>
      db.transaction(async sql => {
        const [row] = await sql.run<DraftRow>(hold, [caseId, owner])
        if (!row) throw draftUnknown()
        const content = change(open(caseId, row))
        const sealed = keyring.seal(keyring.unwrap(row.wrapped), JSON.stringify(content), place(caseId))
        await sql.run(write, [caseId, owner, sealed, clock.today()])
        return content
      }),
    /** Answers and papers as a program sends them, whole; what the pages keep beside them stays. */
    async save(caseId: string, owner: string, { fields, materials }: DraftContent): Promise<void> {
      const row = await own(caseId, owner)
      const content = { ...open(caseId, row), fields, materials }
      const sealed = keyring.seal(keyring.unwrap(row.wrapped), JSON.stringify(content), place(caseId))
      await db.run(write, [caseId, owner, sealed, clock.today()])
    },
    async remove(caseId: string, owner: string): Promise<void> {
      if ((await db.run(remove, [caseId, owner])).length === 0) throw draftUnknown()
    },
    /** 清理 Drafts nobody touched for thirty days are gone, answers and key together. */
    forgetOld: async (): Promise<number> => (await db.run(forget, [clock.today().subtract(keptFor)])).length,
  }
}
export type Drafts = ReturnType<typeof makeDrafts>

/** Whoever is erased leaves no unfinished words behind. */
export const draftEraser: Eraser = async (sql, party) => (await sql.run(erase, [party])).length
