import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { after, before, mock, suite, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import { composeCitizen } from '#kernel/code'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { openPerson, password } from '../harness/person.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

let gate: TestGate
let there: string
const absent = composeCitizen('210102', '19900307', '970')

/** 计工 What a request costs, counted: hashes of passwords, and statements by their name. A clock would tell of the machine as well. */
let hashes = 0
const asked: string[] = []
const hook = createHook({
  init: (_id, type) => {
    if (type === 'SCRYPTREQUEST') hashes++
  },
})

before(async () => {
  gate = await openTestGate()
  there = (await openPerson(gate, '13800000001')).number
  hook.enable()
  const { query } = pg.Client.prototype
  mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...given: Parameters<typeof query>) {
    const [config] = given as readonly unknown[]
    const { name, text } = (typeof config === 'string' ? { text: config } : config) as { name?: string; text?: string }
    asked.push(name ?? String(text).split(/\s/, 1)[0]!)
    return Reflect.apply(query, this, given)
  })
})
after(async () => {
  mock.restoreAll()
  hook.disable()
  await gate?.close()
})

/** What nobody waits for: that somebody was refused stands in the owner’s record, after the answer. And what the first press of a day makes room for. */
const afterwards = new Set(['signIn.addRecord', 'power.keepDays'])

interface Step {
  readonly status: number
  readonly said: string
  readonly hashes: number
  readonly asked: readonly string[]
}

/** Goes through these pages for a number, and says what each answered and cost. */
async function walked(number: string, ways: readonly Way[]): Promise<readonly Step[]> {
  gate.house.clock.advance({ hours: 2 })
  const visitor = openVisitor(gate.app)
  const steps: Step[] = []
  for (const way of ways) {
    hashes = 0
    asked.length = 0
    const { statusCode, body, headers } = await way(visitor, number)
    steps.push({
      status: statusCode,
      said: [String(headers.location ?? ''), body]
        .join('\n')
        .replaceAll(number, '…')
        .replaceAll(
          /value="[A-Za-z0-9_-]{43}"|name="key" value="[0-9a-f-]{36}"|nonce="[^"]+"|"challenge":"[^"]+"/g,
          '',
        ),
      hashes,
      asked: asked.filter(name => !afterwards.has(name)).sort(),
    })
    await gate.house.city.signIn.close()
  }
  return steps
}
type Way = (visitor: Visitor, number: string) => Promise<LightMyRequestResponse>

const post =
  (path: string, fields: (number: string) => Readonly<Record<string, string>>): Way =>
  (visitor, number) =>
    visitor.send(path, fields(number))
const get =
  (path: string): Way =>
  visitor =>
    visitor.get(path)
const given = { kind: 'printed', code: 'aaaaa-aaaaa' }
const ways: Readonly<Record<string, readonly Way[]>> = {
  登录: [
    get('/sign-in'),
    post('/sign-in', name => ({ name, password: '别的口令 2026' })),
    post('/sign-in/message', () => ({})),
    post('/sign-in/code', () => ({ code: '123456' })),
    post('/sign-in/code', () => ({ code: 'aaaaa-aaaaa' })),
  ],
  '登录，口令对': [get('/sign-in'), post('/sign-in', name => ({ name, password }))],
  启用: [
    get('/sign-in/activate'),
    post('/sign-in/activate', number => ({ number, code: 'a'.repeat(15), password, again: password })),
  ],
  注册: [
    get('/sign-in/register'),
    post('/sign-in/register', number => ({
      ...{ name: '示例公民', number, credential: '000000', password, again: password },
    })),
  ],
  恢复: [
    get('/sign-in/recover'),
    post('/sign-in/recover', number => ({ number })),
    post('/sign-in/recover/proof', number => ({ number, ...given })),
    post('/sign-in/recover/message', number => ({ number, given: 'printed' })),
    post('/sign-in/recover/proof', number => ({ number, kind: 'phone', code: '000000', given: 'printed' })),
  ],
  撤销恢复: [
    get('/sign-in/recover/cancel'),
    post('/sign-in/recover/cancel', number => ({ number, code: 'a'.repeat(15) })),
  ],
}

suite('查不出有没有账户 nobody learns here whether a number has an account', () => {
  for (const [what, steps] of Object.entries(ways))
    test(`${what}: the same text, the same status, the same work`, async () => {
      // Once beforehand: what is asked for the first time is asked once more to be kept.
      await walked(there, steps)
      const [known, unknown] = [await walked(there, steps), await walked(absent, steps)]
      assert.deepEqual(unknown, known)
      assert.ok(known.some(({ asked: statements }) => statements.length > 0))
    })

  test('every password that is typed is hashed, whoever’s it is', async () => {
    for (const number of [there, absent]) {
      const [, second] = await walked(number, ways['登录']!)
      assert.equal(second!.hashes, 1)
    }
  })
})
