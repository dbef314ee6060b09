import { statement } from '#kernel/storage'

/** 转版 One decision of the city that an item's running cases go on under a later version. */
export interface ItemMove {
  readonly id: string
  readonly item: string
  readonly from: number
  readonly to: number
  readonly fromHash: string
  readonly toHash: string
  readonly proposedBy: string
  readonly proposedAt: string
  readonly approvedBy: string | null
  readonly approvedAt: string | null
  readonly endedAt: string | null
  readonly reached: string
}

export interface MoveCount {
  readonly move: string
  readonly outcome: string
  readonly count: number
}

/** One case as it was left. */
export interface MovedCase {
  readonly id: string
  readonly number: string
  readonly outcome: string
  readonly seq: number
  readonly reasons: string
  readonly days: string
}

const columns = `id, item, from_version as "from", to_version as "to", from_hash as "fromHash", to_hash as "toHash", proposed_by as "proposedBy",
  proposed_at as "proposedAt", approved_by as "approvedBy", approved_at as "approvedAt", ended_at as "endedAt", reached`

export const addMove = statement(
  'power.addItemMove',
  `insert into power.item_moves (id, item, from_version, to_version, from_hash, to_hash, proposed_by, proposed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
)
export const findMove = statement('power.findItemMove', `select ${columns} from power.item_moves where id = $1`)
export const lockMove = statement(
  'power.lockItemMove',
  `select ${columns} from power.item_moves where id = $1 for update`,
)
export const approveMove = statement(
  'power.approveItemMove',
  'update power.item_moves set approved_by = $2, approved_at = $3 where id = $1 and approved_at is null and ended_at is null',
)
export const endMove = statement(
  'power.endItemMove',
  'update power.item_moves set ended_at = $2 where id = $1 and ended_at is null returning id',
)
export const reachMove = statement(
  'power.reachItemMove',
  'update power.item_moves set reached = greatest(reached, $2::uuid) where id = $1 and ended_at is null',
)
export const listMoves = statement(
  'power.listItemMoves',
  `select ${columns} from power.item_moves where $1::uuid is null or id < $1 order by id desc limit $2`,
)
export const approvedMoves = statement(
  'power.approvedItemMoves',
  `select ${columns} from power.item_moves where approved_at is not null and ended_at is null order by id`,
)
export const countMoves = statement(
  'power.countItemMoves',
  'select move, outcome, count(*)::int as count from power.item_move_cases where move = any ($1::uuid[]) group by move, outcome',
)

/** Walks the cases in the order in which they were opened, so each is met once and none is sorted. */
export const runningUnder = statement(
  'power.runningUnder',
  `select id, number from kernel.cases where id > $2 and item_hash = $1 and status = 'open' order by id limit $3`,
)
/** How many cases run under a version, and the last day on which one of them is due as far as anybody knows. Walks all cases: for operators. */
export const leavingUnder = statement(
  'power.leavingUnder',
  `with running as (select id from kernel.cases where item_hash = $1 and status = 'open')
   select (select count(*)::int from running) as cases,
     (select max(left(k.due, 10)) from kernel.clocks k where k.binds = 'organ' and k.due ~ '^[0-9]{4}-' and k.case_id in (select id from running)) as latest`,
)
export const recordMoved = statement(
  'power.recordMoved',
  `insert into power.item_move_cases (move, case_id, outcome, seq, reasons, days, at) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (move, case_id) do update set outcome = excluded.outcome, seq = excluded.seq, reasons = excluded.reasons, days = excluded.days, at = excluded.at
   where power.item_move_cases.outcome <> 'moved'`,
)
export const casesOfMove = statement(
  'power.casesOfItemMove',
  `select m.case_id as id, c.number, m.outcome, m.seq, m.reasons, m.days from power.item_move_cases m join kernel.cases c on c.id = m.case_id
   where m.move = $1 and m.case_id > $2 and ($3::text is null or m.outcome = $3) order by m.case_id limit $4`,
)
export const busyCases = statement(
  'power.busyCases',
  `select case_id as id from power.item_move_cases where move = $1 and outcome = 'busy' order by case_id limit $2`,
)
