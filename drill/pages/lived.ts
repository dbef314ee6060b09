import { checkCodeOf } from '#systems/power'
import type { City } from '../../main.ts'
import { type DrillHouse, livePermit, registerFirm } from '../house.ts'

const organ = '210102-approval-bureau'

/** What stands on full pages and nowhere else: a page that shows it has drawn what was written. */
export const planted = '余热回收改造1期'

export interface Lived {
  readonly firm: string
  readonly granted: string
  readonly awaiting: string
  readonly checkCode: (number: string) => string
}

async function awaitingCase({ city, officer }: DrillHouse, firm: { party: string; uscc: string; name: string }) {
  const definition = await city.definitions.current('energy-review', city.clock.today())
  const opened = await city.cases.open({
    verb: 'submit',
    commandId: crypto.randomUUID(),
    actor: { kind: 'party', party: firm.party, account: firm.party },
    definition,
    place: { organ, region: '210102', implementation: null },
    start: 'application',
    channel: 'online',
    parties: [{ role: 'subject', party: firm.party, unit: 'firm' }],
    body: {
      fields: {
        'applicant.uscc': firm.uscc,
        'applicant.name': firm.name,
        'project.code': '2607-210102-04-01-000002',
        'project.name': '待补正的改造',
        'contact.name': '演练联系人',
        'contact.phone': '13800000001',
        'energy.total': 1_200,
        'energy.power': 0,
        'project.twoHigh': false,
        'project.stateApproved': false,
        'project.crossDepartment': false,
      },
      materials: { application: 'original' },
    },
  })
  await city.cases.act({
    caseId: opened.caseId,
    verb: 'requestSupplement',
    body: { materials: ['report'], fields: ['project.name'], note: '节能报告缺失' },
    actor: officer(`${organ}/acceptance`),
    commandId: crypto.randomUUID(),
  })
  return opened.number
}

/** 一家企业 A firm that has applied twice: one permit it holds, one application that waits for it. */
export async function liveForPages(house: DrillHouse): Promise<Lived> {
  const city: City = house.city
  const firm = await registerFirm(city, 1)
  const granted = await livePermit(house, firm, 1)
  const awaiting = await awaitingCase(house, firm)
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
  return {
    firm: firm.party,
    granted: granted.number,
    awaiting,
    checkCode: number => checkCodeOf(city.index, number),
  }
}
