import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { LightMyRequestResponse } from 'fastify'
import { composeCitizen } from '#kernel/code'
import { codeAt, stepOf } from '../../hubs/application/sign-in/one-time-code.ts'
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
  const token = await gate.officer('acceptance@210102-approval-bureau', { acr: 2 })
  const given = await gate.ask('/api/accounts', {
    token,
    body: { party, number, document: 'identity-card', ...(phone && { phone }) },
  })
  assert.equal(given.statusCode, 200, given.body)
  const { code, account } = given.json() as { code: string; account: string }
  const visitor = openVisitor(gate.app)
  await visitor.get('/sign-in/activate')
  const activated = await visitor.send('/sign-in/activate', { number, code, password, again: password })
  assert.equal(activated.statusCode, 200, activated.body)
  return { number, party, account, codes: codesIn(activated.body) }
}

/** An administrator of one kind, who holds no post: a person of his own, made once for each gate and kind. */
export async function administratorOf({ house }: TestGate, kind: 'system' | 'security' | 'audit'): Promise<string> {
  const { identity, db, clock } = house.city
  const by = { kind: 'system', name: 'test' } as const
  const appointed = await db.transaction(async sql => {
    const officer = { personnelNumber: `A-${kind}`, name: '示例管理员', from: '2026-01-01' }
    const person = await identity.recordPerson(sql, by, officer)
    await identity.appointAdministrator(sql, by, { person, kind, from: clock.today().toString() })
    return person
  })
  // Admission may look at a directory that is a quarter of a second old.
  await setTimeout(300)
  return appointed
}

/** An officer of the city whose account the security administrator opened: what he types, and the secret of his token. */
export async function openOfficer(gate: TestGate, post: string, nth = 1) {
  const { person } = await gate.house.officer(post, nth)
  return openOfficerAccount(gate, person)
}
export async function openOfficerAccount(gate: TestGate, person: string) {
  const security = await administratorOf(gate, 'security')
  const token = await gate.issuer.mint({ sub: security, administrator: 'security', scope: 'administer', acr: 2 })
  const given = await gate.ask('/api/administration/accounts', { token, body: { person } })
  assert.equal(given.statusCode, 200, given.body)
  const { code } = given.json() as { code: string }
  const number = (await gate.house.city.identity.directory()).person(person)!.personnelNumber
  const visitor = openVisitor(gate.app)
  await visitor.get('/sign-in/activate')
  const activated = await visitor.send('/sign-in/activate', { number, code, password, again: password })
  const secret = /<code>([A-Z2-7 ]{20,})<\/code>/.exec(activated.body)?.[1]?.replaceAll(' ', '')
  assert.ok(secret, activated.body)
  return { person, number, secret }
}

/** The code an authenticator shows now; half a minute is over first, for a code is good once. */
export function codeOf({ house }: TestGate, secret: string): string {
  house.clock.advance({ seconds: 30 })
  const bits = [...secret]
    .map(sign => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  return codeAt(bytes, stepOf(house.clock.now()))
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
