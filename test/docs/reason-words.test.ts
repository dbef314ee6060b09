import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { readDeskWords } from '#portals/office'

const root = join(import.meta.dirname, '../..')
const words = readDeskWords(join(root, 'content/locales'))
const languages = ['zh', 'en'] as const

const sourcesOf = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: root })
    .filter(path => !path.endsWith('.test.ts'))
    .map(path => readFileSync(join(root, path), 'utf8'))
const found = (sources: readonly string[], pattern: RegExp): readonly string[] =>
  sources.flatMap(source => [...source.matchAll(pattern)].map(([, code]) => code!))

/** Every code in capitals that a control writes down is the code of a reason. */
const anyCode = /'([A-Z]+(?:_[A-Z]+)+)'/g
const reasonCodes = new Set([
  ...found(sourcesOf('hubs/business/control/*.ts'), anyCode),
  ...found(sourcesOf('hubs/application/mandate/{mandate,control}.ts'), anyCode),
  ...found(sourcesOf('hubs/data/comparison/{verdict,control}.ts'), anyCode),
  ...found(sourcesOf('kernel/identity/controls/*.ts'), anyCode),
  ...found(sourcesOf('kernel/grant/may-read.ts'), anyCode),
  ...found(sourcesOf('kernel/case/{acts/*,decide-step,case-origin}.ts'), /\bcode: '([A-Z_]+)'/g),
  ...found(sourcesOf('systems/power/{access,already-applied}.ts'), /\bcode: '([A-Z_]+)'/g),
])
const refusalCodes = found(sourcesOf('kernel/case/refusals.ts'), /refusal\(\s*'([A-Z_]+)'/g)
const gates = found(sourcesOf('hubs/business/control/gates.ts'), /^ {2}'?(?!judge)([a-z-]+)'?: (?:input|\()/gm)

suite('为什么没有按钮 every reason is said in plain words before its code', () => {
  for (const language of languages) {
    const said = words[language]

    test(`${language}: what every reason of a control means, and what to do about it`, () => {
      assert.ok(reasonCodes.size >= 110, `${reasonCodes.size} codes`)
      const silent = [...reasonCodes].filter(code => !said[`why.${code}.says`] || !said[`why.${code}.do`])
      assert.deepEqual(silent, [])
    })

    test(`${language}: what every refusal of an act means, and what to do about it`, () => {
      assert.ok(refusalCodes.length >= 15, `${refusalCodes.length} refusals`)
      const silent = refusalCodes.filter(code => !said[`problem.${code}`] || !said[`remedy.${code}`])
      assert.deepEqual(silent, [])
    })

    test(`${language}: what has to be done before`, () => {
      assert.ok(gates.length >= 9, gates.join())
      assert.deepEqual(
        gates.filter(need => !said[`gate.${need}`]),
        [],
      )
    })

    test(`${language}: no code, key or expression stands in a sentence, and none of a reason nobody gives`, () => {
      const sentences = Object.entries(said).filter(([key]) => key.startsWith('why.') || key.startsWith('gate.'))
      for (const [key, sentence] of sentences) assert.doesNotMatch(sentence, /[A-Z]{2,}|_|[a-z]\.[a-z]/, key)
      const spoken = new Set(sentences.flatMap(([key]) => (key.startsWith('why.') ? [key.split('.')[1]!] : [])))
      assert.deepEqual(
        [...spoken].filter(code => !reasonCodes.has(code)),
        [],
      )
    })
  }

  test('the desk shows a code only behind what is said', () => {
    const shown = globSync('portals/office/desk/**/*.tsx', { cwd: root }).flatMap(path =>
      /<code>\{(?:\w+\.)*(?:code|fault)\}/.test(readFileSync(join(root, path), 'utf8')) ? [path] : [],
    )
    assert.deepEqual(shown, ['portals/office/desk/problem-note.tsx'])
  })

  test('Chinese sentences are Chinese', () => {
    const mixed = Object.entries(words.zh)
      .filter(([key]) => key.startsWith('why.'))
      .filter(([, sentence]) => /[A-Za-z]/.test(sentence.replaceAll(/\{\w+\}/g, '')))
    assert.deepEqual(mixed, [])
  })
})
