import type { Db } from '#kernel/storage'
import type { Ledger } from './ledger.ts'

/** 上缴国库 What every collector took since it last handed over, each in a transaction of its own (行政处罚法67). */
export async function remitAll(db: Db, ledger: Pick<Ledger, 'remit' | 'collectors'>): Promise<void> {
  for (const collector of await ledger.collectors(db)) await db.transaction(sql => ledger.remit(sql, collector))
}
