import { firstOfEach, places, tried } from './making.ts'
import type { Maker, Rehearsed, Wrong } from './wrong.ts'

const sentinel = 999_000_000_000

/** The question that the ledger answers, and no register. */
const hasBalance = 'budget.hasBalance'

/** 超预算 More is asked for than the line of the budget holds. */
const beyondBudget = (rehearsed: Rehearsed): readonly Wrong[] =>
  rehearsed.item.definition.comparison.flatMap(({ id, ask, at, with: { amount } }) =>
    ask !== hasBalance || amount === undefined || rehearsed.item.definition.content.form[amount] === undefined
      ? []
      : firstOfEach(
          places(rehearsed).filter(({ deed }) => at.includes(deed.verb)),
          () => id,
        ).map(place =>
          tried('money/beyond-budget', ['COMPARISON_DIFFERS'], place, () => ({}), {
            variant: { bend: { field: amount, value: sentinel } },
            ends: true,
          }),
        ),
  )

/** 钱物 More than was granted, to somebody else, beyond the band; goods without a receipt. */
export const ofMoney: Maker = rehearsed => {
  const { authority, content } = rehearsed.item.definition
  const all = places(rehearsed)
  const of = (verb: string) =>
    firstOfEach(
      all.filter(({ deed }) => deed.verb === verb),
      () => verb,
    )
  const banded = all.filter(({ deed: { verb, body } }) => {
    const outcome = content.outcomes[String(body['outcome'])]
    return verb === 'decide' && typeof body['amount'] === 'number' && outcome?.effects.some(one => 'ledger' in one)
  })
  const beyond = [
    ...(authority.fine ? [authority.fine.onSpot ? 'FINE_ABOVE_ON_SPOT' : 'FINE_ABOVE_STATUTE'] : []),
    ...(authority.discretion === 'none' ? [] : ['DISCRETION_OUTSIDE_BAND']),
  ]
  return [
    ...beyondBudget(rehearsed),
    ...(beyond.length === 0 ? [] : firstOfEach(banded, () => 'amount')).map(place =>
      tried('authority/amount-beyond-band', beyond, place, ({ body }) => ({ body: { ...body, amount: sentinel } })),
    ),
    ...of('payOut').flatMap(place => [
      tried('money/more-than-granted', ['ACT_OUT_OF_ORDER'], place, ({ body }) => ({
        body: { ...body, amount: sentinel },
      })),
      tried('money/other-payee', ['PAYEE_NOT_GRANTEE'], place, ({ body }) => ({
        body: { ...body, payee: '00000000-0000-7000-8000-000000000009' },
      })),
    ]),
    ...of('pay').map(place =>
      tried('money/more-than-owed', ['ACT_OUT_OF_ORDER'], place, ({ body }) => ({
        body: { ...body, amount: sentinel },
      })),
    ),
    ...of('returnGoods').map(place =>
      tried('money/goods-without-receipt', ['ACT_NOT_PERMITTED'], place, ({ body }) => ({
        body: { ...body, receipt: false },
      })),
    ),
  ]
}
