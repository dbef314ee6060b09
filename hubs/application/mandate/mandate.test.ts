import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  coverOf,
  lastDayOfMinority,
  type Mandate,
  mandateKinds,
  mandateScopes,
  mandateVerdict,
  standingOf,
} from './index.ts'

const [principal, agent, other] = ['p', 'a', 'o']
const good: Mandate = {
  id: 'm',
  kind: 'mandate',
  principal,
  agent,
  items: ['energy-review'],
  scopes: ['apply'],
  from: '2026-03-01',
  until: '2026-03-31',
  givenAt: '2026-03-01T01:00:00Z',
  acceptedAt: '2026-03-01T02:00:00Z',
  representative: null,
  represented: true,
  unconfirmed: false,
  endedOn: null,
  endedWhy: null,
}
const question = { on: '2026-03-02', principal, agent, scope: 'apply', item: 'energy-review' } as const
const codeOf = (mandate: Mandate | undefined, more: object = {}): string => {
  const verdict = mandateVerdict(mandate, { ...question, ...more })
  return verdict.granted ? 'GRANTED' : verdict.reasons[0]!.code
}

suite('授权委托 what a mandate covers', () => {
  test('it holds from its first day to its last, for whom, in what and how it says', () => {
    assert.equal(codeOf(good), 'GRANTED')
    assert.equal(codeOf(good, { on: '2026-03-31' }), 'GRANTED')
    assert.equal(codeOf(good, { scope: 'see' }), 'GRANTED', 'whoever may apply sees how it stands')
    assert.equal(codeOf(undefined), 'MANDATE_UNKNOWN')
    assert.equal(codeOf(good, { agent: other }), 'MANDATE_UNKNOWN')
    assert.equal(codeOf(good, { principal: other }), 'MANDATE_UNKNOWN')
    assert.equal(codeOf({ ...good, agent: null, acceptedAt: null }, { agent: 'a' }), 'MANDATE_UNKNOWN')
    assert.equal(codeOf({ ...good, acceptedAt: null }), 'MANDATE_NOT_ACCEPTED')
    assert.equal(codeOf(good, { on: '2026-02-28' }), 'MANDATE_NOT_BEGUN')
    assert.equal(codeOf(good, { on: '2026-04-01' }), 'MANDATE_EXPIRED')
    assert.equal(codeOf({ ...good, endedOn: '2026-03-02', endedWhy: 'revoked' }), 'MANDATE_ENDED')
    assert.equal(codeOf({ ...good, represented: false }), 'REPRESENTATIVE_CHANGED')
    assert.equal(codeOf({ ...good, unconfirmed: true }), 'MANDATE_UNCONFIRMED')
    assert.equal(codeOf(good, { item: 'food-business-licence' }), 'MANDATE_OF_OTHER_ITEMS')
    assert.equal(codeOf(good, { scope: 'receive' }), 'MANDATE_OF_OTHER_ACTS')
    assert.equal(codeOf({ ...good, items: null }, { item: 'food-business-licence' }), 'GRANTED')
  })

  test('法定代理 a guardian does what the ward could, until the ward is eighteen; an agent never what is the person’s own', () => {
    const guardian: Mandate = { ...good, kind: 'guardianship', items: null, until: lastDayOfMinority('2010-03-05') }
    assert.equal(guardian.until, '2028-03-04')
    assert.equal(codeOf(guardian, { scope: 'own', item: undefined }), 'GRANTED')
    assert.equal(codeOf(guardian, { on: '2028-03-05' }), 'WARD_OF_AGE')
    assert.equal(lastDayOfMinority('2008-02-29'), '2026-02-27', 'a birthday on 29 February falls on the 28th')
    assert.equal(codeOf({ ...good, scopes: mandateScopes, items: null }, { scope: 'own' }), 'MANDATE_OF_OTHER_ACTS')
  })

  test('taking anything away from a mandate never makes it cover more', () => {
    const day = fc.integer({ min: 1, max: 28 }).map(of => `2026-03-${String(of).padStart(2, '0')}`)
    const item = fc.constantFrom('a', 'b', 'c')
    const mandates = fc.record({
      kind: fc.constantFrom(...mandateKinds),
      items: fc.option(fc.uniqueArray(item, { minLength: 1 })),
      scopes: fc.uniqueArray(fc.constantFrom(...mandateScopes), { minLength: 1 }),
      from: day,
      until: fc.option(day),
      represented: fc.boolean(),
    })
    fc.assert(
      fc.property(mandates, day, item, fc.constantFrom(...mandateScopes, 'own' as const), (given, on, asked, scope) => {
        const mandate: Mandate = { ...good, ...given }
        const ask = { ...question, on, item: asked, scope }
        const now = mandateVerdict(mandate, ask).granted
        assert.equal(now, standingOf(mandate, on).granted && coverOf(mandate, ask).granted)
        const less = [
          { ...mandate, endedOn: on, endedWhy: 'revoked' as const },
          { ...mandate, acceptedAt: null },
          { ...mandate, represented: false },
          { ...mandate, unconfirmed: true },
        ]
        for (const one of less) assert.equal(mandateVerdict(one, ask).granted, false)
        const fewer = { ...mandate, scopes: mandate.scopes.slice(0, -1), items: (mandate.items ?? ['a']).slice(0, -1) }
        if (mandateVerdict(fewer, ask).granted) assert.ok(now)
      }),
    )
  })
})
