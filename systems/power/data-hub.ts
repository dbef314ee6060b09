import type { Ledger } from '#hubs/application/ledger'
import { makeComparisons } from '#hubs/data/comparison'
import { type ExchangeAdapter, makeExchange } from '#hubs/data/exchange'
import { makeFeeds } from '#hubs/data/feed'
import type { Clock } from '#kernel/clock'
import type { Log } from '#kernel/log'
import type { BlindIndex, Keyring } from '#kernel/party'
import { makeRegisters, releasedRegisters } from '#kernel/register'
import type { Db } from '#kernel/storage'
import { askOf } from './questions.ts'

export type StandIn = (question: string, facts: Readonly<Record<string, unknown>>) => unknown

export interface DataHubNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly keyring: Keyring
  readonly index: BlindIndex
  readonly exchanges: readonly ExchangeAdapter[]
  /** 代答 Answers instead of a register where a simulation's people are asked about; undefined: the register is asked. */
  readonly standIn?: StandIn | undefined
  /** Answers what a budget line holds. */
  readonly ledger: Pick<Ledger, 'budget'>
}

/** 数据中枢 What comes in as files, what departments answer, and what both are asked for before a step. */
export async function makeDataHub({ db, clock, log, keyring, index, exchanges, ledger, standIn }: DataHubNeeds) {
  const registers = makeRegisters({ db, clock, declarations: await releasedRegisters(db) })
  const tag = (text: string) => index.tag('comparison', text)
  const report = (event: string, facts: Readonly<Record<string, unknown>>) => log.warn(facts, event)
  const asked = askOf(db, registers, ledger.budget)
  const ask: typeof asked = async (question, facts, on, sql) => {
    const said = standIn?.(question, facts)
    return said === undefined ? asked(question, facts, on, sql) : (said as Awaited<ReturnType<typeof asked>>)
  }
  const exchange = makeExchange({ db, clock, adapters: exchanges, tag, report })
  return {
    registers,
    feeds: makeFeeds({ db, clock, registers, keyring }),
    exchange,
    compare: makeComparisons({ db, clock, ask, outside: exchange, tag }).compare,
  }
}
