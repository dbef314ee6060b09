import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { smallItem } from '../example-item.ts'
import type { Implementation } from '../implementation.ts'
import { loadDefinition } from '../load.ts'
import type { ItemDefinition } from '../settings/item.ts'
import {
  countDifferences,
  type Difference,
  type DifferenceTold,
  differenceOf,
  implementationDifference,
  type Phrases,
  tellDifferences,
} from './index.ts'

const folder = new URL('../../../content/locales/', import.meta.url)
function flat(node: unknown, path: string, words: Map<string, string>): Map<string, string> {
  if (typeof node === 'object' && node !== null)
    for (const [key, one] of Object.entries(node)) flat(one, path === '' ? key : `${path}.${key}`, words)
  else words.set(path, String(node))
  return words
}
const wordsOf = (name: string) =>
  [`${name}.yaml`, `differences.${name}.yaml`].reduce(
    (words, file) => flat(parse(readFileSync(new URL(file, folder), 'utf8')), '', words),
    new Map<string, string>(),
  )
const phrases: Phrases = { zh: wordsOf('zh-CN'), en: wordsOf('en') }

const load = (text: string): ItemDefinition => loadDefinition('x.yaml', text).definition
const before = load(smallItem)
function changed(from: string, to: string): readonly Difference[] {
  assert.ok(smallItem.includes(from), from)
  return differenceOf(before, load(smallItem.replace(from, to)))
}
const told = (differences: readonly Difference[]) =>
  tellDifferences(differences, phrases).map(({ path, text, directions }) => ({ path, ...text, directions }))
/** The only difference of a change, as people read it. */
function only(from: string, to: string) {
  const all = told(changed(from, to))
  assert.equal(all.length, 1, JSON.stringify(all))
  return all[0]!
}

suite('版本对比 what one definition says otherwise than another, in plain words', () => {
  test('同样的内容没有不同 nothing where both say the same, whatever the number of the version', () => {
    assert.deepEqual(differenceOf(before, before), [])
    assert.deepEqual(changed('version: 1', 'version: 2'), [])
  })

  test('时限长短，对谁 a limit longer or shorter says both values, what kind of limit it is, and for whom it is harder', () => {
    assert.deepEqual(only('value: 20', 'value: 15'), {
      path: 'limits.decide.value',
      zh: '法定时限（“受理”起到“决定”）由20个工作日缩短到15个工作日',
      en: 'The limit by law (from “受理” to “决定”) is shorter: 20 working days becomes 15 working days',
      directions: ['lighter', 'narrower'],
    })
    const longer = only('value: 20', 'value: 30')
    assert.match(longer.zh, /延长到30个工作日/)
    assert.deepEqual(longer.directions, ['heavier', 'wider'])
    assert.match(only('value: 20, unit: workday', 'value: 20, unit: day').zh, /计算单位不同/)
  })

  test('多一份材料、少一份材料、只在特定情形要 papers come, go, and are asked only of some', () => {
    const added = only('materials: [{', 'materials: [{ id: proof, name: 证明, from: applicant }, {')
    assert.equal(added.zh, '新增材料“证明”，由申请人提交')
    assert.deepEqual(added.directions, ['heavier', 'wider'])
    assert.deepEqual(only('materials: [{ id: plan, name: 采伐方案, from: applicant }]', 'materials: []').directions, [
      'lighter',
      'narrower',
    ])
    const optional = only('name: 采伐方案, from: applicant', 'name: 采伐方案, from: applicant, onlyIf: isLarge')
    assert.match(optional.zh, /只在特定情形下提交：isLarge/)
    assert.ok(optional.directions.includes('lighter'))
    const fetched = only('name: 采伐方案, from: applicant', 'name: 采伐方案, from: { register: plans }')
    assert.equal(fetched.zh, '“采伐方案”改由机关自行调取，不用再提交')
  })

  test('环节增减、换人、换序、闸口 stages come, go, pass to others and change places; gates fall', () => {
    const expert = '  - { stage: expert, name: 评审, kind: expert, by: reviewer, when: isLarge }\n'
    const gone = told(changed(expert, '')).find(({ path }) => path === 'flow.expert')!
    assert.match(gone.zh, /取消环节“评审”，原来排在“受理”之后/)
    assert.ok(gone.directions.includes('wider'))
    const by = only('kind: decision, by: head', 'kind: decision, by: reviewer')
    assert.equal(by.zh, '“决定”由机关负责人办理改为由审查岗办理')
    assert.deepEqual(by.directions, ['wider'])
    const accept = '  - { stage: accept, name: 受理, kind: acceptance, by: window, may: [supplement, withdraw] }\n'
    const moved = told(differenceOf(before, load(smallItem.replace(accept + expert, expert + accept))))
    assert.ok(
      moved.some(({ path, zh }) => path === 'flow' && /受理、评审.*改为.*评审、受理/.test(zh)),
      JSON.stringify(moved),
    )
    const gate = only(', gates: [{ need: statement, when: \'outcome = "refuse"\' }]', '')
    assert.match(gate.zh, /“决定”之前不再要求：须先听取您的意见/)
    assert.deepEqual(gate.directions, ['heavier', 'wider'])
  })

  test('依据换了版本、换了条文 another revision of a law, other articles', () => {
    const all = told(changed('{ law: 森林法, articles: [56] }', '{ law: 森林法, articles: [57], issued: 2019-12-28 }'))
    assert.deepEqual(
      all.map(({ zh }) => zh),
      [
        '《森林法》的引用条文由“第56条”改为“第57条”',
        '《森林法》改用另一次公布或者修订的文本：由未写明改为2019年12月28日',
      ],
    )
  })

  test('救济减少、有效期变短、渠道增加 remedies, validity, channels', () => {
    assert.deepEqual(only(', remedies: [{ kind: reconsideration, within: 60 day }]', '').directions, [
      'heavier',
      'wider',
    ])
    assert.deepEqual(only('validity: 1 year', 'validity: 6 month').directions, [])
    assert.deepEqual(only('validity: 1 year', 'validity: 2 year').directions, ['lighter'])
    assert.equal(only('channels: [online, window]', 'channels: [online, window, phone]').zh, '办理渠道增加：电话')
  })

  test('只改文字 a new wording is only that', () => {
    assert.deepEqual(only('zh: 林木采伐许可', 'zh: 采伐许可').directions, ['wording'])
    assert.deepEqual(only('text: 采伐量合理', 'text: 采伐量应当合理').directions, ['wording'])
  })

  test('没有自己句子的也不遗漏 what has no sentence of its own is shown by its path with both values', () => {
    assert.deepEqual(only('decideBy: head', 'decideBy: reviewer'), {
      path: 'authority.avoid.decideBy',
      zh: '“authority.avoid.decideBy”由“head”改为“reviewer”',
      en: 'authority.avoid.decideBy: “head” becomes “reviewer”',
      directions: [],
    })
  })

  test('一处改动带来另一处的后果也说出来 what a change brings about elsewhere is told too', () => {
    const wider = load(smallItem.replace('subject: { unit: firm }', 'subject: { unit: [firm, person] }'))
    const all = told(differenceOf(wider, before))
    const volume = all.find(({ path }) => path === 'content.form.felling.volume')
    assert.deepEqual(volume, {
      path: 'content.form.felling.volume',
      zh: '“content.form.felling.volume”随之变化：不再作为个人信息保护',
      en: 'content.form.felling.volume changes with it: No longer protected as personal',
      directions: ['wider'],
    })
  })
})

suite('实施对比 what organs do otherwise', () => {
  const heping: Implementation = {
    item: 'tree-felling',
    organ: 'heping',
    region: '210102',
    version: 1,
    effective: { from: '2026-01-01' },
    taskCode: 'A1',
    hours: '工作日',
    supervision: '12345',
  }
  test('两个机关并排 two organs side by side, and one organ over two versions', () => {
    const shenhe: Implementation = { ...heping, organ: 'shenhe', taskCode: 'A2', hours: '工作日和周六' }
    const all = told(
      implementationDifference(
        { definition: before, implementation: heping },
        { definition: before, implementation: shenhe },
      ),
    )
    assert.deepEqual(
      all.map(({ path }) => path),
      ['content.guide.hours', 'taskCode'],
    )
    assert.match(all[0]!.zh, /工作日.*改为.*工作日和周六/)
    assert.deepEqual(
      implementationDifference(
        { definition: before, implementation: heping },
        { definition: before, implementation: heping },
      ),
      [],
    )
  })
})

suite('一处不漏 nothing is left out', () => {
  type Path = readonly (string | number)[]
  const leaves: Path[] = []
  const walk = (value: unknown, path: Path): void => {
    if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) walk(part, [...path, Array.isArray(value) ? Number(key) : key])
    else if (!['version', 'extends'].includes(String(path[0]))) leaves.push(path)
  }
  walk(before, [])
  const at = (root: unknown, path: Path) =>
    path.reduce((here, key) => (here as Record<string | number, unknown>)[key], root)
  const mutated = (path: Path, value: unknown): ItemDefinition => {
    const copy = structuredClone(before)
    const parent = at(copy, path.slice(0, -1)) as Record<string | number, unknown>
    parent[path.at(-1)!] = value
    return copy
  }
  test('任何一个值改了都有一处不同，两种语言都说得出 any value changed is a difference, said in both languages', () => {
    fc.assert(
      fc.property(fc.constantFrom(...leaves), fc.constantFrom('other', 7, true, null), (path, value) => {
        if (at(before, path) === value) return
        let all: readonly DifferenceTold[]
        try {
          all = tellDifferences(differenceOf(before, mutated(path, value)), phrases)
        } catch (fault) {
          // what is no definition any more need not be compared: spans, texts and stages are read as what they are
          assert.ok(fault instanceof TypeError || fault instanceof RangeError, String(fault))
          return
        }
        assert.ok(all.length > 0, path.join('.'))
        for (const { text } of all)
          for (const said of [text.zh, text.en]) assert.doesNotMatch(said, /\bdifference\.|\{[a-z]+\}/i, path.join('.'))
      }),
      { numRuns: 400 },
    )
  })
  test('倒过来方向也倒过来 the other way round the directions turn round', () => {
    const after = load(smallItem.replace('value: 20', 'value: 30').replace('validity: 1 year', 'validity: 2 year'))
    const [there, back] = [countDifferences(differenceOf(before, after)), countDifferences(differenceOf(after, before))]
    assert.deepEqual([there.all, there.lighter, there.heavier], [back.all, back.heavier, back.lighter])
  })
})
