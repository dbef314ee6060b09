import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cpuUsage } from 'node:process'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { readSurroundings } from '#kernel/definition'
import { canonicalXml, writeXml } from '#kernel/markup'
import { Refusal } from '#kernel/refusal'
import { contentDirectory } from '../../../content.ts'
import { faultsOf } from '../intake/intake.samples.ts'
import { isModel, type ModelIntake, readModel, takeInModel } from './draft.ts'

const surroundings = await readSurroundings(contentDirectory)
const bytes = (text: string) => new TextEncoder().encode(text)
const intakeOf = (text: string, file = 'process.bpmn') =>
  takeInModel(file, readModel(file, bytes(text)), { surroundings, effective: '2026-07-01' })
const road = readFileSync(join(import.meta.dirname, 'models', 'road-occupation.bpmn'), 'utf8')

const process = (inner: string, outer = '') =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t"><process id="p" name="样例" isExecutable="true">${inner}</process>${outer}</definitions>`
const line = (source: string, target: string, condition = '') =>
  `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${condition === '' ? '' : `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`
/** As the engines write it: a dollar and braces. */
const condition = (text: string) => ['$', '{', text, '}'].join('')
const lines = (...pairs: readonly string[]) =>
  pairs.map(pair => line(...(pair.split(' ') as [string, string]))).join('')

/** The rows a draft adds to its template or lays over it, in a word each. */
const flowOf = ({ drafts: [draft] }: ModelIntake) => draft!.loaded!.definition.flow
const stageAt = (intake: ModelIntake, key: string) => {
  const all = flowOf(intake).flatMap(node => ('parallel' in node ? node.branches.flat() : [node]))
  return (
    all.find(({ stage }) => stage === key) ?? assert.fail(`no stage ${key} among ${all.map(one => one.stage).join()}`)
  )
}
const accounted = ({ understood, decided, listed, elements }: ModelIntake) => {
  const places = [...understood, ...decided, ...listed].flatMap(({ source }) => source ?? [])
  assert.equal(places.length, elements)
  assert.equal(new Set(places).size, elements)
}

suite('流程图导入 a process drawn elsewhere becomes a draft', () => {
  const intake = intakeOf(road, 'road-occupation.bpmn')
  const { definition } = intake.drafts[0]!.loaded!

  test('the draft passes the check, and its examples are lived to the end', async () => {
    assert.deepEqual(await faultsOf(intake), [])
    assert.equal(intake.drafts.length, 1)
  })

  test('steps, posts, ways, returns and branches stand in the flow', () => {
    assert.deepEqual(
      flowOf(intake).map(node =>
        'parallel' in node ? node.branches.map(branch => branch.map(one => one.stage)) : node.stage,
      ),
      ['accept', 'review', 'visit', [['police'], ['garden']], 'tell', 'decide', 'print', 'deliver'],
    )
    assert.equal(stageAt(intake, 'accept').by, 'window')
    assert.ok(stageAt(intake, 'review').may?.some(one => typeof one === 'object' && one.return.includes('accept')))
    assert.equal(stageAt(intake, 'visit').when, 'process.occupiedArea >= 100 or process.roadClass = "trunk"')
    assert.equal(stageAt(intake, 'police').mode, 'all')
    assert.deepEqual(stageAt(intake, 'police').by, ['role4', 'role5'])
    assert.equal(stageAt(intake, 'decide').by, 'head')
    assert.equal(stageAt(intake, 'decide').kind, 'decision')
    assert.equal(stageAt(intake, 'print').phase, 'after-decision')
    assert.equal(stageAt(intake, 'print').when, 'outcome = "grant"')
  })

  test('forms and periods become fields and limits', () => {
    const { form } = definition.content
    assert.deepEqual(form['process.occupiedArea'], { type: 'integer', label: '占用面积' })
    assert.deepEqual(
      form['process.roadClass']?.options?.map(({ value }) => value),
      ['trunk', 'branch'],
    )
    assert.equal(form['process.complete']?.at, 'review')
    const { unit, value, of } = definition.limits['stage.review']!
    assert.deepEqual([value, unit, of], [3, 'day', 'task'])
    assert.deepEqual([definition.limits['stage.visit']!.value, definition.limits['stage.visit']!.unit], [48, 'hour'])
  })

  test('every place is in one list, and what is not run says why', () => {
    accounted(intake)
    const why = new Map(
      intake.listed.map(one => [one.source.replace(/^definitions\/process#roadOccupation\//, ''), one.why]),
    )
    assert.match(why.get('serviceTask#print/@flowable:class') ?? '', /流程引擎/)
    assert.match(why.get('userTask#examine/@flowable:priority') ?? '', /流程引擎/)
    assert.match(why.get('sequenceFlow#f16/conditionExpression/text()[1]') ?? '', /条件/)
    assert.match(why.get('userTask#examine/extensionElements/vendor:colour/@shade') ?? '', /其他工具/)
    assert.match(
      why.get('subProcess#complaint/startEvent#complained/messageEventDefinition/@messageRef') ?? '',
      /事件子流程/,
    )
    const kept = intake.decided.filter(({ setting }) => setting === 'model').map(({ source }) => source)
    assert.ok(kept.some(source => source?.endsWith('omgdc:Bounds/@x')))
  })

  test('whoever’s engine it was drawn for, the draft is the same', () => {
    const flow = JSON.stringify(definition.flow)
    for (const [prefix, uri] of [
      ['activiti', 'http://activiti.org/bpmn'],
      ['camunda', 'http://camunda.org/schema/1.0/bpmn'],
      ['f', 'http://flowable.org/bpmn'],
    ] as const)
      assert.equal(
        JSON.stringify(
          flowOf(
            intakeOf(
              road
                .replaceAll('flowable:', `${prefix}:`)
                .replace('xmlns:flowable="http://flowable.org/bpmn"', `xmlns:${prefix}="${uri}"`),
            ),
          ),
        ),
        flow,
        prefix,
      )
  })

  test('the model is kept whole: written again it says the same', () => {
    assert.deepEqual(canonicalXml(writeXml(intake.model)), canonicalXml(road))
  })
})

suite('流程的形状 what lines amount to', () => {
  test('a way without a condition that can be read is chosen by the officer before it', async () => {
    const intake = intakeOf(
      process(
        `<startEvent id="s"/><task id="look" name="Look"/><exclusiveGateway id="g" name="Which?"/><task id="one" name="One"/><task id="two" name="Two"/><endEvent id="e"/>${lines('s look', 'look g', 'g one', 'g two', 'one e', 'two e')}`,
      ),
    )
    const { form } = intake.drafts[0]!.loaded!.definition.content
    assert.deepEqual(
      form['question.g']?.options?.map(({ label }) => label),
      ['One', 'Two'],
    )
    assert.equal(form['question.g']?.at, 'look')
    assert.equal(stageAt(intake, 'two').when, 'question.g = "way2"')
    assert.deepEqual(await faultsOf(intake), [])
    accounted(intake)
  })

  test('a way that only ends is the officer’s to end', () => {
    const intake = intakeOf(
      process(
        `<startEvent id="s"/><task id="look" name="Look"/><exclusiveGateway id="g"/><task id="one" name="One"/><endEvent id="e"/><endEvent id="x"/>${lines('s look', 'look g', 'g one', 'g x', 'one e')}`,
      ),
    )
    assert.ok(stageAt(intake, 'look').may?.includes('terminate'))
    assert.equal(stageAt(intake, 'one').when, undefined)
  })

  test('two decisions that lead to one step: it has both as its condition', async () => {
    const intake = intakeOf(
      process(
        `<startEvent id="s"/><task id="look" name="Look"/><exclusiveGateway id="g"/><task id="again" name="Again"/><exclusiveGateway id="h"/><task id="yes" name="Yes"/><task id="no" name="No"/><endEvent id="e"/>${lines('s look', 'look g')}${line('g', 'yes', condition('a == 1'))}${line('g', 'again', condition('a == 2'))}${line('g', 'no', condition('a == 3'))}${lines('again h')}${line('h', 'yes', condition('b'))}${line('h', 'no', condition('!b'))}${lines('yes e', 'no e')}`,
      ),
    )
    assert.equal(stageAt(intake, 'yes').when, '(process.a = 2 and process.b) or (process.a = 1)')
    assert.equal(stageAt(intake, 'no').when, '(process.a = 2 and not(process.b)) or (process.a = 3)')
    assert.deepEqual(await faultsOf(intake), [])
    assert.deepEqual(intake.listed, [])
  })

  test('a line into the middle of branches that run side by side is listed', () => {
    const intake = intakeOf(
      process(
        `<startEvent id="s"/><parallelGateway id="f"/><task id="a" name="A"/><task id="b" name="B"/><exclusiveGateway id="x"/><task id="c" name="C"/><parallelGateway id="j"/><endEvent id="e"/>${lines('s f', 'f a', 'f b', 'a x', 'x c', 'x b', 'c j', 'b j', 'j e')}`,
      ),
    )
    assert.ok(intake.listed.some(({ why }) => /环节表不能表达/.test(why ?? '')))
    accounted(intake)
  })

  test('a branch that only leads into what was done before is none', () => {
    const intake = intakeOf(
      process(
        `<startEvent id="s"/><task id="a" name="A"/><task id="b" name="B"/><task id="c" name="C"/>${lines('s a', 'b c', 'b a')}`,
      ),
    )
    assert.ok(intake.drafts[0]!.loaded)
    assert.ok(flowOf(intake).every(node => 'stage' in node))
  })

  test('a wait, a time at most, an error on the border, a sub-process', async () => {
    const intake = intakeOf(
      process(
        `<startEvent id="s"/><subProcess id="sub" name="Inner"><startEvent id="i"/><userTask id="a" name="A" camunda:candidateGroups="clerks"/><intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>P7D</timeDuration></timerEventDefinition></intermediateCatchEvent><userTask id="b" name="B"/><endEvent id="o"/>${lines('i a', 'a w', 'w b', 'b o')}</subProcess><boundaryEvent id="bad" name="Failed" attachedToRef="sub"><errorEventDefinition/></boundaryEvent><task id="mend" name="Mend"/><endEvent id="e"/><endEvent id="e2"/>${lines('s sub', 'sub e', 'bad mend', 'mend e2')}`,
      ),
    )
    const { limits, content } = intake.drafts[0]!.loaded!.definition
    assert.deepEqual([limits['wait.b']?.kind, limits['wait.b']?.value, limits['wait.b']?.from], ['min', 7, 'a'])
    assert.match(stageAt(intake, 'mend').when ?? '', /^question\.sub = "way2"$/)
    assert.equal(content.form['question.sub']?.options?.[1]?.label, 'Failed')
    assert.deepEqual(await faultsOf(intake), [])
  })

  test('several processes are several drafts; one without a step is none', () => {
    const intake = intakeOf(
      process(
        '<task id="a" name="A"/>',
        '<process id="q" name="第二个"><task id="c" name="C"/></process><process id="r"><startEvent id="z"/></process>',
      ),
    )
    assert.deepEqual(
      intake.drafts.map(({ item }) => item),
      ['process-1', 'process-2'],
    )
    accounted(intake)
  })
})

suite('任意的图 any picture at all', () => {
  const kinds = [
    'task',
    'task',
    'userTask',
    'exclusiveGateway',
    'inclusiveGateway',
    'parallelGateway',
    'endEvent',
  ] as const
  const picture = fc
    .tuple(
      fc.array(fc.constantFrom(...kinds), { minLength: 2, maxLength: 14 }),
      fc.array(fc.tuple(fc.nat(13), fc.nat(13), fc.nat(3)), { maxLength: 24 }),
    )
    .map(([types, pairs]) => {
      const nodes = types.map((type, at) => `<${type} id="n${at}"${/ask/.test(type) ? ` name="Step ${at}"` : ''}/>`)
      const drawn = pairs
        .filter(([from, to]) => from < types.length && to < types.length)
        .map(
          ([from, to, asks], at) =>
            `<sequenceFlow id="l${at}" sourceRef="n${from}" targetRef="n${to}">${asks === 0 ? `<conditionExpression>${condition(`v${from} == ${to}`)}</conditionExpression>` : ''}</sequenceFlow>`,
        )
      return { text: process(`<startEvent id="s"/>${line('s', 'n0')}${nodes.join('')}${drawn.join('')}`), types }
    })

  test('every step is one stage, every place in one list, whatever the lines', () => {
    fc.assert(
      fc.property(picture, ({ text, types }) => {
        const intake = intakeOf(text)
        accounted(intake)
        const tasks = types.flatMap((type, at) => (/ask/.test(type) ? [`Step ${at}`] : []))
        if (tasks.length === 0) return
        const { yaml, loaded } = intake.drafts[0]!
        assert.ok(loaded, JSON.stringify(intake.faulty))
        const names = [...yaml.matchAll(/^ +name: (Step \d+)$/gm)].map(([, name]) => name!)
        assert.deepEqual(names.toSorted(), tasks.toSorted())
      }),
      { numRuns: 60 },
    )
  })
})

suite('坏文件 what is refused, with its place', () => {
  const refusedOf = (text: string, file = 'bad.bpmn') => {
    try {
      intakeOf(text, file)
    } catch (error) {
      assert.ok(error instanceof Refusal && error.remedy, String(error))
      return `${error.code} ${/:\d+:\d+/.exec(error.message)?.[0] ?? ''}`
    }
    return 'read'
  }
  test('entities, half a file, another language', () => {
    assert.equal(
      refusedOf('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'),
      'MARKUP_UNREADABLE :1:1',
    )
    assert.match(refusedOf(road.slice(0, 2_000)), /^MARKUP_UNREADABLE :\d+:\d+$/)
    assert.equal(
      refusedOf('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'),
      'IMPORT_UNREADABLE :1:1',
    )
    const many = Array.from({ length: 500 }, (_, at) => `<task id="t${at}"/>`).join('')
    assert.match(refusedOf(process(many)), /^IMPORT_UNREADABLE/)
    const ladder = Array.from(
      { length: 100 },
      (_, at) =>
        `<exclusiveGateway id="g${at}"/><task id="k${at}"/>${lines(`g${at} k${at}`, `g${at} g${at + 1}`, `k${at} g${at + 2}`)}`,
    )
    const began = cpuUsage()
    assert.match(refusedOf(process(`<startEvent id="s"/>${lines('s g0')}${ladder.join('')}`)), /^IMPORT_UNREADABLE/)
    assert.ok(cpuUsage(began).user < 2_000_000)
  })
  test('a model is told by its name or its first tag', () => {
    assert.ok(isModel('a.xml', bytes(road)))
    assert.ok(isModel('a.bpmn20.xml', bytes('')))
    assert.ok(!isModel('a.html', bytes('<html><table>')))
    assert.ok(!isModel('a.json', bytes('{}')))
  })
})
