import assert from 'node:assert/strict'
import { composeCitizen } from '#kernel/code'
import type { PartyActor } from '#kernel/identity'
import type { TestGate } from './gate.ts'

export const item = 'information-request'

export interface Person {
  readonly party: string
  readonly number: string
  readonly name: string
}

let running = 0

export const self = ({ party }: Pick<Person, 'party'>): PartyActor => ({ kind: 'party', party, account: party })

/** What the gate refused for. */
export const reasonsIn = (answer: { json(): { reasons?: readonly { code: string }[] } }): readonly string[] =>
  (answer.json().reasons ?? []).map(({ code }) => code)

/** A request for information, as somebody hands it in for this person. */
export const requestOf = (principal: string) => ({
  item,
  organ: '210100-city-government',
  verb: 'submit',
  start: 'application',
  channel: 'online',
  parties: [{ role: 'subject', party: principal, unit: 'person' }],
  body: {
    fields: {
      'applicant.name': '示例母亲',
      'contact.phone': '13800000001',
      'request.text': '某路段停车泊位设置方案',
      'request.form': 'electronic',
    },
    materials: { application: 'original' },
  },
})

/** 授权关系 People of one gate, and the mandates among them. */
export const mandatesAt = (gate: TestGate) => ({
  async person(name: string, birth = '19500307'): Promise<Person> {
    const number = composeCitizen('210102', birth, String(100 + running++))
    const { parties, db } = gate.house.city
    const identifiers = [{ scheme: 'citizen', value: number }] as const
    const { party } = await db.transaction(sql => parties.register(sql, { kind: 'person', name, identifiers }))
    return { party, number, name }
  },

  /** Given by the one, taken up by the other. */
  async mandate(from: Person, to: Person, more: object = {}): Promise<string> {
    const { db, mandates, clock } = gate.house.city
    const terms = {
      items: [item],
      scopes: ['apply'] as const,
      from: clock.today().toString(),
      until: '2026-06-30',
      ...more,
    }
    return db.transaction(async sql => {
      const id = await mandates.give(sql, self(from), { principal: from.party, to, ...terms })
      await mandates.accept(sql, self(to), id, to.party, [to])
      return id
    })
  },

  tokenOf: (agent: Person, id: string): Promise<string> => gate.party(agent.party, { mandate: id }),

  async opened(token: string, principal: string): Promise<string> {
    const answer = await gate.ask('/api/cases', { token, body: requestOf(principal) })
    assert.equal(answer.statusCode, 201, answer.body)
    return answer.json().number
  },
})
