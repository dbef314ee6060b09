import { randomBytes, randomUUID } from 'node:crypto'
import { commit2, encodeLeaf, tag } from '#kernel/trail'
import type { City } from '../../main.ts'
import { inParallel, measured, median, type Round } from './round.ts'

export interface TrailCost {
  /** What the sequencer and PostgreSQL spend on taking one leaf into the log. */
  readonly cpuMicrosPerLeaf: number
  /** What a step spends on making its leaf and putting it into the outbox: a durable write with a leaf less one without. */
  readonly cpuMicrosInStep: number
}

/** A durable write as a step makes it, and the same with a leaf: the difference is what the leaf costs. */
const row = {
  name: 'bench.row',
  text: 'insert into kernel.case_numbers (number, case_id) values ($2::text, $1::uuid)',
}
const rowAndLeaf = {
  name: 'bench.rowAndLeaf',
  text: `with leaf as (insert into kernel.trail_outbox (subject, first_seq, last_seq, leaf) values ($1::uuid, 1, 1, $3::bytea))
    insert into kernel.case_numbers (number, case_id) values ($2::text, $1::uuid)`,
}

/** 轨迹成本 The part of the work that proves the rest, measured by itself: as many leaves as asked, made, stored and sequenced. */
export async function measureTrail(
  { db, clock, sequencer }: City,
  postmaster: number,
  leaves: number,
  clients: number,
): Promise<TrailCost> {
  await sequencer.drain()
  const key = randomBytes(32)
  // What a step commits to: its events and verdicts are 1 to 2 kB.
  const message = randomBytes(1_500)
  const at = clock.now()
  const subject = tag(key, 'bench')
  const make = () =>
    encodeLeaf({
      kind: 'act',
      verb: 'complete',
      item: 'six-step-approval',
      drawer: 'permit',
      organ: '210102-approval-bureau',
      at,
      commit: commit2(key, message),
      subject,
      from: 1,
      to: 4,
    })
  const work = (statement: typeof row, leaf: () => readonly Uint8Array[]) =>
    measured(leaves, postmaster, () =>
      inParallel(leaves, clients, async () => {
        const id = randomUUID()
        await db.express.write(statement, [id, id, ...leaf()])
      }),
    )
  const without = () => work(row, () => [])
  const withLeaf = () => work(rowAndLeaf, () => [make()])
  // Once each to warm up; then in turn, and what the leaves of the first turns were is out of the way.
  await without()
  await withLeaf()
  const turns: { bare: Round; full: Round; sequencing: Round }[] = []
  for (let turn = 0; turn < 3; turn++) {
    await sequencer.drain()
    const bare = await without()
    const full = await withLeaf()
    turns.push({
      bare,
      full,
      sequencing: await measured(leaves, postmaster, async () => void (await sequencer.drain())),
    })
  }
  const micros = ({ ownMsPerCase, serverMsPerCase }: Round) => (ownMsPerCase + serverMsPerCase) * 1_000
  return {
    cpuMicrosPerLeaf: median(turns.map(({ sequencing }) => micros(sequencing))),
    cpuMicrosInStep: Math.max(0, median(turns.map(({ bare, full }) => micros(full) - micros(bare)))),
  }
}
