import { createHash } from 'node:crypto'
import type { Clock } from '#kernel/clock'
import type { Log } from '#kernel/log'
import type { Eraser, Keyring } from '#kernel/party'
import type { Db, Sql } from '#kernel/storage'
import * as store from './message.store.ts'
import type { Answer, MessageWay, Outgoing, Report, Way } from './message.ts'

/** What is to be told, to one address, by one way. */
export interface MessageWanted extends Pick<Outgoing, 'to' | 'subject' | 'text' | 'paper'> {
  readonly way: Way
  /** What it is about: `<case>:<seq>` of an event. The same is told one party by one way once. */
  readonly cause: string
  readonly kind: string
  readonly caseId: string | null
  readonly party: string | null
  readonly delivery?: string
}

/** 去向 How a message that carries out a service ended: told in the transaction that writes it down. */
export interface Settled {
  readonly delivery: string
  readonly kind: 'sent' | 'undelivered' | Report['kind']
  readonly on?: string
  readonly proof: string
  readonly tracking?: string
}

export interface MessagesNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
  readonly log: Pick<Log, 'warn'>
  readonly ways: readonly MessageWay[]
  readonly settled?: (sql: Sql, settled: Settled) => Promise<void>
}

/** How long one try may take; how long a worker that took a message is waited for; how many at once. */
const patience = 30_000
const lease = { seconds: 120 } as const
const together = 5
/** 重试 After each try that failed for the time being; when there is none left it is undelivered. */
const pauses = [{ minutes: 1 }, { minutes: 5 }, { minutes: 30 }, { hours: 2 }, { hours: 6 }, { hours: 12 }] as const

const sealedAt = (id: string): string => `outgoing|${id}`

/** 幂等键 */
function keyOf({ cause, way, kind, party, to, delivery }: MessageWanted): string {
  const about = JSON.stringify(['plumbline/message/1', cause, way, kind, party ?? to, delivery ?? ''])
  const hex = createHash('sha256').update(about).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * 待发消息 Messages that leave the house. Queued in the transaction of what they tell of, sent by a worker, again and again until a carrier has them
 * or nobody can; a carrier is given the same id each time, so that a worker that died between sending and writing down sends nothing twice.
 */
export function makeMessages({ db, clock, keyring, log, ways, settled = async () => {} }: MessagesNeeds) {
  const byWay = new Map(ways.map(one => [one.way, one]))

  function opened({ id, wrapped, sealed }: store.OutgoingRow): Outgoing | undefined {
    if (!wrapped || !sealed) return undefined
    const { paper, ...said } = JSON.parse(keyring.unseal(keyring.unwrap(wrapped), sealed, sealedAt(id)).toString()) as {
      to: string
      subject: string
      text: string
      paper?: { name: string; bytes: string }
    }
    return { id, ...said, ...(paper && { paper: { name: paper.name, bytes: Buffer.from(paper.bytes, 'base64') } }) }
  }

  async function end(
    sql: Sql,
    marked: readonly store.OutgoingRow[],
    { kind, proof, on, tracking }: Omit<Settled, 'delivery'>,
  ): Promise<void> {
    for (const { delivery } of marked)
      if (delivery !== null)
        await settled(sql, { delivery, kind, proof, ...(on !== undefined && { on }), ...(tracking && { tracking }) })
  }

  async function write(row: store.OutgoingRow, answer: Answer): Promise<void> {
    const { id, attempts, way } = row
    const { kind, proof } = answer
    const now = clock.now()
    const pause = pauses[attempts - 1]
    if (kind === 'later' && pause !== undefined) {
      await db.run(store.putOff, [id, now.add(pause), proof])
      return
    }
    const tracking = kind === 'taken' ? (answer.tracking ?? null) : null
    await db.transaction(async sql => {
      const mark = kind === 'taken' ? store.markSent : store.markUndelivered
      const marked = await sql.run<store.OutgoingRow>(mark, [id, now, proof, tracking])
      await end(sql, marked, { kind: kind === 'taken' ? 'sent' : 'undelivered', proof, ...(tracking && { tracking }) })
    })
    if (kind !== 'taken') log.warn({ way, message: id, proof }, 'message.undelivered')
  }

  async function send(row: store.OutgoingRow): Promise<void> {
    const carrier = byWay.get(row.way)
    const message = opened(row)
    if (!carrier || !message) return write(row, { kind: 'refused', proof: carrier ? 'NOTHING_LEFT' : 'NO_SUCH_WAY' })
    const signal = AbortSignal.timeout(patience)
    const answer = await carrier
      .send(message, signal)
      .catch((): Answer => ({ kind: 'later', proof: signal.aborted ? 'SILENT' : 'AWAY' }))
    await write(row, answer)
  }

  async function take({ id, kind, on, proof, tracking }: Report): Promise<void> {
    await db.transaction(async sql => {
      const mark = kind === 'arrived' ? store.markArrived : store.markUndelivered
      const marked = await sql.run<store.OutgoingRow>(mark, [id, clock.now(), proof, tracking ?? null])
      await end(sql, marked, { kind, proof, ...(on !== undefined && { on }), ...(tracking && { tracking }) })
    })
  }

  return {
    /** Whether anything can leave the house by this way. */
    has: (way: Way): boolean => byWay.has(way),

    /** 排队 In the caller's transaction: it is sent if, and only if, what it tells of has happened. False: it was there already. */
    async queue(sql: Sql, wanted: MessageWanted): Promise<boolean> {
      const { way, cause, kind, caseId, party, delivery = null, to, subject, text, paper } = wanted
      const id = keyOf(wanted)
      const { key, wrapped, alg, keyId } = keyring.newKey()
      const kept = paper && { name: paper.name, bytes: paper.bytes.toString('base64') }
      const sealed = keyring.seal(
        key,
        JSON.stringify({ to, subject, text, ...(kept && { paper: kept }) }),
        sealedAt(id),
      )
      const values = [id, cause, way, kind, caseId, party, delivery, wrapped, alg, keyId, sealed, clock.now()]
      return (await sql.run(store.addOutgoing, values)).length > 0
    },

    /** 发送 All that is due, a few at a time. @returns how many were tried */
    async sendDue(): Promise<number> {
      for (let tried = 0; ; ) {
        const now = clock.now()
        const rows = await db.run<store.OutgoingRow>(store.claimOutgoing, [now, now.add(lease), together])
        if (rows.length === 0) return tried
        await Promise.all(rows.map(send))
        tried += rows.length
      }
    },

    /** 收回报 What carriers have said since: one that cannot be asked is asked again later. */
    async collect(): Promise<void> {
      for (const { way, reports } of ways)
        await reports?.(take).catch(fault => log.warn({ way, err: fault }, 'message.reports'))
    },

    ofCase: store.outgoingOf,
  }
}
export type Messages = ReturnType<typeof makeMessages>

/** 删除 What was not sent yet to a person goes with him, and what is written of it. */
export const outgoingEraser: Eraser = store.forgetOutgoing
