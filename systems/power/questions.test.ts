import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { readSurroundings } from '#kernel/definition'
import { answeredHere } from './questions.ts'

const content = join(import.meta.dirname, '../../content')

suite('自行回答 what the house answers without a register', () => {
  test('is declared for whoever writes an item, and nothing else is', () => {
    const declared = readdirSync(join(content, 'answers')).flatMap(file => {
      const { answers, questions } = parse(readFileSync(join(content, 'answers', file), 'utf8')) as {
        answers: string
        questions: Record<string, unknown>
      }
      assert.equal(file, `${answers}.yaml`)
      return Object.keys(questions).map(question => `${answers}.${question}`)
    })
    assert.deepEqual(declared.sort(), [...answeredHere].sort())
  })

  test('is known where it is asked, by what it is asked with, and is no register to be written', async () => {
    const { registers } = await readSurroundings(content)
    const budget = registers('budget')
    assert.deepEqual(budget?.questions['hasBalance'], ['line', 'amount'])
    assert.equal(budget?.answersOnly, true)
  })
})
