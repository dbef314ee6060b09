import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer } from '../../../test/harness/small-city.ts'
import { discussed, penaltyAt, permitAt, permitFields, permitMaterials, two } from '../../../test/harness/stories.ts'
import { walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const rules = (refused: { reasons: readonly { rule?: string }[] }) => refused.reasons.map(({ rule }) => rule)

suite('要件 materials', async () => {
  const asking = await itemOf('energy-review', ({ materials }: Bent) => {
    materials.push(
      { id: 'traffic', name: '交通影响说明', from: 'applicant', onlyIf: 'energy.power > 100' } as never,
      { id: 'promise', name: '承诺书', from: 'applicant', commitment: true } as never,
    )
  })
  const handed = (materials: object, fields: object = {}) => {
    const at = walk({ item: asking })
    at.act('submit', {
      fields: { ...permitFields, ...fields },
      materials: { ...permitMaterials, promise: 'original', ...materials },
    })
    return at
  }
  test('asked for only where its condition holds, or is not known', () => {
    handed({}).act('accept')
    assert.deepEqual(rules(handed({}, { 'energy.power': 101 }).refuses('accept')), ['materials.traffic'])
    handed({ traffic: 'copy' }, { 'energy.power': 101 }).act('accept')
  })
  test('告知承诺 a promise stands in for it, and what is late may come later, only where the guide says so', () => {
    handed({ promise: 'committed' }).act('accept')
    assert.deepEqual(rules(handed({ report: 'committed' }).refuses('accept')), ['materials.report'])
    assert.deepEqual(rules(handed({ promise: 'late' }).refuses('accept')), ['materials.promise'])
    handed({ application: 'late' }).act('accept')
  })
})

suite('规则 what follows when a rule does not hold, in the item’s own words', () => {
  const otherwise = async (declared: unknown) => {
    const changed = await itemOf('energy-review', definition => {
      for (const rule of definition.rules) if (rule.id === 'level') rule.else = declared as never
    })
    const at = walk({ item: changed })
    at.act('submit', { fields: { ...permitFields, 'project.twoHigh': true }, materials: permitMaterials })
    return at
  }
  test('refuse, in words or without', async () => {
    for (const declared of ['refuse', { refuse: '不予受理' }, { refuseAcceptance: { zh: '不属于本机关' } }])
      assert.equal((await otherwise(declared)).refuses('accept').code, 'CONTROLS_REFUSE')
    assert.equal((await otherwise({ refuse: '另有规定' })).refuses('accept').reasons[0]?.text, '另有规定')
  })
  test('a human decides, and is named in the alarm', async () => {
    for (const declared of ['human', { human: '须研究' }]) {
      const at = await otherwise(declared)
      assert.equal(at.refuses('accept').code, 'HUMAN_JUDGEMENT_NEEDED')
      at.act('accept', { judgements: { level: '经研究属本级' } })
      assert.equal(at.of('alarm.raised')[0]?.data.person, 'acceptance-1')
      assert.equal(at.details.at(-1)?.text?.['judgement.level'], '经研究属本级', 'the reason is kept, erasable')
    }
  })
  test('an alarm stops nothing', async () => {
    for (const declared of ['alarm', { alarm: '请关注' }]) {
      const at = await otherwise(declared)
      at.act('accept')
      assert.equal(at.of('alarm.raised')[0]?.data.alarm, 'level')
    }
  })
})

suite('执法资格 certificates (行政处罚法42)', () => {
  test('evidence is taken by two officers whose certificates are in force', () => {
    const evidence = { stage: 'investigate', kind: 'witness', summary: 'x' }
    const at = penaltyAt('investigate', { item: penalty })
    assert.deepEqual(codes(at.refuses('recordEvidence', { ...evidence, officers: ['investigator-1'] })), [
      'CERTIFICATE_TOO_FEW_OFFICERS',
    ])
    const expired = directoryFor(penalty, rows => {
      rows.certificates = rows.certificates.map(one =>
        one.person === 'investigator-2' ? { ...one, to: '2026-05-11' } : one,
      )
    })
    assert.deepEqual(
      codes(
        penaltyAt('investigate', { item: penalty, directory: expired }).refuses('recordEvidence', {
          ...evidence,
          officers: two,
        }),
      ),
      ['CERTIFICATE_NOT_IN_FORCE'],
    )
  })
  test('no permit asks for one', () => {
    permitAt('review', { item }).act('recordEvidence', {
      stage: 'review',
      kind: 'witness',
      summary: 'x',
      officers: ['review-2'],
    })
  })
})

suite('议事规则 deliberation', async () => {
  const strict = await itemOf('energy-report-penalty', definition => {
    for (const stage of definition.flow)
      if ('stage' in stage && stage.stage === 'deliberate')
        stage.deliberation = { quorum: '4', chiefLast: true, reasonsIfAgainstMajority: true } as never
  })
  const ready = () => {
    const at = penaltyAt('notify', { item: strict }, { 'finding.serious': true, 'finding.complex': true })
    at.act('notify', { stage: 'notify', officers: two })
    at.act('makeStatement', { waived: true })
    at.act('complete', { stage: 'review', opinion: 'agree' })
    return at
  }
  test('the quorum the item names, and reasons where the chief stands against the majority', () => {
    const at = ready()
    const [head] = discussed('fine').slice(-1)
    assert.deepEqual(codes(at.refuses('deliberate', { votes: [...discussed('fine').slice(0, 2), head] })), [
      'QUORUM_NOT_REACHED',
    ])
    const votes = [...discussed('none').slice(0, 3), head]
    assert.deepEqual(codes(at.refuses('deliberate', { votes })), ['REASONS_WANTED'])
    at.act('deliberate', { votes, reasons: '情节严重' })
  })
})

suite('闸口 gates', async () => {
  const gated = async (need: string, when?: string) =>
    itemOf('energy-review', definition => {
      for (const stage of definition.flow)
        if ('stage' in stage && stage.stage === 'decide') stage.gates = [{ need, ...(when && { when }) }] as never
    })
  test('each need stops the decision until it happened', async () => {
    for (const need of ['notice', 'statement', 'hearing-offered', 'hearing', 'legal-review', 'collective', 'publicity'])
      assert.deepEqual(rules(permitAt('decide', { item: await gated(need) }).refuses('decide', { outcome: 'grant' })), [
        `gates.${need}`,
      ])
  })
  test('not wanted: passed; not known whether wanted: a named person judges', async () => {
    permitAt('decide', { item: await gated('hearing', 'energy.total > 4000') }).act('decide', { outcome: 'grant' })
    const at = permitAt('decide', { item: await gated('hearing', 'project.crossDepartment') })
    at.act('decide', { outcome: 'grant' })
  })
})

suite('授权 authority', () => {
  test('委托 somebody to whom the holder’s power was delegated acts for the holder, on its days', () => {
    const delegated = directoryFor(item, rows => {
      rows.delegations.push({
        id: 'd',
        fromPerson: 'review-1',
        toPerson: 'acceptance-1',
        post: '210102-home/review',
        items: ['energy-review'],
        from: '2026-03-01',
        to: '2026-04-01',
      })
    })
    const body = { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } }
    const inStead = { ...officer('review', 1, 'review-1'), person: 'acceptance-1' }
    const at = permitAt('review', { item, directory: delegated })
    at.act('complete', body, inStead)
    assert.deepEqual(at.state.acted['review'], ['acceptance-1', 'review-1'])
    const late = permitAt('review', { item, directory: delegated })
    late.wait('2026-04-02')
    assert.deepEqual(codes(late.refuses('complete', body, inStead)), ['AUTHORITY_NO_DELEGATION'])
    assert.deepEqual(
      codes(
        permitAt('decide', { item, directory: delegated }).refuses(
          'decide',
          { outcome: 'grant' },
          { ...officer('bureau-head', 1, 'bureau-head-2') },
        ),
      ),
      ['AUTHORITY_NOT_DELEGABLE'],
    )
  })
  test('the three administrators handle no case', () => {
    const administered = directoryFor(item, rows => {
      rows.administrators.push({ person: 'acceptance-1', kind: 'security', from: '2000-01-01', to: null })
    })
    assert.deepEqual(codes(permitAt('accept', { item, directory: administered, on: '2026-03-02' }).refuses('accept')), [
      'AUTHORITY_ADMINISTRATOR',
    ])
  })
})
