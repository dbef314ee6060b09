import type { TestCity } from './city.ts'
import { clueFields, finding, noticeStates } from './stories.ts'

const organ = '210102-energy-bureau'

/** 事先告知 A firm is told what is proposed against it, and may say something about it from now on. */
export async function toldBeforehand(city: TestCity, firm: string, fields: object = {}) {
  const [one, two] = [await city.officer(`investigator@${organ}`), await city.officer(`investigator@${organ}`, 2)]
  const opened = await city.open({
    ...{ item: 'energy-report-penalty', organ, verb: 'lodge', start: 'clue', by: one },
    parties: [{ role: 'respondent', party: firm, unit: 'firm' }],
    body: { fields: { ...clueFields, 'clue.foundOn': '2026-02-10', ...fields } },
  })
  const { caseId } = opened
  const officers = [one.person, two.person]
  const evidence = { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers }
  await city.act(caseId, 'open', {}, one)
  await city.act(caseId, 'recordEvidence', evidence, one)
  const found = { stage: 'investigate', officers, fields: finding({ 'finding.endedOn': '2026-02-20' }) }
  await city.act(caseId, 'complete', found, one)
  const notice = { stage: 'notify', document: 'priorNotice', officers, states: noticeStates, receipt: true }
  await city.act(caseId, 'notify', { ...notice, offersHearing: true, text: '拟罚款一万五千元' }, one)
  return opened
}
