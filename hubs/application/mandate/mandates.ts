import type { Eraser } from '#kernel/party'
import type { Sql } from '#kernel/storage'
import { makeChanges, mandateUnknown } from './changes.ts'
import { makeGiving } from './giving.ts'
import * as store from './mandate.store.ts'
import { type Mandate, standingOf } from './mandate.ts'
import type { MandateNeeds } from './needs.ts'
import { type MandateRow, makeReading } from './reading.ts'
import { makeRecording } from './recording.ts'

/** A session lives half a day; what it chose is of no use after. */
const keptFor = { hours: 24 }

type Expired = { readonly id: string; readonly principal: string; readonly agent: string }

/** 授权委托 Mandates: given, taken up, ended, asked; and for whom a browser acts just now. */
export function makeMandates(needs: MandateNeeds) {
  const { db, clock } = needs
  const reading = makeReading(needs)
  const changes = makeChanges(needs)
  const { find, held, offered, given, concerning, unconfirmed } = reading
  const today = () => clock.today().toString()

  return {
    ...{ find, held, offered, given, concerning, unconfirmed },
    ...makeGiving(needs, reading, changes),
    ...makeRecording(needs, reading, changes),

    /** 代谁办理 The session acts on this mandate from now on. @throws MANDATE_UNKNOWN where it is another's or does not hold. */
    async choose(sql: Sql, session: string, agent: string, id: string, shown: string): Promise<void> {
      const found = await find(sql, id)
      if (found?.agent !== agent || !standingOf(found, today()).granted) throw mandateUnknown()
      await sql.run(store.chooseMandate, [session, id, shown, clock.now()])
    },

    /** For himself again. */
    leave: async (sql: Sql, session: string): Promise<void> => void (await sql.run(store.leaveMandate, [session])),

    /** The mandate this session chose, as it stands now; it may have ended since. */
    async actingIn(session: string): Promise<{ readonly mandate: Mandate; readonly shown: string } | undefined> {
      const [row] = await db.run<MandateRow & { readonly shown: string }>(store.actingIn, [session])
      if (!row) return undefined
      const { shown, ...rest } = row
      return { mandate: await reading.asKnown(db, rest), shown }
    },

    /** 清理 What sessions chose long ago goes; of a mandate that has run out both are told, once. */
    async sweep(): Promise<void> {
      await db.run(store.sweepActing, [clock.now().subtract(keptFor)])
      await db.transaction(async sql => {
        for (const { id, principal, agent } of await sql.run<Expired>(store.expiredBy, [today()]))
          await needs.tell(sql, {
            cause: `mandate:${id}:expired`,
            kind: 'mandate-expired',
            parties: [principal, agent],
          })
      })
    },
  }
}
export type Mandates = ReturnType<typeof makeMandates>

/** 删除 With a person go the mandates given by or to him. */
export const mandateEraser: Eraser = async (sql, party) => (await sql.run(store.forgetMandates, [party])).length
