import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type FeelValue, whole, written } from '#kernel/feel'
import { Refusal } from '#kernel/refusal'
import { answerApart, type DmnModel, makeDecisions, readModel } from './index.ts'
import { decision, definitions, input, literal, table } from './model.fixture.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const now = { kind: 'date and time', day: 20_454, nanos: 0n, offset: 0 } as const
const load = (...texts: readonly string[]) =>
  makeDecisions(texts.map((text, at) => readModel(`${at}.dmn`, bytes(text))) as [DmnModel, ...DmnModel[]])

function says(texts: readonly string[], name: string, facts: Readonly<Record<string, FeelValue>> = {}): string {
  const given = Object.entries(facts).map(([fact, value]) => ({ name: fact, value }))
  return written(load(...texts).run(name, given, now).value)
}

async function refused(run: () => unknown): Promise<Refusal> {
  try {
    await run()
  } catch (fault) {
    assert.ok(fault instanceof Refusal && fault.remedy, String(fault))
    return fault
  }
  return assert.fail('it was not refused')
}

const steps = (hit: string) =>
  definitions(
    input('n', 'number') +
      decision(
        'grade',
        table(
          hit,
          ['n'],
          ['"high", "middle", "low"'],
          [
            ['> 1', '"low"'],
            ['> 2', '"high"'],
            ['> 3', '"middle"'],
          ],
        ),
        ['n'],
      ),
  )

suite('DMN', () => {
  test('every hit policy', () => {
    const hits = (hit: string, n: number) => says([steps(hit)], 'grade', { n: whole(n) })
    assert.equal(hits('hitPolicy="UNIQUE"', 2), 'low')
    assert.equal(hits('hitPolicy="UNIQUE"', 3), 'null')
    assert.equal(hits('hitPolicy="UNIQUE"', 0), 'null')
    assert.equal(hits('hitPolicy="ANY"', 3), 'null')
    assert.equal(hits('hitPolicy="FIRST"', 9), 'low')
    assert.equal(hits('hitPolicy="PRIORITY"', 9), 'high')
    assert.equal(hits('hitPolicy="OUTPUT ORDER"', 9), '["high", "middle", "low"]')
    assert.equal(hits('hitPolicy="RULE ORDER"', 9), '["low", "high", "middle"]')
    assert.equal(hits('hitPolicy="COLLECT"', 3), '["low", "high"]')
    assert.equal(hits('hitPolicy="COLLECT" aggregation="COUNT"', 9), '3')
    assert.equal(hits('hitPolicy="COLLECT" aggregation="MIN"', 9), 'high')
  })

  test('decisions need decisions, functions and contexts, by names with spaces', () => {
    const model = definitions(
      input('Monthly Income', 'number') +
        decision('Yearly Income', literal('Monthly Income * 12'), ['Monthly Income']) +
        `<businessKnowledgeModel id="tax" name="tax of"><variable name="tax of"/><encapsulatedLogic><formalParameter name="base amount" typeRef="number"/>${literal('base amount / 10')}</encapsulatedLogic></businessKnowledgeModel>` +
        decision(
          'Net',
          `<context><contextEntry><variable name="tax due"/>${literal('tax of(Yearly Income)')}</contextEntry><contextEntry>${literal('Yearly Income - tax due')}</contextEntry></context>`,
          ['Yearly Income'],
          ['tax'],
        ),
    )
    assert.equal(says([model], 'Net', { 'Monthly Income': whole(100) }), '1080')
  })

  test('types: allowed values, collections, a value of another type is none', () => {
    const model = definitions(
      `<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
       <itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>
       <itemDefinition name="tTree"><itemComponent name="name"><typeRef>string</typeRef></itemComponent><itemComponent name="below" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>` +
        input('g', 'tGrade') +
        input('gs', 'tGrades') +
        input('tree', 'tTree') +
        decision('one', literal('g'), ['g']) +
        decision('all', literal('count(gs)'), ['gs']) +
        decision('deep', literal('tree.below.name'), ['tree']),
    )
    assert.equal(says([model], 'one', { g: 'A' }), 'A')
    assert.equal(says([model], 'one', { g: 'C' }), 'null')
    assert.equal(says([model], 'all', { gs: ['A', 'B'] }), '2')
    const tree = (name: string, ...below: FeelValue[]): FeelValue =>
      new Map<string, FeelValue>([
        ['name', name],
        ['below', below],
      ])
    assert.equal(says([model], 'deep', { tree: tree('a', tree('b'), tree('c')) }), '["b", "c"]')
  })

  test('imports, and a service that decides from its inputs alone', () => {
    const library = definitions(input('n', 'number') + decision('twice', literal('n * 2'), ['n']), 'urn:library')
    const main = definitions(
      '<import name="lib" namespace="urn:library" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>' +
        decision('more', literal('lib.twice + 1'), ['urn:library#twice']) +
        '<decisionService id="s" name="service"><variable name="service"/><outputDecision href="#more"/><inputDecision href="urn:library#twice"/></decisionService>',
    )
    assert.equal(says([main, library], 'more', { n: whole(4) }), '9')
    assert.equal(says([main, library], 'service', { twice: whole(1), n: whole(4) }), '2')
  })

  test('a decision whose expression does not parse is null with the reason; the others run', () => {
    const { run } = load(definitions(decision('bad', literal('1 +')) + decision('good', literal('1'))))
    assert.equal(run('bad', [], now).problems[0]?.kind, 'syntax')
    assert.equal(written(run('good', [], now).value), '1')
  })

  test('hostile models are refused with place and remedy, quickly', async () => {
    const began = performance.now()
    const read = (text: string) => refused(() => readModel('bad.dmn', bytes(text)))
    assert.equal((await read('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')).code, 'MARKUP_UNREADABLE')
    assert.equal((await refused(() => readModel('big.dmn', new Uint8Array(50_000_000)))).code, 'MARKUP_UNREADABLE')
    assert.equal((await read(definitions(`${'<list>'.repeat(3000)}`))).code, 'MARKUP_UNREADABLE')
    const odd = await read('<definitions xmlns="urn:other"/>')
    assert.deepEqual([odd.code, odd.facts.line], ['DMN_UNREADABLE', 1])
    const ragged = table('hitPolicy="UNIQUE"', ['n'], [''], [['1', '2']])
      .replace('<outputEntry>', '<x>')
      .replace('</outputEntry>', '</x>')
    assert.match((await read(definitions(decision('d', ragged)))).message, /line \d+, column \d+: the rule has/)
    const circle = definitions(decision('a', literal('b'), ['b']) + decision('b', literal('a'), ['a']))
    assert.equal((await refused(() => load(circle))).code, 'DMN_CYCLE')
    const astray = definitions(decision('a', literal('1'), ['nobody']))
    assert.equal((await refused(() => load(astray).run('a', [], now))).code, 'DMN_ELEMENT_MISSING')
    assert.ok(performance.now() - began < 2000)
  })

  test('a recursion, a loop, a pattern and a list without end are ended apart from everything else', async () => {
    const model = definitions(
      `<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="n"/>${literal('f(n + 1)')}</encapsulatedLogic></businessKnowledgeModel>` +
        decision('recursion', literal('f(1)'), [], ['f']) +
        decision('pattern', literal(`matches("${'a'.repeat(40)}!", "(a+)+$")`)) +
        decision('list', literal('count(for i in 1..900000 return for j in 1..900000 return "x" + string(j))')) +
        decision(
          'text',
          literal('{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: string length(f("aaaa", 60))}.r'),
        ) +
        decision('sum', literal('0.1 + 0.2')) +
        decision('sums', literal('{day: date("2026-01-31"), large: 12345678901234567890, list: [1, null]}')),
    )
    const files = [{ name: 'm.dmn', bytes: bytes(model) }]
    const ask = (name: string, milliseconds = 20_000) =>
      answerApart({ files, decision: name, facts: {}, now: 0n }, { milliseconds, megabytes: 64 })
    assert.equal((await refused(() => ask('recursion'))).code, 'FEEL_TOO_DEEP')
    assert.equal((await refused(() => ask('pattern', 500))).code, 'DMN_DEADLINE')
    assert.match((await refused(() => ask('list', 500))).code, /^(?:FEEL_TOO_LONG|DMN_MEMORY|DMN_DEADLINE)$/)
    assert.match((await refused(() => ask('text'))).code, /^(?:FEEL_TOO_LARGE|DMN_MEMORY)$/)
    assert.deepEqual(await ask('sum'), { value: 0.3, problems: [] })
    assert.deepEqual((await ask('sums')).value, { day: '2026-01-31', large: '12345678901234567890', list: [1, null] })
  })

  test('facts in JSON take the declared type, and another is refused without its value', async () => {
    const model = definitions(input('born', 'date') + decision('year', literal('born.year'), ['born']))
    const ask = (born: unknown) =>
      answerApart({ files: [{ name: 'm.dmn', bytes: bytes(model) }], decision: 'year', facts: { born }, now: 0n })
    assert.equal((await ask('1990-05-01')).value, 1990)
    const wrong = await refused(() => ask('somebody'))
    assert.equal(wrong.code, 'DMN_FACT_INVALID')
    assert.ok(!wrong.message.includes('somebody'))
  })
})
