import type { Deliveries } from '#hubs/application/delivery'
import { type Cases, primaryParty } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { CompiledItem } from '#kernel/definition'
import type { Identity } from '#kernel/identity'
import type { Eraser } from '#kernel/party'
import { type Db, type Sql, statement } from '#kernel/storage'
import { makeRelay, type Subscription, type Task } from '#kernel/subscription'
import type { MessageWords } from './message-words.ts'

const add = statement(
  'power.addMessages',
  `insert into power.messages (event, case_id, party, kind, at)
   select $1, case_id, party, $2, $3 from kernel.case_parties where case_id = $4 and role in ('subject', 'respondent')
   on conflict (event, party) do nothing returning party`,
)
const numberOf = statement('power.numberOfCase', 'select number from kernel.cases where id = $1')
const listOf = statement(
  'power.messagesOf',
  `select m.id, m.kind, m.at, c.number, c.item from power.messages m join kernel.cases c on c.id = m.case_id
   where m.party = $1 and ($2::bigint is null or m.id < $2) order by m.id desc limit $3`,
)
const forget = statement('power.forgetMessages', 'delete from power.messages where party = $1 returning 1')

/** What a party is told of, by the event that says it. A decision concerns the respondent too; a supplement is asked of applicants; a move to
 * another version is told where it changes a day that parties count on, a part that is not opened or stops with the reason on its page, and one
 * that is begun after all. */
const kinds: Readonly<Record<string, string>> = {
  'decision.made': 'decided',
  'supplement.requested': 'supplement-asked',
  'case.migrated': 'rules-changed',
  'part.left': 'part-not-opened',
  'part.restored': 'part-restored',
  'case.terminated': 'part-stopped',
}

/** What the applicant himself knows: he does not need it, or has taken it back. */
const known: ReadonlySet<string> = new Set(['not-needed', 'withdrawn'])
/** Grounds on which a part of a joint case ends without an act of an officer; whoever ends a case by an act tells the party himself. */
const stopped: ReadonlySet<string> = new Set(['other-refused', 'whole-ended'])

const isTold = (type: string, data: Readonly<Record<string, unknown>>): boolean =>
  type === 'case.terminated'
    ? stopped.has(String(data['ground']))
    : data['told'] !== false && !known.has(String(data['why']))

export interface Message {
  readonly id: number
  readonly kind: string
  readonly at: string
  readonly number: string
  readonly item: string
}

/** 告知任务 The job refers to the event and quotes nothing. */
export const messageRelay: Subscription = makeRelay({
  name: 'power.messages',
  types: Object.keys(kinds),
  jobsOf: ({ id, caseId, type, data }) =>
    isTold(type, data) ? [{ task: 'tell-parties', payload: { event: id, case: caseId, kind: kinds[type]! } }] : [],
})

/** Whether the item lets a decision be served electronically: where it names the ways, this is one of them. */
const servesElectronically = ({ stages }: CompiledItem): boolean =>
  [...stages.values()].some(
    ({ kind, service }) =>
      kind === 'delivery' && (service === undefined || (service.ways as readonly string[]).includes('electronic')),
  )

export interface TellNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly identity: Pick<Identity, 'directory'>
  readonly cases: Pick<Cases, 'stateOf' | 'definitionOf'>
  readonly deliveries: Pick<Deliveries, 'confirmations' | 'handOut' | 'note'>
  readonly words: MessageWords
}

/**
 * 告知 Writes a case's parties that something happened in it, and queues what leaves the house for those who gave an address: once for an event,
 * however often the job runs. A decision is handed out electronically to whoever signed for that.
 */
export function makeTellParties({ db, clock, identity, cases, deliveries, words }: TellNeeds): Task {
  const program = { kind: 'system', name: 'messages' } as const

  return async payload => {
    const [cause, kind, caseId] = [String(payload['event']), String(payload['kind']), String(payload['case'])]
    const state = await cases.stateOf(caseId)
    const organ = (await identity.directory()).organ(state.organ, clock.today().toString())?.name ?? state.organ
    const electronic = kind === 'decided' && servesElectronically(await cases.definitionOf(caseId))
    const addressee = primaryParty(state)?.party

    await db.transaction(async sql => {
      const told = await sql.run<{ readonly party: string }>(add, [cause, kind, clock.now(), caseId])
      const [known] = await sql.run<{ readonly number: string }>(numberOf, [caseId])
      if (told.length === 0 || !known) return
      const about = { number: known.number, organ }
      for (const { party } of told) {
        const confirmed = await deliveries.confirmations.standing(sql, party, caseId)
        if (!confirmed) continue
        const common = { cause, caseId, party }
        if (electronic && confirmed.electronic && party === addressee) {
          const paper = `decision-${cause.slice(cause.lastIndexOf(':') + 1)}`
          await deliveries.handOut(sql, program, { ...common, ...words('served', about), paper })
        } else await deliveries.note(sql, { ...common, ...words(kind, about), kind })
      }
    })
  }
}

export const messagesOf = (sql: Sql, party: string, before: number | undefined, limit: number): Promise<Message[]> =>
  sql.run<Message>(listOf, [party, before ?? null, limit])

export const messageEraser: Eraser = async (sql, party) => (await sql.run(forget, [party])).length
