import type { CompiledItem } from '#kernel/definition'
import { itemOf } from './item.ts'
import { type Walk, walk } from './walk.ts'

export const tender = await itemOf('tender-deposit')

export const bidFields = {
  'bidder.uscc': '91210100900000030K',
  'bidder.name': '沈阳示例建设有限公司',
  'tender.number': 'ZB-2026-018',
}
export const terms = {
  stage: 'terms',
  fields: { 'tender.estimate': 500_000_000, 'tender.deposit': 8_000_000, 'tender.closesOn': '2026-04-20' },
}
const ends = ['signed', 'stopped', 'withdrawnInTime', 'withdrawnLate', 'refusedContract'] as const
/** What became of the tender: one thing, and none of the others. */
export const came = (end: (typeof ends)[number]) => ({
  stage: 'keep',
  fields: Object.fromEntries(ends.map(one => [`end.${one}`, one === end])),
})

/** A bid whose terms are known: the deposit is to be taken next. */
export function bid(item: CompiledItem = tender): Walk {
  const at = walk({ item })
  at.act('submit', { fields: bidFields, materials: { bid: 'original' } })
  at.act('accept', {})
  at.act('complete', terms)
  return at
}

export function returned(): Walk {
  const at = bid()
  at.act('takeDeposit', { reference: 'PB-1' })
  at.act('complete', came('signed'))
  at.act('complete', { stage: 'due' })
  at.act('decide', { outcome: 'return' })
  at.act('deliver', { stage: 'deliver', way: 'window', receipt: true })
  return at
}

/** Kept: told, heard, decided and served. */
export function forfeited(): Walk {
  const at = bid()
  at.act('takeDeposit', {})
  at.act('complete', came('refusedContract'))
  at.act('notify', { stage: 'tell', document: 'forfeit-intended', receipt: true })
  at.act('makeStatement', { waived: true })
  at.act('decide', { outcome: 'forfeit', reason: '无正当理由不签约' })
  at.act('deliver', { stage: 'deliver', way: 'window', receipt: true })
  return at
}
