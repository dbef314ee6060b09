import type { Socket } from 'node:net'
import pg from 'pg'
import { type Bound, type Columns, prepare, travel } from './convoy.ts'
import { isConnectionLost } from './fault.ts'
import type { Express, Statement } from './sql.ts'
import { wireValue } from './value.ts'

/** Statements that travel together at most; more wait for the next departure. */
const mostTogether = 32
/** So many do not wait for the next turn of the loop: the server begins with them while this process decides about the others. */
const enoughToLeave = 8
/**
 * Batches of writes that may be on their way at once: the server finds the next one waiting when it is done with the last. Measured on two
 * cores, sixteen callers, runs interleaved: four and four, or two and four, gave a tenth less than eight and three.
 */
const writesUnderWay = 3

interface Waiting extends Bound {
  readonly done: (rows: readonly unknown[]) => void
  readonly failed: (reason: unknown) => void
}

interface Line {
  /** Sends these together; answers when each has been answered. */
  send(batch: readonly Waiting[]): Promise<void>
  close(): Promise<void>
}

interface Opened {
  readonly client: pg.Client
  /** Statements that this connection knows. */
  readonly known: Map<string, Columns>
  /** Statements that it is reading just now. */
  readonly reading: Map<string, Promise<Columns>>
}

/** A connection of its own for short statements, opened when first used and again after it was lost. */
function makeLine(config: pg.ClientConfig, settings: string, letProcessEnd: boolean): Line {
  let current: Promise<Opened> | undefined
  let underWay = 0

  function connect(): Promise<Opened> {
    const client = new pg.Client({ ...config, pipeline: true })
    const opening = client.connect().then(async (): Promise<Opened> => {
      await client.query(settings)
      return { client, known: new Map(), reading: new Map() }
    })
    client.on('error', () => leave(opening))
    client.on('end', () => leave(opening))
    opening.catch(() => leave(opening))
    current = opening
    return opening
  }

  /** Nobody boards a connection that failed; the next one asks for another. */
  function leave(opening: Promise<Opened>): void {
    if (current === opening) current = undefined
    void opening.then(({ client }) => client.end()).catch(() => {})
  }

  /** Each statement is read once on a connection, however many wait for it; one that could not be is read again for the next. */
  async function read({ client, known, reading }: Opened, { statement }: Waiting): Promise<void> {
    const { name } = statement
    if (known.has(name)) return
    if (!reading.has(name)) {
      const answer = prepare(client, statement).finally(() => reading.delete(name))
      reading.set(name, answer)
    }
    known.set(name, await reading.get(name)!)
  }

  /** Those whose statement the server knows or has read now; who asks what cannot be read is told so. */
  async function readable(opened: Opened, batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    if (batch.every(({ statement }) => opened.known.has(statement.name))) return batch
    const answers = await Promise.allSettled(batch.map(one => read(opened, one)))
    return batch.filter((one, index) => {
      const answer = answers[index]!
      if (answer.status === 'fulfilled') return true
      one.failed(answer.reason)
      if (isConnectionLost(answer.reason)) throw answer.reason
      return false
    })
  }

  /**
   * Where one is refused nothing stands, and each goes again alone, in the same order: whoever is refused then is refused by what is
   * there, and finds it when he looks.
   */
  async function go(opened: Opened, batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0) return
    const arrival = await travel(opened.client, batch, ({ name }) => opened.known.get(name)!)
    if ('rows' in arrival) return batch.forEach(({ done }, index) => void done(arrival.rows[index]!))
    const { reason } = arrival
    const lost = isConnectionLost(reason)
    if (lost || batch.length === 1) for (const { failed } of batch) failed(reason)
    if (lost) throw reason
    if (batch.length > 1) await Promise.all(batch.map(one => go(opened, [one])))
  }

  return {
    async send(batch) {
      const opening = current ?? connect()
      const opened = await opening
      const stream = opened.client.connection.stream as Socket
      if (letProcessEnd && underWay++ === 0) stream.ref()
      try {
        await go(opened, await readable(opened, batch))
      } catch (reason) {
        leave(opening)
        throw reason
      } finally {
        if (letProcessEnd && --underWay === 0) stream.unref()
      }
    },
    async close() {
      const opened = await current?.catch(() => undefined)
      current = undefined
      await opened?.client.end().catch(() => {})
    },
  }
}

/**
 * What travels here is found by key, and stays prepared for weeks. Planned when an inbox happened to be empty it would read the whole
 * table ever after (measured: 1,400 pages a case instead of 12), and planned anew each time costs more than the statement.
 */
const byKey = 'set enable_seqscan = off; set plan_cache_mode = force_generic_plan'

/** Whoever waits for a case's lock here keeps all behind him waiting: he is sent to wait elsewhere. */
const notWaiting = `set lock_timeout = '100ms'`

/** Gathers what is asked until a line is free, and lets it depart together. */
function makeStation(lines: readonly Line[], untilFree: boolean) {
  const waiting: Waiting[] = []
  const free = [...lines]
  let called = false

  function depart(): void {
    for (let line = free[0]; line !== undefined && waiting.length > 0; line = free[0]) {
      if (untilFree) free.shift()
      const batch = waiting.splice(0, mostTogether)
      const own = line
      void own.send(batch).then(
        () => arrive(own),
        reason => {
          for (const one of batch) one.failed(reason)
          arrive(own)
        },
      )
    }
  }
  function arrive(line: Line): void {
    if (untilFree) free.push(line)
    if (waiting.length > 0) call()
  }
  function call(): void {
    if (waiting.length >= enoughToLeave) depart()
    if (called || waiting.length === 0) return
    called = true
    setImmediate(() => {
      called = false
      depart()
    })
  }

  return {
    ask: <Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> =>
      new Promise((done, failed) => {
        waiting.push({
          statement,
          values: values.map(wireValue),
          done: done as (rows: readonly unknown[]) => void,
          failed,
        })
        call()
      }),
    close: () => Promise.all(lines.map(line => line.close())),
  }
}

/**
 * 快线 Short statements of many callers on few connections that stay warm. Measured on two cores, sixteen callers: a read by key costs
 * the server 40 µs where it travels with others and 95 µs where each has a connection of its own.
 */
export function openExpress(config: pg.ClientConfig, letProcessEnd: boolean): Express & { close(): Promise<void> } {
  const reads = makeStation([makeLine(config, byKey, letProcessEnd)], false)
  const line = makeLine(config, `${byKey}; ${notWaiting}`, letProcessEnd)
  const writes = makeStation(
    Array.from({ length: writesUnderWay }, () => line),
    true,
  )
  return {
    read: (statement, values = []) => reads.ask(statement, values),
    write: (statement, values = []) => writes.ask(statement, values),
    async close() {
      await Promise.all([reads.close(), writes.close()])
    },
  }
}
