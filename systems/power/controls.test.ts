import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { acts, verbs } from '#kernel/case'
import { controls } from './controls.ts'

const names = (verb: (typeof verbs)[number]) => controls[verb].map(({ name }) => name)

suite('双轴管控 the two axes', () => {
  test('every verb has a row, and nothing happens without being asked who may', () => {
    assert.deepEqual(Object.keys(controls).sort(), [...verbs].sort())
    for (const verb of verbs) assert.equal(names(verb)[0], 'authority', verb)
  })
  test('代理 whatever a party may do is asked, of whoever does it in another’s stead, on what mandate', () => {
    const partys = verbs.filter(verb => acts[verb].who !== 'officer')
    assert.ok(partys.length >= 14, partys.join())
    assert.deepEqual(
      verbs.filter(verb => names(verb).includes('mandate')),
      partys,
    )
  })
  test('no control is asked twice before one act', () => {
    for (const verb of verbs) assert.equal(new Set(names(verb)).size, names(verb).length, verb)
  })
  test('whoever stood back does nothing that an officer does, but say so or give up a task', () => {
    const free = [
      'submit',
      'lodge',
      'supplement',
      'unclaim',
      'makeStatement',
      'giveConsent',
      'submitEvidence',
      'agreeSettlement',
      'object',
      'comment',
      'askHearing',
      'answerEnding',
      'askRenewal',
      'declareAvoidance',
      'challengeAvoidance',
      'withdraw',
    ]
    assert.deepEqual(verbs.filter(verb => !names(verb).includes('avoidance')).sort(), [...free].sort())
  })
  test('what decides over somebody is judged on its grounds, its gates and its band', () => {
    for (const control of ['separation', 'gates', 'conditions', 'rules', 'comparison', 'discretion', 'limits'])
      assert.ok(names('decide').includes(control), control)
    for (const control of ['materials', 'conditions', 'rules', 'comparison'])
      assert.ok(names('accept').includes(control), control)
    for (const verb of ['notify', 'deliver'] as const) assert.ok(names(verb).includes('service'), verb)
    for (const verb of ['recordEvidence', 'complete', 'notify'] as const)
      assert.ok(names(verb).includes('certificate'), verb)
    for (const verb of ['assign', 'transfer', 'delegate', 'addSigner', 'consult'] as const)
      assert.ok(names(verb).includes('recipient'), verb)
  })
  test('期限不得倒填 acts on the limits themselves are not put on record afterwards', () => {
    for (const verb of [
      'suspend',
      'resume',
      'extend',
      'ratify',
      'claim',
      'transfer',
      'publish',
      'withdrawPublication',
      'pay',
      'refund',
      'payOut',
      'returnGoods',
      'grantInstalment',
      'recordRemedy',
    ] as const)
      assert.ok(!names(verb).includes('paper'), verb)
  })
})
