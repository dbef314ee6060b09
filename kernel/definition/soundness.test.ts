import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { tryCompile } from './compile.ts'
import { smallItem } from './example-item.ts'
import { loadDefinition } from './load.ts'
import { officesOf } from './offices.ts'
import { checkSoundness } from './soundness.ts'

const found = (...changes: readonly (readonly [string, string])[]) => {
  let text = smallItem
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), from)
    text = text.replace(from, to)
  }
  const { definition, positions } = loadDefinition('x.yaml', text)
  const { item } = tryCompile(definition, { positions })
  return checkSoundness(definition, { positions, ...(item && { item }) }).map(({ rule, path }) => `${rule} ${path}`)
}

suite('健全性 soundness', () => {
  test('a sound item has no findings', () => {
    assert.deepEqual(found(), [])
  })

  const mistakes: readonly (readonly [string, string, string, string])[] = [
    [
      'a flow without decision',
      'kind: decision, by: head, outcomes: [grant, refuse],',
      'kind: review, by: head,',
      'FLOW_WITHOUT_DECISION flow',
    ],
    ['a decision without outcomes', ' outcomes: [grant, refuse],', '', 'FLOW_NO_WAY_OUT flow.decide'],
    ['a stage that is never reached', 'when: isLarge', 'when: "false"', 'FLOW_UNREACHABLE flow.expert.when'],
    ['a return forward', 'return: [accept]', 'return: [deliver]', 'FLOW_RETURN_FORWARD flow.decide.may.0.return'],
    ['a return to nowhere', 'return: [accept]', 'return: [acept]', 'FLOW_UNKNOWN_STAGE flow.decide.may.0.return'],
    ['a gate nothing opens', 'need: statement', 'need: legal-review', 'FLOW_GATE_SHUT flow.decide.gates.0'],
    [
      'a gate before a stage that does not exist',
      'need: statement,',
      'need: statement, before: decid,',
      'FLOW_UNKNOWN_STAGE flow.decide.gates.0.before',
    ],
    [
      'a gate that stands too late',
      'need: statement,',
      'need: statement, before: accept,',
      'FLOW_GATE_TOO_LATE flow.decide.gates.0',
    ],
    [
      'a stage after the decision that stands before it',
      'kind: expert, by',
      'phase: after-decision, kind: expert, by',
      'FLOW_PHASE flow.expert',
    ],
    [
      'a draw of two numbers',
      'stage: expert,',
      'stage: expert, draw: { from: firms, count: "1", percent: "5" },',
      'FLOW_NO_WAY_OUT flow.expert.draw',
    ],
    [
      'a draw of officers without a role',
      'stage: expert,',
      'stage: expert, draw: { from: firms, count: "1", inspectors: 2 },',
      'FLOW_NO_WAY_OUT flow.expert.draw',
    ],
    [
      'sub-cases without a draw',
      'stage: expert,',
      'stage: expert, subCase: { item: other },',
      'FLOW_NO_WAY_OUT flow.expert.subCase',
    ],
    ['a role without a post', 'by: reviewer, when', 'by: viewer, when', 'AUTHORITY_UNKNOWN_POST flow.expert.by'],
    ['a stage nobody holds', ', by: reviewer, when', ', when', 'AUTHORITY_NOBODY flow.expert'],
    [
      'separation of unknown stages',
      'separate: [[expert,',
      'separate: [[experts,',
      'AUTHORITY_UNKNOWN_STAGE authority.separate.0',
    ],
    [
      'an extension nobody may make',
      'to: decide, binds',
      'to: decide, extend: { by: 5 workday, approver: head }, binds',
      'AUTHORITY_VERB_NOBODY limits.decide.extend',
    ],
    [
      'a rule at a verb nobody may do',
      'rules: []',
      'rules: [{ id: a, at: [hear], test: isLarge }]',
      'AUTHORITY_VERB_NOBODY rules.a.at',
    ],
    [
      'a rule at no verb at all',
      'rules: []',
      'rules: [{ id: a, at: [acept], test: isLarge }]',
      'AUTHORITY_UNKNOWN_VERB rules.a.at',
    ],
    [
      'an outcome nobody offers',
      'outcomes: [grant, refuse]',
      'outcomes: [grant]',
      'OUTCOME_NEVER_OFFERED content.outcomes.refuse',
    ],
    [
      'a voucher without a document',
      '{ voucher: felling-permit }',
      '{ voucher: felling-paper }',
      'NAME_UNKNOWN_DOCUMENT content.outcomes.grant.effects.0',
    ],
    [
      'a deposit that nobody takes',
      '  outcomes:\n    grant: {',
      '  deposits: { bond: { name: 保证金, amount: felling.deposit, basis: { law: 优化营商环境条例, articles: [25] } } }\n  outcomes:\n    grant: {',
      'DEPOSIT_NO_COLLECTOR content.deposits',
    ],
    [
      'a deposit that there is not',
      'refuse: { effects: []',
      'refuse: { deposits: { bond: return }, effects: []',
      'NAME_UNKNOWN_DEPOSIT content.outcomes.refuse.deposits.bond',
    ],
    [
      'a deposit kept in favour of the party',
      '  outcomes:\n    grant: {',
      '  deposits: { bond: { name: 保证金, amount: felling.deposit, basis: { law: 优化营商环境条例, articles: [25] } } }\n  outcomes:\n    grant: { deposits: { bond: forfeit },',
      'DEPOSIT_FORFEIT_FAVOURABLE content.outcomes.grant.deposits.bond',
    ],
    [
      'an order and a deposit of one name',
      '  outcomes:\n    grant: {',
      '  deposits: { deposit: { name: 保证金, amount: felling.deposit, basis: { law: 优化营商环境条例, articles: [25] } } }\n  outcomes:\n    grant: {',
      'NAME_TWICE content.outcomes.grant.effects.1',
    ],
    [
      'a gate for a deposit that the item does not take',
      'need: statement',
      'need: deposit',
      'FLOW_GATE_SHUT flow.decide',
    ],
    [
      'a paper that does not exist',
      'kind: expert, by',
      'kind: expert, needs: [opinion], by',
      'NAME_UNKNOWN_PAPER flow.expert.needs',
    ],
    [
      'an alarm on no limit',
      'on: limits.decide, rungs: { notice',
      'on: limits.decides, rungs: { notice',
      'ALARM_UNKNOWN alarms.early.on',
    ],
    [
      'a limit between unknown moments',
      'from: accept, to: decide',
      'from: acept, to: decide',
      'LIMIT_UNKNOWN_ANCHOR limits.decide.from',
    ],
    [
      'a limit that runs backwards',
      'from: accept, to: decide',
      'from: decide, to: accept',
      'LIMIT_BACKWARDS limits.decide',
    ],
    ['a limit without an end', 'deliver: { kind', 'delivery: { kind', 'LIMIT_ENDLESS limits.delivery'],
    ['a limit by a name that a term has', 'deliver: { kind', 'renewal: { kind', 'LIMIT_NAME_TAKEN limits.renewal'],
    ['a checkpoint nowhere', 'at: expert, watch', 'at: experts, watch', 'NAME_UNKNOWN_STAGE checkpoints.0.at'],
    ['the same stage twice', 'stage: expert,', 'stage: accept,', 'NAME_TWICE flow.accept'],
    [
      'an example about another form',
      'given: { felling.volume',
      'given: { felling.size',
      'EXAMPLE_UNKNOWN_FIELD examples.0.given.felling.size',
    ],
    [
      'a publication of unknown fields',
      'publicity: { rating',
      'publicity: { decision: { within: 7 workday, for: 1 year, scope: city, fields: [secret] }, rating',
      'NAME_UNKNOWN_FIELD publicity.decision.fields.0',
    ],
  ]
  for (const [title, from, to, expected] of mistakes)
    test(title, () => {
      const rules = found([from, to])
      assert.ok(rules.includes(expected), rules.join('; '))
    })

  test('a role nobody in any organ can fill, where the kinds of organ are known', () => {
    const offices = officesOf(
      'organs.yaml',
      Buffer.from('approval-bureau: { posts: { acceptance: {}, bureau-head: {} } }'),
    )!
    const { definition, positions } = loadDefinition('x.yaml', smallItem)
    const rules = checkSoundness(definition, { positions, offices }).map(({ rule, path }) => `${rule} ${path}`)
    assert.deepEqual(rules, ['OFFICE_UNKNOWN_POST authority.posts.reviewer'])
    const routed = loadDefinition(
      'x.yaml',
      smallItem.replace(
        'rungs: { notice: 50% }, to: [holder] }',
        'rungs: { notice: 50% }, to: [holder, post/bureau-head, post/nobody, body/nobody, organ/nowhere, post/bureau-head@nowhere] }',
      ),
    )
    const dead = checkSoundness(routed.definition, { positions: routed.positions, offices })
    assert.deepEqual(
      dead.map(({ rule, path }) => `${rule} ${path}`).filter(said => said.includes('alarms')),
      [
        'OFFICE_UNKNOWN_POST alarms.early.to',
        'OFFICE_UNKNOWN_POST alarms.early.to',
        'OFFICE_UNKNOWN_ORGAN alarms.early.to',
        'OFFICE_UNKNOWN_ORGAN alarms.early.to',
      ],
      'a dead alarm route',
    )
  })

  test('a parallel block: branches count as before what follows, no decision inside, no return across', () => {
    const block =
      '  - { parallel: ask, branches: [[{ stage: fire, name: 消防, kind: consult, by: reviewer }], [{ stage: water, name: 供水, kind: consult, by: reviewer, may: [{ return: [fire] }] }]] }\n  - { stage: decide'
    assert.deepEqual(found(['  - { stage: decide', block]), [
      'FLOW_RETURN_FORWARD flow.ask.branches.1.water.may.0.return',
    ])
    const inside = block.replace('kind: consult, by: reviewer, may', 'kind: decision, outcomes: [grant], by: head, may')
    assert.ok(found(['  - { stage: decide', inside]).some(rule => rule.startsWith('FLOW_DECISION_IN_PARALLEL')))
  })

  test('what became of earlier names: each exists, none twice, none of a version to come', () => {
    const migrates = (entries: string) => found(['version: 1\n', `version: 4\nmigrates: [${entries}]\n`])
    assert.deepEqual(
      migrates('{ from: 3, stages: { check: expert }, fields: { size: felling.volume }, drops: [old.note] }'),
      [],
    )
    assert.deepEqual(migrates('{ from: 4 }, { from: 2 }, { from: 2 }'), [
      'MIGRATES_NOT_EARLIER migrates.0.from',
      'MIGRATES_TWICE migrates.2.from',
    ])
    assert.deepEqual(migrates('{ from: 3, stages: { a: nothing }, limits: { stopped: stops } }'), [
      'MIGRATES_UNKNOWN migrates.0.stages.a',
      'MIGRATES_UNKNOWN migrates.0.limits.stopped',
    ])
    assert.deepEqual(migrates('{ from: 3, stages: { a: expert, b: expert }, drops: [felling.volume] }'), [
      'MIGRATES_ONE_OF_TWO migrates.0.stages.b',
      'MIGRATES_DROPS_ASKED migrates.0.drops',
    ])
  })
})
