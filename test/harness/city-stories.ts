import type { TestCity } from './city.ts'
import { clueFields, finding, noticeStates, permitFields, permitMaterials } from './stories.ts'

const approval = '210102-approval-bureau'
const energy = '210102-energy-bureau'

/** 全程 The two items from beginning to end in a test city, by its own officers. */
export async function cityStories(house: TestCity) {
  const [counter, reviewer, head, publisher] = await Promise.all(
    ['acceptance', 'review', 'bureau-head', 'publicity'].map(post => house.officer(`${post}@${approval}`)),
  )
  const [investigator, second, chief, bank] = await Promise.all([
    house.officer(`investigator@${energy}`),
    house.officer(`investigator@${energy}`, 2),
    house.officer(`bureau-head@${energy}`),
    house.officer('collector@210100-collecting-bank'),
  ])
  let fines = 0

  /** A permit, published: its case has ended. */
  async function grantedPermit(): Promise<string> {
    const party = await house.firm()
    const { caseId } = await house.open({
      item: 'energy-review',
      organ: approval,
      parties: [{ role: 'subject', party, unit: 'firm' }],
      by: counter!,
      body: { fields: permitFields, materials: permitMaterials },
    })
    await house.act(caseId, 'accept', {}, counter)
    await house.act(caseId, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, reviewer)
    await house.act(
      caseId,
      'complete',
      { stage: 'review', note: '经审查符合条件', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } },
      reviewer,
    )
    await house.act(caseId, 'decide', { outcome: 'grant', reason: '符合条件' }, head)
    await house.act(caseId, 'deliver', { stage: 'deliver', way: 'window', receipt: true }, counter)
    await house.act(caseId, 'publish', {}, publisher)
    return caseId
  }

  /** A fine, heard, published and paid: its case has ended. So many pieces of evidence were taken before. */
  async function finedFirm({ evidence = 1 } = {}): Promise<{ caseId: string; party: string }> {
    const party = await house.firm()
    const { caseId } = await house.open({
      item: 'energy-report-penalty',
      organ: energy,
      verb: 'lodge',
      start: 'clue',
      parties: [{ role: 'respondent', party, unit: 'firm' }],
      by: investigator!,
      body: { fields: clueFields },
    })
    const officers = [investigator!.person, second!.person]
    await house.act(caseId, 'open', {}, investigator)
    for (let taken = 0; taken < evidence; taken++)
      await house.act(
        caseId,
        'recordEvidence',
        { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers },
        investigator,
      )
    await house.act(
      caseId,
      'complete',
      { stage: 'investigate', officers, fields: finding({ 'finding.endedOn': `2026-04-${10 + ++fines}` }) },
      investigator,
    )
    await house.act(
      caseId,
      'notify',
      { stage: 'notify', document: 'priorNotice', officers, states: noticeStates, receipt: true },
      investigator,
    )
    await house.act(caseId, 'makeStatement', { text: '企业经营困难，请求从轻' }, { kind: 'party', party, account: 'a' })
    await house.act(caseId, 'reviewStatement', { accepted: false, reason: '不足以从轻' }, investigator)
    await house.act(
      caseId,
      'decide',
      { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: true } },
      chief,
    )
    await house.act(caseId, 'deliver', { stage: 'serve', way: 'direct', receipt: true }, investigator)
    await house.act(caseId, 'publish', {}, await house.officer(`publicity@${energy}`))
    await house.act(caseId, 'pay', { amount: 1_500_000 }, bank)
    return { caseId, party }
  }

  return { counter: counter!, head: head!, chief: chief!, grantedPermit, finedFirm }
}
