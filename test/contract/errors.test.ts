import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { declaredRefusals } from '#kernel/refusal'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

suite('拒绝说明 what stands behind the type of a problem', () => {
  test('every declared refusal has its page, and nothing else has', async () => {
    for (const { code, status, title } of declaredRefusals()) {
      const answer = await gate.ask(`/errors/${code}`)
      assert.deepEqual([answer.statusCode, answer.json().code, answer.json().status], [200, code, status])
      assert.equal(answer.json().title.en, title)
    }
    assert.equal((await gate.ask('/errors/CASE_STALE')).json().title.zh, '您查看之后办件又有进展')
    assert.equal((await gate.ask('/errors/NO_SUCH_CODE')).statusCode, 404)
  })

  test('a problem says its title in Chinese to whoever prefers it', async () => {
    const title = async (language?: string) => {
      const answer = await gate.ask('/api/items/nothing', language ? { headers: { 'accept-language': language } } : {})
      assert.equal(answer.json().type, '/errors/ITEM_UNKNOWN')
      return answer.json().title
    }
    const [english, chinese] = ['There is no such item in force', '没有生效的这一事项']
    assert.deepEqual(
      await Promise.all([undefined, 'en', 'fr, *', 'en-GB, zh;q=0.8', 'zh;q=0'].map(title)),
      Array(5).fill(english),
    )
    assert.deepEqual(
      await Promise.all(['zh', 'zh-CN,zh;q=0.9,en;q=0.8', 'en;q=0.5, zh-Hans'].map(title)),
      Array(3).fill(chinese),
    )
  })
})
