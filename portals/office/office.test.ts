import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { shellPage } from './shell.ts'
import { languageOf, readDeskWords } from './words.ts'

const here = import.meta.dirname
const words = readDeskWords(join(here, '../../content/locales'))

suite('坐席文字 the words of the desk', () => {
  test('both languages say the same, with the same places to fill in', () => {
    const places = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort()
    assert.deepEqual(Object.keys(words.en).sort(), Object.keys(words.zh).sort())
    for (const [key, sentence] of Object.entries(words.zh))
      assert.deepEqual(places(words.en[key]!), places(sentence), key)
    assert.ok(Object.keys(words.zh).length >= 500)
  })

  test('every sentence the desk says by name is there', () => {
    const said = globSync('desk/**/*.{ts,tsx}', { cwd: here }).flatMap(path =>
      [...readFileSync(join(here, path), 'utf8').matchAll(/\bsay(?:First)?\(\s*'([\w.]+)'/g)].map(([, key]) => key!),
    )
    assert.ok(said.length >= 80, `${said.length}`)
    assert.deepEqual(
      said.filter(key => words.zh[key] === undefined),
      [],
    )
  })

  test('the officer’s own choice goes before what the browser prefers', () => {
    assert.equal(languageOf(undefined, undefined), 'zh')
    assert.equal(languageOf(undefined, 'fr, en-GB;q=0.8, zh;q=0.5'), 'en')
    assert.equal(languageOf('a=b; desk-language=zh', 'en'), 'zh')
    assert.equal(languageOf('desk-language=fr', 'zh-CN'), 'zh')
  })
})

suite('坐席外壳 the one page of the desk', () => {
  test('what people are called does not become markup', () => {
    const name = '</script><script>alert(1)</script>'
    const facts = {
      language: 'zh',
      csrf: 'c',
      person: 'p',
      name,
      post: null,
      posts: [],
      administers: null,
      today: '2026-03-02',
      demo: false,
      nonce: 'n',
    } as const
    const page = shellPage({ ...facts, words: words.zh }, { script: 'main.js', ahead: [], style: 'desk.css' })
    assert.equal(page.split('</script>').length, 3)
    assert.ok(!page.includes('alert(1)</script>'))
  })
})
