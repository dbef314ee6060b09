import { type Clock, uuidv7 } from '#kernel/clock'
import type { BlindIndex, Eraser, Keyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import { type Db, statement } from '#kernel/storage'

export const batchUnknown = refusal('BATCH_UNKNOWN', 404, 'No such batch of yours')

const add = statement(
  'power.addBatch',
  'insert into power.batches (id, owner, item, organ, made_at, wrapped, alg, key_id, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
)
const find = statement(
  'power.findBatch',
  'select item, organ, made_at as "madeAt", wrapped, sealed from power.batches where id = $1 and owner = $2',
)
const findRow = statement('power.findBatchRow', 'select number from power.batch_rows where tag = $1')
const addRow = statement(
  'power.addBatchRow',
  'insert into power.batch_rows (tag, owner, number, filed_at) values ($1, $2, $3, $4) on conflict (tag) do nothing',
)
const forgetOld = statement('power.forgetBatches', 'delete from power.batches where made_at < $1 returning 1')
const forget = statement(
  'power.forgetBatchesOf',
  `with gone as (delete from power.batch_rows where owner = $1 returning 1)
   delete from power.batches where owner = $1 returning 1`,
)

/** What came of a batch is shown for so long; the cases themselves stay. */
const keptFor = { hours: 24 * 90 }

export interface BatchNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
  readonly index: BlindIndex
}

/** 一行 Whose, for what, and what it says: the same row again is the same filing. */
export interface RowSaid {
  readonly owner: string
  readonly item: string
  readonly organ: string
  readonly said: readonly (readonly [column: string, text: string])[]
}

/** 批量申报 What came of the rows of a spreadsheet, and which rows were filed already. */
export function makeBatches({ db, clock, keyring, index }: BatchNeeds) {
  const place = (id: string): string => `batch|${id}`
  const tagOf = ({ owner, item, organ, said }: RowSaid): Buffer =>
    index.tag('batch-row', JSON.stringify([owner, item, organ, said]))

  return {
    /** The key of a row, a UUID: whoever sends it again meets the same case. */
    keyOf(row: RowSaid): string {
      const hex = tagOf(row).toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    },
    /** Under which number the row was filed before. */
    async filed(row: RowSaid): Promise<string | undefined> {
      return (await db.run<{ number: string }>(findRow, [tagOf(row)]))[0]?.number
    },
    async keepFiled(row: RowSaid, number: string): Promise<void> {
      await db.run(addRow, [tagOf(row), row.owner, number, clock.now()])
    },

    async keep(owner: string, item: string, organ: string, result: unknown): Promise<string> {
      const id = uuidv7(clock)
      const { key, wrapped, alg, keyId } = keyring.newKey()
      const sealed = keyring.seal(key, JSON.stringify(result), place(id))
      await db.run(add, [id, owner, item, organ, clock.now(), wrapped, alg, keyId, sealed])
      return id
    },
    /** @throws BATCH_UNKNOWN, for another's and for none alike */
    async read(owner: string, id: string) {
      type Row = { item: string; organ: string; madeAt: string; wrapped: Buffer; sealed: Buffer }
      const [row] = await db.run<Row>(find, [id, owner])
      if (!row) throw batchUnknown()
      const { item, organ, madeAt, wrapped, sealed } = row
      const result = JSON.parse(keyring.unseal(keyring.unwrap(wrapped), sealed, place(id)).toString()) as unknown
      return { item, organ, madeAt, result }
    },
    /** 清理 */
    forgetOld: async (): Promise<number> => (await db.run(forgetOld, [clock.now().subtract(keptFor)])).length,
  }
}
export type Batches = ReturnType<typeof makeBatches>

export const batchEraser: Eraser = async (sql, party) => (await sql.run(forget, [party])).length
