import type { CompiledItem } from '#kernel/definition'
import type { Reason } from '#kernel/refusal'
import { isLockTimeout, type Sql } from '#kernel/storage'
import type { LockedCase } from './case.store.ts'
import { overtake } from './decide-step.ts'
import type { Actor } from './event.ts'
import { lockCase, monthOf } from './month.store.ts'
import { personalNamesOf } from './moving/favour.ts'
import { type Mapping, mappingOf } from './moving/mapping.ts'
import { decideMove, type Move } from './moving/move.ts'
import { stays } from './moving/reasons.ts'
import type { CaseDependencies } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'

const mover: Actor = { kind: 'system', name: 'migration' }

/** 转版请求 One case and the two versions; what is written beside the move stands or falls with it. */
export interface MoveRequest {
  readonly caseId: string
  /** Hashes of the versions. */
  readonly from: string
  readonly to: string
  /** Which migration of the city. */
  readonly migration: string
  /** How the case's organ carries the new version out. */
  readonly implementationOf: (of: Pick<CaseState, 'organ' | 'region'>) => string | null
  readonly alongside?: (sql: Sql, moved: Moved) => Promise<void>
}

/** 转版结果 What became of one case. */
export interface Moved {
  readonly outcome: 'moved' | 'stays' | 'elsewhere' | 'busy'
  readonly reasons: readonly Reason[]
  /** The state it is in now. */
  readonly seq: number
  /** Days that would change, or have: clock, day before, day after. */
  readonly days: readonly { readonly clock: string; readonly due: string; readonly now: string }[]
}

interface Versions {
  readonly from: CompiledItem
  readonly to: CompiledItem
  readonly implementation: string | null
  readonly mapping: Mapping
}

function daysOf(before: CaseState, move: Move): Moved['days'] {
  if (!move.moves) return []
  return move.step.events.flatMap(({ type, data }) => {
    if (type === 'clock.started') return [{ clock: data.clock, due: '', now: data.due }]
    const due = type === 'clock.carried' ? before.clocks[data.clock]?.due : undefined
    return type === 'clock.carried' && due !== undefined && due !== data.due
      ? [{ clock: data.clock, due, now: data.due }]
      : []
  })
}

const elsewhere = (state: CaseState): Moved => ({
  outcome: 'elsewhere',
  reasons: [stays(state.status === 'open' ? 'OTHER_VERSION' : 'CASE_ENDED')],
  seq: state.seq,
  days: [],
})

/** 转版 Running cases go on under a later version of their item: looked at without a trace, or moved, each under its own lock. */
export function makeMoving(
  { db, identity, definitions }: CaseDependencies,
  around: Surroundings,
  fire: (caseId: string) => Promise<number>,
) {
  async function versionsOf(state: CaseState, { to, implementationOf }: MoveRequest): Promise<Versions> {
    const from = await definitions.implemented(state.hash, state.implementation)
    const implementation = implementationOf(state)
    const next = await definitions.implemented(to, implementation)
    return { from, to: next, implementation, mapping: mappingOf(from, next) }
  }

  async function decide(
    sql: Sql,
    state: CaseState,
    epoch: number | undefined,
    versions: Versions,
    { caseId, migration }: MoveRequest,
  ) {
    const { at, today } = around.now()
    const directory = epoch === undefined ? await identity.directory() : await identity.directoryAt(epoch, sql)
    const names = [...new Set([...personalNamesOf(versions.from), ...personalNamesOf(versions.to)])]
    const personal = await around.openPersonal(sql, caseId, names)
    const sources = around.sourcesOf(directory, state, today, personal)
    return { sources, at, move: decideMove({ ...versions, migration, state, now: at, today, sources }) }
  }

  /** 试转 What would become of the case if it were moved now. Nothing is written. */
  async function look(request: MoveRequest): Promise<Moved> {
    const state = await around.stateOf(request.caseId)
    if (state.hash !== request.from || state.status !== 'open') return elsewhere(state)
    const versions = await versionsOf(state, request)
    const { at, today } = around.now()
    const sources = around.sourcesOf(await identity.directory(), state, today)
    // As the clocks will have left it by then.
    const due = overtake(versions.from, state, at, today, sources).state
    if (due.status !== 'open') return elsewhere(due)
    const { move } = await decide(db, due, undefined, versions, request)
    return {
      outcome: move.moves ? 'moved' : 'stays',
      reasons: move.moves ? [] : move.reasons,
      seq: state.seq,
      days: daysOf(due, move),
    }
  }

  /** One try under the lock; undefined when the clocks had something to do first, which is a step of its own. */
  async function moveLocked(request: MoveRequest, seen: CaseState): Promise<Moved | undefined> {
    const { caseId } = request
    const versions = await versionsOf(seen, request)
    return db.transaction(async sql => {
      const [row] = await sql.run<LockedCase>(lockCase(monthOf(caseId)), [caseId, null, ''])
      if (!row) return elsewhere(seen)
      const before = JSON.parse(row.state) as CaseState
      if (before.status !== 'open' || before.hash !== seen.hash || before.implementation !== seen.implementation)
        return elsewhere(before)
      const { today } = around.now()
      const first = around.sourcesOf(await identity.directoryAt(row.identityEpoch, sql), before, today)
      if (overtake(versions.from, before, around.now().at, today, first).events.length > 0) return undefined
      const { move, sources, at } = await decide(sql, before, row.identityEpoch, versions, request)
      const moved: Moved = {
        outcome: move.moves ? 'moved' : 'stays',
        reasons: move.moves ? [] : move.reasons,
        seq: move.moves ? move.step.state.seq : before.seq,
        days: daysOf(before, move),
      }
      await request.alongside?.(sql, moved)
      if (!move.moves) return moved
      const recorded = {
        caseId,
        number: row.number,
        definition: versions.to,
        before,
        step: move.step,
        actor: mover,
        verb: 'migrate',
        commandId: null,
        bodyHash: null,
        at,
        caseKey: around.keysIn(row.keys)(caseId) ?? null,
        keyOf: () => undefined,
        sources,
      }
      await around.store(sql, recorded, { body: {} })
      around.pin(caseId, versions.to.hash, versions.implementation)
      return moved
    })
  }

  /** 转版 Moves the case if it may, as it is at that instant. Doing it twice does nothing twice; a case that somebody holds is `busy`. */
  async function move(request: MoveRequest): Promise<Moved> {
    for (let again = 0; again < 5; again++) {
      const seen = await around.stateOf(request.caseId)
      if (seen.hash !== request.from || seen.status !== 'open') return elsewhere(seen)
      try {
        const moved = await moveLocked(request, seen)
        if (moved) return moved
        await fire(request.caseId)
      } catch (fault) {
        if (!isLockTimeout(fault)) throw fault
      }
    }
    return { outcome: 'busy', reasons: [], seq: 0, days: [] }
  }

  return { look, move }
}
