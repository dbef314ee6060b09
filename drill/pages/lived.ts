import { vouchersOf } from '#hubs/application/voucher'
import type { Verb } from '#kernel/case'
import { checkCodeOf } from '#systems/power'
import { type DrillHouse, type Firm, livePermit, openPermit, registerFirm } from '../house.ts'
import { noticedCase } from './noticed.ts'
import { authorise, lookUp } from './own-lived.ts'

const organ = '210102-approval-bureau'

/** What stands on full pages and nowhere else: a page that shows it has drawn what was written. */
export const planted = '余热回收改造1期'
export const firmName = '沈阳演练1热力有限公司'

export interface Lived {
  readonly firm: string
  readonly granted: string
  readonly awaiting: string
  /** Not taken, so that there is something to go against. */
  readonly refused: string
  /** A penalty the firm was told of: it may answer. */
  readonly noticed: string
  /** At the counter, where nothing was done about it yet. */
  readonly waiting: string
  /** Before the head, who decides. */
  readonly decidable: string
  /** Rated badly: one owes a reply, one is to be verified. */
  readonly owed: string
  readonly unverified: string
  /** At the counter, and over: it may be rated by number and code. */
  readonly served: string
  readonly voucher: { readonly number: string; readonly checkCode: string }
  readonly checkCode: (number: string) => string
  /** What whoever starts a new city types, with a code of the terminal that is good once. */
  readonly setUp: () => Promise<Readonly<Record<string, string>>>
}

type Act = readonly [verb: Verb, post: string, body: Readonly<Record<string, unknown>>]

/** An application to which these things happen. */
async function lived(house: DrillHouse, firm: Firm, running: number, acts: readonly Act[], materials?: object) {
  const opened = await openPermit(house, firm, running, { ...(materials && { materials: { ...materials } }) })
  for (const [verb, post, body] of acts)
    await house.city.cases.act({
      ...{ caseId: opened.caseId, verb, body, actor: house.officer(`${organ}/${post}`) },
      commandId: crypto.randomUUID(),
    })
  return opened
}

const bad = { bad: [1, 2], answer: { value: 15, unit: 'workday' } } as const

/** Rates a service as badly as one can; verified, its organ owes a reply. */
async function rateBadly({ city, officer }: DrillHouse, { party }: Firm, caseId: string, verified: boolean) {
  const about = { caseId, item: 'energy-review', organ, party }
  await city.ratings.rate(city.db, about, { level: 1, reasons: ['slow'] }, bad)
  const by = officer('210100-supervision/supervision').person
  if (verified) await city.ratings.verify(city.db, caseId, { by }, bad)
}

function makeSetUp({ city }: DrillHouse) {
  let starts = 0
  return async () => {
    starts++
    const three = ['system', 'security', 'audit'].flatMap(kind => [
      [`${kind}-number`, `D-${kind}-${starts}`],
      [`${kind}-name`, '演练管理员'],
    ])
    return { code: (await city.signIn.setup.anotherCode()) ?? '', ...Object.fromEntries(three) }
  }
}

/** 一家企业 A firm that has applied again and again: a permit it holds, one that was not taken, and one at each place where it waits. */
export async function liveForPages(house: DrillHouse): Promise<Lived> {
  const { city } = house
  const firm = await registerFirm(city, 1)
  const granted = await livePermit(house, firm, 1)
  const asked = { materials: ['report'], fields: ['project.name'], note: '节能报告缺失' }
  const awaiting = await lived(house, firm, 2, [['requestSupplement', 'acceptance', asked]], {
    application: 'original',
  })
  const ground = { ground: 'not-this-organ', referTo: '省级节能主管部门', reason: '超过本级审查权限' }
  const refused = await lived(house, firm, 3, [['refuseAcceptance', 'acceptance', ground]])
  const decidable = await lived(house, firm, 4, [
    ['accept', 'acceptance', {}],
    ['complete', 'review', { stage: 'expert', materials: { expertOpinion: 'original' }, note: '专家意见:同意' }],
    ['complete', 'review', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } }],
  ])
  const noticed = await noticedCase(house, firm)
  const waiting = await lived(house, firm, 5, [])
  const rated = await livePermit(house, firm, 6)
  const served = await openPermit(house, firm, 7, { by: house.officer(`${organ}/acceptance`) })
  await city.cases.act({
    ...{ caseId: served.caseId, verb: 'withdraw', body: {}, commandId: crypto.randomUUID() },
    actor: { kind: 'party', party: firm.party, account: firm.party },
  })
  await rateBadly(house, firm, refused.caseId, true)
  await rateBadly(house, firm, rated.caseId, false)
  await authorise(house, firm)
  await lookUp(house, firm)
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
  await city.jobs.runOnce(['tell-parties'])
  const [voucher] = await vouchersOf(city.db, granted.caseId)
  return {
    firm: firm.party,
    granted: granted.number,
    awaiting: awaiting.number,
    refused: refused.number,
    noticed,
    waiting: waiting.number,
    decidable: decidable.number,
    owed: refused.number,
    unverified: rated.number,
    served: served.number,
    voucher: voucher!,
    checkCode: number => checkCodeOf(city.index, number),
    setUp: makeSetUp(house),
  }
}
