import { type Static, Type } from 'typebox'
import { type ActInput, act } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid, depositHeld } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { collectors } from './money.ts'
import { Fen, IsoDate, Key, strict } from './words.ts'

const dutyOf = (deposit: string): string => `return.${deposit}`

/** What is held of the party at this moment. */
export const heldDeposits = ({ deposits = {} }: Pick<CaseState, 'deposits'>): readonly (readonly [string, number])[] =>
  Object.entries(deposits)
    .filter(([, { status }]) => status === 'held')
    .map(([deposit, { amount }]) => [deposit, amount] as const)

const owedBack = ([deposit, amount]: readonly [string, number]): NewEvent =>
  event('obligation.opened', { id: dutyOf(deposit), kind: 'return-deposit', binds: 'organ', amount })

/** 处理保证金 What the decision makes of each deposit: kept where the outcome says so, otherwise it goes back. */
export const settleDeposits = (
  { definition, state }: Pick<ActInput<unknown>, 'definition' | 'state'>,
  outcome: string,
): readonly NewEvent[] =>
  heldDeposits(state).map(held => {
    const [deposit, amount] = held
    const end = definition.definition.content.outcomes[outcome]?.deposits?.[deposit]
    return end === 'forfeit' ? event('deposit.forfeited', { deposit, amount }) : owedBack(held)
  })

/** 决定失效 What a fallen decision kept goes back; what it was to give back still does. */
export const restoreDeposits = ({ state }: Pick<ActInput<unknown>, 'state'>): readonly NewEvent[] => [
  ...heldDeposits(state).map(owedBack),
  ...Object.entries(state.deposits ?? {})
    .filter(([, { status }]) => status === 'forfeited')
    .flatMap(([deposit, { amount }]) => [event('deposit.restored', { deposit, amount }), owedBack([deposit, amount])]),
]

/** Nobody's case ends while money of his is held and nothing says what becomes of it. @throws DEPOSIT_HELD */
export function refuseWhileHeld({ state }: Pick<ActInput<unknown>, 'state'>): void {
  const held = heldDeposits(state)
  if (held.length > 0) throw depositHeld({ facts: { held: Object.fromEntries(held) } })
}

const TakeDepositBody = Type.Object(
  {
    deposit: Type.Optional(Key),
    amount: Type.Optional({ ...Fen, minimum: 1 }),
    on: Type.Optional(IsoDate),
    reference: Type.Optional(Type.String({ maxLength: 64 })),
  },
  strict,
)

/** The one that is meant: named, or the only one that is not taken yet. */
function wanted({ definition, state, body }: ActInput<Static<typeof TakeDepositBody>>) {
  const { deposits = {} } = definition.definition.content
  const left = Object.entries(deposits).filter(([key]) => state.deposits?.[key] === undefined)
  const found = left.find(([key]) => (body.deposit ?? key) === key)
  if (found) return { deposit: found[0], declared: found[1] }
  if (body.deposit !== undefined && deposits[body.deposit] === undefined)
    throw actNotPermitted({
      detail: `the item takes no deposit ${body.deposit}`,
      facts: { may: Object.keys(deposits) },
    })
  throw actOutOfOrder({ detail: 'no deposit is to be taken in this case' })
}

/** 收取保证金 Whoever collects reports it received: exactly what the item says, once, before the decision (优化营商环境条例25). */
export const takeDeposit = act<Static<typeof TakeDepositBody>>({
  body: TakeDepositBody,
  who: 'officer',
  roles: collectors,
  decide: input => {
    const { definition, state, body, facts, actor } = input
    const { deposit, declared } = wanted(input)
    const on = body.on ?? input.on
    if (on > input.on || on < state.openedOn)
      throw actOutOfOrder({ detail: 'it is received between the application and today', facts: { on } })
    const acceptance = [...definition.stages.values()].filter(({ kind }) => kind === 'acceptance')
    if (acceptance.some(({ stage }) => state.stages[stage]?.status !== 'done'))
      throw actOutOfOrder({ detail: 'nothing is taken before the application is accepted' })
    if (state.outcome !== undefined) throw actOutOfOrder({ detail: 'the decision has been made' })
    const amount = Number(facts.value(declared.amount) ?? Number.NaN)
    if (!Number.isSafeInteger(amount) || amount <= 0)
      throw bodyInvalid({
        detail: `how much is due is not known yet: ${deposit}`,
        facts: { fields: { amount: 'MISSING' } },
      })
    if (body.amount !== undefined && body.amount !== amount)
      throw actNotPermitted({
        detail: 'what the item says is taken, no more and no less',
        facts: { amount: body.amount, due: amount },
      })
    const received = event('deposit.taken', {
      deposit,
      amount,
      on,
      collector: actor.kind === 'officer' ? actor.organ : '',
      ...(body.reference !== undefined && { reference: body.reference }),
    })
    return [{ ...received, on }]
  },
})

const ReturnDepositBody = Type.Object(
  {
    deposit: Type.Optional(Key),
    interest: Type.Optional({ ...Fen, description: 'what it earned at the bank, where the item gives that back too' }),
    reference: Type.Optional(Type.String({ maxLength: 64 })),
  },
  strict,
)

/** 退还保证金 It goes back whole, with what it earned where the law says so (招标投标法实施条例57): once the decision says that it does. */
export const returnDeposit = act<Static<typeof ReturnDepositBody>>({
  body: ReturnDepositBody,
  who: 'officer',
  roles: collectors,
  decide: ({ definition, state, body, on }) => {
    const due = heldDeposits(state).find(
      ([key]) => (body.deposit ?? key) === key && state.obligations[dutyOf(key)]?.status === 'open',
    )
    if (!due) throw actOutOfOrder({ detail: 'no deposit is to be given back in this case' })
    const [deposit, amount] = due
    const earns = definition.definition.content.deposits?.[deposit]?.interest === true
    if (earns && body.interest === undefined)
      throw bodyInvalid({ detail: 'what it earned goes back with it', facts: { fields: { interest: 'MISSING' } } })
    if (!earns && body.interest !== undefined)
      throw actNotPermitted({ detail: 'the item gives back no interest', facts: { deposit } })
    return [
      event('deposit.returned', {
        deposit,
        amount,
        interest: body.interest ?? 0,
        on,
        ...(body.reference !== undefined && { reference: body.reference }),
      }),
      event('obligation.met', { id: dutyOf(deposit) }),
    ]
  },
})
