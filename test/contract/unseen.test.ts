import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { verbs } from '#kernel/case'
import { makeLog } from '#kernel/log'
import { makeGate } from '../../gate.ts'
import { formAnswers, openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const absent = '2101022026030299999999'
const materials = { application: 'original', report: 'original' }
const judgements = { 'firm-active': '已核对营业执照' }

/** Bodies that the schema of their verb takes, so that the answer comes from the case and not from the form. */
const bodies: Readonly<Record<string, object>> = {
  accept: { judgements },
  complete: { stage: 'expert', materials: { expertOpinion: 'original' } },
  decide: { outcome: 'grant' },
  suspend: { for: 'expert', notice: true },
  declareAvoidance: { ground: 'interest' },
  answerConsultation: { opinion: 'agree' },
  pay: { amount: 1 },
  publish: {},
  recordRemedy: { kind: 'litigation', status: 'started' },
}

let gate: TestGate
let number: string
let elsewhere: string

before(async () => {
  gate = await openTestGate()
  elsewhere = await gate.officer('acceptance@210103-approval-bureau')
  const window = await gate.officer(`acceptance@${organ}`)
  ;({ number } = (await gate.ask('/api/cases', { token: window, body: openingOf(await gate.house.firm()) })).json())
})
after(() => gate?.close())

suite('看不到的办件 a case that an officer may not see', () => {
  const told = async (path: string, asked: object) => {
    const answer = await gate.ask(path, { token: elsewhere, ...asked })
    return { ...(answer.json() as { status: number; code: string }), instance: '' }
  }

  test('other organ: every act answers as if there were no such case, whatever its version, way or key', async () => {
    for (const [verb, body] of Object.entries(bodies)) {
      assert.ok((verbs as readonly string[]).includes(verb), verb)
      const ways: readonly (readonly [string, object])[] = [
        ['acts', body],
        ['paper', { madeOn: '2026-03-02', reason: '停电', body }],
        ['urgent', { ground: 0, body }],
      ]
      for (const [way, sent] of ways)
        for (const headers of [{}, { 'if-match': '"1"' }, { 'if-match': '"99"' }]) {
          const there = await told(`/api/cases/${number}/${way}/${verb}`, { body: sent, headers })
          assert.deepEqual(there, await told(`/api/cases/${absent}/${way}/${verb}`, { body: sent, headers }), verb)
          assert.equal(there.code, 'CASE_NOT_FOUND', `${way}/${verb}`)
        }
    }
  })

  test('the attempt is written down for the operators: by which post, which act', async () => {
    const lines: string[] = []
    const log = makeLog({ logLevel: 'info' }, { write: line => void lines.push(line) })
    const told = await makeGate({ ...gate.house.city, log }, { issuer: gate.issuer })
    const headers = { authorization: `Bearer ${elsewhere}`, 'idempotency-key': randomUUID() }
    await told.inject({ method: 'POST', url: `/api/cases/${number}/acts/accept`, headers, payload: {} })
    await told.inject({ method: 'POST', url: `/api/cases/${absent}/acts/accept`, headers, payload: {} })
    await told.close()
    const attempts = lines.map(line => JSON.parse(line)).filter(({ msg }) => msg === 'act.unseen')
    assert.deepEqual(
      attempts.map(({ by, verb, level }) => [by, verb, level]),
      [['210103-approval-bureau/acceptance', 'accept', 'warn']],
    )
    assert.ok(attempts[0].caseId)
  })

  test('who may see the case is told what is wrong: own organ, an organ that is asked, supervision', async () => {
    const asked = () => gate.officer('review@210102-energy-bureau')
    const path = `/api/cases/${number}/acts`
    const decider = await gate.officer(`bureau-head@${organ}`)
    await gate.refused(`${path}/accept`, { token: decider, body: { judgements } }, 403, 'AUTHORITY_LACKING')
    const supervisor = await gate.officer('acceptance@210103-approval-bureau', { scope: 'cases.act supervise' })
    await gate.refused(`${path}/accept`, { token: supervisor, body: { judgements } }, 403, 'AUTHORITY_LACKING')
    const window = await gate.officer(`acceptance@${organ}`)
    const firm = await gate.house.firm()
    const fields = { ...formAnswers, 'applicant.uscc': gate.house.codeOf(firm), 'project.crossDepartment': true }
    const opening = openingOf(firm, { body: { fields, materials } })
    const opened = await gate.ask('/api/cases', { token: window, body: opening })
    const other = `/api/cases/${opened.json().number}/acts`
    await gate.refused(`${other}/suspend`, { token: await asked(), body: bodies.suspend }, 404, 'CASE_NOT_FOUND')
    assert.equal((await gate.ask(`${other}/accept`, { token: window, body: { judgements } })).statusCode, 200)
    await gate.refused(`${other}/decide`, { token: await asked(), body: bodies.decide }, 409, 'ACT_OUT_OF_ORDER')
    const headers = { 'idempotency-key': randomUUID() }
    const agree = { stage: 'consult', opinion: 'agree' }
    const answer = async () => gate.ask(`${other}/complete`, { token: await asked(), body: agree, headers })
    assert.equal((await answer()).statusCode, 200)
    assert.equal((await answer()).json().repeated, true, 'the same command again, although its task is gone')
  })

  test('上级代行 the superior whose turn it is, because everybody below stands back, is told what is wrong', async () => {
    const { house } = gate
    const today = house.clock.today().toString()
    const offices = await house.city.identity.directory()
    const superior = offices.superiorOf(organ, today)!.id
    const above = await gate.officer(`acceptance@${superior}`)
    const window = await gate.officer(`acceptance@${organ}`)
    const firm = await house.firm()
    const fields = { ...formAnswers, 'applicant.uscc': house.codeOf(firm) }
    const opened = await gate.ask('/api/cases', { token: window, body: openingOf(firm, { body: { fields } }) })
    const accept = `/api/cases/${opened.json().number}/acts/accept`
    await gate.refused(accept, { token: above, body: { judgements } }, 404, 'CASE_NOT_FOUND')
    for (const person of offices.holdersOf('acceptance', organ, today)) {
      const by = { kind: 'officer', person, post: `${organ}/acceptance`, organ } as const
      await house.act(opened.json().caseId, 'declareAvoidance', { ground: 'interest' }, by)
    }
    await gate.refused(accept, { token: above, body: { judgements } }, 409, 'CONTROLS_REFUSE')
  })
})
