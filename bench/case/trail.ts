import { randomBytes, randomUUID } from 'node:crypto'
import { commit2, encodeLeaf } from '#kernel/trail'
import type { City } from '../../main.ts'
import { inParallel, measured } from './round.ts'

export interface TrailCost {
  /** What the sequencer and PostgreSQL spend on taking one leaf into the log. */
  readonly cpuMicrosPerLeaf: number
  /** What a step spends on making its leaf and putting it into the outbox. */
  readonly cpuMicrosInStep: number
}

const insertLeaf = {
  name: 'bench.leaf',
  text: 'insert into kernel.trail_outbox (subject, first_seq, last_seq, leaf) values ($1, 1, 1, $2)',
}
const nothing = { name: 'bench.nothing', text: 'select $1::uuid, $2::bytea' }

/** 轨迹成本 The part of the work that proves the rest, measured by itself: as many leaves as asked, made, stored and sequenced. */
export async function measureTrail(
  { db, clock, sequencer }: City,
  postmaster: number,
  leaves: number,
  clients: number,
): Promise<TrailCost> {
  await sequencer.drain()
  const key = randomBytes(32)
  const message = randomBytes(600)
  const at = clock.now()
  const make = () => encodeLeaf({ kind: 'act', verb: 'complete', at, commit: commit2(key, message) })
  const work = (statement: typeof insertLeaf, leaf: () => Uint8Array) =>
    measured(leaves, postmaster, () =>
      inParallel(leaves, clients, async () => {
        await db.transaction(async sql => void (await sql.run(statement, [randomUUID(), leaf()])))
      }),
    )
  const empty = Buffer.alloc(300)
  // Twice without and once with, in this order: what is warm is warm for both.
  await work(nothing, () => empty)
  const without = await work(nothing, () => empty)
  const withLeaf = await work(insertLeaf, make)
  const sequencing = await measured(leaves, postmaster, async () => void (await sequencer.drain()))
  const micros = (round: { ownMsPerCase: number; serverMsPerCase: number }) =>
    (round.ownMsPerCase + round.serverMsPerCase) * 1_000
  return { cpuMicrosPerLeaf: micros(sequencing), cpuMicrosInStep: Math.max(0, micros(withLeaf) - micros(without)) }
}
