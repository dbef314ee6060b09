import { primaryParty } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { refusal } from '#kernel/refusal'
import { statement } from '#kernel/storage'
import { findCase } from './access.ts'
import type { Told } from './decision-shown.ts'
import { makeOpenings } from './openings.ts'
import { makeOwnCases } from './own-cases.ts'
import { makePublicProgress, type PublicProgress } from './public-progress.ts'
import type { RouteNeeds } from './routes.ts'

export const namelessNotTaken = refusal('NAMELESS_NOT_TAKEN', 422, 'For this one says who one is')

const named = statement('power.partyNamed', 'select 1 from kernel.party_identifiers where party = $1 limit 1')

/** 不具名 Whether the item takes it from somebody who does not say who he is. */
const takesUnnamed = ({ definition }: Pick<CompiledItem, 'definition'>): boolean =>
  definition.content.parties.subject?.unnamed === true

/** What is known of somebody who does not say who he is: nothing; his case has a party all the same. */
const callerFor = (party: string) => ({
  actor: { kind: 'party', party, account: party } as const,
  scopes: new Set(['cases.act', 'cases.read']),
  acr: 0,
  client: 'plumbline-portal',
})

export interface PlaceWanted {
  readonly item: string
  readonly organ: string
}

/** 不具名提出 A case of somebody who does not say who he is: the code of its receipt is all he has, so the answer is read with it. */
export function makeUnnamed(needs: RouteNeeds) {
  const { db, clock, parties, idempotency, definitions } = needs
  const openings = makeOpenings(needs)
  const ownCases = makeOwnCases(needs)
  const progress = makePublicProgress(needs)

  return {
    /** @throws NAMELESS_NOT_TAKEN, and whatever an opening is refused with. */
    async open(key: string, { item, organ }: PlaceWanted, fields: Readonly<Record<string, unknown>>) {
      if (!takesUnnamed(await definitions.current(item, clock.today()))) throw namelessNotTaken()
      const write = { actor: { kind: 'system', name: 'portal' } as const, key, said: ['unnamed', item, organ, fields] }
      const { answer: party } = await idempotency.once(
        write,
        async sql => (await parties.register(sql, { kind: 'person', name: '未具名', identifiers: [] })).party,
      )
      const { result, checkCode } = await openings.open(callerFor(party), key, {
        ...{ item, organ, verb: 'submit', start: 'application', channel: 'online' },
        parties: [{ role: 'subject', party, unit: 'person' }],
        body: { fields },
      })
      return { number: result.number, checkCode }
    },

    /** 凭码查看 The progress of a case by number and code; with the answer, where nobody else could ever read it. */
    async progress(
      number: string,
      code: string,
    ): Promise<(PublicProgress & { readonly told?: readonly Told[] }) | undefined> {
      const shown = await progress(number, code)
      if (!shown?.unnamed) return shown
      const row = await findCase(db, number)
      const party = row && primaryParty(row.state)?.party
      if (!row || party === undefined || (await db.run(named, [party])).length > 0) return shown
      return { ...shown, told: (await ownCases.read(callerFor(party), number)).told }
    },
  }
}
export type Unnamed = ReturnType<typeof makeUnnamed>
