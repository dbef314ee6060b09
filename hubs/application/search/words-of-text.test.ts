import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { queryOf, vectorOf, waysOfSaying, wordsOf } from './words-of-text.ts'

suite('分词 words of a text', () => {
  test('Chinese in pairs, Latin in words, full width as half width', () => {
    assert.deepEqual(wordsOf('节能审查'), ['节能', '能审', '审查'])
    assert.deepEqual(wordsOf('Ａ类 Energy-Review 费'), ['a', '类', 'energy', 'review', '费'])
    assert.deepEqual(wordsOf('——！?'), [])
  })

  test('a word counts where it weighs most, and nothing breaks out of its quotes', () => {
    assert.equal(
      vectorOf([
        ['节能', 'D'],
        ['节能审', 'A'],
      ]),
      "'节能':1A '能审':1A",
    )
    assert.equal(queryOf("o'neil & | ! ( <-> '", []), "('o':* & 'neil':*)")
    assert.equal(queryOf('   ', []), undefined)
  })

  test('every way of saying it is looked for', () => {
    const synonyms = [
      ['节能审查', '能评'],
      ['投资项目', '建设项目'],
    ]
    assert.deepEqual(waysOfSaying('能评', synonyms), ['能评', '节能审查'])
    assert.equal(queryOf('能评', synonyms), "('能评') | ('节能' & '能审' & '审查')")
  })
})
