import type { Socket } from 'node:net'
import pg from 'pg'
import { isConnectionLost } from './fault.ts'
import type { Express, Statement } from './sql.ts'
import { encodeValue } from './value.ts'

/** Statements that travel together at most; more wait for the next departure. */
const mostTogether = 32
/**
 * So many do not wait for the next turn of the loop: the server begins with them while this process decides about the others. Measured
 * on two cores, sixteen callers, runs interleaved: a tenth more six-step cases a second than where all of a turn travel together.
 */
const enoughToLeave = 4
/**
 * Batches of writes that may be on their way at once: the server finds the next one waiting when it is done with the last. Two or three
 * connections, or one more that waits for the disk alone, gave no more than this one.
 */
const writesUnderWay = 4

interface Question {
  readonly name: string
  readonly text: string
  readonly values: unknown[]
}

interface Waiting {
  readonly config: Question
  readonly done: (rows: unknown[]) => void
  readonly failed: (reason: unknown) => void
}

type Ask = (question: Question) => Promise<unknown[]>

interface Line {
  /** Sends these together; answers when each has been answered. */
  send(batch: readonly Waiting[]): Promise<void>
  close(): Promise<void>
}

/** As a query of the driver's own: from a config it would be copied property by property, which costs as much as sending it. */
const sent = (client: pg.Client, { name, text, values }: Question): Promise<unknown[]> =>
  new Promise((done, failed) => {
    const query = new pg.Query(text, values)
    const answered = (error: Error | null, result: pg.QueryResult) => (error ? failed(error) : done(result.rows))
    client.query(Object.assign(query, { name, callback: answered }))
  })

/** A connection of its own for short statements, opened when first used and again after it was lost. */
function makeLine(config: pg.ClientConfig, prepare: (client: pg.Client) => Promise<void>, letProcessEnd: boolean) {
  let current: Promise<pg.Client> | undefined
  let underWay = 0

  function connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...config, pipeline: true })
    const opening = client.connect().then(async () => {
      await prepare(client)
      return client
    })
    client.on('error', () => leave(opening))
    client.on('end', () => leave(opening))
    opening.catch(() => leave(opening))
    current = opening
    return opening
  }

  /** Nobody boards a connection that failed; the next one asks for another. */
  function leave(opening: Promise<pg.Client>): void {
    if (current === opening) current = undefined
    void opening.then(client => client.end()).catch(() => {})
  }

  return {
    /** Sends what the work asks in one write, and waits until it is answered. */
    async together(work: (ask: Ask) => Promise<unknown>): Promise<void> {
      const opening = current ?? connect()
      const client = await opening
      const stream = client.connection.stream as Socket
      const ask: Ask = async question => {
        try {
          return await sent(client, question)
        } catch (reason) {
          if (isConnectionLost(reason)) leave(opening)
          throw reason
        }
      }
      if (letProcessEnd && underWay++ === 0) stream.ref()
      try {
        stream.cork()
        const answered = work(ask)
        stream.uncork()
        await answered
      } finally {
        if (letProcessEnd && --underWay === 0) stream.unref()
      }
    },
    async close() {
      const client = await current?.catch(() => undefined)
      current = undefined
      await client?.end().catch(() => {})
    },
  }
}

/**
 * What travels here is found by key, and stays prepared for weeks. Planned when an inbox happened to be empty it would read the whole
 * table ever after (measured: 1,400 pages a case instead of 12), and planned anew each time costs more than the statement.
 */
const byKey = 'set enable_seqscan = off; set plan_cache_mode = force_generic_plan'

/** Reads: each is answered as its answer comes. */
function makeReadLine(config: pg.ClientConfig, letProcessEnd: boolean): Line {
  const line = makeLine(config, async client => void (await client.query(byKey)), letProcessEnd)
  return {
    send: batch =>
      line.together(ask => Promise.all(batch.map(({ config: asked, done, failed }) => ask(asked).then(done, failed)))),
    close: line.close,
  }
}

/** What the operator set for commits holds for the batch as a whole. */
const flush = `select set_config('synchronous_commit', $1, true), pg_logical_emit_message(true, 'plumbline', '')`

/**
 * Writes: each is a transaction by itself that does not wait for the disk; a last one, which writes nothing but a mark, waits for
 * it and with it for all before it. Nobody is answered before the mark is.
 */
function makeWriteLine(config: pg.ClientConfig, letProcessEnd: boolean): Line {
  let durability = 'on'
  const prepare = async (client: pg.Client) => {
    const { rows } = await client.query<{ set: string }>(`select current_setting('synchronous_commit') as set`)
    durability = rows[0]?.set ?? 'on'
    // Whoever waits for a case's lock here keeps all behind him waiting: he is sent to wait elsewhere.
    await client.query(`${byKey}; set synchronous_commit = off; set lock_timeout = '100ms'`)
  }
  const line = makeLine(config, prepare, letProcessEnd)
  return {
    send: batch =>
      line.together(async ask => {
        const asked = batch.map(one => ask(one.config))
        const mark = ask({ name: 'express.flush', text: flush, values: [durability] })
        const answers = await Promise.allSettled([...asked, mark])
        const flushed = answers.at(-1)!
        for (const [index, { done, failed }] of batch.entries()) {
          const answer = answers[index]!
          if (answer.status === 'rejected') failed(answer.reason)
          else if (flushed.status === 'rejected') failed(flushed.reason)
          else done(answer.value)
        }
      }),
    close: line.close,
  }
}

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
    ask: <Row>({ name, text }: Statement, values: readonly unknown[]): Promise<Row[]> =>
      new Promise((done, failed) => {
        waiting.push({
          config: { name, text, values: values.map(encodeValue) },
          done: done as (rows: unknown[]) => void,
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
  const reads = makeStation([makeReadLine(config, letProcessEnd)], false)
  const line = makeWriteLine(config, letProcessEnd)
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
