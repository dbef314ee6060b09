import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { acts, verbs } from '#kernel/case'
import { drawers } from '#kernel/definition'
import { files, find, moduleOf, modules, read } from '../architecture/tree.ts'
import { type Row, tablesOf } from './markdown.ts'

const tables = tablesOf(read('GLOSSARY.md'))
const column = (heading: string, name: string): readonly { term: string; word: string; row: Row }[] =>
  (tables.get(heading) ?? []).map(row => ({ term: row.中文!, word: row[name]!.replaceAll('`', ''), row }))
const things = column('Things', 'word')
const named = {
  verbs: column('Verbs 动词', 'verb'),
  kinds: column('Kinds of stage 环节种类', 'kind'),
  drawers: column('Drawers 抽屉', 'drawer'),
  pages: column('Pages 栏目', 'page'),
}

/** `Parties` → `party`, `read record` → `readrecord`. */
const plain = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replace(/ies$/, 'y')
    .replace(/s$/, '')

/** Types that doors hand out, each with the Chinese term its docstring begins with. */
const doorTypes = modules.flatMap(module => {
  const door = files.find(({ path }) => path === `${module}/index.ts`)
  const handedOut = new Set([...(door?.code ?? '').matchAll(/\b([A-Z]\w+)\b/g)].map(([, name]) => name!))
  return files
    .filter(({ path, isTest }) => moduleOf(path) === module && !isTest)
    .flatMap(({ path, source }) =>
      [
        ...source.matchAll(
          /\/\*\*\s*(?:\n\s*\*\s*)?(\p{Script=Han}+)[^\n]*(?:\n\s+\*[^\n]*)*\n\s*export (?:const|interface|type|class) ([A-Z]\w+)/gu,
        ),
      ]
        .map(([, term, name]) => ({ path, term: term!, name: name! }))
        .filter(({ name }) => handedOut.has(name)),
    )
})

suite('词汇表 the glossary', () => {
  test('one term, one word: nothing stands twice, nothing is left empty', () => {
    assert.ok(things.length >= 70, `${things.length} things`)
    for (const list of [things, ...Object.values(named)]) {
      const terms = list.map(({ term }) => term)
      const words = list.map(({ word }) => word)
      assert.deepEqual(
        terms.filter((term, index) => terms.indexOf(term) !== index),
        [],
      )
      assert.deepEqual(
        words.filter((word, index) => words.indexOf(word) !== index),
        [],
      )
      for (const { term, row } of list)
        assert.ok(
          Object.values(row).every(cell => cell !== '') && Object.keys(row).length === 5,
          `${term}: every cell says something`,
        )
    }
  })

  test('every verb is here, under the term its code begins with', () => {
    assert.deepEqual(named.verbs.map(({ word }) => word).sort(), [...verbs].sort())
    assert.deepEqual(Object.keys(acts).sort(), [...verbs].sort())
    const sources = find('kernel/case/acts/*.ts').map(read).join('\n')
    const begins = new Map(
      [...sources.matchAll(/\/\*\* (\p{Script=Han}+)[^\n]*\*\/\nexport const (\w+) = act</gu)].map(([, term, verb]) => [
        verb!,
        term!,
      ]),
    )
    const wrong = named.verbs.filter(({ word, term }) => begins.has(word) && begins.get(word) !== term)
    assert.deepEqual(
      wrong.map(({ word, term }) => `${word}: ${term}, but its code says ${begins.get(word)}`),
      [],
    )
    assert.ok(begins.size >= 30, `${begins.size} verbs with a docstring`)
  })

  test('every kind of stage and every drawer is here', () => {
    const [, kinds] = /stageKinds = \[([^\]]+)\]/.exec(read('kernel/definition/settings/flow.ts'))!
    const declared = [...kinds!.matchAll(/'([a-z-]+)'/g)].map(([, kind]) => kind!)
    assert.ok(declared.length >= 20)
    assert.deepEqual(named.kinds.map(({ word }) => word).sort(), declared.sort())
    assert.deepEqual(named.drawers.map(({ word }) => word).sort(), [...drawers].sort())
  })

  test('a type that begins with a term of the glossary bears its word', () => {
    const words = new Map(things.map(({ term, word }) => [term, word]))
    const listed = doorTypes.filter(({ term }) => words.has(term))
    assert.ok(
      doorTypes.length >= 80 && listed.length >= 30,
      `${doorTypes.length} types, ${listed.length} of them listed`,
    )
    const wrong = listed.filter(({ term, name }) => {
      const word = plain(words.get(term)!)
      return !(plain(name).includes(word) || name.split(/(?=[A-Z])/).some(part => plain(part) === word))
    })
    assert.deepEqual(
      wrong.map(({ path, term, name }) => `${path}: ${term} is “${words.get(term)}”, not ${name}`),
      [],
    )
  })

  test('a type named by a word of the glossary begins with its term', () => {
    const terms = new Map(things.map(({ term, word }) => [plain(word), term]))
    const wrong = doorTypes.filter(
      ({ name, term }) => terms.has(plain(name)) && !term.includes(terms.get(plain(name))!),
    )
    assert.deepEqual(
      wrong.map(({ path, term, name }) => `${path}: ${name} is “${terms.get(plain(name))}”, not ${term}`),
      [],
    )
  })
})
