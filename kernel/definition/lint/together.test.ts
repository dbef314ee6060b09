import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemFiles, loadItem } from './content.samples.ts'
import { factsOf, type ItemFacts, lintTogether } from './together.ts'

const item = (name: string, gives: readonly string[], needs: readonly string[], code?: string): ItemFacts => ({
  item: name,
  name: `${name}事项`,
  drawer: 'service',
  ...(code !== undefined && { code }),
  gives: gives.map(voucher => ({ voucher, name: `${voucher}证明书` })),
  needs: needs.map((voucher, at) => ({ id: `need-${at}`, voucher, name: `${voucher}证明书` })),
  asks: [],
})
const said = (facts: readonly ItemFacts[]) => lintTogether(facts).map(({ rule, item: name }) => `${rule} ${name}`)

test('循环证明：互为前提的两件事都说出来 Two items that need each other’s result are both named', () => {
  assert.deepEqual(said([item('a', ['x'], ['y']), item('b', ['y'], ['x'])]), [
    'LAW_CIRCULAR_PROOF a',
    'LAW_CIRCULAR_PROOF b',
  ])
})

test('绕一大圈也是循环 A circle over four items is one too, and the way round is told', () => {
  const circle = ['a', 'b', 'c', 'd'].map((name, at) => item(name, [name], [['b', 'c', 'd', 'a'][at]!]))
  const [first] = lintTogether(circle)
  assert.match(first!.zh, /a事项 → b事项 → c事项 → d事项 → a事项/)
  assert.deepEqual(first!.basis, { law: '优化营商环境条例', articles: [44] })
})

test('申请人被要的，名称相同也算 A paper asked of the applicant counts by its name', () => {
  const asked: ItemFacts = { ...item('a', ['x'], []), needs: [{ id: 'paper', name: '《x证明书》（原件）' }] }
  assert.deepEqual(said([asked]), ['LAW_CIRCULAR_PROOF a'])
})

test('别处能取得就不是循环 What another item gives as well, without the circle, is no circle', () => {
  assert.deepEqual(said([item('a', ['x'], ['y']), item('b', ['y'], ['x']), item('c', ['y'], [])]), [])
})

test('单向的前置不是循环 A chain that ends is no circle', () => {
  assert.deepEqual(said([item('a', ['x'], ['y']), item('b', ['y'], ['z']), item('c', ['z'], [])]), [])
})

test('同名同码 One name has one code, one code has one name', () => {
  const one = item('a', [], [], '000104002000')
  assert.deepEqual(said([one, { ...one, item: 'b', code: '000104002001' }]), ['LAW_SAME_NAME_SAME_CODE b'])
  assert.deepEqual(said([one, { ...one, item: 'b', name: '另一名称' }]), ['LAW_SAME_NAME_SAME_CODE b'])
  assert.deepEqual(said([one, { ...one, item: 'b' }]), [])
})

test('本市的事项合看也没有发现 The city’s own items are lawful beside one another', () => {
  assert.deepEqual(lintTogether(itemFiles.map(path => factsOf(loadItem(path).definition))), [])
})

for (const length of [2, 3, 5])
  test(`环长${length} A circle over ${length} items is told of every item in it, and of none that only hangs on it`, () => {
    const names = Array.from({ length }, (_, at) => `i${at}`)
    const ring = names.map((name, at) => item(name, [name], [names[(at + 1) % length]!]))
    const hanging = item('hanging', ['h'], ['i0'])
    assert.deepEqual(
      said([...ring, hanging]),
      names.map(name => `LAW_CIRCULAR_PROOF ${name}`),
    )
  })

test('两条路都绕回来，仍是循环 Where each of two ways leads back, it is a circle all the same', () => {
  const all = [item('a', ['a'], ['b']), item('b', ['b'], ['c']), item('c', ['c'], ['a']), item('d', ['c'], ['b'])]
  assert.ok(said(all).includes('LAW_CIRCULAR_PROOF a'), said(all).join())
})

test('只能由另一件开办的，要那一件要的 What only another item opens needs what that one needs', () => {
  const opener = item('opener', ['o'], ['x'])
  const opened: ItemFacts = { ...item('opened', ['x'], []), onlyFrom: ['opener'] }
  assert.deepEqual(said([opener, opened]), ['LAW_CIRCULAR_PROOF opener', 'LAW_CIRCULAR_PROOF opened'])
  assert.deepEqual(said([opener, { ...item('opened', ['x'], []) }]), [])
})

test('并联互为前提：甲等乙，乙要甲的结果 A part that waits for one which needs its result', () => {
  const parts = [
    { part: 'first', item: 'a', stage: 'handle', after: [] },
    { part: 'second', item: 'b', stage: 'handle', after: ['first'] },
  ]
  const whole: ItemFacts = { ...item('whole', [], []), opens: parts }
  const [a, b] = [item('a', ['a'], ['b']), item('b', ['b'], [])]
  const found = lintTogether([whole, a, b])
  assert.deepEqual(
    found.map(({ item: of, path }) => `${of} ${path.join('.')}`),
    ['whole flow.handle.joint.parts.first', 'whole flow.handle.joint.parts.second'],
  )
  assert.deepEqual(
    said([whole, a, b, item('elsewhere', ['b'], [])]),
    [],
    'what another item gives too can be had there',
  )
  assert.deepEqual(said([{ ...whole, opens: [parts[0]!] }, a, b]), [])
})

test('本市出具的证件不得要求提交 What one item issues no other asks anybody to bring', () => {
  const asking: ItemFacts = { ...item('b', [], []), asks: [{ id: 'proof', name: 'x证明书（复印件）' }] }
  const [found, ...others] = lintTogether([item('a', ['x'], []), asking])
  assert.deepEqual(others, [])
  assert.equal(`${found!.rule} ${found!.item} ${found!.path.join('.')}`, 'LAW_KNOWN_RECORD b materials.proof')
  assert.match(found!.zh, /a事项/)
  assert.deepEqual(found!.basis, { law: '政务数据共享条例', articles: [19] })
})
