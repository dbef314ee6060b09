import type { Calendar } from '#kernel/calendar'
import { cityZone } from '#kernel/clock'
import type { CaseHand } from '../case-hand.ts'
import { type ItemKind, livedItem } from '../item-kind.ts'
import type { CasePlan } from '../plan.ts'
import { makeRandom } from '../random.ts'
import type { PreparedStage } from '../stage.ts'
import type { Account, Firm } from '../world.ts'
import { clueOf } from './penalty.ts'
import { fieldsOf } from './permit.ts'

/** 所示机关 The organs whose desks a demonstration opens first, and the firm that has an account in it. */
export interface Shown {
  readonly approval: string
  readonly energy: string
  readonly firm: { readonly uscc: string; readonly name: string; readonly party: string; readonly account: string }
}

/** Where a case lies when the month is over. `expert`: its time stands still there. */
type Desk = 'accept' | 'expert' | 'review' | 'decide' | 'deliver' | 'file' | 'investigate'

export interface Waiting {
  readonly desk: Desk
  readonly plan: CasePlan
  readonly account: Account | undefined
}

/** On every desk three or more; the firm's own come first. */
const desks: readonly (readonly [desk: Desk, item: ItemKind, cases: number, own: number])[] = [
  ['accept', 'permit', 3, 1],
  ['expert', 'permit', 1, 1],
  ['review', 'permit', 3, 0],
  ['decide', 'permit', 3, 1],
  ['deliver', 'permit', 1, 0],
  ['file', 'penalty', 2, 0],
  ['investigate', 'penalty', 2, 0],
]

/** 待办的办件 Cases opened on the second workday before the last, so that they are in time when somebody looks. */
export function planWaiting(
  { world, begin }: PreparedStage,
  calendar: Calendar,
  { approval, energy, firm }: Shown,
  { days, seed }: { readonly days: number; readonly seed: string },
): readonly Waiting[] {
  const day = calendar.addWorkdays(begin.add({ days }), -2).date
  const officeOf = (item: ItemKind) =>
    item === 'permit'
      ? world.offices.permit.find(({ organ }) => organ === approval)
      : world.offices.penalty.find(({ organ }) => organ === energy)
  const own: Firm = { uscc: firm.uscc, name: firm.name, registered: { active: true, keyEnergyUser: true } }
  return desks.flatMap(([desk, item, cases, byFirm]) => {
    const office = officeOf(item)
    if (!office) return []
    return Array.from({ length: cases }, (_, nth): Waiting => {
      const key = `waiting-${desk}-${nth + 1}`
      const random = makeRandom(seed).fork(key)
      const mine = nth < byFirm
      const opens = day.toZonedDateTime({
        timeZone: cityZone,
        plainTime: Temporal.PlainTime.from({ hour: random.pick([9, 10, 11] as const) }),
      })
      return {
        desk,
        account: mine ? { kind: 'party', party: firm.party, account: firm.account } : undefined,
        plan: {
          key,
          item,
          itemCode: livedItem(item).code,
          office,
          otherOffice: office,
          firm: mine ? own : random.pick(world.firms),
          opens: opens.toInstant(),
          violation: undefined,
          random,
        },
      }
    })
  })
}

/** An application, as far as its desk. */
async function application(c: CaseHand, { desk, account }: Waiting): Promise<void> {
  const { office, firm, itemCode } = c.plan
  const hand = account ?? (await c.account(firm))
  const [window, reviewer, head] = [office.post('acceptance'), office.post('review'), office.post('bureau-head')]
  await c.open(hand, {
    item: itemCode,
    organ: office.organ,
    verb: 'submit',
    start: 'application',
    channel: 'online',
    parties: [{ role: 'subject', party: hand.party, unit: 'firm' }],
    body: {
      fields: fieldsOf(c, { firm, consult: false }),
      materials: { application: 'original', report: 'original' },
    },
  })
  if (desk === 'accept') return
  await c.brisk()
  await c.act(window, 'accept', {}, { desk: 'accept' })
  await c.brisk()
  if (desk === 'expert') {
    await c.act(reviewer, 'suspend', { for: 'expert', notice: true }, { desk: 'expert' })
    return
  }
  await c.act(reviewer, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, { desk: 'expert' })
  if (desk === 'review') return
  const fields = { 'review.opinion': 'grant', 'review.majorInterest': false }
  await c.act(reviewer, 'complete', { stage: 'review', fields }, { desk: 'review' })
  if (desk === 'decide') return
  await c.act(head, 'decide', { outcome: 'grant', reason: '经审查符合条件' }, { desk: 'decide' })
}

/** A clue, as far as its desk. */
async function clue(c: CaseHand, { desk }: Waiting): Promise<void> {
  const { office, firm, itemCode } = c.plan
  const investigator = office.post('investigator')
  const { party } = await c.account(firm)
  await c.open(investigator, {
    item: itemCode,
    organ: office.organ,
    verb: 'lodge',
    start: 'clue',
    channel: 'window',
    parties: [{ role: 'respondent', party, unit: 'firm' }],
    body: { fields: clueOf(c, firm) },
  })
  if (desk === 'file') return
  await c.brisk()
  await c.act(investigator, 'open', {}, { desk: 'file' })
}

/** 留待办理 Lives a case as far as its desk and leaves it there for whoever looks. */
export async function wait(c: CaseHand, waiting: Waiting): Promise<void> {
  c.truth.slow = true
  await (c.plan.item === 'permit' ? application(c, waiting) : clue(c, waiting))
}
