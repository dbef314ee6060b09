import type { Issuer, TokenWanted } from '#hubs/application/issuer'
import type { Actor } from '#kernel/case'
import { type DrillHouse, type Firm, livePermit, registerFirm } from '../house.ts'
import type { Words } from './shape.ts'

const scope = 'cases.act cases.read cases.export parties.write registers.read alarms.read'
const organ = '210102-approval-bureau'
const bureau = '210102-energy-bureau'

export const permitFields = (firm: Firm): Record<string, unknown> => ({
  'applicant.uscc': firm.uscc,
  'applicant.name': firm.name,
  'project.code': '2607-210102-04-01-990001',
  'project.name': '余热回收改造',
  'contact.name': '演练联系人',
  'contact.phone': '13800000001',
  'energy.total': 1_200,
  'energy.power': 0,
  'project.twoHigh': false,
  'project.stateApproved': false,
  'project.crossDepartment': false,
})

export const clueFields = (firm: Firm): Record<string, unknown> => ({
  'respondent.uscc': firm.uscc,
  'respondent.name': firm.name,
  'clue.summary': '能源利用状况报告至今未报送',
  'clue.foundOn': '2026-06-10',
})

export const finding = {
  'finding.act': 'late',
  'finding.daysLate': 12,
  'finding.repeated': false,
  'finding.corrected': false,
  'finding.endedOn': '2026-06-30',
  'finding.facts': '责令限期改正后逾期仍未报送',
  'finding.complex': false,
  'finding.publicInterest': false,
  'finding.serious': false,
  'finding.crime': false,
  'finding.proposedFine': 1_500_000,
}

/** Stops a permit after so many acts. */
class FarEnough extends Error {}

async function livePart(house: DrillHouse, firm: Firm, running: number, acts: number): Promise<string> {
  let caseId = ''
  let done = 0
  try {
    await livePermit(house, firm, running, act => {
      caseId = act.caseId
      if (++done === acts) throw new FarEnough()
    })
  } catch (fault) {
    if (!(fault instanceof FarEnough)) throw fault
  }
  return caseId
}

function investigators({ officer }: DrillHouse): readonly string[] {
  const first = officer(`${bureau}/investigator`)
  const second = officer(`${bureau}/investigator`, first.kind === 'officer' ? [first.person] : [])
  return [first, second].flatMap(one => (one.kind === 'officer' ? [one.person] : []))
}

async function livePenalty(house: DrillHouse, firm: Firm, acts: number): Promise<string> {
  const { city, officer } = house
  const first = officer(`${bureau}/investigator`)
  const officers = investigators(house)
  const { caseId } = await city.cases.open({
    verb: 'lodge',
    commandId: crypto.randomUUID(),
    actor: first,
    definition: await city.definitions.current('energy-report-penalty', city.clock.today()),
    place: { organ: bureau, region: '210102', implementation: null },
    start: 'clue',
    channel: 'window',
    parties: [{ role: 'respondent', party: firm.party, unit: 'firm' }],
    body: { fields: clueFields(firm) },
  })
  const states = ['proposed', 'facts', 'grounds', 'basis', 'rights']
  const steps = [
    ['open', {}],
    ['recordEvidence', { stage: 'investigate', kind: 'documentary', summary: '通知书及送达回证', officers }],
    ['complete', { stage: 'investigate', officers, fields: finding }],
    ['notify', { stage: 'notify', document: 'priorNotice', officers, states, receipt: true }],
  ] as const
  for (const [verb, body] of steps.slice(0, acts))
    await city.cases.act({ caseId, verb, body, actor: first, commandId: crypto.randomUUID() })
  return caseId
}

export interface LivedCity {
  readonly words: Words
  readonly firms: readonly Firm[]
  /** Good tokens of those who work on these cases. */
  readonly tokens: readonly string[]
  readonly owner: string
  /** The token of whoever holds a post, or of a firm by its number. */
  tokenOf(who: string | number): string
  /** Numbers of permits and penalties by how many acts they have lived. */
  readonly permits: readonly (readonly string[])[]
  readonly penalties: readonly (readonly string[])[]
}

/** 演练城 A few cases at every stage, people to act in them, and the words a request about them would use. */
export async function liveIn(house: DrillHouse, issuer: Issuer): Promise<LivedCity> {
  const { city, officer } = house
  const firms = await Promise.all([1, 2, 3, 4].map(running => registerFirm(city, running)))
  const ids: string[] = []
  for (let running = 0; running < 24; running++)
    ids.push(await livePart(house, firms[running % 4]!, running, 1 + (running % 8)))
  for (let running = 0; running < 8; running++) ids.push(await livePenalty(house, firms[running % 4]!, running % 5))
  const numbers = await city.db.query<{ number: string; id: string }>(
    'select number, id from kernel.cases where id = any ($1) order by id',
    [ids],
  )
  const lived = (from: number, to: number, stages: number) =>
    Array.from({ length: stages }, (_, stage) =>
      ids
        .slice(from, to)
        .filter((_id, at) => at % stages === stage)
        .map(id => numbers.find(one => one.id === id)!.number),
    )
  const posts = [
    ...['acceptance', 'review', 'bureau-head', 'publicity', 'hearing-chair'].map(code => `${organ}/${code}`),
    ...['investigator', 'legal-reviewer', 'bureau-head', 'hearing-chair'].map(code => `${bureau}/${code}`),
    '210100-supervision/supervision',
  ]
  const held = posts.flatMap(post => {
    try {
      const actor: Actor = officer(post)
      return actor.kind === 'officer' ? [actor] : []
    } catch {
      return []
    }
  })
  const mint = (wanted: TokenWanted) => issuer.mint({ ttl: 1_000_000, acr: 2, ...wanted })
  const officers = await Promise.all(
    held.map(({ person, post }) =>
      mint({ sub: person, post, scope: post.startsWith('210100') ? `${scope} supervise audit` : scope }),
    ),
  )
  const parties = await Promise.all(
    firms.map(({ party }) => mint({ sub: party, party, scope: 'cases.act cases.read' })),
  )
  const people = held.map(({ person }) => person)
  const stages = ['accept', 'expert', 'review', 'tell', 'hear', 'decide', 'deliver']
  const penalty = ['file', 'investigate', 'notify', 'serve', 'pay', 'deliberate']
  return {
    firms,
    tokens: [...officers, ...officers, ...parties],
    owner: officers[0]!,
    tokenOf: who => (typeof who === 'number' ? parties[who]! : officers[held.findIndex(({ post }) => post === who)]!),
    permits: lived(0, 24, 8),
    penalties: lived(24, 32, 5),
    words: {
      number: numbers.map(({ number }) => number),
      case: numbers.map(({ number }) => number),
      item: ['energy-review', 'energy-review', 'energy-report-penalty', 'subsistence-allowance'],
      organ: [organ, bureau],
      party: firms.map(({ party }) => party),
      caseId: ids,
      post: posts,
      stage: [...stages, ...penalty],
      back: stages,
      fields: [
        permitFields(firms[0]!),
        clueFields(firms[1]!),
        finding,
        { 'review.opinion': 'grant', 'review.majorInterest': false },
        { 'review.opinion': 'refuse', 'review.majorInterest': true },
        {},
      ],
      materials: [{ application: 'original', report: 'original' }, { expertOpinion: 'original' }, {}],
      document: ['hearing-rights-notice', 'priorNotice'],
      outcome: ['grant', 'refuse', 'fine', 'none', 'transfer'],
      officers: [investigators(house), people.slice(0, 2)],
      person: people,
      for: ['expert', 'hear'],
      register: ['enterprise', 'energy-review', 'penalty'],
      value: firms.map(({ uscc }) => uscc),
      q: ['节能', '处罚 报告', 'energy', '%', '*'],
      region: ['210102', '210100'],
      channel: ['online', 'window'],
      start: ['application', 'clue'],
      madeOn: ['2026-07-03', '2026-07-06'],
      ground: [0, 1],
      seq: [1, 2, 3, 4],
    },
  }
}
