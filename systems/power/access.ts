import { type Caller, covers } from '#hubs/application/access'
import { organLeftFor } from '#hubs/business/control'
import { type CaseState, caseNotFound, openStages, placeOf, stageRoles } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { Ground } from '#kernel/grant'
import type { Directory } from '#kernel/identity'
import type { Reason } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'

/** A case as the routes read it: the row of the list and the whole state. */
export interface CaseRow {
  readonly id: string
  readonly number: string
  readonly itemHash: string
  readonly state: CaseState
}

const byNumber = statement(
  'power.caseByNumber',
  `select c.id, c.number, c.item_hash as "itemHash", c.state from kernel.case_numbers n join kernel.cases c on c.id = n.case_id where n.number = $1`,
)

export async function findCase(sql: Sql, number: string): Promise<CaseRow | undefined> {
  const [row] = await sql.run<Omit<CaseRow, 'state'> & { readonly state: string }>(byNumber, [number])
  return row && { ...row, state: JSON.parse(row.state) as CaseState }
}

/** Whether the case may be told to this party: a respondent learns of it with the notice, not while evidence is gathered. */
export function concerns(state: CaseState, party: string): boolean {
  const role = state.parties.find(one => one.party === party)?.role
  // Whoever is asked for his consent alone is asked for it on a page of his own, and sees nothing of another's case.
  if (role === undefined || role === 'member') return false
  if (role !== 'respondent') return true
  return state.notice !== undefined || state.outcome !== undefined || state.start === 'application'
}

/** 代理可查 The same for whoever acts in the party's stead: as far as his mandate goes. */
export const concernsCaller = (state: CaseState, caller: Caller): boolean =>
  caller.actor.kind === 'party' && concerns(state, caller.actor.party) && covers(caller, 'see', state.item)

/** 本人、受托 On what ground a party's own data are read: by itself, or by whoever acts for it, which the party is shown. */
export const ownGround = ({ actor }: Pick<Caller, 'actor'>): Ground =>
  actor.kind === 'party' && actor.agent ? { kind: 'service', name: 'agency' } : { kind: 'own' }

/** An officer reads the cases of his organ and those in which his organ has something to do; supervision and audit read all. */
export function handles(state: CaseState, { actor, scopes }: Pick<Caller, 'actor' | 'scopes'>): boolean {
  if (actor.kind !== 'officer') return false
  // 不得将投诉透露给被投诉的人（信访工作条例30(3)）: not as supervisor either.
  if (state.complainedOf?.includes(actor.person)) return false
  if (scopes.has('supervise') || scopes.has('audit') || state.organ === actor.organ) return true
  return Object.values(state.tasks).some(({ organ }) => organ === actor.organ)
}

/** 上级代行 Whether an open stage of this case has fallen to the officer's organ, because nobody is left in the case's own. */
export function stepsIn(
  state: CaseState,
  { actor }: Caller,
  { definition, directory, on }: { definition: CompiledItem; directory: Directory; on: string },
): boolean {
  if (actor.kind !== 'officer') return false
  // 负责人的回避由上一级机关决定: the organ above must see the case in which it is asked (行政处罚法43(3)).
  const { decideBy } = definition.definition.authority.avoid
  const seat = placeOf(definition, state.organ, kind => kind ?? '', decideBy)
  const heads = directory.holdersOf(seat.post, state.organ, on)
  if (
    Object.keys(state.challenges).some(person => heads.includes(person)) &&
    directory.superiorOf(state.organ, on)?.id === actor.organ
  )
    return true
  return openStages(state).some(key => {
    const roles = stageRoles(definition, definition.stages.get(key)!)
    const places = roles.map(role => placeOf(definition, state.organ, kind => kind ?? '', role))
    return places.some(
      ({ post, organ }) =>
        organ === state.organ && organLeftFor({ definition, state, directory, on }, key, post, organ) === actor.organ,
    )
  })
}

/**
 * 已回避 Who stands back from a case has nothing to do with it any more: that there is the case, and where it stands, he sees as everybody of his
 * organ does; what was said in it, its papers and its files are read for handling it, and that he may not (公务员法76, 个人信息保护法6).
 */
export function stoodBack(
  { avoided }: Pick<CaseState, 'avoided'>,
  { actor }: Pick<Caller, 'actor'>,
): readonly Reason[] {
  if (actor.kind !== 'officer' || !avoided.includes(actor.person)) return []
  const basis = { law: '公务员法', articles: ['76'] }
  return [{ code: 'READER_STOOD_BACK', text: '您在这个办件中已经回避，不再查阅案中所言', rule: 'avoidance', basis }]
}

/** 可查办件 The case, or "no such case": whoever may not see it does not learn that it exists. */
export async function readableCase(sql: Sql, caller: Caller, number: string): Promise<CaseRow> {
  const row = await findCase(sql, number)
  const { actor } = caller
  const may = row && (actor.kind === 'party' ? concernsCaller(row.state, caller) : handles(row.state, caller))
  if (!row || !may) throw caseNotFound()
  return row
}
