import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { composeCitizen } from '#kernel/code'
import type { TestGate } from './gate.ts'
import { openVisitor, type Visitor } from './visitor.ts'

export const password = '青山不改绿水 2026'

let running = 0

/** Somebody with a number of his own, whom the counter knows. */
export async function knownPerson({ house }: TestGate): Promise<{ readonly number: string; readonly party: string }> {
  const number = composeCitizen('210102', '19900307', String(100 + running++))
  const { parties, db } = house.city
  const { party } = await db.transaction(sql =>
    parties.register(sql, { kind: 'person', name: '示例公民', identifiers: [{ scheme: 'citizen', value: number }] }),
  )
  return { number, party }
}

/** The codes a page shows once. */
export const codesIn = (body: string): readonly string[] =>
  [...body.matchAll(/<code>([a-z2-9]{5}-[a-z2-9]{5})<\/code>/g)].map(([, code]) => code!)

/** Somebody whose account was opened at the counter: his number, and the printed codes he went home with. */
export async function openPerson(gate: TestGate, phone?: string) {
  const { number, party } = await knownPerson(gate)
  const token = await gate.officer('acceptance@210102-approval-bureau')
  const given = await gate.ask('/api/accounts', { token, body: { party, number, ...(phone && { phone }) } })
  assert.equal(given.statusCode, 200, given.body)
  const { code, account } = given.json() as { code: string; account: string }
  const visitor = openVisitor(gate.app)
  await visitor.get('/sign-in/activate')
  const activated = await visitor.send('/sign-in/activate', { number, code, password, again: password })
  assert.equal(activated.statusCode, 200, activated.body)
  return { number, party, account, codes: codesIn(activated.body) }
}

/** Both steps, in this browser. */
export async function signInBy(
  visitor: Visitor,
  name: string,
  code: string,
  typed = password,
): Promise<LightMyRequestResponse> {
  await visitor.get('/sign-in')
  const second = await visitor.send('/sign-in', { name, password: typed })
  assert.match(second.body, /<h1>输入一次性码<\/h1>/)
  return visitor.send('/sign-in/code', { code })
}
