import type { Verb } from '#kernel/case'
import type { DrillHouse, Firm } from '../house.ts'

/** 告知 A penalty as far as its notice: what the firm may do about it stands open. */
export async function noticedCase({ city, officer }: DrillHouse, { party, uscc, name }: Firm): Promise<string> {
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
