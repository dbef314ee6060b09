import { type Caller, covers } from '#hubs/application/access'
import type { Deliveries } from '#hubs/application/delivery'
import { isStatutory } from '#hubs/application/mandate'
import { asksEachMember, type CaseState, type Cases, memberOf, primaryParty } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { CompiledItem } from '#kernel/definition'
import type { Identity } from '#kernel/identity'
import type { Eraser } from '#kernel/party'
import { type Db, type Sql, statement } from '#kernel/storage'
import { makeRelay, type Subscription, type Task } from '#kernel/subscription'
import { concerns } from './access.ts'
import { type SaidInMessage, toldOf, toldTypes } from './message-kinds.ts'
import type { MessageWords } from './message-words.ts'

/** Once for its cause, whoever is told. */
export const addMessages = statement(
  'power.addMessages',
  `insert into power.messages (event, case_id, party, kind, said, at)
   select $1, $2, party, $3, $4, $5 from unnest($6::uuid[]) as party on conflict (event, party) do nothing returning party`,
)
const numberOf = statement('power.numberOfCase', 'select number from kernel.cases where id = $1')
const listOf = statement(
  'power.messagesOf',
  `select m.id, m.kind, m.said, m.at, c.number, c.item from power.messages m left join kernel.cases c on c.id = m.case_id
   where m.party = $1 and ($2::bigint is null or m.id < $2) order by m.id desc limit $3`,
)
/** Of a case that runs nothing goes: its party may have to read back to the beginning. */
const forgetOld = statement(
  'power.forgetOldMessages',
  `delete from power.messages m where m.at < $1
     and not exists (select from kernel.cases c where c.id = m.case_id and c.status = 'open') returning 1`,
)
const forget = statement('power.forgetMessages', 'delete from power.messages where party = $1 returning 1')

/** 消息 Number and item are those of its case; what happened to an account or a mandate belongs to none. */
export interface Message {
  readonly id: number
  readonly kind: string
  readonly said: SaidInMessage
  readonly at: string
  readonly number: string | null
  readonly item: string | null
}

/** 告知任务 The job refers to the event and quotes nothing: codes and days. */
export const messageRelay: Subscription = makeRelay({
  name: 'power.messages',
  types: toldTypes,
  jobsOf: event =>
    toldOf(event).map(({ kind, said, only }) => ({
      task: 'tell-parties',
      payload: { event: event.id, case: event.caseId, kind, said: JSON.stringify(said), only: only.join(' ') },
    })),
})

/** 告知谁 Whom the case concerns; of a household whoever has not said yet whether he consents. */
function audienceOf(
  state: CaseState,
  definition: CompiledItem,
  kind: string,
  only: readonly string[],
): readonly string[] {
  const { parties, consents = {} } = state
  if (kind === 'consent-asked') {
    if (!asksEachMember(definition)) return []
    const asked = (party: string): boolean => {
      const member = memberOf(state, party)
      return member !== undefined && consents[member] === undefined
    }
    return parties.map(({ party }) => party).filter(asked)
  }
  return parties
    .filter(({ role }) => role === 'subject' || role === 'respondent')
    .map(({ party }) => party)
    .filter(party => concerns(state, party) && (only.length === 0 || only.includes(party)))
}

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
    const definition = await cases.definitionOf(caseId)
    const electronic = kind === 'decided' && servesElectronically(definition)
    const addressee = primaryParty(state)?.party
    const only = String(payload['only'] ?? '')
      .split(' ')
      .filter(Boolean)
    const audience = [...new Set(audienceOf(state, definition, kind, only))]
    if (audience.length === 0) return

    await db.transaction(async sql => {
      const values = [cause, caseId, kind, payload['said'] ?? '{}', clock.now(), audience]
      const told = await sql.run<{ readonly party: string }>(addMessages, values)
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

/** 可见消息 Of a case, as far as a mandate goes; of accounts and mandates, the person himself or whoever stands for him by law. */
export const mayBeTold = (caller: Caller, { item }: Pick<Message, 'item'>): boolean =>
  item !== null ? covers(caller, 'see', item) : caller.mandate === undefined || isStatutory(caller.mandate)

/** Two years; what happened stands in the case itself. */
const keptFor = { hours: 24 * 365 * 2 }

/** 清理 A message that has done its work for two years goes, unless its case still runs (个人信息保护法19). */
export const forgetOldMessages = async ({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<number> =>
  (await db.run(forgetOld, [clock.now().subtract(keptFor)])).length

export const messageEraser: Eraser = async (sql, party) => (await sql.run(forget, [party])).length
