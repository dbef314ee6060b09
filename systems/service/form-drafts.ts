import { type Clock, uuidv7 } from '#kernel/clock'
import type { Keyring } from '#kernel/party'
import { type Db, type Sql, statement } from '#kernel/storage'

const find = statement(
  'power.findFormDraft',
  'select case_id as id, wrapped, sealed from power.drafts where owner = $1 and form = $2',
)
const hold = statement(
  'power.holdFormDraft',
  'select case_id as id, wrapped, sealed from power.drafts where owner = $1 and form = $2 for update',
)
const add = statement(
  'power.addFormDraft',
  'insert into power.drafts (case_id, owner, form, item, organ, wrapped, alg, key_id, updated_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (owner, form) where form is not null do nothing',
)
const write = statement(
  'power.writeFormDraft',
  'update power.drafts set sealed = $2, updated_on = $3 where case_id = $1',
)
const listOf = statement(
  'power.formDraftsOf',
  'select form, item, organ, updated_on as "updatedOn" from power.drafts where owner = $1 and form is not null order by updated_on desc, case_id desc',
)
const remove = statement('power.removeFormDraft', 'delete from power.drafts where owner = $1 and form = $2')

/** What stands in a form: as typed, by its questions. */
export interface FormWords {
  readonly typed: Readonly<Record<string, readonly string[]>>
  /** Which page said so last, and how often that one had been heard. */
  readonly heard?: { readonly drawn: string; readonly turn: number }
}

/** A form by its address, and the item it is about at which organ; a form of one’s own affairs is about none. */
export interface FormPlace {
  readonly form: string
  readonly item: string | null
  readonly organ: string | null
}

interface Row {
  readonly id: string
  readonly wrapped: Buffer
  readonly sealed: Buffer | null
}

/** 随填随存 What is typed in a form that begins no application: sealed under a key of its own, its owner’s and whoever acts for him, forgotten with the drafts. */
export function makeFormDrafts({
  db,
  clock,
  keyring,
}: {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
}) {
  const place = (id: string): string => `draft|${id}`
  const open = ({ id, wrapped, sealed }: Row): FormWords =>
    sealed
      ? (JSON.parse(keyring.unseal(keyring.unwrap(wrapped), sealed, place(id)).toString()) as FormWords)
      : { typed: {} }

  async function held(sql: Sql, owner: string, { form, item, organ }: FormPlace): Promise<Row> {
    const [row] = await sql.run<Row>(hold, [owner, form])
    if (row) return row
    const { wrapped, alg, keyId } = keyring.newKey()
    await sql.run(add, [uuidv7(clock), owner, form, item, organ, wrapped, alg, keyId, clock.today()])
    const [added] = await sql.run<Row>(hold, [owner, form])
    return added!
  }

  return {
    async read(owner: string, form: string): Promise<FormWords | undefined> {
      const [row] = await db.run<Row>(find, [owner, form])
      return row && open(row)
    },
    change: (owner: string, at: FormPlace, change: (before: FormWords) => FormWords): Promise<void> =>
      db.transaction(async sql => {
        const row = await held(sql, owner, at)
        const sealed = keyring.seal(keyring.unwrap(row.wrapped), JSON.stringify(change(open(row))), place(row.id))
        await sql.run(write, [row.id, sealed, clock.today()])
      }),
    listOf: (owner: string): Promise<(FormPlace & { readonly updatedOn: string })[]> =>
      db.run<FormPlace & { readonly updatedOn: string }>(listOf, [owner]),
    async drop(owner: string, form: string): Promise<void> {
      await db.run(remove, [owner, form])
    },
  }
}
