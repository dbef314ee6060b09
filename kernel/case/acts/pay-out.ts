import { type Static, Type } from 'typebox'
import { type ActInput, act, openStage } from '../act.ts'
import { releasedBy } from '../carry-out.ts'
import { event, type NewEvent } from '../event.ts'
import { actOutOfOrder, payeeNotGrantee } from '../refusals.ts'
import { Key, stage, strict, Uuid } from './words.ts'

const PayOutBody = Type.Object(
  {
    stage,
    order: Type.Optional(Key),
    amount: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 })),
    payee: Type.Optional({ ...Uuid, description: 'the party that is paid; unsaid, the grantee' }),
    reference: Type.Optional(Type.String({ maxLength: 64 })),
  },
  strict,
)

/** The parts payable at the open payment stage: a held one only where that stage releases it, the others anywhere. */
function payable({ state }: ActInput<unknown>, released: readonly string[]): readonly string[] {
  return Object.entries(state.grants ?? {})
    .filter(([order, { settled, held }]) => !settled && (!held || released.includes(order)))
    .map(([order]) => order)
}

/** Who is to have the money: the first party of the role that the outcome names, else the one the case is about. */
function granteeOf({ definition, state }: ActInput<unknown>): string {
  const role = definition.definition.content.outcomes[state.outcome ?? '']?.money?.payee ?? 'subject'
  const found = state.parties.find(party => party.role === role)
  if (!found) throw actOutOfOrder({ detail: 'the case names nobody to be paid', facts: { role } })
  return found.party
}

/**
 * 拨付 The treasury pays what was granted, to the grantee and nobody else (预算法57); never the officer who decided. A part held
 * until a check is paid only at the stage behind it.
 */
export const payOut = act<Static<typeof PayOutBody>>({
  body: PayOutBody,
  who: 'officer',
  stage: input => openStage(input, ['payment'], input.body.stage),
  decide: input => {
    const { state, body, on, actor, definition } = input
    const at = openStage(input, ['payment'], body.stage)
    const released = releasedBy(definition.stages.get(at.stage))
    const open = payable(input, released)
    const order = body.order ?? open[0]
    const grant = order === undefined ? undefined : state.grants?.[order]
    if (order === undefined || !grant || !open.includes(order))
      throw actOutOfOrder({
        detail: 'nothing of this is to be paid at this stage',
        facts: { stage: at.stage, order: order ?? null, payable: open },
      })
    const payee = granteeOf(input)
    if (body.payee !== undefined && body.payee !== payee) throw payeeNotGrantee({ facts: { order, payee: body.payee } })
    const left = grant.amount - grant.paid
    const amount = body.amount ?? left
    if (amount > left) throw actOutOfOrder({ detail: 'more than was granted', facts: { order, left } })
    const settled = amount === left
    const events: NewEvent[] = [
      event('grant.paid', {
        order,
        amount,
        on,
        payee,
        payer: actor.kind === 'officer' ? actor.organ : '',
        settled,
        ...(body.reference !== undefined && { reference: body.reference }),
      }),
    ]
    if (settled) events.push(event('obligation.met', { id: `pay.${order}` }))
    if (settled && open.length === 1) events.push(event('stage.completed', { stage: at.stage, result: 'paid' }))
    return events
  },
})
