import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../test/harness/item.ts'
import { directoryFor, officer } from '../../test/harness/small-city.ts'
import { clueFields, permitAt, permitFields, permitMaterials } from '../../test/harness/stories.ts'
import { walk } from '../../test/harness/walk.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')

suite('要件由谁提供 who hands in which paper', () => {
  const opinion = { expertOpinion: 'original' }
  const told = { materials: { expertOpinion: 'OFFICERS_PAPER' } }
  const needy = () => {
    const at = walk({ item })
    at.act('submit', { fields: permitFields, materials: { application: 'original' } })
    return at
  }

  test('申请人不得提交机关自己的材料 the applicant does not bring the expert opinion along', () => {
    const at = walk({ item })
    const refused = at.refuses('submit', { fields: permitFields, materials: { ...permitMaterials, ...opinion } })
    assert.deepEqual([refused.code, refused.facts], ['BODY_INVALID', told])
  })
  test('补正也不得夹带 nor with what is handed in later, whoever keys it in', () => {
    const at = needy()
    at.act('requestSupplement', { materials: ['report'] })
    for (const by of [undefined, officer('acceptance')])
      assert.deepEqual(at.refuses('supplement', { materials: { report: 'original', ...opinion } }, by).facts, told)
  })
  test('机关自己的材料不得要求申请人补正 nobody is asked for a paper that the organ itself makes', () =>
    assert.deepEqual(needy().refuses('requestSupplement', { materials: ['report', 'expertOpinion'] }).facts, {
      beyond: ['expertOpinion'],
    }))
  test('机关材料只在其环节形成 an officer gives it at its own stage, not at another', () => {
    const at = permitAt('review', { item, directory: directoryFor(item) })
    const review = { 'review.opinion': 'grant', 'review.majorInterest': false }
    const early = at.refuses('complete', { stage: 'review', fields: review, materials: opinion })
    assert.deepEqual(early.facts, { materials: { expertOpinion: 'OF_ANOTHER_STAGE' } })
    at.act('complete', { stage: 'review', fields: review, materials: { report: 'original' } })
  })
})

suite('填表 what a form takes', () => {
  const problems = (fields: object) =>
    walk({ item }).refuses('submit', { fields: { ...permitFields, ...fields } }).facts

  test('空白不算填写 blanks are no answer, whatever kind of blank', () => {
    for (const blank of ['', ' ', '\u3000\t', '\u200b', '\u3164'])
      assert.deepEqual(problems({ 'project.name': blank }), { fields: { 'project.name': 'BLANK' } })
    const at = walk({ item })
    at.act('submit', { fields: permitFields, materials: { application: 'original' } })
    at.act('requestSupplement', { materials: [], fields: ['project.name'] })
    assert.deepEqual(at.refuses('supplement', { fields: { 'project.name': ' ' } }).facts, {
      fields: { 'project.name': 'BLANK' },
    })
    at.act('supplement', { fields: { 'project.name': null } })
    assert.deepEqual(at.state.awaiting?.fields, ['project.name'], 'nothing is no answer to what was asked for')
  })
  test('单行不得换行，也不得反转 one line stays one line, and reads in the order it is written', () => {
    for (const sign of ['\n', '\r', '\t', '\u0007', '\u009f', '\u2028', '\u202e', '\u2067', '\ufeff'])
      assert.deepEqual(problems({ 'contact.name': `示例${sign}人` }), {
        fields: { 'contact.name': 'FORBIDDEN_CHARACTER' },
      })
    walk({ item }).act('submit', { fields: { ...permitFields, 'contact.name': '买买提·示例 (ئۇيغۇر\u200cچە) 𠮷' } })
  })
  test('多行可以分段 a longer text may have lines, but no control signs', () => {
    const clue = (summary: string) => ({ fields: { ...clueFields, 'clue.summary': summary } })
    walk({ item: penalty, start: 'clue' }).act('lodge', clue('第一段\n\t第二段\r\n第三段'))
    for (const sign of ['\u0007', '\u202e'])
      assert.deepEqual(walk({ item: penalty, start: 'clue' }).refuses('lodge', clue(`甲${sign}乙`)).facts, {
        fields: { 'clue.summary': 'FORBIDDEN_CHARACTER' },
      })
  })
  test('项目代码须成形 a project code has its form', () => {
    for (const code of ['zzz', '2601-210102-04-01', '2613-210102-04-01-123456', '2601-990102-04-01-123456'])
      assert.deepEqual(problems({ 'project.code': code }), { fields: { 'project.code': 'NOT_A_PROJECT_CODE' } })
    walk({ item }).act('submit', { fields: { ...permitFields, 'project.code': '2020-210102-48-01-000001' } })
  })
  test('小数可以写成文字 an exact decimal may come as text, and nothing else may', () => {
    walk({ item }).act('submit', { fields: { ...permitFields, 'energy.total': '1200.50' } })
    for (const text of ['1e3', '0x10', ' 12', '１２', ''])
      assert.deepEqual(problems({ 'energy.total': text }), { fields: { 'energy.total': 'NOT_A_NUMBER' } })
  })
})
