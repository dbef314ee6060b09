import { type Caller, officersOnly, partiesOnly } from '#hubs/application/access'
import {
  type Contact,
  type DeliveryState,
  deliveryUnknown,
  nextWay,
  type Receiver,
  stateOf,
} from '#hubs/application/delivery'
import { authorityLacking, caseNotFound, primaryParty } from '#kernel/case'
import type { Officer } from '#kernel/identity'
import { type Sql, statement } from '#kernel/storage'
import { type CaseRow, readableCase } from './access.ts'
import { type CasePapers, isAddressed } from './case-papers.ts'
import type { MessageWords } from './message-words.ts'
import type { RouteNeeds } from './routes.ts'
import { servingVerdict } from './serving.ts'

const servedEvents = statement(
  'power.servedEvents',
  `select seq, on_date as "on", actor::text as actor, data::text as data from kernel.case_events
   where case_id = $1 and type = 'service.made' order by seq`,
)

/** 送达回证 A paper handed out electronically or by post: on its way, received, or come back; and what to try next. */
export interface DeliveryListed {
  readonly delivery: string
  readonly paper: string
  readonly way: 'electronic' | 'post'
  readonly state: DeliveryState
  readonly handedOutAt: string
  readonly handedOutOn: string
  readonly on: string | null
  /** 签收时间 The moment somebody signed for it, or wrote down what became of it. */
  readonly at: string | null
  readonly receivedBy: Receiver | null
  readonly proof: string | null
  readonly tracking: string | null
  readonly next: string | null
}

/** 已作送达 What an officer put on record as served: the day from which time runs. */
export interface ServiceListed {
  readonly seq: number
  readonly of: string
  readonly way: string
  readonly on: string
  readonly announcedOn: string | null
  readonly receipt: boolean
  readonly post: string | null
  readonly delivery: string | null
}

/** 已发消息 A message that left the house, or did not. */
export interface MessageListed {
  readonly way: string
  readonly kind: string
  readonly state: 'waiting' | 'sent' | 'arrived' | 'undelivered'
  readonly at: string
  readonly answer: string | null
}

export interface EvidenceListed {
  /** The party has agreed to electronic service in this case. */
  readonly electronic: boolean
  /** 代收 Whoever looks may sign for what was handed out. */
  readonly maySign: boolean
  readonly deliveries: readonly DeliveryListed[]
  readonly served: readonly ServiceListed[]
  readonly messages: readonly MessageListed[]
}

export interface PosterNeeds extends RouteNeeds {
  readonly casePapers: CasePapers
  readonly messageWords: MessageWords
}

/** 送达回证 What was served in a case, by which way, when and with what proof; and an officer's means of serving by post. */
export function makeCaseDeliveries(needs: PosterNeeds) {
  const { db, clock, deliveries, messages, implementations, directory, casePapers, messageWords, idempotency } = needs
  const today = () => clock.today().toString()
  const dayOf = (instant: string): string =>
    Temporal.Instant.from(instant).toZonedDateTimeISO(clock.zone).toPlainDate().toString()

  const waysOf = async ({ itemHash, state }: CaseRow): Promise<readonly string[]> => {
    const { stages } = await implementations.implemented(itemHash, state.implementation)
    const named = [...stages.values()].flatMap(({ kind, service }) =>
      kind === 'delivery' && service ? [service.ways] : [],
    )
    return named.length > 0 ? named.flat() : ['window', 'direct', 'post']
  }

  async function servedIn(sql: Sql, caseId: string): Promise<readonly (ServiceListed & { readonly party?: string })[]> {
    const offices = await directory()
    const rows = await sql.run<{ seq: number; on: string; actor: string; data: string }>(servedEvents, [caseId])
    return rows.map(({ seq, on, actor, data }) => {
      const by = JSON.parse(actor) as { readonly post?: string }
      const said = JSON.parse(data) as Readonly<Record<string, unknown>>
      const text = (name: string): string | null => (typeof said[name] === 'string' ? String(said[name]) : null)
      return {
        ...{ seq, on, of: String(said['of']), way: String(said['way']), receipt: said['receipt'] === true },
        ...{ announcedOn: text('announcedOn'), delivery: text('delivery') },
        post: by.post === undefined ? null : (offices.post(by.post, today())?.name ?? null),
        ...(typeof said['party'] === 'string' && { party: said['party'] }),
      }
    })
  }

  /** The officer who has a part in the case, and the party its papers are addressed to. @throws AUTHORITY_LACKING */
  async function serving(caller: Caller, number: string): Promise<{ row: CaseRow; by: Officer; party: string }> {
    if (caller.actor.kind !== 'officer') throw officersOnly()
    const row = await readableCase(db, caller, number)
    const party = primaryParty(row.state)?.party
    if (party === undefined || row.state.organ !== caller.actor.organ) throw caseNotFound()
    const definition = await implementations.implemented(row.itemHash, row.state.implementation)
    const asked = { definition, actor: caller.actor, directory: await directory(), on: today() }
    const verdict = servingVerdict({ state: row.state, ...asked })
    if (!verdict.granted) throw authorityLacking({ reasons: verdict.reasons })
    return { row, by: caller.actor, party }
  }
  const once = (by: Officer, key: string, said: unknown, work: (sql: Sql) => Promise<unknown>) =>
    idempotency.once({ actor: by, key, said }, async sql => ((await work(sql)) ?? null) as unknown)

  return {
    async list(caller: Caller, number: string): Promise<EvidenceListed> {
      const row = await readableCase(db, caller, number)
      const { actor } = caller
      const main = primaryParty(row.state)?.party
      // What names nobody was served on the one whose case it is.
      const own = (party: string | null = main ?? null): boolean => actor.kind !== 'party' || party === actor.party
      const named = await waysOf(row)
      const addressee = actor.kind === 'party' ? actor.party : main
      const confirmed = addressee && (await deliveries.confirmations.standing(db, addressee, row.id))
      const [handedOut, served, sent] = await Promise.all([
        deliveries.ofCase(db, row.id),
        servedIn(db, row.id),
        messages.ofCase(db, row.id),
      ])
      return {
        electronic: confirmed ? confirmed.electronic : false,
        maySign: actor.kind === 'party' && isAddressed(caller, row),
        deliveries: handedOut
          .filter(({ party }) => own(party))
          .map(one => {
            const state = stateOf(one, today(), clock.zone)
            const { id, paper, way, handedOutAt, outcomeOn, outcomeAt, receivedBy, proof, tracking } = one
            return {
              ...{ delivery: id, paper, way, state, handedOutAt, handedOutOn: dayOf(handedOutAt) },
              ...{ on: outcomeOn, at: outcomeAt },
              ...{ receivedBy, proof, tracking, next: nextWay(one, state, named) ?? null },
            }
          }),
        served: served.filter(({ party }) => own(party)).map(({ party: _, ...one }) => one),
        messages: sent
          .filter(({ party, way }) => own(party) && way !== 'post')
          .map(({ way, kind, state, queuedAt, settledAt, answer }) => ({
            ...{ way, kind, state, answer, at: settledAt ?? queuedAt },
          })),
      }
    },

    /** 签收 The party has it, from today. @throws DELIVERY_UNKNOWN */
    async sign(caller: Caller, number: string, delivery: string): Promise<void> {
      const { actor } = caller
      if (actor.kind !== 'party') throw partiesOnly()
      const row = await readableCase(db, caller, number)
      if (!isAddressed(caller, row)) throw deliveryUnknown()
      await db.transaction(sql => deliveries.sign(sql, actor, row.id, delivery))
    },

    /**
     * 寄出 The paper by post, to the address the party confirmed or the officer names: once for a key. @throws DELIVERY_NO_ADDRESS, DELIVERY_NO_WAY,
     * PAPER_UNKNOWN, CASE_NOT_FOUND, AUTHORITY_LACKING
     */
    async post(
      caller: Caller,
      key: string,
      number: string,
      { paper, address }: { readonly paper: string; readonly address?: string },
    ): Promise<void> {
      const { row, by, party } = await serving(caller, number)
      const { bytes } = await casePapers.fetch(caller, number, paper)
      const organ = (await directory()).organ(row.state.organ, today())?.name ?? row.state.organ
      const words = messageWords('letter', { number, organ })
      const wanted = { cause: `${row.id}:post:${key}`, caseId: row.id, party, paper, ...words }
      await once(by, key, ['POST deliveries', number, paper, address ?? null], async sql => {
        await deliveries.post(sql, by, wanted, { bytes, ...(address !== undefined && { address }) })
      })
    },

    /** 回证 What came back from the post. @throws DELIVERY_UNKNOWN */
    async record(
      caller: Caller,
      key: string,
      number: string,
      outcome: Parameters<typeof deliveries.record>[3],
    ): Promise<void> {
      const { row, by } = await serving(caller, number)
      await once(by, key, ['POST outcome', number, outcome], sql => deliveries.record(sql, by, row.id, outcome))
    },

    /** 纸质确认书 That the party signed one on paper, in this case: where it can be reached, and whether electronically. @throws CONFIRMATION_INVALID */
    async confirm(
      caller: Caller,
      key: string,
      number: string,
      { electronic, ...contact }: Contact & { readonly electronic: boolean },
    ): Promise<void> {
      const { row, by, party } = await serving(caller, number)
      const given = { party, caseId: row.id, electronic, signed: 'paper', contact } as const
      await once(by, key, ['POST confirmation', number, electronic], sql =>
        deliveries.confirmations.give(sql, by, given).then(() => {}),
      )
    },
  }
}
export type CaseDeliveries = ReturnType<typeof makeCaseDeliveries>
