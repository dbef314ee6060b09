import { createHmac } from 'node:crypto'
import type { CompiledItem, CompiledStage } from '#kernel/definition'
import type { Beacon, Lot } from '#kernel/draw'
import { populationHash } from '#kernel/draw'
import type { DataKey } from '#kernel/party'
import { type Sql, statement } from '#kernel/storage'
import { openStages } from './act.ts'
import type { ReadCase } from './case.store.ts'
import type { Evidence } from './control.ts'
import { derivedCaseId } from './derived-id.ts'
import { type DrawMaterial, drawMaterial, eligibleToGo, questionOf } from './draw-material.ts'
import { factsOf } from './facts.ts'
import { monthOf, readForStep } from './month.store.ts'
import type { ActRequest, CaseDependencies } from './request.ts'
import type { CaseState } from './state.ts'
import { type SubCasesSeen, subCasesKnown } from './sub-cases.ts'
import type { Surroundings } from './surroundings.ts'

const lotsIn = statement(
  'case.lots',
  `select data::text as data from kernel.case_events where case_id = $1 and seq = $2 and type = 'draw.made'`,
)
const standing = statement('case.standing', `select status, result from kernel.cases where id = any ($1::uuid[])`)

/** The lots of a draw that was made, as its event holds them. */
export async function lotsOfEvent(sql: Sql, caseId: string, seq: number): Promise<readonly Lot[]> {
  const [row] = await sql.run<{ data: string }>(lotsIn, [caseId, seq])
  return row ? (JSON.parse(row.data) as { lots: readonly Lot[] }).lots : []
}

/** 种子 The secret of one draw: made from the random key of the case, so that nobody chooses it and no second try gives another. */
export const seedOf = (key: DataKey, stage: string, round: number): string =>
  createHmac('sha256', key.secret).update(`plumbline/draw/seed/1\n${stage}\n${round}`).digest('hex')

/** The ids of the cases that a stage ordered, in the order of their lots. */
export const subCaseIds = (
  caseId: string,
  { seq, at }: { readonly seq: number; readonly at: string },
  lots: readonly Pick<Lot, 'object'>[],
): readonly string[] => lots.map(({ object }) => derivedCaseId({ caseId, seq, at }, object))

/**
 * 定稿时刻 What a register took in within the last minute may still be under way in another transaction, or bear this very
 * instant: a list that is frozen a minute back is read again the same for ever.
 */
const settled = (at: Temporal.Instant): Temporal.Instant => at.subtract({ minutes: 1 })

/** 抽取前的准备 What drawing, and closing a stage that was done in sub-cases, want to know; read before the case is decided. */
export function makeDrawGathering(deps: CaseDependencies, around: Surroundings) {
  const { db, identity, draws } = deps

  async function frozenBefore(
    state: CaseState,
    stage: CompiledStage,
  ): Promise<{ readonly keys?: readonly string[]; readonly beacon: Beacon | null; readonly lost: boolean }> {
    const frozen = state.draws?.[stage.stage]
    if (!frozen) return { beacon: null, lost: false }
    const keys = await draws.population(frozen.from)
    const beacon = await draws.beacon(state.id, frozen.prepared)
    const lost = beacon === 'never' || populationHash(keys) !== frozen.hash
    return { keys, beacon: typeof beacon === 'string' ? null : beacon, lost }
  }

  async function forDraw({ caseId, verb, body, actor }: ActRequest, definition: CompiledItem): Promise<Evidence[]> {
    const [row] = await db.express.read<ReadCase>(readForStep(monthOf(caseId)), [caseId])
    if (!row) return []
    const state = JSON.parse(row.state) as CaseState
    const named = typeof body['stage'] === 'string' ? body['stage'] : undefined
    const key = openStages(state).find(one => (named ?? one) === one && definition.stages.get(one)?.draw)
    const stage = key === undefined ? undefined : definition.stages.get(key)
    const secret = around.keysIn(row.keys)(caseId)
    if (!stage || !secret) return []
    const directory = await identity.directory()
    const { at, today } = around.now()
    const sources = around.sourcesOf(directory, state, today)
    const before = await frozenBefore(state, stage)
    const again = verb === 'prepareDraw'
    const facts = factsOf({ ...sources, definition, proposed: {} }, () => state)
    const question = questionOf(stage, facts, { on: today, recordedAt: settled(at).toString() })
    const from = again ? question : (state.draws?.[stage.stage]?.from ?? question)
    const value: DrawMaterial = {
      from,
      keys: again || !before.keys ? await draws.population(from) : before.keys,
      seed: seedOf(secret, stage.stage, state.stages[stage.stage]!.round),
      eligible: eligibleToGo({ definition, state, directory, organOf: sources.organOf, on: today, actor }, stage),
      beacon: before.beacon,
      lost: before.lost,
    }
    return [{ comparison: drawMaterial, value, obtained: at.toString(), validUntil: at.toString() }]
  }

  async function seen(state: CaseState, stage: string): Promise<SubCasesSeen> {
    const ordered = state.subCases![stage]!
    const lots = await lotsOfEvent(db, state.id, state.draws![ordered.draw]!.made!)
    const rows = await db.run<{ status: string; result: string | null }>(standing, [
      subCaseIds(state.id, ordered, lots),
    ])
    const results: Record<string, number> = {}
    for (const { status, result } of rows)
      if (status === 'ended') results[result ?? 'ended'] = (results[result ?? 'ended'] ?? 0) + 1
    const running = rows.filter(({ status }) => status !== 'ended').length
    return { stage, ordered: ordered.cases, opened: rows.length, running, results }
  }

  async function forStage({ caseId, body }: ActRequest, definition: CompiledItem): Promise<Evidence[]> {
    if (![...definition.stages.values()].some(({ subCase }) => subCase)) return []
    const state = await around.stateOf(caseId)
    const named = typeof body['stage'] === 'string' ? body['stage'] : undefined
    const stage = openStages(state).find(one => (named ?? one) === one)
    if (stage === undefined || !state.subCases?.[stage]) return []
    const obtained = around.now().at.toString()
    return [{ comparison: subCasesKnown, value: await seen(state, stage), obtained, validUntil: obtained }]
  }

  return async function gatherFor(request: ActRequest, definition: CompiledItem): Promise<readonly Evidence[]> {
    if (request.verb === 'prepareDraw' || request.verb === 'draw') return forDraw(request, definition)
    return request.verb === 'complete' ? forStage(request, definition) : []
  }
}
