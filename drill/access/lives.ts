import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Issuer } from '#hubs/application/issuer'
import type { Verb } from '#kernel/case'
import type { ManualClock } from '#kernel/clock'
import { filesOf, makeReceiving, readNationalCodes } from '#systems/national'
import { contentDirectory } from '../../content.ts'
import { advised, drafted, proposal } from '../../test/harness/decision-stories.ts'
import { clueFields, finding, noticeStates, permitFields } from '../../test/harness/stories.ts'
import type { Canaries } from '../canary/words.ts'
import type { DrillHouse } from '../house.ts'
import { caseOf, type Person, selfOf } from './people.ts'

export interface LifeNeeds {
  readonly house: DrillHouse
  readonly app: FastifyInstance
  readonly issuer: Issuer
  readonly clock: ManualClock
  /** In whose words the department answers. */
  readonly department: { source: string }
}

const government = '210100-city-government'
const energy = '210102-energy-bureau'
const county = '210102-county-government'
const civil = '210102-civil-affairs-bureau'
const registry = '210100-market-regulation-bureau'

/**
 * 一生 What people, firms and officers leave in a city, each through the door by which it comes in, and in every place where somebody writes
 * something that is not for everybody, words that stand nowhere else.
 */
export function makeLives({ house, app, issuer, clock, department }: LifeNeeds) {
  const { city, officer } = house
  const partyToken = (party: string) => issuer.mint({ sub: party, party, scope: 'cases.act cases.read' })
  const deskToken = (post: string, scope = 'cases.act cases.read cases.export parties.write') =>
    issuer.mint({ sub: officer(post).person, post, scope, acr: 2 })

  async function send<Answered>(token: string, url: string, payload: object): Promise<Answered> {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }
    const answer = await app.inject({ method: 'POST', url: `/api/${url}`, headers, payload })
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
    return (answer.body === '' ? {} : answer.json()) as Answered
  }
  const act = (caseId: string, verb: Verb, post: string, body: Readonly<Record<string, unknown>> = {}) =>
    city.cases.act({ caseId, verb, body, actor: officer(post) })

  return {
    /** 一件办完的事 Put right once, decided with reasons, rated badly, and answered by another of the organ. */
    async served(person: Person, said: Canaries): Promise<string> {
      const { caseId, number } = await caseOf(house, person, said)
      const [registrar, handler] = [`${government}/letter-registrar`, `${government}/letter-handler`]
      const wanted = { materials: [], fields: ['request.text'], note: said.text('told') }
      await act(caseId, 'requestSupplement', registrar, wanted)
      const supplement = { fields: { 'request.text': said.text('supplement') }, materials: {} }
      await city.cases.act({ caseId, verb: 'supplement', body: supplement, actor: selfOf(person) })
      await act(caseId, 'accept', registrar)
      const found = { 'third.affected': false }
      await act(caseId, 'complete', handler, { stage: 'search', note: said.text('note'), fields: found })
      const proposed = { 'answer.kind': 'given', 'review.opinion': 'grant' }
      await act(caseId, 'complete', handler, { stage: 'review', note: said.text('note'), fields: proposed })
      await act(caseId, 'decide', `${government}/letter-head`, { outcome: 'grant', reason: said.text('told') })
      await act(caseId, 'deliver', registrar, { stage: 'deliver', way: 'window', receipt: true })
      const own = await partyToken(person.party)
      await send(own, `cases/${number}/rating`, { level: 1, reasons: ['slow'] })
      const supervisor = await deskToken('210100-supervision/supervision', 'cases.read supervise')
      await send(supervisor, `cases/${number}/rating/verification`, {})
      const another = await deskToken(`${government}/government-office`)
      await send(another, `cases/${number}/rating/reply`, { text: said.text('reply') })
      return number
    },

    /** 办理中的事 What officers write for themselves is read only while the case is open. */
    async underWay(person: Person, said: Canaries): Promise<string> {
      const { caseId, number } = await caseOf(house, person, said)
      await act(caseId, 'accept', `${government}/letter-registrar`)
      const found = { 'third.affected': false }
      const searched = { stage: 'search', note: said.text('note'), fields: found }
      await act(caseId, 'complete', `${government}/letter-handler`, searched)
      return number
    },

    /** 投诉 About a case of his own. */
    async complained(person: Person, about: string, said: Canaries): Promise<string> {
      const definition = await city.definitions.current('service-complaint', clock.today())
      const { number } = await city.cases.open({
        ...{ verb: 'submit', commandId: randomUUID(), actor: selfOf(person), definition },
        place: { organ: '210100-approval-bureau', region: '210100', implementation: null },
        ...{ start: 'application', channel: 'online' },
        parties: [{ role: 'subject', party: person.party, unit: 'person' }],
        body: {
          fields: {
            'complaint.about': 'handling',
            'complaint.organ': '沈阳市人民政府',
            'complaint.case': about,
            'matter.text': said.text('complaint'),
          },
        },
      })
      return number
    },

    /** 家庭 An allowance for two, the other named with name and number; both have said that their means may be looked into. */
    async household(applicant: Person, member: Person, said: Canaries): Promise<string> {
      const definition = await city.definitions.current('resident-allowance', clock.today())
      const { caseId, number } = await city.cases.open({
        ...{ verb: 'submit', commandId: randomUUID(), actor: selfOf(applicant), definition },
        place: { organ: civil, region: '210102', implementation: null },
        ...{ start: 'application', channel: 'online' },
        parties: [
          { role: 'subject', party: applicant.party, unit: 'household' },
          { role: 'member', party: member.party, unit: 'person' },
        ],
        body: {
          fields: {
            'applicant.name': applicant.name,
            'applicant.citizen': applicant.number,
            'applicant.phone': said.phone('household'),
            'applicant.account': said.account('household'),
            'household.members': 2,
            'household.others': [`${member.name} ${member.number}`],
          },
          materials: { application: 'original', consents: 'original' },
        },
      })
      const consent = { member: 2, gives: true }
      await city.cases.act({ caseId, verb: 'giveConsent', body: consent, actor: selfOf(member) })
      return number
    },

    /** 送达地址和手机 Where he is reached, and the telephone he signs in by; then something is told there. */
    async reachable(person: Person, said: Canaries): Promise<void> {
      const contact = {
        mail: `${said.key('address')}@people.example`,
        phone: said.phone('address'),
        post: `辽宁省沈阳市${said.name('address')}路一号`,
      }
      const confirmed = { party: person.party, caseId: null, electronic: true, signed: 'online', contact } as const
      await city.db.transaction(sql => city.deliveries.confirmations.give(sql, selfOf(person), confirmed))
      const counter = await deskToken('210102-approval-bureau/acceptance')
      const shows = { party: person.party, number: person.number, document: 'identity-card' }
      await send(counter, 'accounts', { ...shows, phone: said.phone('telephone') })
    },

    /** 听证 A firm is told of a fine, is heard, and what was said there is written down. */
    async heard(firm: string, uscc: string, said: Canaries): Promise<string> {
      const investigator = officer(`${energy}/investigator`)
      const second = officer(`${energy}/investigator`, [investigator.person])
      const officers = [investigator.person, second.person]
      const definition = await city.definitions.current('energy-report-penalty', clock.today())
      const { caseId, number } = await city.cases.open({
        ...{ verb: 'lodge', commandId: randomUUID(), actor: investigator, definition },
        place: { organ: energy, region: '210102', implementation: null },
        ...{ start: 'clue', channel: 'window' },
        parties: [{ role: 'respondent', party: firm, unit: 'firm' }],
        body: { fields: { ...clueFields, 'respondent.uscc': uscc, 'clue.summary': said.text('evidence') } },
      })
      const one = (verb: Verb, body: Readonly<Record<string, unknown>> = {}) =>
        city.cases.act({ caseId, verb, body, actor: investigator })
      const own = (verb: Verb, body: Readonly<Record<string, unknown>> = {}) =>
        city.cases.act({ caseId, verb, body, actor: selfOf({ party: firm }) })
      await one('open')
      const summary = said.text('evidence')
      await one('recordEvidence', { stage: 'investigate', kind: 'documentary', summary, officers })
      await one('complete', { stage: 'investigate', officers, note: said.text('evidence'), fields: finding() })
      const notice = { stage: 'notify', document: 'priorNotice', officers, states: noticeStates, receipt: true }
      await one('notify', { ...notice, offersHearing: true, text: said.text('notice') })
      await own('makeStatement', { text: said.text('statement') })
      await own('askHearing')
      const chair = `${energy}/hearing-chair`
      const on = clock.today().add({ days: 15 }).toString()
      await act(caseId, 'scheduleHearing', chair, { stage: 'hear', on, place: said.text('notice') })
      clock.advance({ hours: 24 * 15 })
      await act(caseId, 'hear', chair, { stage: 'hear', attended: true, minutes: said.text('hearing') })
      return number
    },

    /** 登记异议 The register holds another name than the firm says, and its organ keeps it, with a reason. */
    async disputed(firm: string, uscc: string, said: Canaries): Promise<string> {
      const { number } = await send<{ number: string }>(await partyToken(firm), 'cases', {
        ...{ item: 'energy-review', organ: '210102-approval-bureau', verb: 'submit', start: 'application' },
        channel: 'online',
        parties: [{ role: 'subject', party: firm, unit: 'firm' }],
        body: {
          fields: { ...permitFields, 'applicant.uscc': uscc, 'applicant.name': '沈阳演练改名有限公司' },
          materials: { application: 'original', report: 'original' },
          disputed: { 'applicant.name': 'enterprise' },
        },
      })
      await this.settled()
      const keeper = await deskToken(`${registry}/review`)
      const headers = { authorization: `Bearer ${keeper}` }
      const waiting = await app.inject({ method: 'GET', url: '/api/register-disputes', headers })
      const [{ id } = { id: '' }] = (waiting.json() as { items: readonly { id: string }[] }).items
      await send(keeper, `register-disputes/${id}/answer`, { answer: 'kept', reason: said.text('dispute answer') })
      return number
    },

    /** 部门答复 What a department says of a firm before another organ takes its application, and in what words; the number of the case. */
    async asked(firm: Person, uscc: string, said: Canaries): Promise<string> {
      const bureau = '210104-approval-bureau'
      const definition = await city.definitions.current('energy-review', clock.today())
      const { caseId, number } = await city.cases.open({
        ...{ verb: 'submit', commandId: randomUUID(), actor: selfOf(firm), definition },
        place: { organ: bureau, region: '210104', implementation: null },
        ...{ start: 'application', channel: 'online' },
        parties: [{ role: 'subject', party: firm.party, unit: 'firm' }],
        body: {
          fields: { ...permitFields, 'applicant.uscc': uscc, 'applicant.name': firm.name },
          materials: { application: 'original', report: 'original' },
        },
      })
      department.source = said.text('outside answer')
      await act(caseId, 'accept', `${bureau}/acceptance`)
      return number
    },

    /** 公开征求意见 A draft is posted, and people say by name what they think of it. */
    async discussed(people: readonly (readonly [Person, Canaries])[], firm: string): Promise<string> {
      const definition = await city.definitions.current('major-decision', clock.today())
      const { caseId, number } = await city.cases.open({
        ...{ verb: 'lodge', commandId: randomUUID(), actor: officer(`${county}/government-office`), definition },
        place: { organ: county, region: '210102', implementation: null },
        ...{ start: 'plan', channel: 'window' },
        parties: [{ role: 'subject', party: firm, unit: 'organ' }],
        body: { fields: proposal },
      })
      const drafter = `${county}/drafting-unit`
      await act(caseId, 'open', `${county}/government-office`)
      await act(caseId, 'complete', drafter, { stage: 'draft', fields: drafted })
      await act(caseId, 'complete', drafter, { stage: 'experts', fields: advised })
      const risk = { 'risk.controllable': true }
      await act(caseId, 'complete', `${county}/risk-assessor`, { stage: 'risk', fields: risk })
      await act(caseId, 'publish', drafter, { kind: 'draft' })
      for (const [person, said] of people)
        await city.cases.act({ caseId, verb: 'comment', body: { text: said.text('comment') }, actor: selfOf(person) })
      return number
    },

    /** 导出用途、预警解除、没有收下的行 What officers write, and what came in and was not taken. */
    async house(said: Canaries, serves: string): Promise<void> {
      const to = clock.today()
      await send(await deskToken(`${government}/letter-registrar`), 'exports', {
        ...{ purpose: 'report', words: said.text('purpose'), ground: { case: serves, declared: said.text('purpose') } },
        cases: { from: to.subtract({ days: 30 }).toString(), to: to.toString(), status: 'open' },
        columns: ['number', 'item'],
      })
      const id = `drill:${randomUUID()}`
      const reason = { code: 'CLOCKS_STOPPED', text: '演练', facts: {} }
      await city.db.transaction(sql => city.alarms.raiseOfHouse(sql, { id, alarm: 'clocks-stopped', reason }))
      const supervisor = await deskToken('210100-supervision/supervision', 'alarms.read supervise')
      await send(supervisor, `alarms/${encodeURIComponent(id)}/dismiss`, { reason: said.text('dismissal') })
      const folder = mkdtempSync(join(tmpdir(), 'plumbline-drill-'))
      const path = join(folder, 'enterprises.csv')
      writeFileSync(path, `uscc,name,active,keyEnergyUser\n坏码,${said.text('feed row')},是,否\n`)
      await city.feeds.feed({ register: 'enterprise', path })
      rmSync(path)
      const row = { row_guid: 'm1', remark: said.text('national row') }
      writeFileSync(join(folder, 'up_pro_material.jsonl'), `${JSON.stringify(row)}\n`)
      const codes = readNationalCodes('codes.yaml', readFileSync(join(contentDirectory, 'national/codes.yaml'), 'utf8'))
      await makeReceiving({ ...city, codes }).take(await filesOf(folder))
      rmSync(folder, { recursive: true })
    },

    /** What follows of its own: leaves, alarms, messages, papers. */
    async settled(): Promise<void> {
      await city.sequencer.drain()
      while ((await city.subscriptions.runOnce()) > 0);
      await city.jobs.runOnce(['note-disputes', 'tell-parties'])
      await city.caseExports.work()
      await city.messages.sendDue()
    },
  }
}
