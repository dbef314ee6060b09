import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/**
 * Keeps one connection listening on a channel, for ever: when it is lost it is opened again, and the listener is called
 * with `null` because messages in between are gone. Waiting for a server that is away keeps the process alive only when
 * told so. Returns the way to stop.
 */
export async function listenOn(
  config: pg.ClientConfig,
  channel: string,
  onMessage: (payload: string | null) => void,
  keepProcess: boolean,
): Promise<() => Promise<void>> {
  let stopped = false
  let current: pg.Client | undefined
  const stopping = new AbortController()

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ ...config, idle_in_transaction_session_timeout: 0, pipeline: false })
    client.on('error', () => {})
    client.on('notification', message => onMessage(message.payload ?? ''))
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    client.on('end', () => void reconnect())
    return client
  }
  const reconnect = async () => {
    for (let wait = 100; !stopped; wait = Math.min(wait * 2, 5_000)) {
      try {
        await pause(wait, undefined, { signal: stopping.signal, ref: keepProcess })
        current = await connect()
        if (stopped) await current.end()
        else onMessage(null)
        return
      } catch {
        // the server is still away, or we are stopping: the loop's condition tells
      }
    }
  }

  current = await connect()
  return async () => {
    stopped = true
    stopping.abort()
    await current?.end().catch(() => {})
  }
}
