import type { ExchangeAdapter, ReadExchanges } from '#hubs/data/exchange'
import type { Calendar } from '#kernel/calendar'
import type { Clock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import type { Log } from '#kernel/log'
import type { OpenStorage } from '#kernel/storage'
import type { StandIn } from '#systems/power'

/** 开城设定 What a city is opened with; everything but its configuration has a default. */
export interface CitySettings {
  readonly config: Config
  readonly clock?: Clock
  readonly log?: Log
  /** Told of each step of opening, for whoever waits. */
  readonly progress?: (step: string) => void
  /** Which city of `content/cities` is published on opening; none leaves the database as it is. */
  readonly content?: string | false
  /** Where the published years are read; default the repository's content. */
  readonly calendars?: () => Calendar
  /** Systems of departments that answer what no register of the city knows (hubs/data/exchange). */
  readonly exchanges?: readonly ExchangeAdapter[]
  /** What `exchanges.yaml` of the city says; default: read there. */
  readonly declaredExchanges?: ReadExchanges
  /** Answers for people whom only a simulation knows; never in production. */
  readonly standIn?: StandIn
  /** An opened database, for tests and tools that have one. */
  readonly storage?: OpenStorage
  /** 多进程 Whether other processes use the same data directory: the first starts its database, the last to go stops it. */
  readonly join?: boolean
  /** false in tests only. */
  readonly durable?: boolean
}
