import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { manualClock } from '#kernel/clock'
import {
  claimedCheckpoint,
  commit2,
  decodeLeaf,
  encodeLeaf,
  makeSequencer,
  makeTrailReader,
  passingSigner,
  type SequencerSettings,
  type TrailAlarm,
  verifyLog,
  vkeyOf,
} from '#kernel/trail'
import { openTestDatabase } from './database.ts'

export const origin = 'city.example/trail'
export const commit = commit2(Buffer.alloc(32, 1), Buffer.from('detail'))
export const clock = manualClock('2026-03-02T09:00:00+08:00')
/** The id of the subject with this number. */
export const subjectOf = (at: number) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`

/** A house with an empty trail, the one place its checkpoint is published to, and one signing key. */
export async function openTrailHouse(t: TestContext, extra: Partial<SequencerSettings> = {}) {
  const database = await openTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-sequencer-'))
  const checkpointFile = join(folder, 'checkpoint')
  const signer = passingSigner()
  const alarms: TrailAlarm[] = []
  const made: { stop(): Promise<void> }[] = []
  t.after(async () => {
    for (const sequencer of made) await sequencer.stop()
    await database.close()
    rmSync(folder, { recursive: true })
  })
  const sequencer = () => {
    const settings = { db: database.app, clock, signer, log: origin, checkpointFile, batch: 100, every: 5, ...extra }
    const one = makeSequencer({ alarm: alarm => alarms.push(alarm), ...settings })
    made.push(one)
    return one
  }
  const put = (subject: string | null, from: number | null, to = from, marker = 'decide') =>
    database.app.query('insert into kernel.trail_outbox (subject, first_seq, last_seq, leaf) values ($1, $2, $3, $4)', [
      subject,
      from,
      to,
      encodeLeaf({ kind: 'act', verb: marker, at: clock.now(), commit, ...(from ? { from, to: to! } : {}) }),
    ])
  const published = () => claimedCheckpoint(readFileSync(checkpointFile, 'utf8'))
  const verbs = async (log = 1) =>
    (await Array.fromAsync(makeTrailReader({ db: database.app }).entries(log, 0, 1e6))).map(
      ({ leaf }) => decodeLeaf(leaf).verb,
    )
  const sound = async () => {
    const report = await verifyLog({ db: database.app, vkeys: [vkeyOf(`${origin}/1`, signer)], checkpointFile })
    assert.deepEqual(report.faults, [])
    return report.entries
  }
  return { ...database, database, checkpointFile, signer, alarms, sequencer, put, published, verbs, sound }
}
