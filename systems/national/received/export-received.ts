import type { Clock } from '#kernel/clock'
import type { Reads } from '#kernel/grant'
import type { Identity } from '#kernel/identity'
import type { Eraser, Keyring } from '#kernel/party'
import type { Db, Sql } from '#kernel/storage'
import { localTime } from '../cases/case-source.ts'
import type { NationalCodes } from '../codes.schema.ts'
import { type Shipment, shipmentOf } from '../manifest.ts'
import { exchangeGround, type Signed, type SigningNeeds, signedBy } from '../signed.ts'
import type { NationalRow } from '../table.schema.ts'
import { nationalTables } from '../tables.ts'
import { receivedStore as store } from './received.store.ts'
import { unseal } from './sealing.ts'

export interface ReceivedExportNeeds extends SigningNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
  readonly identity: Pick<Identity, 'directory' | 'prove'>
  readonly reads: Pick<Reads, 'recordRead'>
}

/** 删除来件中的个人信息 What was taken in about a party goes with the party: its rows stay, and say nothing personal any more. */
export const receivedEraser: Eraser = async (sql, party) => (await store.forgetParty(sql, party)).length

/**
 * 转出来件 The rows taken in as they hold now, in the order they came: what other systems sent, for whoever is to have it whole. Two
 * persons and a grant, as for our own cases; a read record names every party of ours whose row is opened. A row whose personal part was
 * erased goes out as a deletion.
 */
export function makeReceivedExport(needs: ReceivedExportNeeds) {
  const { db, clock, keyring, identity, reads } = needs

  async function rowsOf(sql: Sql, name: string, seen: Set<string>): Promise<NationalRow[]> {
    const { columns } = nationalTables.get(name)!
    const rows: NationalRow[] = []
    for (const stored of await store.current(sql, name)) {
      const { rowGuid, batch, operation, time, columns: open, party, personal, wrapped, sealed } = stored
      const head = { row_guid: rowGuid, cd_batch: batch, cd_operation: operation, cd_time: time }
      if (personal && (wrapped === null || sealed === null)) {
        const { data_source = '', project_no = '' } = open
        rows.push({ ...head, cd_operation: 'D', data_source, project_no })
        continue
      }
      const whole: NationalRow = {
        ...head,
        ...open,
        ...(wrapped && sealed && unseal({ keyring }, name, { rowGuid, batch, wrapped, sealed })),
      }
      if (personal && party !== null) seen.add(party)
      rows.push(
        Object.fromEntries(
          columns.flatMap(({ name: column }) => (whole[column] === undefined ? [] : [[column, whole[column]]])),
        ),
      )
    }
    return rows
  }

  return (signed: Signed, codes: NationalCodes): Promise<Shipment> =>
    db.transaction(async sql => {
      const { actor, beside, used } = await signedBy(needs, sql, signed, 'national.rows', ['*'])
      const tables = new Map<string, NationalRow[]>()
      const seen = new Set<string>()
      for (const name of nationalTables.keys()) tables.set(name, await rowsOf(sql, name, seen))
      const { purpose } = signed
      const record = { actor, purpose, ground: exchangeGround, grants: used, source: 'national.rows', fields: ['*'] }
      await reads.recordRead(sql, { ...record, subjects: [...seen], disclosure: { kind: 'at-once' } })
      const count = [...tables.values()].reduce((sum, rows) => sum + rows.length, 0)
      await identity.prove(sql, actor, 'national-rows-exported', { beside, purpose, rows: count })
      const at = localTime(clock.now().toString(), clock.zone)
      return shipmentOf({ kind: 'rows', batch: at.replaceAll(/\D/g, ''), at, codes, tables, findings: [] })
    })
}
