import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { acts, verbs } from '#kernel/case'
import type { ActShown, FieldWords, FormSchema } from '../case/case-data.ts'
import { bodyOf, faultsOf, fenOf, kindOf, membersOf } from './values.ts'

const field = (type: string, more: Partial<FieldWords> = {}): FieldWords => ({
  ...{ label: type, type, at: null, unit: null, help: null, options: [], repeat: null, required: true },
  ...more,
})
const act = (verb: (typeof verbs)[number], choices: ActShown['choices'] = {}): ActShown => ({
  ...{ verb, stage: null, possible: true, refusal: null, verdicts: [], strong: false, choices },
  form: acts[verb].body as unknown as FormSchema,
})

suite('金额 yuan as typed, fen as sent', () => {
  test('every amount comes through exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), fen => {
        const yuan = `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
        assert.equal(fenOf(yuan), fen)
      }),
    )
    assert.equal(fenOf('1,200.5'), 120_050)
    assert.equal(fenOf('1，200'), 120_000)
  })

  test('what is no amount is sent as it is, for the city to refuse', () => {
    for (const typed of ['1.005', 'many', '-3', '1e3']) assert.equal(fenOf(typed), typed)
  })
})

suite('表单 a body is what was typed, and nothing else', () => {
  test('an empty form of any act says nothing, but for lists that must be there', () => {
    for (const verb of verbs) {
      const body = bodyOf(act(verb), {}, {})
      assert.ok(
        Object.values(body).every(value => Array.isArray(value) && value.length === 0),
        `${verb} ${JSON.stringify(body)}`,
      )
    }
  })

  test('every member of every act is asked for in some way', () => {
    let members = 0
    for (const verb of verbs)
      for (const [name, schema] of membersOf(
        act(verb, { stage: [choice('a'), choice('b')], from: [choice('a'), choice('b')] }),
      )) {
        members++
        assert.ok(kindOf(name, schema, undefined, false), `${verb}.${name}`)
      }
    assert.ok(members >= 180, `${members} members`)
  })

  test('answers go out as the item takes them; papers and their scans belong together', () => {
    const form = {
      'a.sum': field('money'),
      'a.flag': field('boolean'),
      'a.count': field('integer'),
      'a.share': field('decimal(2)'),
      'a.names': field('string', { repeat: 5 }),
      'a.left': field('string'),
    }
    const typed = {
      outcome: 'grant',
      reason: '  符合条件 ',
      amount: '5000',
      fields: {
        'a.sum': '12.30',
        'a.flag': 'no',
        'a.count': '1,200',
        'a.share': '0.25',
        'a.names': '甲\n\n乙',
        'a.left': ' ',
      },
    }
    assert.deepEqual(bodyOf(act('decide'), typed, form), {
      outcome: 'grant',
      reason: '符合条件',
      amount: 500_000,
      fields: { 'a.sum': 1230, 'a.flag': false, 'a.count': 1200, 'a.share': '0.25', 'a.names': ['甲', '乙'] },
    })
    const given = {
      materials: { report: 'original', draft: '' },
      files: { report: [{ file: 'f', name: 'n' }], draft: [] },
    }
    assert.deepEqual(bodyOf(act('supplement'), given, form), {
      materials: { report: 'original' },
      files: { report: ['f'] },
    })
  })
})

suite('哪一栏 where a refusal belongs', () => {
  test('by the name of the member or the question', () => {
    assert.deepEqual(
      faultsOf({
        fields: { 'contact.phone': 'CHECK_DIGIT' },
        problems: [
          { at: 'body', rule: 'required', value: 'outcome' },
          { at: 'body/reason', rule: 'minLength', value: 1 },
          { at: 'body/body/fields', rule: 'type' },
        ],
      }),
      { 'contact.phone': 'CHECK_DIGIT', outcome: 'MISSING', reason: 'minLength', fields: 'type' },
    )
    assert.deepEqual(faultsOf(undefined), {})
    assert.deepEqual(faultsOf({ scheme: 'citizen', problems: ['check'] }), {})
  })
})

function choice(value: string) {
  return { value, text: value }
}
