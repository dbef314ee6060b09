import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { loadDefinition } from '#kernel/definition'
import { makeDecisions, readModel } from '#kernel/dmn'
import { decimalFrom, type FeelValue, written } from '#kernel/feel'
import { readXml, type XmlElement } from '#kernel/markup'
import { takeInDecisions } from './take-in.ts'
import { writeDecisions } from './write-model.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const content = (path: string) => readFileSync(new URL(`../../../content/${path}.yaml`, import.meta.url))
const item = (path: string) =>
  loadDefinition(`${path}.yaml`, content(`items/${path}`), name => ({
    file: `${name}.yaml`,
    bytes: content(name),
  }))

const model = (body: string) => `<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:own="urn:own" id="m" name="Aid" namespace="urn:aid">
  <itemDefinition name="tRisk"><typeRef>string</typeRef><allowedValues><text>"High", "Low"</text></allowedValues></itemDefinition>
  <itemDefinition name="tLoan"><itemComponent name="Total Amount"><typeRef>number</typeRef></itemComponent></itemDefinition>
  <inputData id="r" name="Risk Category"><variable name="Risk Category" typeRef="tRisk"/></inputData>
  <inputData id="l" name="Loan"><variable name="Loan" typeRef="tLoan"/></inputData>
  <textAnnotation id="t"><text>remember the flood</text></textAnnotation>
  <decision id="d" name="Aid band">
    <description>who gets how much</description>
    <extensionElements><own:colour shade="red"/></extensionElements>
    <variable name="Aid band"/>
    <informationRequirement><requiredInput href="#r"/></informationRequirement>
    <informationRequirement><requiredInput href="#l"/></informationRequirement>
    ${body}
  </decision>
</definitions>`

const table = (attributes: string, otherwise: string, cell: string) => `<decisionTable ${attributes}>
  <input><inputExpression><text>Risk Category</text></inputExpression></input>
  <input><inputExpression><text>Loan.Total Amount * 2</text></inputExpression></input>
  <output name="band">${otherwise}</output>
  <rule><inputEntry><text>"Low"</text></inputEntry><inputEntry><text>${cell}</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
  <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>&gt;= 500</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
</decisionTable>`

const otherwise = '<defaultOutputEntry><text>0</text></defaultOutputEntry>'
const countOf = (element: XmlElement): number =>
  element.children.reduce((sum, child) => sum + (child.kind === 'element' ? countOf(child) : 0), 1)

suite('决策模型的导入导出 decision models in and out', () => {
  test('a table in our words becomes a rule, in our names, proved on its borders', () => {
    const taken = takeInDecisions('aid.dmn', bytes(model(table('hitPolicy="UNIQUE"', otherwise, '[100..500)'))))
    const [rule] = taken.rules
    assert.deepEqual(taken.apart, [])
    assert.deepEqual(rule?.table?.inputs, ['riskCategory', 'loan.totalAmount * 2'])
    assert.equal(rule?.table?.hit, 'first')
    assert.deepEqual(
      rule?.table?.rules.map(({ when, then }) => [...when, ...then]),
      [
        ['"Low"', '[100..500)', 1],
        ['-', '>= 500', 2],
        ['-', '-', 0],
      ],
    )
    assert.ok(rule.agreement.tried >= 10 && rule.agreement.agreed === rule.agreement.tried)
    assert.deepEqual(taken.fields.riskCategory, { type: 'choice', label: 'Risk Category', values: ['High', 'Low'] })
    assert.ok(taken.decided.some(({ text }) => text === 'Risk Category → riskCategory'))
  })

  test('every element of the file is accounted for: understood, run apart, or listed', () => {
    const taken = takeInDecisions('aid.dmn', bytes(model(table('hitPolicy="UNIQUE"', otherwise, '[100..500)'))))
    const listed = taken.listed.map(({ source }) => source.split(' ')[0]).sort()
    assert.deepEqual(listed, ['description', 'extensionElements', 'textAnnotation'])
    const { root } = readXml('aid.dmn', bytes(model(table('hitPolicy="UNIQUE"', otherwise, '-'))))
    assert.equal(taken.elements, countOf(root))
    const accounted = [...taken.understood, ...taken.apart].map(({ source }) => source)
    assert.equal(new Set(accounted).size, accounted.length)
    const top = root.children.flatMap(child => (child.kind === 'element' ? [`${child.name} (${child.line}:`] : []))
    for (const place of top)
      assert.ok(
        [...accounted, ...taken.listed.map(({ source }) => source)].some(source => source.startsWith(place)),
        place,
      )
  })

  test('a table behind a function is the decision’s own, with what its parameters are given', () => {
    const called = model(
      '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement><invocation><literalExpression><text>bands of</text></literalExpression>' +
        '<binding><parameter name="whole sum"/><literalExpression><text>Loan.Total Amount + 1</text></literalExpression></binding></invocation>',
    ).replace(
      '<textAnnotation',
      `<businessKnowledgeModel id="k" name="bands of"><variable name="bands of"/><encapsulatedLogic><formalParameter name="whole sum"/>
       <decisionTable hitPolicy="FIRST"><input><inputExpression><text>whole sum</text></inputExpression></input><output/>
       <rule><inputEntry><text>&lt; 500</text></inputEntry><outputEntry><text>"small"</text></outputEntry></rule>
       <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"large"</text></outputEntry></rule></decisionTable>
       </encapsulatedLogic></businessKnowledgeModel><textAnnotation`,
    )
    const [rule] = takeInDecisions('aid.dmn', bytes(called)).rules
    assert.deepEqual(rule?.table?.inputs, ['(loan.totalAmount + 1)'])
    assert.ok(rule.agreement.tried > 2)
  })

  test('what our rules have no words for runs apart, with the reason', () => {
    const reasons = (body: string) =>
      takeInDecisions('aid.dmn', bytes(model(body))).apart.flatMap(({ decision, text }) =>
        decision === 'Aid band' ? [text] : [],
      )
    assert.match(reasons(table('hitPolicy="UNIQUE"', '', 'odd(?)'))[0] ?? '', /odd/)
    assert.match(reasons(table('hitPolicy="COLLECT"', otherwise, '-'))[0] ?? '', /默认结果/)
    assert.match(reasons('<literalExpression><text>[1, 2]</text></literalExpression>')[0] ?? '', /列表/)
    assert.match(reasons(table('hitPolicy="UNIQUE"', '', '&lt; Nobody'))[0] ?? '', /Nobody/)
  })

  test('a condition in our words becomes the test of a rule', () => {
    const literal =
      '<literalExpression><text>Risk Category = "Low" and Loan.Total Amount &lt; 500</text></literalExpression>'
    const [rule] = takeInDecisions('aid.dmn', bytes(model(literal))).rules
    assert.equal(rule?.test, '(riskCategory = "Low") and (loan.totalAmount < 500)')
    assert.ok(rule.agreement.tried > 5)
  })

  test('the tables of our items come back from DMN word for word', () => {
    for (const path of ['penalty/annual-report-penalty', 'fund/energy-saving-fund']) {
      const loaded = item(path)
      const written = writeDecisions(loaded)
      const taken = takeInDecisions('own.dmn', bytes(written))
      assert.deepEqual(taken.apart, [], path)
      const tables = loaded.definition.rules.flatMap(({ id, table: own }) => (own ? [{ id, table: own }] : []))
      assert.ok(tables.length > 0)
      for (const { id, table: own } of tables) {
        const back = taken.rules.find(rule => rule.name === id)?.table
        assert.deepEqual(back?.inputs, own.inputs, path)
        assert.equal(back?.hit, own.hit)
        assert.deepEqual(
          back?.rules.map(({ id: row, when, then }) => ({ id: row, when, then })),
          own.rules.map(({ id: row, when, then }) => ({ id: row, when, then })),
        )
        assert.deepEqual(
          back?.outputs.map(({ name }) => name),
          own.outputs.map(({ name }) => name),
        )
      }
    }
  })

  test('a written model has every id once, and a place for every box and arrow', () => {
    const text = writeDecisions(item('fund/energy-saving-fund'))
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    for (const [, reference] of text.matchAll(/dmnElementRef="([^"]+)"/g))
      assert.ok(
        ids.some(id => id === reference),
        `${reference}`,
      )
    for (const [, kind, id] of text.matchAll(/<(decision|inputData|informationRequirement) id="([^"]+)"/g))
      assert.ok(text.includes(`dmnElementRef="${id}"`), `${kind} ${id}`)
  })

  test('what is written runs in the model as in the item', () => {
    const decisions = makeDecisions([
      readModel('own.dmn', bytes(writeDecisions(item('penalty/annual-report-penalty')))),
    ])
    const finding = new Map<string, FeelValue>([
      ['years', decimalFrom('2')],
      ['reported', false],
    ])
    const now = { kind: 'date and time', day: 0, nanos: 0n } as const
    const answer = decisions.run('fine-bands', [{ name: 'finding', value: finding }], now)
    assert.equal(written(answer.value), '{min: 500000, max: 1000000}')
  })
})
