import type { CaseHand } from '../case-hand.ts'
import type { OpenedCase } from '../house.ts'

/** A first year not reported and not made up for: within the band of one year. */
const fine = 300_000

/** 线索另案的一生 What an inspection found is opened as a case or not, by whoever is to investigate it; then it is an ordinary penalty. */
export async function liveLead(c: CaseHand, opened: OpenedCase): Promise<void> {
  c.truth.slow = true
  c.adopt(opened)
  const { office } = c.plan
  const [investigator, partner] = office.holders('investigator')
  if (!investigator || !partner) throw new RangeError('two must investigate')
  const officers = [investigator.person, partner.person]
  await c.workdays(c.random.whole(1, 4))
  if (c.random.chance(0.4)) {
    await c.act(
      investigator,
      'terminate',
      { ground: 'no-grounds', reason: '经核查系填报差错，已经更正' },
      { desk: 'file' },
    )
    return
  }
  await c.act(investigator, 'open', {}, { desk: 'file' })
  await c.workdays(2)
  const record = { stage: 'investigate', kind: 'inspection-record', summary: '核对社保缴纳记录', officers }
  await c.act(investigator, 'recordEvidence', record, { desk: 'investigate' })
  await c.act(investigator, 'complete', {
    stage: 'investigate',
    officers,
    fields: {
      'finding.reported': false,
      'finding.years': 1,
      'finding.endedOn': c.today().subtract({ days: 1 }).toString(),
      'finding.facts': '经查属实',
      'finding.complex': false,
      'finding.publicInterest': false,
      'finding.serious': false,
      'finding.crime': false,
      'finding.proposedFine': fine,
    },
  })
  const states = ['proposed', 'facts', 'grounds', 'basis', 'rights']
  const notice = { stage: 'notify', document: 'priorNotice', officers, states, offersHearing: false }
  await c.act(investigator, 'notify', { ...notice, way: 'direct', receipt: true }, { desk: 'notify' })
  await c.workdays(1)
  const [firm] = opened.parties
  await c.act({ kind: 'party', party: firm!.party, account: `sim-${firm!.party}` }, 'makeStatement', { waived: true })
  await c.workdays(1)
  const decision = { outcome: 'fine', amount: fine, reason: '首次未如实公示', fields: { socialImpact: false } }
  await c.act(office.post('bureau-head'), 'decide', decision, { desk: 'decide' })
  await c.workdays(1)
  await c.act(investigator, 'deliver', { stage: 'serve', way: 'direct', receipt: true }, { desk: 'serve' })
  await c.days(c.random.whole(1, 10))
  await c.act(c.world.collector, 'pay', { amount: fine }, { desk: 'pay' })
}
