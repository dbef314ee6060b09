import type { Admission } from '#hubs/application/access'
import type { Deliveries } from '#hubs/application/delivery'
import type { Ledger } from '#hubs/application/ledger'
import type { Mandates } from '#hubs/application/mandate'
import type { Messages } from '#hubs/application/message'
import type { Papers } from '#hubs/application/paper'
import type { Vouchers } from '#hubs/application/voucher'
import type { Ratings } from '#hubs/business/rating'
import type { Corrections } from '#hubs/data/correction'
import type { ConnectedSystem, Exchange, Health } from '#hubs/data/exchange'
import type { Feeds } from '#hubs/data/feed'
import type { Uploads } from '#hubs/data/upload'
import type { Alarms } from '#hubs/governance/alarm'
import type { Calendar } from '#kernel/calendar'
import type { Cases } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { Definitions, Implementations } from '#kernel/definition'
import type { Files } from '#kernel/file'
import type { Grants, Reads } from '#kernel/grant'
import type { Identity } from '#kernel/identity'
import type { BlindIndex, Keyring, Parties } from '#kernel/party'
import type { Registers } from '#kernel/register'
import type { Db } from '#kernel/storage'
import type { TrailReader } from '#kernel/trail'
import type { CaseExports } from './case-exports.ts'
import type { Idempotency } from './idempotency.ts'
import type { ItemMoves } from './item-moves.ts'
import type { Naming } from './naming.ts'
import type { QuestionWords } from './question-words.ts'

/** What the routes of this system need of the city; `main.ts` and the gate bring it. */
export interface PowerNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly identity: Identity
  readonly parties: Parties
  readonly keyring: Keyring
  readonly index: BlindIndex
  readonly definitions: Definitions
  readonly implementations: Implementations
  readonly registers: Registers
  readonly feeds: Pick<Feeds, 'list' | 'bad'>
  readonly exchange: Pick<Exchange, 'deliver'>
  readonly connected: readonly ConnectedSystem[]
  readonly questionWords: QuestionWords
  readonly exchangeHealth: Pick<Health, 'read'>
  readonly cases: Cases
  readonly itemMoves: ItemMoves
  readonly caseExports: Omit<CaseExports, 'work'>
  readonly trail: TrailReader
  readonly grants: Grants
  readonly reads: Reads
  readonly alarms: Alarms
  readonly vouchers: Pick<Vouchers, 'checkVoucher'>
  readonly papers: Papers
  readonly ratings: Ratings
  readonly files: Files
  readonly uploads: Uploads
  readonly ledger: Ledger
  readonly mandates: Mandates
  readonly deliveries: Deliveries
  readonly messages: Pick<Messages, 'ofCase'>
  readonly corrections: Corrections
  readonly calendar: () => Calendar
}

export interface RouteNeeds extends PowerNeeds {
  readonly directory: Admission['directory']
  readonly idempotency: Idempotency
  readonly naming: Naming
}
