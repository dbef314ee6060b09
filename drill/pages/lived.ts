import { checkCodeOf } from '#systems/power'
import type { City } from '../../main.ts'
import { type DrillHouse, type Firm, livePermit, openPermit, registerFirm } from '../house.ts'

const organ = '210102-approval-bureau'

/** What stands on full pages and nowhere else: a page that shows it has drawn what was written. */
export const planted = '余热回收改造1期'

export interface Lived {
  readonly firm: string
  readonly granted: string
  readonly awaiting: string
  /** Not taken, so that there is something to go against. */
  readonly refused: string
  readonly checkCode: (number: string) => string
}

async function awaitingCase(house: DrillHouse, firm: Firm) {
  const { city, officer } = house
  const opened = await openPermit(house, firm, 2, { materials: { application: 'original' } })
  await city.cases.act({
    caseId: opened.caseId,
    verb: 'requestSupplement',
    body: { materials: ['report'], fields: ['project.name'], note: '节能报告缺失' },
    actor: officer(`${organ}/acceptance`),
    commandId: crypto.randomUUID(),
  })
  return opened.number
}

async function refusedCase(house: DrillHouse, firm: Firm) {
  const { city, officer } = house
  const opened = await openPermit(house, firm, 3)
  await city.cases.act({
    caseId: opened.caseId,
    verb: 'refuseAcceptance',
    body: { ground: 'not-this-organ', referTo: '省级节能主管部门', reason: '超过本级审查权限' },
    actor: officer(`${organ}/acceptance`),
    commandId: crypto.randomUUID(),
  })
  return opened.number
}

/** 一家企业 A firm that has applied three times: one permit it holds, one application that waits for it, one that was not taken. */
export async function liveForPages(house: DrillHouse): Promise<Lived> {
  const city: City = house.city
  const firm = await registerFirm(city, 1)
  const granted = await livePermit(house, firm, 1)
  const awaiting = await awaitingCase(house, firm)
  const refused = await refusedCase(house, firm)
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
  return {
    firm: firm.party,
    granted: granted.number,
    awaiting,
    refused,
    checkCode: number => checkCodeOf(city.index, number),
  }
}
