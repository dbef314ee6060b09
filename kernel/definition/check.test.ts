import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { hashOf } from './canonical.ts'
import { checkFiles } from './check.ts'
import { compileItem } from './compile.ts'
import { smallItem } from './example-item.ts'
import { type ExampleResult, runExamples } from './examples.ts'
import { exportDefinition } from './export.ts'
import { lineOf } from './finding.ts'
import { loadDefinition } from './load.ts'

const result = (change: Partial<ExampleResult> = {}): ExampleResult => ({
  outcome: 'grant',
  ended: true,
  alarms: [],
  ...change,
})

suite('示例 examples', () => {
  const expecting = (expect: string) =>
    compileItem(
      loadDefinition('x.yaml', smallItem.replace('expect: { outcome: grant }', `expect: ${expect}`)).definition,
    )
  const said = async (expect: string, change: Partial<ExampleResult>) =>
    (await runExamples(expecting(expect), () => result(change))).map(({ text }) => text.en)

  test('an example that goes as expected says nothing', async () => {
    assert.deepEqual(await said('{ outcome: grant, ended: true, alarms: [] }', {}), [])
    assert.deepEqual(await said('{ refused: GATE_SHUT }', { refused: 'GATE_SHUT', at: 3 }), [])
  })

  test('an alarm may be asked for by its level: yellow is not red', async () => {
    const red = '{ alarms: [{ id: statutory, level: red }] }'
    assert.deepEqual(await said(red, { alarms: ['statutory'], levels: { statutory: 'red' } }), [])
    assert.deepEqual(await said(red, { alarms: ['statutory'], levels: { statutory: 'yellow' } }), [
      'Example: alarms should be statutory:red, is statutory:yellow',
    ])
    assert.deepEqual(await said(red, {}), ['Example: alarms should be statutory:red, is '])
    assert.deepEqual(
      await said('{ alarms: [statutory] }', { alarms: ['statutory'], levels: { statutory: 'yellow' } }),
      [],
    )
  })

  test('what differs is said: outcome, refusal with its act, alarms, an engine that fails', async () => {
    assert.deepEqual(await said('{ outcome: refuse }', {}), ['Example: outcome should be refuse, is grant'])
    assert.deepEqual(await said('{ outcome: grant }', { refused: 'LIMIT_PASSED', at: 2 }), [
      'Example: act 2 was refused: LIMIT_PASSED',
    ])
    assert.deepEqual(await said('{ alarms: [statutory] }', {}), ['Example: alarms should be statutory, is '])
    assert.deepEqual(await said('{ refused: GATE_SHUT }', {}), ['Example: refused should be GATE_SHUT, is none'])
    const broken = await runExamples(expecting('{ ended: true }'), () => Promise.reject(new Error('no engine')))
    assert.deepEqual(
      broken.map(({ rule, text }) => `${rule} ${text.en}`),
      ['EXAMPLE_FAILS Example: it failed to run: no engine'],
    )
  })
})

suite('检查 checking files', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'check-'))
    for (const name of ['items/permit', 'templates', 'implementations/hunnan', 'registers'])
      await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, 'items/permit/good.yaml'), smallItem)
    await writeFile(
      join(folder, 'items/permit/bad.yaml'),
      smallItem.replace('item: tree-felling', 'item: bad').replace('kind: decision', 'kind: decisin'),
    )
    await writeFile(join(folder, 'items/permit/twice.yaml'), smallItem)
    await writeFile(join(folder, 'items/permit/gbk.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xd6, 0xd0, 0xb9, 0xfa]))
    await writeFile(
      join(folder, 'implementations/hunnan/felling.yaml'),
      'item: tree-felling\norgan: hunnan\nregion: "210112"\nversion: 1\neffective: { from: 2026-01-01 }\ntaskCode: "1"\noverrides: { materials: [] }\n',
    )
  })
  after(() => rm(folder, { recursive: true }))

  test('every file is read, every fault said at its line, in order', async () => {
    const checked = await checkFiles([folder], {
      run: () => result({ outcome: 'refuse' }),
    })
    assert.equal(checked.findings[0]?.rule, 'LAW_LIBRARY_MISSING')
    const found = checked.findings
      .slice(1)
      .map(({ file, rule, line }) => `${file.slice(folder.length + 1)} ${rule} ${line > 1}`)
    assert.deepEqual(found, [
      'implementations/hunnan/felling.yaml IMPLEMENTATION_NOT_LOCAL true',
      'items/permit/bad.yaml DEFINITION_VALUE true',
      'items/permit/gbk.yaml DEFINITION_ENCODING_GBK false',
      'items/permit/good.yaml EXAMPLE_FAILS true',
      'items/permit/twice.yaml DEFINITION_ITEM_TWICE true',
      'items/permit/twice.yaml EXAMPLE_FAILS true',
    ])
    assert.deepEqual([checked.errors, checked.warnings, checked.items.length], [6, 1, 2])
  })

  test('the city’s own content has no error, law included', async () => {
    const checked = await checkFiles([join(import.meta.dirname, '../../content')], { keep: true })
    assert.ok(checked.items.length >= 8)
    const errors = checked.findings.filter(({ severity }) => severity === 'error')
    assert.deepEqual(errors.map(lineOf), [])
    for (const { loaded } of checked.items) {
      assert.ok(loaded)
      const again = loadDefinition('x.yaml', exportDefinition(loaded.definition)).definition
      assert.equal(hashOf(again), hashOf(loaded.definition))
    }
  })
})

suite('检查记忆 what was said before holds as long as nothing it rests on has changed', () => {
  const extending = (item: string, template: string) =>
    `item: ${item}\nversion: 1\neffective: { from: 2026-01-01 }\nextends: templates/${template}\n`
  let folder: string
  const at = (path: string) => join(folder, path)
  const write = (path: string, text: string) => writeFile(at(path), text)
  const memory = new Map()
  /** Which files are read anew, and what is said of all. */
  const check = async () => {
    const before = new Map(memory)
    const { findings } = await checkFiles([folder], { memory })
    const anew = [...memory].flatMap(([file, one]) => (before.get(file) === one ? [] : file.slice(folder.length + 7)))
    const plain = await checkFiles([folder])
    assert.deepEqual(findings, plain.findings)
    return anew.sort()
  }
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memory-'))
    for (const name of ['items', 'templates', 'registers', 'laws', 'organs']) await mkdir(at(name))
    const template = smallItem.replace(/^(item|version|effective):.*\n/gm, '')
    await write('templates/one.yaml', template)
    await write('templates/two.yaml', template)
    await write('templates/on-one.yaml', 'extends: templates/one\n')
    await write('items/a.yaml', extending('a', 'one'))
    await write('items/b.yaml', extending('b', 'two'))
    await write('items/c.yaml', extending('c', 'on-one'))
    await write('items/broken.yaml', 'item: broken\nversion: [\n')
  })
  after(() => rm(folder, { recursive: true }))

  test('the same twice, nothing is read anew', async () => {
    assert.deepEqual(await check(), ['a.yaml', 'b.yaml', 'broken.yaml', 'c.yaml'])
    assert.deepEqual(await check(), [])
  })
  test('a changed file, and no other', async () => {
    await write('items/b.yaml', `${extending('b', 'two')}# same words\n`)
    assert.deepEqual(await check(), ['b.yaml'])
  })
  test('a template, and what stands on it through another', async () => {
    await write('templates/one.yaml', `${smallItem.replace(/^(item|version|effective):.*\n/gm, '')}# looked at\n`)
    assert.deepEqual(await check(), ['a.yaml', 'c.yaml'])
  })
  test('a template that comes or goes', async () => {
    await rm(at('templates/two.yaml'))
    assert.deepEqual(await check(), ['b.yaml'])
  })
  test('a register concerns who asks it; a law who cites it, unless it makes demands; a post everybody', async () => {
    await write('registers/unrelated.yaml', 'register: unrelated\n')
    assert.deepEqual(await check(), [])
    // the first law: from now on items are held against the law
    await write('laws/new.yaml', 'law: 新法\ninForce: { from: 2026-01-01 }\nlimits: []\n')
    assert.deepEqual(await check(), ['a.yaml', 'b.yaml', 'broken.yaml', 'c.yaml'])
    const [, cited = ''] = /law: ([^,\s]+)/.exec(smallItem) ?? []
    await write('laws/cited.yaml', `law: ${cited}\ninForce: { from: 2004-07-01 }\nlimits: []\n`)
    assert.deepEqual(await check(), ['a.yaml', 'c.yaml'])
    await write('laws/cited.yaml', `law: ${cited}\ninForce: { from: 2027-07-01 }\nlimits: []\n`)
    assert.deepEqual(await check(), ['a.yaml', 'c.yaml'])
    await write('laws/new.yaml', 'law: 新法\ninForce: { from: 2026-01-02 }\nlimits: []\n')
    assert.deepEqual(await check(), [])
    const gate = '{ need: statement, article: "1", what: 听取意见, drawers: [permit] }'
    await write('laws/new.yaml', `law: 新法\ninForce: { from: 2026-01-01 }\nlimits: []\ngates: [${gate}]\n`)
    assert.deepEqual(await check(), ['a.yaml', 'b.yaml', 'broken.yaml', 'c.yaml'])
    await write('organs/organ-types.yaml', 'bureau: { name: 局, nature: statutory, posts: {} }\n')
    assert.deepEqual(await check(), ['a.yaml', 'b.yaml', 'broken.yaml', 'c.yaml'])
  })
})
