import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let token: string

before(async () => {
  gate = await openTestGate()
  token = await gate.party(await gate.house.firm())
})
after(() => gate?.close())

suite('草稿 a draft may be incomplete, not wrong', () => {
  const begin = (body: object) => gate.ask('/api/drafts', { token, body })

  test('办理机关须办理本事项 it is begun for an organ that carries the item out', async () => {
    const item = 'energy-review'
    await gate.refused('/api/drafts', { token, body: { item, organ: 'nowhere' } }, 404, 'ORGAN_UNKNOWN')
    const other = { item, organ: '210102-market-regulation-bureau' }
    await gate.refused('/api/drafts', { token, body: other }, 422, 'ORGAN_NOT_FOR_ITEM')
    await gate.refused('/api/drafts', { token, body: { item: 'nothing', organ } }, 404, 'ITEM_UNKNOWN')
  })

  test('what is kept fits the form as far as it goes', async () => {
    const { caseId } = (await begin({ item: 'energy-review', organ })).json()
    const keep = (fields: object, materials: object = {}) =>
      gate.ask(`/api/drafts/${caseId}`, { method: 'PUT', token, body: { fields, materials } })
    const wrong = await keep(
      { colour: 'red', 'energy.total': 'much', 'review.opinion': 'grant', 'applicant.uscc': '9121' },
      { dowry: 'copy', expertOpinion: 'original', report: 'copy' },
    )
    assert.deepEqual([wrong.statusCode, wrong.json().code], [400, 'BODY_INVALID'], wrong.body)
    assert.deepEqual(wrong.json().facts, {
      fields: {
        colour: 'UNKNOWN_FIELD',
        'energy.total': 'NOT_A_NUMBER',
        'review.opinion': 'UNKNOWN_FIELD',
        'applicant.uscc': 'NOT_A_USCC',
      },
      materials: { dowry: 'UNKNOWN_MATERIAL', expertOpinion: 'OFFICERS_PAPER' },
    })
    assert.equal((await keep({}, { report: 'perhaps' })).json().code, 'BODY_INVALID')
    assert.deepEqual((await gate.ask(`/api/drafts/${caseId}`, { token })).json().fields, {}, 'nothing was kept')

    assert.equal((await keep({ 'project.name': '', 'contact.name': null, 'energy.total': 12 })).statusCode, 204)
    assert.equal((await keep(formAnswers, { report: 'copy' })).statusCode, 204)
    const read = (await gate.ask(`/api/drafts/${caseId}`, { token })).json()
    assert.deepEqual([read.fields, read.materials], [formAnswers, { report: 'copy' }])
  })
})
