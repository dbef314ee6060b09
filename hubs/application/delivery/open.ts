import { type Messages, type MessageWay, makeMessages, openWays } from '#hubs/application/message'
import type { Clock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import type { Log } from '#kernel/log'
import type { Keyring } from '#kernel/party'
import type { Db } from '#kernel/storage'
import { type Deliveries, makeDeliveries } from './deliveries.ts'

export interface OpenDeliveriesNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly keyring: Keyring
  /** Where the secrets of carriers lie. */
  readonly secrets: string
}

/** 按设定开启 The ways out of the house, what waits to leave by them, and the evidence of what was served: each letter’s end is written into its evidence. */
export function openDeliveries(
  { secrets, ...needs }: OpenDeliveriesNeeds,
  config: Pick<Config, 'messages' | 'simulators'>,
): {
  readonly ways: readonly MessageWay[]
  readonly messages: Messages
  readonly deliveries: Deliveries
} {
  const ways = openWays(config, { clock: needs.clock, secrets })
  const messages = makeMessages({ ...needs, ways, settled: (sql, settled) => deliveries.carried(sql, settled) })
  const deliveries: Deliveries = makeDeliveries({ ...needs, messages })
  return { ways, messages, deliveries }
}
