import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { readDefinition } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'
import { readTemplates } from '../content.ts'
import { makeClosing } from './closing.ts'
import type { Outcome } from './command.ts'
import { dmn } from './dmn.ts'
import { readLine } from './line.ts'

const model = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="补助" namespace="urn:aid">
  <inputData id="i" name="Income"><variable name="Income" typeRef="number"/></inputData>
  <decision id="d" name="补助档次"><variable name="补助档次"/>
    <informationRequirement><requiredInput href="#i"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>Income</text></inputExpression></input><output name="amount"/>
      <rule><inputEntry><text>&lt; 3000.50</text></inputEntry><outputEntry><text>500</text></outputEntry></rule>
      <rule><inputEntry><text>&gt;= 3000.50</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <decision id="l" name="All"><variable name="All"/><literalExpression><text>for i in 1..3 return i / 10</text></literalExpression></decision>
</definitions>`

suite('plumbline dmn', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dmn-'))
    await writeFile(join(folder, 'aid.dmn'), model)
  })
  after(() => rm(folder, { recursive: true }))

  const run = (...words: string[]): Promise<Outcome> =>
    dmn.run({ ...readLine(dmn, words), say: () => {}, fold: () => {}, closing: makeClosing() })
  const refused = async (...words: string[]) => {
    try {
      await run(...words)
    } catch (fault) {
      assert.ok(fault instanceof Refusal && fault.remedy, String(fault))
      return fault.code
    }
    return assert.fail('it was not refused')
  }

  test('a dry run says what would become of each part and writes nothing', async () => {
    const { figures, text } = await run(join(folder, 'aid.dmn'), '--dry-run', '--out', join(folder, 'none'))
    const { rules, apart, written } = figures as {
      rules: { id: string }[]
      apart: { decision: string }[]
      written: string[]
    }
    assert.deepEqual([rules.length, apart.map(({ decision }) => decision), written], [1, ['All'], []])
    assert.match(text ?? '', /inputs:\n +- income/)
  })

  test('the rules go into a draft, and the draft is still an item', async () => {
    const path = join(import.meta.dirname, '..', 'content', 'items', 'penalty', 'annual-report-penalty.yaml')
    await writeFile(join(folder, 'draft.yaml'), await readFile(path))
    await run(join(folder, 'aid.dmn'), '--into', join(folder, 'draft.yaml'), '--out', join(folder, 'drafts'))
    const bytes = await readFile(join(folder, 'drafts', 'draft.yaml'))
    const { loaded, findings } = readDefinition('draft.yaml', bytes, await readTemplates())
    assert.deepEqual(findings, [])
    const added = loaded?.definition.rules.at(-1)
    assert.deepEqual(added?.table?.inputs, ['income'])
    assert.equal(loaded?.definition.content.form.income?.type, 'decimal(6)')
  })

  test('a decision runs on facts, exactly', async () => {
    const at = (income: number) =>
      run(join(folder, 'aid.dmn'), '--run', '补助档次', '--facts', JSON.stringify({ Income: income }))
    assert.equal((await at(3000.49)).text, '500')
    assert.equal((await at(3000.5)).text, '0')
    assert.equal((await run(join(folder, 'aid.dmn'), '--run', 'All')).text, '[0.1,0.2,0.3]')
  })

  test('what cannot be read or run is refused with a remedy', async () => {
    await writeFile(join(folder, 'bad.dmn'), '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')
    assert.equal(await refused(join(folder, 'bad.dmn')), 'MARKUP_UNREADABLE')
    assert.equal(await refused(join(folder, 'nobody.dmn')), 'USAGE')
    assert.equal(await refused(join(folder, 'aid.dmn'), '--run', 'Nobody'), 'DMN_ELEMENT_MISSING')
    assert.equal(await refused(join(folder, 'aid.dmn'), '--run', 'All', '--facts', '[1]'), 'USAGE')
    assert.equal(
      await refused(join(folder, 'aid.dmn'), '--run', '补助档次', '--facts', '{"Income": "much"}'),
      'DMN_FACT_INVALID',
    )
  })
})
