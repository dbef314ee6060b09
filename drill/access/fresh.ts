import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDeliveries } from '#hubs/application/delivery'
import { primaryParty, type Verb } from '#kernel/case'
import { silentLog } from '#kernel/log'
import type { DrillHouse } from '../house.ts'
import { government, registrar } from './askers.ts'
import type { Things } from './asking.ts'
import { paperSaying, personOf } from './people.ts'
import type { Route } from './table.ts'

const civil = '210102-civil-affairs-bureau'
const head = `${government}/letter-head`
type Named = Readonly<Record<string, string>>
export interface Fresh {
  readonly cell: string
  /** Whose things are asked about. */
  readonly party: string
  readonly things: Things
}

/** 为一问而备 What must have happened just before for an address to have something to be asked of, through the doors it happens by. */
export function makeFresh({ city, officer }: DrillHouse) {
  const { db, clock, cases, mandates } = city
  // The post room empties a folder; nobody goes there, and no letter leaves before somebody sends it.
  const folder = join(city.config.dataDirectory, 'drill-letters')
  mkdirSync(folder)
  const { deliveries } = openDeliveries(
    { db, clock, log: silentLog(), keyring: city.keyring, secrets: '' },
    { messages: { post: { folder } }, simulators: false },
  )
  const act = (caseId: string, verb: Verb, post: string, body: Readonly<Record<string, unknown>> = {}) =>
    cases.act({ caseId, verb, body, actor: officer(post) })

  /** 送出 The receipt of the case, on its way: as a letter, or lying in his pages to be signed for. */
  async function delivery({ case: number }: Things, way: 'post' | 'electronic'): Promise<Named> {
    const caseId = await cases.idOf(number)
    const party = primaryParty(await cases.stateOf(caseId))!.party
    const by = officer(registrar)
    const wanted = { cause: `drill:${randomUUID()}`, caseId, party, paper: 'receipt-1', subject: '演练', text: '演练' }
    const made = await db.transaction(async sql => {
      if (way === 'post')
        return deliveries.post(sql, by, wanted, { bytes: paperSaying('letter'), address: '辽宁省沈阳市演练路一号' })
      const signed = { party, caseId, electronic: true, signed: 'paper', contact: { phone: '13800000001' } } as const
      await deliveries.confirmations.give(sql, by, signed)
      return deliveries.handOut(sql, by, wanted)
    })
    return { delivery: made!.id }
  }

  /** 待确认的宣告 A court's ruling about an adult, recorded by a colleague; `self`: by him who is asked to confirm it. */
  async function ruling(cell: string): Promise<Named> {
    const post =
      cell === 'officer.other-organ' ? '210104-approval-bureau/bureau-head' : cell === 'officer.self' ? registrar : head
    const [ward, guardian] = [await personOf(city, '演练被监护人'), await personOf(city, '演练新监护人')]
    const words = { document: '民事判决书', documentNumber: '（2026）辽0102民特1号', issuer: '演练人民法院' }
    const terms = { items: null, scopes: ['apply'], from: clock.today().toString(), until: null } as const
    const whole = { kind: 'guardianship', ward: 'incapacitated', principal: ward.party, agent: guardian.party } as const
    const id = await db.transaction(sql => mandates.record(sql, officer(post), { ...whole, ...terms, words }))
    return { mandate: id }
  }

  /** 家庭成员 An allowance that somebody else asks for, and that waits for this one's consent. */
  async function household(member: string): Promise<Named> {
    const applicant = await personOf(city, '演练申请人')
    const definition = await city.definitions.current('resident-allowance', clock.today())
    const { number } = await cases.open({
      ...{ verb: 'submit', commandId: randomUUID(), definition, start: 'application', channel: 'online' },
      actor: { kind: 'party', party: applicant.party, account: applicant.party },
      place: { organ: civil, region: '210102', implementation: null },
      parties: [
        { role: 'subject', party: applicant.party, unit: 'household' },
        { role: 'member', party: member, unit: 'person' },
      ],
      body: {
        fields: {
          ...{ 'applicant.name': applicant.name, 'applicant.citizen': applicant.number },
          ...{ 'applicant.phone': '13800000001', 'applicant.account': '6222020000000000001', 'household.members': 2 },
          'household.others': ['演练成员'],
        },
        materials: { application: 'original', consents: 'original' },
      },
    })
    return { number }
  }

  /** 要求补正 What he wrote is asked for once more, and a paper with it. */
  async function supplementAsked({ case: number }: Things): Promise<Named> {
    const wanted = { materials: ['application'], fields: ['request.text'], note: '演练' }
    await act(await cases.idOf(number), 'requestSupplement', registrar, wanted)
    return {}
  }
  /** 有人经办 Somebody has the case in hand, of whom the party may ask that he stand back. */
  async function taken({ case: number }: Things): Promise<Named> {
    const caseId = await cases.idOf(number)
    await act(caseId, 'accept', registrar)
    await act(caseId, 'claim', `${government}/letter-handler`)
    return { verb: 'challengeAvoidance', handler: officer(`${government}/letter-handler`).person }
  }
  /** 办结 Answered and handed over: what is rated afterwards. */
  async function ended({ case: number }: Things): Promise<Named> {
    const caseId = await cases.idOf(number)
    const handler = `${government}/letter-handler`
    await act(caseId, 'accept', registrar)
    await act(caseId, 'complete', handler, { stage: 'search', fields: { 'third.affected': false } })
    const found = { 'answer.kind': 'given', 'review.opinion': 'grant' }
    await act(caseId, 'complete', handler, { stage: 'review', fields: found })
    await act(caseId, 'decide', head, { outcome: 'grant', reason: '演练' })
    await act(caseId, 'deliver', registrar, { stage: 'deliver', way: 'window', receipt: true })
    return {}
  }

  return async ({ method, path }: Route, { cell, party, things }: Fresh, may: boolean): Promise<Named> => {
    if (method === 'GET') return {}
    if (path.endsWith('/deliveries/:delivery/outcome')) return delivery(things, 'post')
    if (path.includes('/deliveries/:delivery')) return delivery(things, 'electronic')
    if (path === '/api/mandates/:mandate/confirm') return ruling(cell)
    if (path === '/mine/consents/:number') return household(party)
    // What changes the case is done to one that was made for this asking.
    if (may && path.startsWith('/mine/cases/:number/supplement')) return supplementAsked(things)
    if (may && path === '/mine/cases/:number/acts/:verb') return taken(things)
    if (may && path === '/mine/cases/:number/rating') return ended(things)
    return {}
  }
}
