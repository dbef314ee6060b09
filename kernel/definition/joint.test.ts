import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { contentDirectory } from '../../content.ts'
import { allItems, type Bent } from '../../test/harness/item.ts'
import { checkFiles } from './check.ts'
import type { ItemDefinition } from './settings/item.ts'
import type { Joint } from './settings/joint.ts'
import { checkFit } from './soundness/joint.ts'
import { checkSoundness } from './soundness.ts'
import { wideningOf } from './widening.ts'

const items = new Map((await allItems()).map(one => [one.item, one]))
type Open = { -readonly [K in keyof Joint]: Joint[K] } & {
  parts: { -readonly [K in keyof Joint['parts'][number]]: Joint['parts'][number][K] }[]
}

/** The project's permits, bent. */
function project(bend: (joint: Open, definition: Bent) => void): ItemDefinition {
  const copy = structuredClone(items.get('investment-project-permits')) as Bent
  const stage = copy.flow.find(node => 'joint' in node)
  bend((stage as unknown as { joint: Open }).joint, copy)
  return copy as ItemDefinition
}
const unsound = (bend: Parameters<typeof project>[0]) => checkSoundness(project(bend)).map(({ rule }) => rule)
function misfits(first: ItemDefinition, known: (item: string) => ItemDefinition | undefined = item => items.get(item)) {
  const found: string[] = []
  checkFit(first, known, rule => found.push(rule))
  return found
}

suite('并联办理 what is wrong with a joint stage as a machine', () => {
  test('as it stands in the city: nothing', () => {
    assert.deepEqual(
      unsound(() => {}).filter(rule => rule.startsWith('JOINT') || rule.startsWith('NAME')),
      [],
    )
  })
  const faults: readonly (readonly [string, string, (joint: Open, definition: Bent) => void])[] = [
    ['two parts of one name', 'NAME_TWICE', joint => void Object.assign(joint.parts[1]!, { part: 'planning' })],
    [
      'a part that is the item itself',
      'JOINT_OF_ITSELF',
      joint => void Object.assign(joint.parts[1]!, { item: 'investment-project-permits' }),
    ],
    [
      'after a part that stands behind it',
      'JOINT_AFTER_UNKNOWN',
      joint => void Object.assign(joint.parts[0]!, { after: ['energy'] }),
    ],
    [
      'an answer nobody gives',
      'NAME_UNKNOWN_FIELD',
      joint => void Object.assign(joint.parts[0]!, { fields: { 'project.name': 'no.such' } }),
    ],
    [
      'of a part it does not come after',
      'NAME_UNKNOWN_FIELD',
      joint => void Object.assign(joint.parts[2]!, { after: ['planning'] }),
    ],
    [
      'a paper nobody hands in',
      'NAME_UNKNOWN_PAPER',
      joint => void Object.assign(joint.parts[0]!, { materials: { design: 'plan' } }),
    ],
    [
      'no parts at a joint stage',
      'FLOW_NO_WAY_OUT',
      (_, { flow }) => void delete (flow.find(node => 'joint' in node) as { joint?: unknown }).joint,
    ],
  ]
  for (const [title, rule, bend] of faults)
    test(title, () => assert.ok(unsound(bend).includes(rule), unsound(bend).join()))
})

suite('并联衔接 the one form asks what its parts ask', () => {
  test('every joint item of the city fits its parts', () => {
    const joint = [...items.values()].filter(({ flow }) => flow.some(node => 'joint' in node))
    assert.equal(joint.length, 2)
    for (const one of joint) assert.deepEqual(misfits(one), [], one.item)
  })
  test('plumbline check holds them against each other', async () => {
    const { findings } = await checkFiles([join(contentDirectory, 'items')])
    assert.deepEqual(
      findings.filter(({ rule }) => rule.startsWith('JOINT')),
      [],
    )
  })
  const faults: readonly (readonly [string, string, (joint: Open, definition: Bent) => void])[] = [
    ['a question it leaves out', 'JOINT_FIELD_MISSING', (_, { content }) => void delete content.form['project.place']],
    [
      'asked in another type',
      'JOINT_FIELD_MISSING',
      (_, { content }) => void Object.assign(content.form['build.area']!, { type: 'string' }),
    ],
    [
      'handed over though nobody asks',
      'JOINT_FIELD_NOT_ASKED',
      joint => void Object.assign(joint.parts[0]!, { fields: { 'energy.total': 'energy.total' } }),
    ],
    ['a paper it leaves out', 'JOINT_PAPER_MISSING', (_, { materials }) => void materials.splice(1, 1)],
    [
      'a personal answer of the part before',
      'JOINT_FIELD_MISSING',
      joint =>
        void Object.assign(joint.parts[2]!, {
          fields: { ...joint.parts[2]!.fields, 'builder.name': 'after.planning.contact.name' },
        }),
    ],
  ]
  for (const [title, rule, bend] of faults)
    test(title, () => assert.ok(misfits(project(bend)).includes(rule), misfits(project(bend)).join()))
  test('a part that begins by a plan alone cannot be opened', () => {
    const other = structuredClone(items.get('energy-review')) as Bent
    other.category.starts = ['plan']
    const known = (item: string) => (item === 'energy-review' ? (other as ItemDefinition) : items.get(item))
    assert.deepEqual(misfits(items.get('investment-project-permits')!, known), ['JOINT_PART_START'])
  })
})

suite('扩权 a version that hands over more', () => {
  const before = items.get('investment-project-permits')!
  const paths = (bend: Parameters<typeof project>[0]) => wideningOf(before, project(bend)).map(({ path }) => path)
  test('to another item, or so that one refusal stops the others', () => {
    assert.deepEqual(
      paths(() => {}),
      [],
    )
    assert.ok(
      paths(joint => void joint.parts.push({ part: 'food', item: 'food-business-licence' })).includes(
        'flow.handle.joint.parts.food',
      ),
    )
    assert.ok(
      paths(joint => void Object.assign(joint, { ifRefused: 'stop-others-not-begun' })).includes(
        'flow.handle.joint.ifRefused',
      ),
    )
  })
})
