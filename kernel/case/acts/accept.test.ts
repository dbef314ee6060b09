import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { officer, party, stranger } from '../../../test/harness/small-city.ts'
import { permitAt, permitFields, permitMaterials } from '../../../test/harness/stories.ts'
import { walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
const submitted = (more: object = {}, settings: object = {}) => {
  const permit = walk({ item, ...settings })
  permit.act('submit', { fields: { ...permitFields, ...more }, materials: permitMaterials })
  return permit
}

suite('申请 applying', () => {
  test('the form is answered by name: unknown, missing and ill-typed answers are all named, no value is repeated', () => {
    const permit = walk({ item })
    const { 'project.name': _, ...fields } = permitFields as Record<string, unknown>
    const refused = permit.refuses('submit', {
      fields: {
        ...fields,
        'energy.total': 'many',
        'applicant.uscc': '91210102MA0UQ4XK00',
        'energy.weight': 3,
        constructor: 'x',
      },
    })
    assert.equal(refused.code, 'BODY_INVALID')
    assert.deepEqual(refused.facts.fields, {
      'energy.total': 'NOT_A_NUMBER',
      'applicant.uscc': 'NOT_A_USCC',
      'energy.weight': 'UNKNOWN_FIELD',
      constructor: 'UNKNOWN_FIELD',
      'project.name': 'MISSING',
    })
    assert.ok(!JSON.stringify(refused).includes('91210102MA0UQ4XK00'))
  })
  test('numbers keep their places and bounds', () => {
    const permit = walk({ item })
    const problems = (fields: object) =>
      permit.refuses('submit', { fields: { ...permitFields, ...fields } }).facts.fields
    assert.deepEqual(problems({ 'energy.total': 1200.123 }), { 'energy.total': 'TOO_MANY_PLACES' })
    assert.deepEqual(problems({ 'energy.total': -1 }), { 'energy.total': 'TOO_SMALL' })
    assert.deepEqual(problems({ 'energy.power': 1e30 }), { 'energy.power': 'TOO_MANY_PLACES' })
    assert.deepEqual(problems({ 'energy.power': '999999999999999999' }), { 'energy.power': 'OUT_OF_RANGE' })
    assert.deepEqual(problems({ 'project.twoHigh': 'yes' }), { 'project.twoHigh': 'NOT_A_BOOLEAN' })
    assert.deepEqual(problems({ 'project.name': 'x'.repeat(121) }), { 'project.name': 'TOO_LONG' })
    assert.deepEqual(problems({ 'contact.phone': 'call me' }), { 'contact.phone': 'NOT_A_PHONE' })
    assert.deepEqual(problems({ 'project.name': 7 }), { 'project.name': 'NOT_A_TEXT' })
  })
  test('个人信息不入事件 personal answers go to the erasable detail only, never into an event or the state', () => {
    const permit = submitted()
    assert.ok(!JSON.stringify([permit.events, permit.state]).includes('13800000001'))
    assert.deepEqual(permit.details[0]?.fields, { 'contact.name': '示例联系人', 'contact.phone': '13800000001' })
    assert.equal(permit.details[0]?.subject, permit.state.parties[0]?.party)
  })
  test('only a party of the case applies in it, or the counter for the party', () => {
    assert.equal(walk({ item }).refuses('submit', { fields: permitFields }, party(stranger)).code, 'AUTHORITY_LACKING')
    assert.equal(
      walk({ item }).refuses('submit', { fields: permitFields }, officer('review')).code,
      'AUTHORITY_LACKING',
    )
    walk({ item }).act('submit', { fields: permitFields }, officer('acceptance'))
  })
  test('材料以指南为限 a material the guide does not name is not put on record', () => {
    assert.deepEqual(
      walk({ item }).refuses('submit', { fields: permitFields, materials: { application: 'original', dowry: 'copy' } })
        .facts.materials,
      { dowry: 'UNKNOWN_MATERIAL' },
    )
  })
})

suite('受理 acceptance (行政许可法32)', () => {
  test('受理之日起算 the limits start on the day of acceptance, the first limit is met', () => {
    const permit = permitAt('accept', { item })
    permit.wait('2026-03-04')
    assert.deepEqual(permit.story(permit.act('accept')), ['stage.completed', 'stage.skipped', 'stage.entered'])
    const { clocks } = permit.state
    assert.equal(clocks.supplement?.status, 'met')
    assert.equal(clocks.decide?.due, '2026-04-01', '20 working days after 4 March')
    assert.equal(clocks.promised?.due, '2026-03-11', '5 working days after 4 March')
  })
  test('a missing material, named with its provision, stops acceptance; a late one only where the guide allows', () => {
    const permit = walk({ item })
    permit.act('submit', { fields: permitFields, materials: { application: 'late', report: 'late' } })
    const refused = permit.refuses('accept')
    assert.deepEqual(
      refused.reasons.map(({ code, rule }) => [code, rule]),
      [['MATERIAL_MISSING', 'materials.report']],
    )
    assert.equal(refused.reasons[0]?.basis?.law, '节约能源法')
  })
  test('“两高”项目 an application above the organ’s powers is not accepted, and the refusal says where to apply', () => {
    const permit = submitted({ 'energy.total': 6200, 'project.twoHigh': true })
    const [reason] = permit.refuses('accept').reasons
    assert.equal(reason?.rule, 'rules.level')
    assert.equal(reason?.facts?.referTo, 'provincial-energy-office')
    permit.act('refuseAcceptance', { rule: 'level', reason: '超过本级审查权限' })
    assert.equal(permit.state.result, 'acceptance-refused')
    assert.equal(permit.of('acceptance.refused')[0]?.data.referTo, 'provincial-energy-office')
    assert.equal(permit.of('document.issued')[0]?.data.document, 'non-acceptance-notice')
    assert.equal(permit.refuses('accept').code, 'CASE_ENDED')
  })
  test('无由不受理 a complete, fitting application is not turned away on nothing (32)', () => {
    const turned = (body: object, permit = permitAt('accept', { item })) =>
      permit.refuses('refuseAcceptance', { reason: 'x', ...body }).reasons.map(({ code }) => code)
    assert.deepEqual(turned({ rule: 'nonsense' }), ['GROUND_UNKNOWN'])
    assert.deepEqual(turned({ rule: 'level' }), ['GROUND_HOLDS'])
    assert.deepEqual(turned({ rule: 'threshold' }), ['GROUND_HOLDS'])
    assert.deepEqual(turned({}), ['ACCEPTANCE_REFUSED_WITHOUT_GROUND'])
    assert.deepEqual(turned({ ground: 'not-completed' }), ['NOTHING_LEFT_TO_COMPLETE'])
    assert.deepEqual(turned({ ground: 'not-this-organ' }), ['COMPETENT_ORGAN_NOT_NAMED'])
  })
  test('on a ground of the law, where every rule holds, the supervisors are told', () => {
    const permit = permitAt('accept', { item })
    const step = permit.act('refuseAcceptance', { ground: 'not-this-organ', referTo: 'province', reason: 'x' })
    assert.ok(
      step.events.some(
        event => event.type === 'alarm.raised' && event.data.reasons[0]?.code === 'ACCEPTANCE_REFUSED_THOUGH_ALL_HOLDS',
      ),
    )
  })
  test('on what does not hold: a condition, a register that contradicts, a supplement that never came', () => {
    const small = submitted({ 'energy.total': 10, 'energy.power': 10 })
    small.act('refuseAcceptance', { rule: 'threshold', reason: '规模以下' })
    const gone = submitted({}, { answers: { 'enterprise.isActive': false } })
    gone.act('refuseAcceptance', { rule: 'firm-active', reason: '已注销' })
    const silent = walk({ item })
    silent.act('submit', { fields: permitFields, materials: { application: 'original' } })
    silent.act('requestSupplement', { materials: ['report'] })
    silent.act('refuseAcceptance', { ground: 'not-completed', reason: '告知后未补正' })
    for (const permit of [small, gone, silent]) {
      assert.equal(permit.state.result, 'acceptance-refused')
      assert.deepEqual(permit.of('alarm.raised'), [])
    }
  })
  test('below the threshold the announced condition is not met', () => {
    assert.deepEqual(
      submitted({ 'energy.total': 999.99, 'energy.power': 4_999_999 })
        .refuses('accept')
        .reasons.map(({ rule }) => rule),
      ['conditions.threshold'],
    )
  })
  test('数据比对 a contradicting or silent register asks for a named judgement, which is then told to the supervisors', () => {
    for (const answer of [false, null]) {
      const permit = submitted({}, { answers: { 'enterprise.isActive': answer } })
      assert.equal(permit.refuses('accept').code, 'HUMAN_JUDGEMENT_NEEDED')
      const step = permit.act('accept', { judgements: { 'firm-active': '营业执照已当面核验' } })
      const alarm = step.events.find(event => event.type === 'alarm.raised')
      assert.equal(alarm?.data.alarm, 'firm-active')
      assert.deepEqual(alarm?.data.to, ['superior', 'supervision'])
      assert.equal(alarm?.data.person, 'acceptance-1')
    }
  })
  test('nobody accepts twice, and nothing is accepted before it is applied for', () => {
    const permit = permitAt('expert', { item })
    assert.equal(permit.refuses('accept', {}, officer('acceptance')).code, 'ACT_OUT_OF_ORDER')
  })
})

suite('申请与线索 an application is submitted, everything else is lodged', () => {
  test('nobody opens a permit with an empty form by calling it a clue, or submits one', () => {
    const refused = walk({ item }).refuses('lodge', {}, party())
    assert.deepEqual([refused.code, refused.facts['start']], ['ACT_NOT_PERMITTED', 'application'])
    assert.equal(
      walk({ item: penalty, start: 'clue' }).refuses('submit', { fields: {} }, officer('investigator')).code,
      'ACT_NOT_PERMITTED',
    )
  })
})

suite('补正 supplement (行政许可法32(4))', () => {
  const incomplete = () => {
    const permit = walk({ item })
    permit.act('submit', { fields: permitFields, materials: { application: 'original' } })
    return permit
  }
  test('一次告知 the complete list is given once; a second list is refused', () => {
    const permit = incomplete()
    permit.act('requestSupplement', { materials: ['report'], note: '缺节能报告' })
    assert.equal(permit.state.clocks.supplement?.status, 'met')
    assert.equal(permit.refuses('requestSupplement', { materials: ['application'] }).code, 'ACT_OUT_OF_ORDER')
  })
  test('补正之日为收到申请之日 what was asked for counts as received the day it is complete: the limit runs anew', () => {
    const permit = incomplete()
    permit.act('requestSupplement', { materials: ['report'], fields: ['energy.power'] })
    permit.wait('2026-03-09')
    permit.act('supplement', { fields: { 'energy.power': 10 } })
    assert.ok(permit.state.awaiting, 'half of it is not all of it')
    permit.wait('2026-03-12')
    permit.act('supplement', { materials: { report: 'original' }, fields: { 'energy.power': 10 } })
    assert.equal(permit.state.awaiting, undefined)
    assert.equal(permit.state.moments.receipt, '2026-03-12')
    assert.equal(permit.state.clocks.supplement?.due, '2026-03-19')
    permit.act('accept')
  })
  test('what comes in parts adds up', () => {
    const permit = walk({ item })
    permit.act('submit', { fields: permitFields })
    permit.act('requestSupplement', { materials: ['application', 'report'], fields: ['energy.power'] })
    permit.act('supplement', { materials: { application: 'original' }, fields: { 'energy.power': 1 } })
    permit.act('supplement', { materials: { report: 'original' } })
    assert.equal(permit.state.awaiting, undefined)
  })
  test('what can be mended on the spot needs no notice and does not use it up', () => {
    const permit = incomplete()
    permit.act('requestSupplement', { materials: ['application'], onTheSpot: true })
    assert.equal(permit.state.clocks.supplement?.status, 'running')
    permit.act('requestSupplement', { materials: ['report'] })
  })
  test('不得要求提交与许可无关的材料 nothing is asked for that the guide does not ask for (31)', () => {
    const permit = incomplete()
    assert.equal(
      permit.refuses('requestSupplement', { materials: ['report', 'family-tree'] }).code,
      'ACT_NOT_PERMITTED',
    )
    assert.equal(
      permit.refuses('requestSupplement', { materials: [], fields: ['applicant.religion'] }).code,
      'ACT_NOT_PERMITTED',
    )
    assert.equal(permit.refuses('requestSupplement', { materials: [] }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(permit.refuses('supplement', { materials: { report: 'original' } }).code, 'ACT_OUT_OF_ORDER')
  })
})

suite('视为受理 deemed acceptance (行政许可法32(4))', () => {
  test('five working days of silence: accepted from the day of receipt, and the supervisors know', () => {
    const permit = permitAt('accept', { item })
    permit.wait('2026-03-09')
    assert.equal(
      permit.fire().some(({ type }) => type === 'clock.expired'),
      false,
      'the fifth day is not over',
    )
    permit.wait('2026-03-10')
    permit.fire()
    const [expired] = permit.of('clock.expired')
    assert.deepEqual(
      [expired?.data.clock, expired?.data.effect, expired?.data.dated, expired?.on],
      ['supplement', 'deemed-accepted', '2026-03-02', '2026-03-09'],
    )
    const accepted = permit.of('stage.completed')[0]
    assert.deepEqual(
      [accepted?.data.stage, accepted?.data.deemed, accepted?.on, accepted?.actor],
      ['accept', true, '2026-03-02', { kind: 'system', name: 'clock' }],
    )
    assert.equal(permit.state.clocks.decide?.due, '2026-03-30', '20 working days after the day of receipt')
    assert.equal(permit.state.clocks.supplement?.status, 'expired', 'the organ did not meet its limit')
    assert.ok(
      permit
        .of('alarm.raised')
        .some(({ data }) => data.alarm === 'supplement' && data.level === 'red' && data.to.includes('supervision')),
    )
    assert.equal(permit.state.stages.expert?.status, 'open')
  })
  test('an officer who comes too late meets the case as the law has left it', () => {
    const permit = permitAt('accept', { item })
    permit.wait('2026-03-11')
    assert.equal(permit.refuses('refuseAcceptance', { reason: '太晚' }, officer('acceptance')).code, 'ACT_OUT_OF_ORDER')
    assert.equal(permit.refuses('accept', {}, officer('acceptance')).code, 'ACT_OUT_OF_ORDER')
  })
  test('while the party mends its papers nothing is deemed', () => {
    const permit = walk({ item })
    permit.act('submit', { fields: permitFields, materials: { application: 'original' } })
    permit.act('requestSupplement', { materials: ['report'] })
    permit.wait('2026-06-01')
    assert.deepEqual(permit.fire(), [])
    assert.equal(permit.state.stages.accept?.status, 'open')
  })
})
