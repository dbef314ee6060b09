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
    const checked = await checkFiles([join(import.meta.dirname, '../../content')])
    assert.ok(checked.items.length >= 8)
    const errors = checked.findings.filter(({ severity }) => severity === 'error')
    assert.deepEqual(errors.map(lineOf), [])
    for (const { loaded } of checked.items) {
      const again = loadDefinition('x.yaml', exportDefinition(loaded.definition)).definition
      assert.equal(hashOf(again), hashOf(loaded.definition))
    }
  })
})
