import { join } from 'node:path'
import type { Ledger } from '#hubs/application/ledger'
import { evidenceEraser, makeComparisons } from '#hubs/data/comparison'
import { correctionEraser, makeCorrections } from '#hubs/data/correction'
import {
  type ExchangeAdapter,
  exchangeEraser,
  makeExchange,
  makeHealth,
  openAdapters,
  type ReadExchanges,
} from '#hubs/data/exchange'
import { makeFeeds } from '#hubs/data/feed'
import type { Calendar } from '#kernel/calendar'
import type { Clock } from '#kernel/clock'
import type { Log } from '#kernel/log'
import type { BlindIndex, Eraser, Keyring } from '#kernel/party'
import type { Reason } from '#kernel/refusal'
import { makeRegisters, releasedRegisters } from '#kernel/register'
import type { Db } from '#kernel/storage'
import { makeQuestionWords } from './question-words.ts'
import { askOf, readHouseAnswers } from './questions.ts'

export type StandIn = (question: string, facts: Readonly<Record<string, unknown>>) => unknown

export interface DataHubNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly keyring: Keyring
  readonly index: BlindIndex
  /** What the city declares, where its secrets lie, and adapters that tests and demonstrations bring. */
  readonly declared: ReadExchanges
  readonly secrets: string
  /** Where what the house answers itself is declared. */
  readonly contentDirectory: string
  readonly exchanges: readonly ExchangeAdapter[]
  /** 代答 Answers instead of a register where a simulation's people are asked about; undefined: the register is asked. */
  readonly standIn?: StandIn | undefined
  /** Tells supervision of what the house cannot put right. */
  readonly raise: (alarm: { id: string; alarm: string; reason: Reason }) => Promise<void>
  /** Answers what a budget line holds. */
  readonly ledger: Pick<Ledger, 'budget'>
  readonly calendar: () => Pick<Calendar, 'due'>
}

/** 数据中枢所删 What goes with a person of what registers and departments said, and of what was said of them. */
export const dataErasers: readonly Eraser[] = [correctionEraser, evidenceEraser, exchangeEraser]

/** 数据中枢 What comes in as files, what departments answer, what both are asked for before a step, and what is said to be wrong in them. */
export async function makeDataHub(needs: DataHubNeeds) {
  const { db, clock, log, keyring, index, declared, secrets, exchanges, raise, ledger, standIn } = needs
  const registers = makeRegisters({ db, clock, declarations: await releasedRegisters(db) })
  const tag = (text: string) => index.tag('comparison', text)
  const report = (event: string, facts: Readonly<Record<string, unknown>>) => log.warn(facts, event)
  const asked = askOf(db, registers, ledger.budget)
  const ask: typeof asked = async (question, facts, on, sql) => {
    const said = standIn?.(question, facts)
    return said === undefined ? asked(question, facts, on, sql) : (said as Awaited<ReturnType<typeof asked>>)
  }
  const away = (system: string, since: string) => {
    log.warn({ system, since }, 'exchange.away')
    const reason = { code: 'EXCHANGE_AWAY', facts: { system } }
    return raise({ id: `exchange-away:${system}:${since}`, alarm: 'exchange-away', reason })
  }
  const health = makeHealth({ db, clock, away })
  const { connected, findings } = openAdapters(declared, { clock, health, secrets })
  const adapters = [...connected.map(({ adapter }) => adapter), ...exchanges]
  const exchange = makeExchange({ db, clock, adapters, keyring, tag, report })
  return {
    registers,
    feeds: makeFeeds({ db, clock, registers, keyring }),
    corrections: makeCorrections({ clock, keyring, calendar: needs.calendar }),
    exchange,
    exchangeHealth: health,
    /** The outside systems that are asked, and what kept others from it. */
    connected,
    questionWords: makeQuestionWords({
      ...registers,
      connected,
      answers: readHouseAnswers(join(needs.contentDirectory, 'answers')),
    }),
    exchangeFaults: [...declared.findings, ...findings],
    compare: makeComparisons({ db, clock, ask, outside: exchange, keyring, tag }).compare,
  }
}
