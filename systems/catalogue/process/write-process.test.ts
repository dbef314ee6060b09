import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, type ItemDefinition, loadDefinition, readSurroundings } from '#kernel/definition'
import { attributeOf, elementsIn, textIn, type XmlElement } from '#kernel/markup'
import { contentDirectory, readItemFiles, readTemplates } from '../../../content.ts'
import { readModel, takeInModel } from './draft.ts'
import { everyElement } from './model.ts'
import { writeProcess } from './write-process.ts'

const surroundings = await readSurroundings(contentDirectory)
const templates = await readTemplates()
const items = (await readItemFiles()).map(({ file, bytes }) => loadDefinition(file, bytes, templates).definition)
const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readModel('item.bpmn', bytes(text))
const intakeOf = (text: string) => takeInModel('item.bpmn', read(text), { surroundings, effective: '2026-07-01' })
const flowOf = (text: string) => {
  const { drafts, faulty } = intakeOf(text)
  return drafts[0]?.loaded?.definition.flow ?? assert.fail(JSON.stringify(faulty))
}

/** What a tool asks of a file before it opens it. */
function judgeStructure(text: string): void {
  const { root } = read(text)
  const all = [...everyElement(root)]
  const ids = all.flatMap(one => attributeOf(one, 'id') ?? [])
  assert.equal(new Set(ids).size, ids.length, 'ids are unique')
  for (const id of ids) assert.match(id, /^[A-Za-z_][\w.-]*$/)
  const [process] = elementsIn(root).filter(({ local }) => local === 'process')
  const nodes = elementsIn(process!).filter(({ local }) => !['sequenceFlow', 'extensionElements'].includes(local))
  const lines = elementsIn(process!).filter(({ local }) => local === 'sequenceFlow')
  const byId = new Map(nodes.map(node => [attributeOf(node, 'id')!, node]))
  const told = (node: XmlElement, local: string) =>
    elementsIn(node)
      .filter(child => child.local === local)
      .map(child => textIn(child))
      .sort()
  for (const [id, node] of byId) {
    const at = (end: string) =>
      lines
        .filter(line => attributeOf(line, end) === id)
        .map(line => attributeOf(line, 'id')!)
        .sort()
    assert.deepEqual(told(node, 'incoming'), at('targetRef'))
    assert.deepEqual(told(node, 'outgoing'), at('sourceRef'))
    if (node.local !== 'startEvent') assert.ok(at('targetRef').length > 0, `${id} is come to`)
    if (node.local !== 'endEvent') assert.ok(at('sourceRef').length > 0, `${id} is left`)
    if (node.local === 'userTask') assert.ok(at('sourceRef').length === 1)
    const usual = attributeOf(node, 'default')
    if (usual !== undefined) assert.ok(at('sourceRef').includes(usual))
  }
  const drawn = new Map(
    all
      .filter(({ local }) => local === 'BPMNShape' || local === 'BPMNEdge')
      .map(one => [attributeOf(one, 'bpmnElement')!, one]),
  )
  assert.equal(drawn.size, nodes.length + lines.length)
  const box = (id: string) => {
    const bounds = elementsIn(drawn.get(id)!).find(({ local }) => local === 'Bounds')!
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(name => Number(attributeOf(bounds, name)))
    return { left: x!, top: y!, right: x! + width!, bottom: y! + height! }
  }
  const boxes = [...byId.keys()].map(box)
  for (const [at, one] of boxes.entries())
    for (const other of boxes.slice(at + 1))
      assert.ok(
        one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top,
      )
  for (const line of lines) {
    const points = elementsIn(drawn.get(attributeOf(line, 'id')!)!).map(one => ({
      x: Number(attributeOf(one, 'x')),
      y: Number(attributeOf(one, 'y')),
    }))
    assert.ok(points.length >= 2)
    for (const [end, point] of [
      [attributeOf(line, 'sourceRef')!, points[0]!],
      [attributeOf(line, 'targetRef')!, points.at(-1)!],
    ] as const) {
      const { left, right, top, bottom } = box(end)
      assert.ok(point.x >= left && point.x <= right && point.y >= top && point.y <= bottom, `${end} is met`)
    }
  }
}

const base = items.find(({ item }) => item === 'energy-review')!
const stages = (keys: readonly string[], conditions: readonly (string | undefined)[], backs: readonly boolean[]) =>
  keys.map((stage, at) => ({
    stage,
    name: stage,
    kind: 'review' as const,
    by: 'reviewer',
    ...(conditions[at] !== undefined && { when: conditions[at] }),
    ...(backs[at] && at > 0 && { may: [{ return: [keys[0]!] }] }),
  }))
const condition = fc.option(fc.constantFrom('project.twoHigh', 'energy.total >= 1000', 'not(project.twoHigh)'), {
  nil: undefined,
})
/** Any table of stages: conditions, returns and blocks of branches anywhere before the decision. */
const flows = fc
  .array(
    fc.record({
      branches: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
      conditions: fc.array(condition, { minLength: 9, maxLength: 9 }),
      backs: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map(parts => {
    let number = 0
    const named = (count: number) => Array.from({ length: count }, () => `s${++number}`)
    const nodes = parts.flatMap(({ branches, conditions, backs }, at): ItemDefinition['flow'] => {
      const made = branches.map((count, index) => {
        const from = index * 3
        return stages(named(count), conditions.slice(from, from + count), backs.slice(from, from + count))
      })
      return made.length === 1 ? made[0]! : [{ parallel: `block-${at}`, branches: made }]
    })
    const kept = base.flow.filter(node => 'stage' in node && ['accept', 'decide', 'deliver'].includes(node.stage))
    return [kept[0]!, ...nodes, ...kept.slice(1)]
  })

suite('导出流程图 an item as BPMN, and back', () => {
  test('every item of the city comes back from its picture, whole', () => {
    assert.ok(items.length >= 20)
    for (const item of items) {
      const text = writeProcess(item)
      judgeStructure(text)
      const { drafts, listed, faulty, elements, understood, decided } = intakeOf(text)
      assert.deepEqual(faulty, [], item.item)
      assert.deepEqual(listed, [], item.item)
      assert.equal([...understood, ...decided].filter(({ source }) => source !== undefined).length, elements)
      assert.equal(
        canonicalJson(drafts[0]!.loaded!.definition),
        canonicalJson({ ...item, extends: undefined }),
        item.item,
      )
    }
  })

  test('any table of stages is drawn so that it is read as the same table', () => {
    fc.assert(
      fc.property(flows, flow => {
        const text = writeProcess({ ...base, flow })
        judgeStructure(text)
        const again = intakeOf(text).drafts[0]!
        assert.deepEqual(parsedFlow(again.yaml), JSON.parse(JSON.stringify(flow)))
      }),
      { numRuns: 60 },
    )
  })

  test('who redraws the picture changes the flow: a name, a condition, a step put in', () => {
    const text = writeProcess(base)
    const named = (flow: ItemDefinition['flow']) => flow.map(node => ('parallel' in node ? node.parallel : node.stage))
    const renamed = flowOf(text.replace('name="专家评审"', 'name="专家论证"'))
    assert.ok(renamed.some(node => 'stage' in node && node.name === '专家论证'))
    const added = flowOf(
      text
        .replace('targetRef="Stage_review"', 'targetRef="look"')
        .replace(
          '</bpmn:process>',
          '<bpmn:userTask id="look" name="复核"/><bpmn:sequenceFlow id="more" sourceRef="look" targetRef="Stage_review"/></bpmn:process>',
        ),
    )
    const before = named(base.flow)
    assert.deepEqual(named(added), before.toSpliced(before.indexOf('review'), 0, 'look'))
  })

  test('what stands beside the picture and is no item is refused with its place', () => {
    assert.throws(() => intakeOf(writeProcess(base).replace(/<plumbline:item>[^<]*/, '<plumbline:item>{"item":1}')), {
      code: 'IMPORT_UNREADABLE',
    })
    assert.throws(() => intakeOf(writeProcess(base).replace(/<plumbline:item>[^<]*/, '<plumbline:item>{"item')), {
      code: 'IMPORT_UNREADABLE',
    })
  })
})

function parsedFlow(yaml: string): unknown {
  return loadDefinition('again.yaml', yaml, templates).definition.flow
}
