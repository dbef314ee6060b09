import { checkCodeOf } from '#systems/power'
import type { Verb } from '#kernel/case'
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
  /** A penalty the firm was told of: it may answer. */
  readonly noticed: string
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

/** 告知 A penalty as far as its notice: what the firm may do about it stands open. */
async function noticedCase({ city, officer }: DrillHouse, { party, uscc, name }: Firm): Promise<string> {
  const energy = '210102-energy-bureau'
  const one = officer(`${energy}/investigator`)
  const officers = [one.person, officer(`${energy}/investigator`, [one.person]).person]
  const { caseId, number } = await city.cases.open({
    verb: 'lodge',
    commandId: crypto.randomUUID(),
    actor: one,
    definition: await city.definitions.current('energy-report-penalty', city.clock.today()),
    place: { organ: energy, region: '210102', implementation: null },
    start: 'clue',
    channel: 'window',
    parties: [{ role: 'respondent', party, unit: 'firm' }],
    body: {
      fields: {
        'respondent.uscc': uscc,
        'respondent.name': name,
        'clue.summary': '能源利用状况报告至今未报送',
        'clue.foundOn': '2026-06-10',
      },
    },
  })
  const act = (verb: Verb, body: Record<string, unknown>) =>
    city.cases.act({ caseId, verb, body, actor: one, commandId: crypto.randomUUID() })
  const found = {
    ...{ act: 'late', daysLate: 12, repeated: false, corrected: false, endedOn: '2026-06-30', complex: false },
    ...{ facts: '逾期仍未报送', publicInterest: false, serious: false, crime: false, proposedFine: 1_500_000 },
  }
  const fields = Object.fromEntries(Object.entries(found).map(([key, value]) => [`finding.${key}`, value]))
  await act('open', {})
  await act('recordEvidence', { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers })
  await act('complete', { stage: 'investigate', officers, fields })
  await act('notify', {
    ...{ stage: 'notify', document: 'priorNotice', officers, receipt: true, offersHearing: true },
    ...{ states: ['proposed', 'facts', 'grounds', 'basis', 'rights'], text: '拟罚款一万五千元' },
  })
  return number
}

/** 一家企业 A firm that has applied three times: one permit it holds, one application that waits for it, one that was not taken; and is to be fined. */
export async function liveForPages(house: DrillHouse): Promise<Lived> {
  const city: City = house.city
  const firm = await registerFirm(city, 1)
  const granted = await livePermit(house, firm, 1)
  const awaiting = await awaitingCase(house, firm)
  const refused = await refusedCase(house, firm)
  const noticed = await noticedCase(house, firm)
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
  return {
    firm: firm.party,
    granted: granted.number,
    awaiting,
    refused,
    noticed,
    checkCode: number => checkCodeOf(city.index, number),
  }
}
