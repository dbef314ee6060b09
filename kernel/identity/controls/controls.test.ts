import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Verdict } from '#kernel/refusal'
import type { Officer } from '../actor.ts'
import { type Directory, directoryOf } from '../directory.ts'
import { administrationVerdict } from './administration.ts'
import { authorityVerdict } from './authority.ts'
import { avoidanceVerdict } from './avoidance.ts'
import { certificateVerdict } from './certificate.ts'
import { eligibleHolders } from './eligible.ts'
import { separationVerdict } from './separation.ts'

const from = '2026-01-01'
const person = (id: string, status: 'active' | 'suspended' = 'active') => ({
  id,
  personnelNumber: `N-${id}`,
  name: id,
  statuses: [{ status, from, to: null }],
})
const organ = (id: string, superior: string | null) => ({
  id,
  name: id,
  parent: 'city',
  superior,
  region: '210102',
  nature: 'statutory' as const,
  entruster: null,
  uscc: null,
  functions: ['approval'],
  from,
  to: null,
})
const post = (organ: string, code: string, level: 'officer' | 'head' = 'officer') => ({
  id: `${organ}/${code}`,
  organ,
  code,
  name: code,
  level,
  from,
  to: null,
})
const certificate = (person: string, to: string, revokedOn: string | null = null) => ({
  kind: 'law-enforcement',
  number: `C-${person}`,
  person,
  from,
  to,
  revokedOn,
})

const directory: Directory = directoryOf({
  epoch: 1,
  regions: [],
  organs: [organ('district', 'bureau'), organ('bureau', null)],
  posts: [post('district', 'review'), post('district', 'bureau-head', 'head'), post('bureau', 'review')],
  persons: [person('an'), person('bo'), person('cai'), person('dong', 'suspended'), person('sec'), person('aud')],
  appointments: [
    { person: 'an', post: 'district/review', from: '2026-02-01', to: '2026-06-01' },
    { person: 'cai', post: 'bureau/review', from, to: null },
    { person: 'bo', post: 'district/bureau-head', from, to: null },
    { person: 'dong', post: 'district/review', from, to: null },
  ],
  certificates: [
    certificate('an', '2027-01-01'),
    certificate('bo', '2026-03-01'),
    certificate('cai', '2027-01-01', '2026-02-15'),
  ],
  delegations: [
    {
      id: 'd',
      fromPerson: 'an',
      toPerson: 'bo',
      post: 'district/review',
      items: ['energy-review'],
      from: '2026-03-01',
      to: '2026-03-08',
    },
  ],
  administrators: [
    { person: 'sec', kind: 'security', from, to: null },
    { person: 'aud', kind: 'audit', from, to: null },
  ],
})

const officer = (person: string, post: string, onBehalfOf?: string): Officer => ({
  kind: 'officer',
  person,
  post,
  organ: post.split('/')[0]!,
  ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
})
const codes = (verdict: Verdict) => (verdict.granted ? [] : verdict.reasons.map(reason => reason.code))

suite('权限 authority', () => {
  const ask = (actor: Officer, on: string, delegable = true) =>
    codes(
      authorityVerdict({
        directory,
        actor,
        posts: ['review'],
        organs: ['district'],
        item: 'energy-review',
        delegable,
        on,
      }),
    )

  test('任职期间可以办理 an appointment counts from its first day to the day before it ends', () => {
    assert.deepEqual(ask(officer('an', 'district/review'), '2026-01-31'), ['AUTHORITY_NOT_IN_POST'])
    assert.deepEqual(ask(officer('an', 'district/review'), '2026-02-01'), [])
    assert.deepEqual(ask(officer('an', 'district/review'), '2026-05-31'), [])
    assert.deepEqual(ask(officer('an', 'district/review'), '2026-06-01'), ['AUTHORITY_NOT_IN_POST'])
  })
  test('停职人员不得办理 a suspended officer acts no more', () =>
    assert.deepEqual(ask(officer('dong', 'district/review'), '2026-03-02'), ['AUTHORITY_NOT_IN_POST']))
  test('another post, another organ, a pretended post', () => {
    assert.deepEqual(ask(officer('bo', 'district/bureau-head'), '2026-03-02'), ['AUTHORITY_WRONG_POST'])
    assert.deepEqual(ask(officer('cai', 'bureau/review'), '2026-03-02'), ['AUTHORITY_OTHER_ORGAN'])
    assert.deepEqual(ask({ ...officer('cai', 'bureau/review'), organ: 'district' }, '2026-03-02'), [
      'AUTHORITY_OTHER_ORGAN',
    ])
    assert.deepEqual(ask(officer('cai', 'district/review'), '2026-03-02'), ['AUTHORITY_NOT_IN_POST'])
  })
  test('委托以书面期限为准 a delegation holds for its days, its item and its giver only', () => {
    const inStead = officer('bo', 'district/review', 'an')
    assert.deepEqual(ask(inStead, '2026-02-28'), ['AUTHORITY_NO_DELEGATION'])
    assert.deepEqual(ask(inStead, '2026-03-01'), [])
    assert.deepEqual(ask(inStead, '2026-03-07'), [])
    assert.deepEqual(ask(inStead, '2026-03-08'), ['AUTHORITY_NO_DELEGATION'])
    assert.deepEqual(ask(inStead, '2026-03-02', false), ['AUTHORITY_NOT_DELEGABLE'])
    assert.deepEqual(ask(officer('bo', 'district/review', 'dong'), '2026-03-02'), ['AUTHORITY_NO_DELEGATION'])
    assert.equal(directory.delegationFor('bo', 'district/review', 'another-item', '2026-03-02'), undefined)
  })
  test('a role that is an organ takes any post of it, and no other organ’s', () => {
    const ask = (actor: Officer) =>
      codes(
        authorityVerdict({
          directory,
          actor,
          posts: '*',
          organs: ['bureau'],
          item: 'x',
          delegable: false,
          on: '2026-03-02',
        }),
      )
    assert.deepEqual(ask(officer('cai', 'bureau/review')), [])
    assert.deepEqual(ask(officer('bo', 'district/bureau-head')), ['AUTHORITY_OTHER_ORGAN'])
    assert.deepEqual(directory.membersOf('district', '2026-03-02'), ['an', 'bo'])
  })
  test('parties, the program and administrators hold no power over a case', () => {
    const ask = (actor: Parameters<typeof authorityVerdict>[0]['actor']) =>
      codes(
        authorityVerdict({
          directory,
          actor,
          posts: ['review'],
          organs: ['district'],
          item: 'x',
          delegable: true,
          on: '2026-03-02',
        }),
      )
    assert.deepEqual(ask({ kind: 'party', party: 'p', account: 'a' }), ['AUTHORITY_NOT_AN_OFFICER'])
    assert.deepEqual(ask({ kind: 'system', name: 'clock' }), ['AUTHORITY_NOT_AN_OFFICER'])
    assert.deepEqual(ask(officer('sec', 'district/review')), ['AUTHORITY_ADMINISTRATOR'])
  })
})

suite('分离 separation', () => {
  const separate = [
    ['investigate', 'decide'],
    ['investigate', 'hear.chair'],
  ] as const
  const ask = (actor: Officer, stage: string) =>
    codes(separationVerdict({ actor, stage, previous: { investigate: ['an', 'bo'] }, separate }))
  test('调查人员不得决定、主持听证 who investigated neither decides nor chairs the hearing', () => {
    assert.deepEqual(ask(officer('an', 'district/review'), 'decide'), ['SEPARATION_SAME_PERSON'])
    assert.deepEqual(ask(officer('an', 'district/review'), 'hear.chair'), ['SEPARATION_SAME_PERSON'])
    assert.deepEqual(ask(officer('cai', 'district/review'), 'decide'), [])
    assert.deepEqual(ask(officer('an', 'district/review'), 'serve'), [])
  })
  test('acting in the stead of who investigated is no way round it', () =>
    assert.deepEqual(ask(officer('cai', 'district/review', 'an'), 'decide'), ['SEPARATION_SAME_PERSON']))
  test('the pair binds in both directions', () =>
    assert.deepEqual(
      codes(
        separationVerdict({
          actor: officer('an', 'district/review'),
          stage: 'investigate',
          previous: { decide: ['an'] },
          separate,
        }),
      ),
      ['SEPARATION_SAME_PERSON'],
    ))
  test('分离不可能时由上级机关办理 when nobody is left the superior organ acts, if the item says so', () => {
    const question = { directory, posts: ['review'], organ: 'district', excluded: ['an'], on: '2026-03-02' }
    assert.deepEqual(eligibleHolders({ ...question, climb: true }), { organ: 'bureau', persons: ['cai'] })
    assert.equal(eligibleHolders({ ...question, climb: false }), undefined)
    assert.deepEqual(eligibleHolders({ ...question, excluded: [], climb: true }), {
      organ: 'district',
      persons: ['an'],
    })
  })
})

suite('回避 avoidance (行政处罚法43)', () => {
  const ask = (
    relation: { ground: 'interest' | 'other'; by: 'officer' | 'party'; decided: 'avoid' | 'stay' | null },
    investigating: boolean,
  ) =>
    avoidanceVerdict({
      actor: officer('an', 'district/review'),
      avoided: [],
      relations: [{ person: 'an', ...relation }],
      grounds: ['party', 'near-relative', 'interest'],
      investigating,
      basis: { law: '行政处罚法', articles: ['43(1)'] },
      challengeBasis: { law: '行政处罚法', articles: ['43(3)'] },
    })
  test('an officer who declared a tie stays out at once', () =>
    assert.deepEqual(codes(ask({ ground: 'interest', by: 'officer', decided: null }, true)), ['AVOIDANCE_DECLARED']))
  test('决定作出之前不停止调查 a challenge does not stop the investigation, but the decision waits for the head', () => {
    assert.equal(ask({ ground: 'interest', by: 'party', decided: null }, true).granted, true)
    const verdict = ask({ ground: 'interest', by: 'party', decided: null }, false)
    assert.equal(!verdict.granted && verdict.outcome, 'refuse')
    assert.deepEqual(!verdict.granted && verdict.reasons[0]?.basis, { law: '行政处罚法', articles: ['43(3)'] })
  })
  test('the head’s decision settles it either way', () => {
    assert.deepEqual(codes(ask({ ground: 'interest', by: 'party', decided: 'avoid' }, true)), ['AVOIDANCE_DECIDED'])
    assert.equal(ask({ ground: 'interest', by: 'party', decided: 'stay' }, false).granted, true)
    assert.equal(ask({ ground: 'other', by: 'party', decided: null }, false).granted, true)
  })
})

suite('执法资格 certificates (行政处罚法42)', () => {
  const ask = (officers: string[], on: string) =>
    codes(certificateVerdict({ directory, officers, kind: 'law-enforcement', min: 2, on }))
  test('不得少于两人 two different officers, each with a certificate in force', () => {
    assert.deepEqual(ask(['an', 'bo'], '2026-02-28'), [])
    assert.deepEqual(ask(['an', 'an'], '2026-02-28'), ['CERTIFICATE_TOO_FEW_OFFICERS'])
    assert.deepEqual(ask(['an', 'bo'], '2026-03-01'), ['CERTIFICATE_NOT_IN_FORCE'])
    assert.deepEqual(ask(['an', 'cai'], '2026-02-14'), [])
    assert.deepEqual(ask(['an', 'cai'], '2026-02-15'), ['CERTIFICATE_REVOKED'])
    assert.deepEqual(ask(['an', 'dong'], '2026-02-15'), ['CERTIFICATE_NONE'])
  })
})

suite('三员 three administrators', () => {
  const ask = (person: string, task: Parameters<typeof administrationVerdict>[0]['task'], target = 'an') =>
    codes(administrationVerdict({ directory, actor: officer(person, 'district/none'), task, target, on: '2026-03-02' }))
  test('each has his own tasks, and none for himself', () => {
    assert.deepEqual(ask('sec', 'appoint'), [])
    assert.deepEqual(ask('sec', 'appoint', 'sec'), ['ADMINISTRATION_SELF'])
    assert.deepEqual(ask('sec', 'record-office'), ['ADMINISTRATION_NOT_YOURS'])
    assert.deepEqual(ask('sec', 'read-journal'), ['ADMINISTRATION_NOT_YOURS'])
    assert.deepEqual(ask('aud', 'appoint'), ['ADMINISTRATION_NOT_YOURS'])
    assert.deepEqual(ask('aud', 'read-journal'), [])
    assert.deepEqual(ask('an', 'appoint', 'bo'), ['ADMINISTRATION_NOT_YOURS'])
  })
})
