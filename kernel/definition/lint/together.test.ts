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
