import type { Cases, Moved } from '#kernel/case'
import { uuidv7 } from '#kernel/clock'
import {
  type Actor,
  type AdministrativeTask,
  administrationVerdict,
  type Identity,
  identityChangeRefused,
} from '#kernel/identity'
import { type Reason, refusal } from '#kernel/refusal'
import { type Db, isUniqueViolation, type Sql } from '#kernel/storage'
import {
  addMove,
  approvedMoves,
  approveMove,
  busyCases,
  casesOfMove,
  countMoves,
  endMove,
  findMove,
  type ItemMove,
  listMoves,
  lockMove,
  type MoveCount,
  type MovedCase,
  reachMove,
  recordMoved,
  runningUnder,
} from './item-moves.store.ts'
import { type CarriedOut, type ItemVersionsNeeds, type MoveWanted, makeItemVersions } from './item-versions.ts'

export const moveUnknown = refusal('ITEM_MOVE_UNKNOWN', 404, 'No such move of cases to another version')
export const moveOpen = refusal('ITEM_MOVE_OPEN', 409, 'A move of this item’s cases is proposed or under way already')
export const moveEnded = refusal('ITEM_MOVE_ENDED', 409, 'This move of cases has ended')
export const moveOfOne = refusal(
  'ITEM_MOVE_OF_ONE',
  403,
  'Another person than who proposed it approves a move of cases',
)
export interface ItemMovesNeeds extends ItemVersionsNeeds {
  readonly db: Db
  readonly identity: Pick<Identity, 'directory' | 'prove'>
  readonly cases: Pick<Cases, 'moving'>
}

/** What would become of one case, or has. */
export interface CaseMove {
  readonly number: string
  readonly outcome: Moved['outcome']
  readonly reasons: readonly Reason[]
  readonly days: Moved['days']
}

const first = '00000000-0000-0000-0000-000000000000'
const page = 100

export type ItemMoves = ReturnType<typeof makeItemMoves>

/** 转版 The running cases of an item go on under a later version: tried without a trace, proposed and approved by two, carried out case by case. */
export function makeItemMoves({ db, clock, identity, definitions, implementations, cases }: ItemMovesNeeds) {
  const { versionsOf, implementationOf } = makeItemVersions({ clock, definitions, implementations })

  async function mayDo(sql: Sql, actor: Actor, task: AdministrativeTask): Promise<string> {
    const directory = await identity.directory(sql)
    const verdict = administrationVerdict({ directory, actor, task, on: clock.today().toString() })
    if (!verdict.granted) throw identityChangeRefused({ reasons: verdict.reasons })
    if (actor.kind !== 'officer') throw identityChangeRefused()
    return actor.person
  }

  /**
   * 试转 What would become of the running cases now, a page at a time; nothing is written.
   * @throws as `versionsOf`
   */
  async function tryMove(
    wanted: MoveWanted,
    { after = first, limit = page }: { after?: string | undefined; limit?: number } = {},
  ) {
    const { fromHash, toHash } = await versionsOf(wanted)
    const carried = await implementationOf(wanted.item)
    const rows = await db.run<{ id: string; number: string }>(runningUnder, [fromHash, after, limit + 1])
    const items: CaseMove[] = []
    for (const { id, number } of rows.slice(0, limit)) {
      const asked = { caseId: id, from: fromHash, to: toHash, migration: first, implementationOf: carried }
      const { outcome, reasons, days } = await cases.moving.look(asked)
      items.push({ number, outcome, reasons, days })
    }
    return { items, next: rows.length > limit ? rows[limit - 1]!.id : null }
  }

  /** 提出 The system administrator proposes. @throws as `versionsOf`, ITEM_MOVE_OPEN, IDENTITY_CHANGE_REFUSED */
  async function propose(sql: Sql, by: Actor, wanted: MoveWanted): Promise<string> {
    const person = await mayDo(sql, by, 'propose-move')
    const { item, from, to } = wanted
    const { fromHash, toHash } = await versionsOf(wanted)
    const id = uuidv7(clock)
    try {
      await sql.run(addMove, [id, item, from, to, fromHash, toHash, person, clock.now()])
    } catch (fault) {
      if (isUniqueViolation(fault)) throw moveOpen({ facts: { item } })
      throw fault
    }
    await identity.prove(sql, by, 'cases-move-proposed', { move: id, item, from, to })
    return id
  }

  async function locked(sql: Sql, id: string): Promise<ItemMove> {
    const [move] = await sql.run<ItemMove>(lockMove, [id])
    if (!move) throw moveUnknown()
    if (move.endedAt !== null) throw moveEnded()
    return move
  }

  /** 批准 The security administrator, another person, approves; workers begin. Approved before, it stays approved. */
  async function approve(sql: Sql, by: Actor, id: string): Promise<boolean> {
    const person = await mayDo(sql, by, 'approve-move')
    const move = await locked(sql, id)
    if (move.proposedBy === person) throw moveOfOne()
    if (move.approvedAt !== null) return false
    // What was in force when it was proposed may be so no longer.
    await versionsOf(move)
    await sql.run(approveMove, [id, person, clock.now()])
    await identity.prove(sql, by, 'cases-move-approved', { move: id, item: move.item, proposedBy: move.proposedBy })
    return true
  }

  /** 撤回 Either of the two may stop it; cases that have moved stay moved. */
  async function withdraw(sql: Sql, by: Actor, id: string): Promise<void> {
    const directory = await identity.directory(sql)
    const task = by.kind === 'officer' && directory.isAdministrator(by.person, 'security', clock.today().toString())
    await mayDo(sql, by, task ? 'approve-move' : 'propose-move')
    const move = await locked(sql, id)
    await sql.run(endMove, [id, clock.now()])
    await identity.prove(sql, by, 'cases-move-withdrawn', { move: id, item: move.item })
  }

  async function moveOne(move: ItemMove, caseId: string, carried: CarriedOut): Promise<Moved> {
    const write = (sql: Sql, { outcome, seq, reasons, days }: Moved) =>
      sql.run(recordMoved, [move.id, caseId, outcome, seq, JSON.stringify(reasons), JSON.stringify(days), clock.now()])
    const moved = await cases.moving.move({
      caseId,
      from: move.fromHash,
      to: move.toHash,
      migration: move.id,
      implementationOf: carried,
      alongside: async (sql, one) => void (await write(sql, one)),
    })
    // Who ended or was moved by a twin leaves nothing to say; who is held by somebody is looked at again.
    if (moved.outcome === 'busy') await write(db, moved)
    if (moved.outcome === 'elsewhere') await write(db, { ...moved, outcome: 'elsewhere' })
    return moved
  }

  /** Whether nobody withdrew it, or finished it, meanwhile. */
  const isOpen = async (id: string): Promise<boolean> => {
    const [move] = await db.run<ItemMove>(findMove, [id])
    return move !== undefined && move.endedAt === null && move.approvedAt !== null
  }

  /**
   * 执行 Goes on with an approved move, case by case, each in a transaction of its own; any number of processes may, and whoever stops in
   * the middle is followed by whoever comes next. Returns how many cases were looked at and whether it has ended.
   */
  async function run(
    id: string,
    most = Number.POSITIVE_INFINITY,
  ): Promise<{ readonly looked: number; readonly ended: boolean }> {
    let looked = 0
    const [move] = await db.run<ItemMove>(findMove, [id])
    if (!move) throw moveUnknown()
    const carried = await implementationOf(move.item)
    let { reached } = move
    while (looked < most) {
      if (!(await isOpen(id))) return { looked, ended: true }
      const rows = await db.run<{ id: string }>(runningUnder, [move.fromHash, reached, Math.min(page, most - looked)])
      for (const { id: caseId } of rows) {
        await moveOne(move, caseId, carried)
        looked++
      }
      const last = rows.at(-1)?.id
      if (last === undefined) return { looked, ended: await finish(move, carried) }
      await db.run(reachMove, [id, last])
      reached = last
    }
    return { looked, ended: false }
  }

  /** What somebody held is looked at again; the move ends when nothing is left to look at. */
  async function finish(move: ItemMove, carried: CarriedOut): Promise<boolean> {
    for (const { id } of await db.run<{ id: string }>(busyCases, [move.id, page])) await moveOne(move, id, carried)
    if ((await db.run(busyCases, [move.id, 1])).length > 0) return false
    return db.transaction(async sql => {
      if ((await sql.run(endMove, [move.id, clock.now()])).length === 0) return true
      const counts = await sql.run<MoveCount>(countMoves, [[move.id]])
      const count = (outcome: string) => counts.find(one => one.outcome === outcome)?.count ?? 0
      const actor: Actor = { kind: 'system', name: 'migration' }
      const { id, item, from, to } = move
      await identity.prove(sql, actor, 'cases-moved', {
        move: id,
        item,
        from,
        to,
        moved: count('moved'),
        stays: count('stays'),
      })
      return true
    })
  }

  async function withCounts(moves: readonly ItemMove[]) {
    const counts = await db.run<MoveCount>(countMoves, [moves.map(({ id }) => id)])
    return moves.map(({ fromHash: _from, toHash: _to, reached: _reached, ...move }) => ({
      ...move,
      cases: Object.fromEntries(
        counts.filter(one => one.move === move.id).map(({ outcome, count }) => [outcome, count]),
      ),
    }))
  }

  return {
    tryMove,
    propose,
    approve,
    withdraw,
    run,
    /** One round of a worker over what is approved; how many cases it looked at. */
    async work(most = 200): Promise<number> {
      let looked = 0
      for (const { id } of await db.run<ItemMove>(approvedMoves)) looked += (await run(id, most)).looked
      return looked
    },
    async list(before: string | undefined, limit: number) {
      return withCounts(await db.run<ItemMove>(listMoves, [before ?? null, limit]))
    },
    /** 转版情况 One move, how many cases moved and stayed, and each of them with its reasons. @throws ITEM_MOVE_UNKNOWN */
    async report(
      id: string,
      { after = first, outcome, limit }: { after?: string | undefined; outcome?: string | undefined; limit: number },
    ) {
      const [move] = await db.run<ItemMove>(findMove, [id])
      if (!move) throw moveUnknown()
      const rows = await db.run<MovedCase>(casesOfMove, [id, after, outcome ?? null, limit + 1])
      const items = rows.slice(0, limit).map(({ number, outcome: how, seq, reasons, days }) => ({
        number,
        outcome: how,
        seq,
        reasons: JSON.parse(reasons) as readonly Reason[],
        days: JSON.parse(days) as Moved['days'],
      }))
      const [counted] = await withCounts([move])
      return { move: counted!, items, next: rows.length > limit ? rows[limit - 1]!.id : null }
    },
  }
}
