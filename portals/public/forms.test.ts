import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { formForeign, mustComeFromHere } from './forms.ts'

const here = { protocol: 'https', host: 'power.city.example' } as const
const taken = (headers: Readonly<Record<string, string>>): boolean => {
  try {
    mustComeFromHere({ ...here, headers })
    return true
  } catch (fault) {
    assert.equal((fault as { code?: string }).code, formForeign.code)
    return false
  }
}

suite('来源 from which page a form was sent', () => {
  test('from a page of this very host and protocol, and of no other', () => {
    assert.ok(taken({ origin: 'https://power.city.example' }))
    for (const origin of [
      'http://power.city.example',
      'https://power.city.example:8443',
      'https://evil.example',
      'https://power.city.example.evil.example',
      'https://evil@power.city.example',
      'power.city.example',
      '',
    ])
      assert.ok(!taken({ origin }), origin)
    assert.ok(!taken({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }), 'what is said counts')
  })

  test('a browser that keeps the page back says at least whether it was ours; one that says nothing is believed nothing', () => {
    assert.ok(taken({ 'sec-fetch-site': 'same-origin' }))
    assert.ok(taken({ origin: 'null', 'sec-fetch-site': 'same-origin' }))
    for (const site of ['same-site', 'cross-site', 'none']) {
      assert.ok(!taken({ 'sec-fetch-site': site }), site)
      assert.ok(!taken({ origin: 'null', 'sec-fetch-site': site }), site)
    }
    assert.ok(!taken({}))
    assert.ok(!taken({ origin: 'null' }))
  })
})
