import { createHmac } from 'node:crypto'
import type { Calendar } from '#kernel/calendar'
import type { Clock } from '#kernel/clock'
import type { CompiledItem } from '#kernel/definition'
import type { Beacon, PopulationQuestion } from '#kernel/draw'
import type { MayRefer } from '#kernel/file'
import type { Identity } from '#kernel/identity'
import type { DataKey, Keyring } from '#kernel/party'
import type { Db, Sql } from '#kernel/storage'
import type { Facts } from './act.ts'
import type { Agent } from './agency.ts'
import type { Controls, Evidence } from './control.ts'
import type { Command, Step } from './decide-step.ts'
import type { Effects } from './effect.ts'
import type { ServiceKnown } from './electronic.ts'
import type { Drawn, PartyInCase } from './event.ts'
import type { OpeningPlace } from './opening.ts'
import type { CaseState } from './state.ts'

/** 抽取来源 What a draw is made from, read before the case is decided. */
export interface DrawSources {
  population(question: PopulationQuestion): Promise<readonly string[]>
  /** The root of the log at the first size beyond this step: not yet published, or — its log has ended — never to come. */
  beacon(caseId: string, seq: number): Promise<Beacon | 'not-yet' | 'never'>
}

export interface CaseDependencies {
  readonly db: Db
  readonly clock: Clock
  readonly calendar: () => Calendar
  readonly definitions: {
    /** The version of a hash as an organ carries it out: with its own promises, where it has made any. */
    implemented(hash: string, implementation: string | null): CompiledItem | Promise<CompiledItem>
  }
  readonly identity: Identity
  readonly keyring: Keyring
  readonly controls: Controls
  readonly effects: Effects
  readonly owed: Facts['owed']
  /** Refuses parties that do not exist or were erased, and keeps an erasure from slipping in before the case is there. */
  readonly mustStand: (sql: Sql, parties: readonly string[]) => Promise<unknown>
  /** Whether a code is this party's own: true, false (another's), or null where nobody is known by it. */
  readonly identifies: (sql: Sql, party: string, scheme: 'uscc' | 'citizen', value: string) => Promise<boolean | null>
  /** Refuses files that are not kept, are another's, or belong to another case (docs/adr/0007). */
  readonly mayRefer: MayRefer
  /** 代理权 What is known now of the mandate on which somebody acts in a party's stead; asked of whoever keeps mandates. */
  readonly mandateOf?: (sql: Sql, agent: Agent) => Promise<unknown>
  /** 电子送达 What is known now of a party's consent to it and of what it has signed for in this case; asked of whoever keeps evidence of service. */
  readonly serviceOf?: (sql: Sql, caseId: string, party: string) => Promise<ServiceKnown>
  /** Asks the registers what the item's comparisons want to know, before the case is locked. */
  readonly compare: (question: {
    caseId: string
    definition: CompiledItem
    facts: Facts
    comparisons: CompiledItem['definition']['comparison']
    parties: readonly PartyInCase[]
  }) => Promise<readonly Evidence[]>
  readonly draws: DrawSources
  /** Told each time that the clocks of a case could not be fired again: its limits run on unseen, so somebody must look. */
  readonly clocksStopped: (stopped: { caseId: string; failed: number; fault: unknown }) => Promise<void>
}

export interface ActRequest extends Command {
  readonly caseId: string
  readonly commandId?: string
  /** The sequence the actor last saw; another one means somebody was faster. */
  readonly expectedSeq?: number
}

export interface OpenRequest extends Command {
  readonly caseId?: string
  readonly commandId?: string
  readonly definition: CompiledItem
  readonly place: OpeningPlace
  readonly start: string
  readonly channel: string
  readonly parties: readonly { role: string; party: string; unit?: string; mandate?: string }[]
  /** 抽中 The draw that the case comes from; only the program says so. */
  readonly drawn?: Drawn
  /** 被投诉人 Who stands back from the first moment, and about which case; only the program says so. */
  readonly imposed?: { readonly persons: readonly string[]; readonly about?: string }
  /** 并联办件 Number of the case that opens this one as a part of itself, and which part; only the program says so. */
  readonly partOf?: { readonly origin: string; readonly part: string }
  /** Written first in the opening's own transaction: it stands or falls with the case. */
  readonly alongside?: (sql: Sql) => Promise<void>
}

export interface ActResult {
  readonly caseId: string
  readonly number: string
  readonly seq: number
  /** True when this very command had been carried out before; nothing was done again. */
  readonly repeated: boolean
  readonly state: CaseState
  readonly events: Step['events']
}

/**
 * What makes two requests the same command: verb, body, and when it was made on paper. Keyed with the case's own key, because
 * a body can be guessed from a plain hash of it; once the case is erased the key is gone, and the command id alone decides.
 */
export const hashOf = ({ verb, madeOn, urgent, body }: Command, key: DataKey | null): Buffer | null =>
  key &&
  createHmac('sha256', key.secret)
    .update(JSON.stringify(['plumbline/command/1', verb, madeOn ?? null, urgent ?? null, body]))
    .digest()
