import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { compileItem, loadDefinition, type Text } from '#kernel/definition'
import { readRegisters } from '#kernel/register'
import { contentDirectory, readItemFiles, readTemplates } from '../../content.ts'
import { makeQuestionWords, unnamedQuestion } from './question-words.ts'
import { readHouseAnswers } from './questions.ts'

const declared = await readRegisters(join(contentDirectory, 'registers'))
const answers = readHouseAnswers(join(contentDirectory, 'answers'))
const declarations = new Map(declared.map(one => [one.register, one]))
const templates = await readTemplates()

const zh = (text: Text): string => (typeof text === 'string' ? text : text.zh)
const en = (text: Text): string => (typeof text === 'string' ? text : (text.en ?? ''))

suite('比对的说法 what a comparison is called where an officer reads its answer', () => {
  test('every comparison of every item by words of its own, in both languages, and never by its key', async () => {
    const { asked, whom } = makeQuestionWords({ declarations, connected: [], answers })
    let seen = 0
    for (const { file, bytes } of await readItemFiles()) {
      for (const { id, ask } of compileItem(loadDefinition(file, bytes, templates).definition).definition.comparison) {
        const where = `${file} ${id}: ${ask}`
        seen++
        for (const text of [asked(ask), whom(ask)]) {
          assert.match(zh(text), /^[\p{Script=Han}，、（）]{4,}$/u, where)
          assert.match(en(text), /^[A-Z][a-z]+ [a-z ]+/, where)
        }
        assert.notDeepEqual(asked(ask), unnamedQuestion, where)
      }
    }
    assert.ok(seen >= 40, `${seen} comparisons`)
  })

  test('every question a register declares has its words', () => {
    const wordless = declared.flatMap(({ register, questions = {} }) =>
      Object.entries(questions).flatMap(([name, { text }]) => (text === undefined ? [`${register}.${name}`] : [])),
    )
    assert.deepEqual(wordless, [])
  })

  test('without words: by the field that answers, else by whom it is put to, else by what is done', () => {
    const enterprise = declarations.get('enterprise')!
    const bare = { ...enterprise, questions: { isActive: { with: ['uscc'], answer: 'active' } } }
    const sum = { ...enterprise, questions: { isLarge: { with: ['uscc'], answer: 'not(microEnterprise)' } } }
    const worded = (one: typeof enterprise) =>
      makeQuestionWords({ declarations: new Map([['enterprise', one]]), connected: [], answers: [] })
    assert.equal(zh(worded(bare).asked('enterprise.isActive')), '是否存续')
    assert.equal(zh(worded(sum).asked('enterprise.isLarge')), '向法人基础库核对')
    assert.equal(worded(sum).asked('nobody.asks'), unnamedQuestion)
  })

  test('whoever answered is named; a key never is', () => {
    const { source } = makeQuestionWords({ declarations, connected: [], answers })
    assert.equal(zh(source('register:enterprise')), '法人基础库')
    assert.equal(zh(source('register:budget')), '预算科目')
    assert.equal(zh(source('tax-bureau')), '外部系统')
    assert.equal(zh(source('市民政局核对平台')), '市民政局核对平台')
  })
})
