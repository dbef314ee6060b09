import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

suite('台账的查阅 who may list a register', () => {
  test('what is known of a household in need is listed by those who help it and by supervision; to others it is not there (个人信息保护法6、34)', async () => {
    const asked = async (post: string, path: string, extra = {}) => {
      const answer = await gate.ask(path, { token: await gate.officer(post, extra) })
      return [answer.statusCode, answer.json().code]
    }
    for (const register of ['means', 'allowance']) {
      const path = `/api/registers/${register}`
      assert.deepEqual(await asked('review@210102-civil-affairs-bureau', path), [200, undefined])
      assert.deepEqual(await asked('acceptance@210102-approval-bureau', path), [404, 'REGISTER_UNKNOWN'])
      assert.deepEqual(
        await asked('acceptance@210102-approval-bureau', `${path}?household=H1`),
        [404, 'REGISTER_UNKNOWN'],
        'by its number either',
      )
      assert.deepEqual(
        await asked('acceptance@210102-approval-bureau', path, { scope: 'supervise' }),
        [200, undefined],
        'whoever watches over them sees them',
      )
    }
    assert.deepEqual(await asked('acceptance@210102-approval-bureau', '/api/registers/penalty'), [200, undefined])
  })
})
