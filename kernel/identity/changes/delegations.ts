import { uuidv7 } from '#kernel/clock'
import { type Sql, statement } from '#kernel/storage'
import { type Actor, type IsoDate, partsOfPost } from '../actor.ts'
import { readDirectory } from '../identity.store.ts'
import type { ChangeDependencies } from './changes.ts'
import { identityChangeRefused, identityUnknown } from './journal.ts'

const addDelegation = statement(
  'identity.addDelegation',
  `insert into kernel.delegations (id, from_person, to_person, organ, post, items, valid_from, valid_to)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
)
const endDelegation = statement(
  'identity.endDelegation',
  `update kernel.delegations set valid_to = greatest(valid_from, $2::date) where id = $1 and valid_to > $2::date
   returning from_person as "fromPerson"`,
)

export interface DelegationRequest {
  readonly from: string
  readonly to: string
  /** The post whose power is lent, `<organ>/<code>`. */
  readonly post: string
  readonly items: readonly string[]
  readonly begins: IsoDate
  /** The first day it no longer holds; a delegation without an end does not exist. */
  readonly ends: IsoDate
  /** Whether an item's definition lets this power be delegated (setting 4, `delegable`). */
  readonly delegable: (item: string) => boolean
}

export interface DelegationChanges {
  /** 委托 The holder of a post lends its power over named items to a colleague of the same organ, from a day to a day. Returns its id. */
  delegate(sql: Sql, by: Actor, request: DelegationRequest): Promise<string>
  /** 收回委托 Ends a delegation on a day; by its giver, the organ's head, or the program. */
  endDelegation(sql: Sql, by: Actor, change: { id: string; on: IsoDate }): Promise<void>
}

export const makeDelegationChanges = ({ clock, write }: ChangeDependencies): DelegationChanges => ({
  async delegate(sql, by, { from, to, post, items, begins, ends, delegable }) {
    const refuse = (code: string, text: string, facts: Record<string, unknown> = {}): never => {
      throw identityChangeRefused({ reasons: [{ code, text, facts: { post, ...facts } }] })
    }
    const directory = await readDirectory(sql)
    const { organ, code } = partsOfPost(post)
    if (by.kind !== 'system' && !(by.kind === 'officer' && by.person === from && by.onBehalfOf === undefined))
      refuse('DELEGATION_NOT_YOURS', '只能由任职者本人委托')
    if (from === to) refuse('DELEGATION_TO_SELF', '不得委托本人')
    if (begins >= ends || ends <= clock.today().toString())
      refuse('DELEGATION_DATES', '委托期限不成立', { begins, ends })
    // Who was only delegated to does not hold the post, so a chain of delegations ends here.
    if (!directory.mayAct({ person: from, post, on: begins })) refuse('DELEGATION_NOT_HELD', '委托人在该日不任此职')
    const colleague = directory.postsOf(to, begins).some(acting => acting.organ.id === organ)
    if (!colleague) refuse('DELEGATION_OUTSIDE_ORGAN', '受委托人不在本机关任职')
    const fixed = items.filter(item => !delegable(item))
    if (fixed.length > 0 || items.length === 0) refuse('DELEGATION_NOT_ALLOWED', '事项规定不得委托', { items: fixed })
    const id = uuidv7(clock)
    await sql.run(addDelegation, [id, from, to, organ, code, items, begins, ends])
    await write(sql, by, 'delegated', { id, from, to, post, items, begins, ends })
    return id
  },

  async endDelegation(sql, by, { id, on }) {
    const directory = await readDirectory(sql)
    const [ended] = await sql.run<{ fromPerson: string }>(endDelegation, [id, on])
    if (!ended) throw identityUnknown({ detail: 'No such delegation in force' })
    const may =
      by.kind === 'system' ||
      (by.kind === 'officer' && (by.person === ended.fromPerson || directory.headOf(by.organ, on).includes(by.person)))
    if (!may)
      throw identityChangeRefused({ reasons: [{ code: 'DELEGATION_NOT_YOURS', text: '只能由委托人或机关负责人收回' }] })
    await write(sql, by, 'delegation-ended', { id, on })
  },
})
