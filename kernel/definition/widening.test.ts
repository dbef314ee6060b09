import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { smallItem } from './example-item.ts'
import { loadDefinition } from './load.ts'
import { wideningOf } from './widening.ts'

const load = (text: string) => loadDefinition('x.yaml', text).definition
const widened = (from: string, to: string) => {
  assert.ok(smallItem.includes(from), from)
  return wideningOf(load(smallItem), load(smallItem.replace(from, to))).map(({ path }) => path)
}

suite('扩权 what widens power or personal data', () => {
  test('nothing, a new wording, a shorter limit, a new gate or a masked field do not', () => {
    assert.deepEqual(widened('item', 'item'), [])
    assert.deepEqual(widened('林木采伐许可', '采伐许可'), [])
    assert.deepEqual(widened('value: 20', 'value: 15'), [])
    assert.deepEqual(widened('separate: [[expert, decide]]', 'separate: [[expert, decide], [accept, decide]]'), [])
    assert.deepEqual(widened('{ id: volume, text: 采伐量合理', '{ id: volume, text: 采伐量应当合理'), [])
  })

  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a new way to open a case', 'starts: [application]', 'starts: [application, clue]', 'category.starts'],
    ['a new level', 'county: 本行政区域', 'city: 全市, county: 本行政区域', 'category.levels'],
    ['a new outcome', 'refuse: { effects', 'fine: { effects: [] }\n    refuse: { effects', 'content.outcomes.fine'],
    [
      'a new effect',
      '{ voucher: felling-permit },',
      '{ voucher: felling-permit }, { register: felling },',
      'content.outcomes.grant.effects',
    ],
    [
      'a remedy gone',
      ', remedies: [{ kind: reconsideration, within: 60 day }]',
      '',
      'content.outcomes.refuse.remedies',
    ],
    ['more time for the organ', 'value: 20', 'value: 30', 'limits.decide'],
    ['another unit', 'value: 20, unit: workday', 'value: 20, unit: month', 'limits.decide'],
    ['a longer stop', 'max: 15 workday', 'max: 25 workday', 'limits.stops'],
    ['a gate gone', ', gates: [{ need: statement, when: \'outcome = "refuse"\' }]', '', 'flow.decide.gates'],
    [
      'a gate that depends on more',
      'when: \'outcome = "refuse"\'',
      'when: \'outcome = "refuse" and isLarge\'',
      'flow.decide.gates',
    ],
    [
      'a restraining stage gone',
      '  - { stage: expert, name: 评审, kind: expert, by: reviewer, when: isLarge }\n',
      '',
      'flow.expert',
    ],
    ['other hands', 'kind: decision, by: head', 'kind: decision, by: reviewer', 'flow.decide.by'],
    ['a separation gone', 'separate: [[expert, decide]]', 'separate: []', 'authority.separate'],
    ['fewer grounds to stand back', 'grounds: [party, interest]', 'grounds: [party]', 'authority.avoid'],
    [
      'delegation',
      'discretion: none',
      'delegable: true, discretion: none'.replace(', ', '\n  '),
      'authority.delegable',
    ],
    ['a condition with another test', 'felling.volume > 0', 'felling.volume >= 0', 'conditions.volume'],
    ['one more paper', 'materials: [{', 'materials: [{ id: proof, name: 证明, from: applicant }, {', 'materials.proof'],
    [
      'a new personal field',
      'felling.deposit: {',
      'contact.phone: { type: phone, label: 电话 }\n    felling.deposit: {',
      'content.form.contact.phone',
    ],
    [
      'a field no longer protected',
      'type: string, label: 单位名称',
      'type: string, personal: false, label: 单位名称',
      'content.form.applicant.name',
    ],
    [
      'publication',
      'publicity: {',
      'publicity: { decision: { within: 7 workday, for: 1 year, scope: city, fields: [outcome] },',
      'publicity.decision',
    ],
  ]
  for (const [title, from, to, path] of cases)
    test(title, () => assert.ok(widened(from, to).includes(path), widened(from, to).join()))
})
