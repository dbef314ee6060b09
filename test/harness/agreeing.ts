import assert from 'node:assert/strict'
import type { CaseState } from '#kernel/case'
import type { TestCity } from './city.ts'

/** The three open tables say what the state says: no more, no less. */
export function agreeing({ city, clock: now }: TestCity) {
  const rowsOf = <Row>(sql: string, caseId: string) => city.db.query<Row>(sql, [caseId])
  return async function agree(caseId: string, state: CaseState): Promise<void> {
    const tasks = await rowsOf<{ task: string; stage: string; organ: string; post: string; person: string | null }>(
      'select task, stage, organ, post, person from kernel.tasks where case_id = $1 order by task',
      caseId,
    )
    const open = state.status === 'open' ? Object.entries(state.tasks) : []
    assert.deepEqual(
      tasks,
      open
        .map(([task, { stage, organ, post, person }]) => ({ task, stage, organ, post, person: person ?? null }))
        .sort((a, b) => (a.task < b.task ? -1 : 1)),
      'tasks',
    )

    const clocks = await rowsOf<{ clock: string; due: string; next: string | null }>(
      'select clock, due, next_at as next from kernel.clocks where case_id = $1 order by clock',
      caseId,
    )
    const running = Object.entries(state.clocks).filter(
      ([, { status }]) => status === 'running' || status === 'suspended',
    )
    assert.deepEqual(
      clocks.map(({ clock, due }) => ({ clock, due })),
      running.map(([clock, { due }]) => ({ clock, due })).sort((a, b) => (a.clock < b.clock ? -1 : 1)),
      'clocks',
    )
    for (const { clock, next } of clocks) {
      const { status, provisional } = state.clocks[clock]!
      if (status === 'suspended') assert.equal(next, null, `${clock} stands still and does nothing`)
      else if (!provisional) assert.ok(next !== null, `${clock} will do something`)
      if (next !== null)
        assert.ok(
          Temporal.Instant.compare(Temporal.Instant.from(next), now.now()) > 0,
          `${clock} has done what was due`,
        )
    }

    const owed = await rowsOf<{ obligation: string }>(
      'select obligation from kernel.obligations where case_id = $1 order by obligation',
      caseId,
    )
    assert.deepEqual(
      owed.map(({ obligation }) => obligation),
      Object.keys(state.obligations)
        .filter(id => state.obligations[id]!.status === 'open')
        .sort(),
      'obligations',
    )

    const [row] = await rowsOf<{ status: string; seq: number; outcome: string | null; result: string | null }>(
      'select status, seq, outcome, result from kernel.cases where id = $1',
      caseId,
    )
    assert.deepEqual(row, {
      status: state.status,
      seq: state.seq,
      outcome: state.outcome ?? null,
      result: state.result ?? null,
    })
  }
}
