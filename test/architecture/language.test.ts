import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { blanked, importsOf } from './source.ts'
import { files, find, findings, matches, read, type SourceFile, serving } from './tree.ts'

/** No file of these matches; the message lists every place that does. */
function none(
  over: readonly SourceFile[],
  reading: 'source' | 'code' | 'bare',
  pattern: RegExp,
  except: (path: string) => boolean = () => false,
): void {
  assert.deepEqual(
    findings(
      over.filter(({ path }) => !except(path)),
      file => matches(file, reading, pattern),
    ),
    [],
  )
}

const under =
  (...prefixes: string[]) =>
  (path: string) =>
    prefixes.some(prefix => path.startsWith(prefix))

suite('语言 the language of the house', () => {
  test('the reader of these tests tells code from words', () => {
    const source = [
      "import type { A } from '#kernel/clock' // any",
      "export { b } from './b.ts'",
      'const c = `any #{d /* any */ + `#{e}`} any` as any'.replaceAll('#', '$'),
      "const f = /['`]any/.test(g) ? h / i / j : await import('../k.ts')",
    ].join('\n')
    const { code, bare } = blanked(source)
    assert.equal(bare.split('any').length - 1, 1)
    assert.match(bare, /await import\( {9}\)/)
    assert.deepEqual(importsOf(code), [
      { from: '#kernel/clock', line: 1, typeOnly: true },
      { from: './b.ts', line: 2, typeOnly: false },
      { from: '../k.ts', line: 4, typeOnly: false },
    ])
    assert.ok(files.length >= 400 && serving.length >= 300, `${files.length} files, ${serving.length} of them serving`)
    assert.ok(
      files.every(file => file.bare.split('\n').length === file.source.split('\n').length),
      'lines stay where they were',
    )
  })

  test('no any', () => none(files, 'bare', /(?::|\bas|[<|&])\s*any\b\s*(?:[[\]>,;)=|&{]|$)|,\s*any\s*>/))

  test('nothing left for later, nothing silenced', () => {
    none(files, 'source', /\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/)
    none(files, 'source', /@ts-(?:ignor[e]|expect-erro[r]|nochec[k])|eslint-disabl[e]/)
    none(files, 'source', /biome-ignor[e](?! format: )/)
    assert.deepEqual(
      find('{content,docs}/**/*.{yaml,md}').filter(path => /\b(?:TOD[O]|FIXM[E])\b/.test(read(path))),
      [],
    )
  })

  test('only what vanishes when types are stripped: no enum, namespace, decorator, parameter property', () => {
    none(files, 'bare', /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?(?:enum|namespace)\s+\w+\s*\{/)
    none(files, 'bare', /^\s*@\w+/)
    none(files, 'bare', /\bconstructor\s*\((?:[^)]*,)?\s*(?:private|public|protected|readonly)\s+\w+\s*[:?]/)
  })

  test('errors are the only classes', () => {
    const classes = files.flatMap(({ path, bare, isTest }) =>
      isTest
        ? []
        : [...bare.matchAll(/\bclass\s+(\w+)([^{]*)/g)].map(([, name, rest]) => ({ path, name, rest: rest! })),
    )
    assert.ok(classes.length >= 1)
    assert.deepEqual(
      classes.filter(({ rest }) => !/\bextends\s+\w*(?:Error|Refusal)\b/.test(rest)),
      [],
    )
  })

  test('no name that says nothing', () =>
    none(
      files,
      'bare',
      /\b(?:class|interface|type|const|function)\s+\w*(?:Manager|Helpers?|Utils?|Handler|Processor|Impl)\b/,
    ))

  test('the clock is the only one that knows the time', () => {
    none(serving, 'bare', /\bnew Date\b|\bDate\s*[.(]/, under('kernel/clock/library-date.ts'))
    none(serving, 'bare', /\bTemporal\.Now\b/, under('kernel/clock/'))
  })

  test('settings are read in one place', () => none(serving, 'bare', /\bprocess\.env\b/, under('kernel/config/')))

  test('the city’s own code prints nothing: it logs, and commands print', () => {
    none(files, 'bare', /\bconsole\s*\./)
    none(serving, 'bare', /\bprocess\.(?:stdout|stderr)\b/, under('plumbline.ts'))
  })

  test('chance comes from the operating system or from a seed', () => none(serving, 'bare', /\bMath\.random\b/))

  test('no comment repeats the name of what it comments', () => {
    none(files, 'source', /^\s*\*\s*@(?:param|returns?)\s+\w+\s*-?\s*(?:the|a)\s+\w+\s*$/i)
  })

  test('nothing tells where it was written', () => {
    const texts = [
      ...files.map(({ path, source }) => ({ path, text: source })),
      ...find('**/*.{md,yaml,sql,mjs,json}')
        .filter(path => path !== 'package-lock.json')
        .map(path => ({ path, text: read(path) })),
    ]
    assert.ok(texts.length >= 500, `${texts.length} texts`)
    assert.deepEqual(
      texts.filter(({ text }) => /(?:^|[\s'"`(])\/(?:work|home|Users|root)\/[a-z]/m.test(text)).map(({ path }) => path),
      [],
    )
  })
})
