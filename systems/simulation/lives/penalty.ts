import type { CaseHand } from '../case-hand.ts'
import type { ViolationKind } from '../violation.ts'
import type { Firm, Officer } from '../world.ts'
import { drawFinding, type Finding } from './finding.ts'
import { afterDecision, decidePenalty } from './penalty-decision.ts'
import { hearTheParty } from './penalty-hearing.ts'
import { breachProtocol, overstep } from './protocol.ts'

/** 一件处罚 What one penalty is going to be. */
export interface PenaltyStory {
  readonly firm: Firm
  readonly investigator: Officer
  /** The second of the two who investigate. */
  readonly partner: Officer
  readonly legal: Officer
  readonly chair: Officer
  readonly head: Officer
  readonly publisher: Officer
  readonly outcome: 'fine' | 'none' | 'transfer'
  readonly published: boolean
  readonly finding: Finding
}

/** Wrongs that need a fine to be decided. */
const needFine: readonly ViolationKind[] = [
  'payment-late',
  'publication-late',
  'publication-missing',
  'published-twice',
  'withdrawal-late',
  'withdrawal-missing',
  'withdrawn-unpublished',
  'service-late',
  'decider-collects',
  'fine-outside-band',
  'fine-outside-band-reasoned',
  'fine-beyond-notice',
  'changed-for-the-worse',
  'fine-above-statute',
  'fine-below-statute',
  'adverse-without-reason',
  'instalments-too-long',
  'paid-before-service',
  'paid-too-much',
  'statement-skipped',
  'hearing-not-offered',
  'hearing-skipped',
  'hearing-notice-short',
  'hearing-before-its-day',
  'hearing-without-minutes',
  'investigator-presides',
  'legal-review-skipped',
  'legal-review-without-opinion',
  'discussion-skipped',
  'quorum-missing',
  'stranger-votes',
  'waived-for-another',
  'challenged-acts',
  'fined-without-evidence',
  'service-without-receipt',
  'chief-not-last',
  'investigator-decides',
  'investigator-reviews',
  'finding-softened',
  'notice-skipped',
  'notice-incomplete',
]
const needPublication: readonly ViolationKind[] = [
  'publication-late',
  'publication-missing',
  'published-twice',
  'withdrawal-late',
  'withdrawal-missing',
]
const needNone: readonly ViolationKind[] = ['fine-though-corrected', 'fine-time-barred', 'fined-twice', 'not-key-user']

function storyOf(c: CaseHand): PenaltyStory {
  const { office, violation } = c.plan
  const { random, world } = c
  const publisher = office.post('publicity')
  // Whoever publishes investigates too; the other one may have to stand back.
  const [investigator, second] = office
    .holders('investigator')
    .toSorted((a, b) => Number(b.person === publisher.person) - Number(a.person === publisher.person))
  const partner = c.has('investigator-decides')
    ? office.extra('investigator-head')
    : c.has('investigator-reviews')
      ? office.extra('investigator-legal')
      : second
  if (!investigator || !partner) throw new RangeError(`${office.organ} has fewer than two investigators`)
  const fined = c.has(...needFine) || (!c.has(...needNone) && random.chance(0.85))
  const finding = drawFinding(random, violation, c.today(), fined)
  const firm = c.has('respondent-inactive')
    ? random.pick(world.inactive)
    : c.has('not-key-user')
      ? random.pick(world.notKey)
      : c.plan.firm
  return {
    firm,
    investigator,
    partner,
    legal: office.post('legal-reviewer'),
    chair: office.post('hearing-chair'),
    head: c.has('decider-collects') ? office.extra('head-collector') : office.post('bureau-head'),
    publisher,
    outcome: finding.crime ? 'transfer' : fined ? 'fine' : 'none',
    published: c.has(...needPublication) || (!c.has('withdrawn-unpublished') && random.chance(0.5)),
    finding,
  }
}

/** What is put on record of a clue. */
export const clueOf = (c: CaseHand, firm: Firm) => ({
  'respondent.uscc': firm.uscc,
  'respondent.name': firm.name,
  'clue.summary': '年度能源利用状况报告至今未报送，或者与计量数据不符',
  'clue.foundOn': c.today().toString(),
})

/** 线索 A clue is put on record, and the case opened within ten workdays. False: it ends here. */
async function file(c: CaseHand, story: PenaltyStory): Promise<boolean> {
  const { random } = c
  const { investigator, firm, head } = story
  const account = await c.account(firm)
  const opening = {
    item: c.plan.itemCode,
    organ: c.plan.office.organ,
    verb: 'lodge',
    start: random.pick(['clue', 'complaint', 'referral']),
    channel: 'window',
    parties: [{ role: 'respondent', party: account.party, unit: 'firm' }],
    body: {
      fields: clueOf(c, firm),
    },
  } as const
  if (c.is('check-digit-wrong')) {
    const last = firm.uscc.at(-1) === '1' ? '2' : '1'
    const fields = { ...opening.body.fields, 'respondent.uscc': `${firm.uscc.slice(0, -1)}${last}` }
    await c.wrongOpening('check-digit-wrong', investigator, { ...opening, body: { fields } })
  }
  await c.open(investigator, opening)
  if (c.is('filing-late')) {
    c.later('filing-late')
    await c.workdays(random.whole(11, 15))
  } else await c.workdays(random.whole(0, 6))
  if (c.is('respondent-inactive')) {
    await c.wrong('respondent-inactive', investigator, 'open')
    await c.act(investigator, 'terminate', { ground: 'party-gone', reason: '当事人已注销' })
    return false
  }
  if (c.is('power-not-delegable'))
    await c.wrong('power-not-delegable', investigator, 'delegate', {
      stage: 'file',
      to: story.partner.person,
      reason: '出差',
    })
  await overstep(c, 'open', {}, head)
  if (!(await breachProtocol(c, investigator, 'open', {}, { note: '另一份请求' })))
    await c.act(investigator, 'open', {}, { desk: 'file' })
  return true
}

/** 调查取证 Two officers with certificates, always. */
async function investigate(c: CaseHand, { investigator, partner, finding }: PenaltyStory): Promise<void> {
  const { random } = c
  const { office } = c.plan
  const both = [investigator.person, partner.person]
  const evidence = (officers: readonly string[]) => ({
    stage: 'investigate',
    kind: 'documentary',
    summary: '责令改正通知书及送达回证',
    officers,
  })
  await c.workdays(random.whole(0, 3))
  if (c.is('one-officer')) await c.wrong('one-officer', investigator, 'recordEvidence', evidence([investigator.person]))
  if (c.is('certificate-expired'))
    await c.wrong(
      'certificate-expired',
      investigator,
      'recordEvidence',
      evidence([investigator.person, office.extra('lapsed').person]),
    )
  if (c.is('certificate-revoked'))
    await c.wrong(
      'certificate-revoked',
      investigator,
      'recordEvidence',
      evidence([investigator.person, office.extra('revoked').person]),
    )
  if (c.is('certificate-none'))
    await c.wrong(
      'certificate-none',
      investigator,
      'recordEvidence',
      evidence([investigator.person, office.extra('uncertified').person]),
    )
  const bare = c.has('fined-without-evidence')
  if (!bare) await c.act(investigator, 'recordEvidence', evidence(both), { desk: 'investigate' })
  if (!bare && random.chance(0.4)) {
    await c.workdays(random.whole(1, 3))
    await c.act(investigator, 'recordEvidence', {
      stage: 'investigate',
      kind: 'electronic',
      summary: '在线计量数据截图',
      officers: both,
    })
  }
  await c.workdays(random.whole(0, 3))
  const { act, daysLate, repeated, corrected, complex, serious, publicInterest, crime, endedOn, amount } = finding
  await c.act(
    investigator,
    'complete',
    {
      stage: 'investigate',
      officers: both,
      fields: {
        'finding.act': act,
        'finding.daysLate': daysLate,
        'finding.repeated': repeated,
        'finding.corrected': corrected,
        'finding.complex': complex,
        'finding.serious': serious,
        'finding.publicInterest': publicInterest,
        'finding.crime': crime,
        'finding.endedOn': endedOn,
        'finding.facts': '责令限期改正后的情况如案卷所载',
        'finding.proposedFine': corrected ? 0 : amount,
      },
    },
    { desk: 'investigate' },
  )
  if (c.is('finding-softened')) c.later('finding-softened')
}

/** A second fine for what was fined before: needs one that was. Waits until there is one. */
async function again(c: CaseHand, story: PenaltyStory): Promise<PenaltyStory> {
  for (let week = 0; week < 20; week++) {
    const before = [...c.fines].sort((a, b) => (a.key < b.key ? -1 : 1))[0]
    if (before) {
      const finding: Finding = {
        ...story.finding,
        act: before.act as Finding['act'],
        endedOn: before.endedOn,
        repeated: false,
        crime: false,
        corrected: false,
        complex: false,
        serious: false,
        publicInterest: false,
        amount: before.act === 'untrue' ? 2_600_000 : 2_000_000,
        daysLate: 30,
      }
      return {
        ...story,
        firm: { uscc: before.uscc, name: before.name, registered: { active: true, keyEnergyUser: true } },
        finding,
        outcome: 'none',
      }
    }
    await c.workdays(5)
  }
  return story
}

/** 一件处罚的一生 From clue to payment, publication and what remedies bring. */
export async function livePenalty(c: CaseHand): Promise<void> {
  const drawn = storyOf(c)
  const story = c.has('fined-twice') ? await again(c, drawn) : drawn
  await c.workdays(0)
  if (!(await file(c, story))) return
  await investigate(c, story)
  if (await hearTheParty(c, story)) return
  const fine = await decidePenalty(c, story)
  if (fine !== undefined) await afterDecision(c, story, fine)
}
