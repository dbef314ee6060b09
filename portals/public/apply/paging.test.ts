import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { compileItem } from '#kernel/definition'
import { allItems, itemOf } from '../../../test/harness/item.ts'
import { answerOf, typedTexts } from '../answer-text.ts'
import { askedPages, mostQuestions, pageOf, pagesOf, questionsOf } from './paging.ts'

suite('分页 the form in pages', () => {
  test('in every item of the city: each question once, seven on a page at most', async () => {
    const applied = (await allItems()).filter(({ category }) => category.starts.includes('application'))
    assert.ok(applied.length >= 15, `${applied.length} items`)
    for (const definition of applied) {
      const compiled = compileItem(definition)
      const { fit, fill } = pagesOf(compiled)
      const names = [fit, ...fill].flat().map(([name]) => name)
      assert.deepEqual(
        names.toSorted(),
        questionsOf(compiled)
          .map(([name]) => name)
          .toSorted(),
        definition.item,
      )
      for (const page of [fit, ...fill]) assert.ok(page.length <= mostQuestions, definition.item)
    }
  })

  test('a question asked under a condition stands behind the answers it depends on, and is left out where they say no', async () => {
    const compiled = await itemOf('energy-review', definition => {
      definition.content.form = {
        'plan.kind': { type: 'string', label: '方案', required: 'project.crossDepartment', personal: false },
        'plan.note': { type: 'string', label: '说明', required: 'plan.kind = "other"', personal: false },
        ...definition.content.form,
      }
    })
    const at = (name: string) => pageOf(compiled, name)
    assert.ok(at('plan.kind') > at('project.crossDepartment') && at('plan.note') > at('plan.kind'))
    const none = askedPages(compiled, { 'project.crossDepartment': false })
    assert.ok(!none.includes(at('plan.kind')) && !none.includes(at('plan.note')))
    assert.ok(askedPages(compiled, {}).includes(at('plan.kind')), 'where nobody knows, it is asked')
    assert.ok(askedPages(compiled, { 'project.crossDepartment': true, 'plan.kind': 'other' }).includes(at('plan.note')))
  })
})

suite('读答案 what people type', () => {
  const label = '题'
  const read = (type: string, text: string) => answerOf({ type, label }, [text])

  test('is read as it is meant: full-width signs, thousands, yuan, dates', () => {
    assert.equal(read('integer', ' １２,０００ '), 12_000)
    assert.equal(read('decimal(2)', '1,200.50'), '1200.50')
    assert.equal(read('money', '3,000.5元'), 300_050)
    assert.equal(read('money', '0.07'), 7)
    assert.equal(read('date', '2026年3月5日'), '2026-03-05')
    assert.equal(read('date', '2026/03/5'), '2026-03-05')
    assert.equal(read('uscc', '91210102ma0uq4xk0y'), '91210102MA0UQ4XK0Y')
    assert.equal(read('boolean', 'true'), true)
    assert.equal(read('string', '  张 三 '), '张 三')
    assert.equal(read('string', '   '), null)
  })

  test('what cannot be read stays as it was typed, so that it can be shown again', () => {
    for (const [type, text] of [
      ['integer', '很多'],
      ['money', '1.234'],
      ['date', '昨天'],
      ['boolean', '也许'],
    ] as const)
      assert.equal(read(type, text), text)
  })

  test('what is kept is shown as it would be typed', () => {
    for (const [type, text] of [
      ['money', '3000.50'],
      ['money', '12'],
      ['integer', '7'],
      ['decimal(2)', '1.50'],
      ['date', '2026-03-05'],
    ] as const)
      assert.deepEqual(typedTexts({ type, label }, read(type, text)), [text])
    const several = { type: 'string', label, repeat: { max: 5 } }
    assert.deepEqual(answerOf(several, ['甲\r\n\r\n乙']), ['甲', '乙'])
    assert.deepEqual(typedTexts(several, ['甲', '乙']), ['甲', '乙'])
  })
})
