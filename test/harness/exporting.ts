import assert from 'node:assert/strict'
import { composeCitizen } from '#kernel/code'
import type { PartyActor } from '#kernel/identity'
import type { TestGate } from './gate.ts'
import { unpackedSheet } from './spreadsheet.ts'

const organ = '210100-city-government'
export const registrar = `letter-registrar@${organ}`

export interface Applicant {
  readonly party: string
  readonly number: string
  readonly name: string
  readonly caseId: string
  readonly case: string
}

/** An export as its list shows it. */
export interface ExportShown {
  readonly id: string
  readonly number: number
  readonly status: string
  readonly why: string | null
  readonly cases: number | null
  readonly persons: number | null
  readonly taken: number
  readonly words: string
  readonly answer: { readonly post: string; readonly reasons: string } | null
}

let running = 300
const scope = 'cases.read cases.act cases.export'

/** 导出试办 Officers who take lists of cases out, and people in them; every request with a token of its own, for days go by. */
export function exporting(gate: TestGate) {
  const { house } = gate
  const { db, parties, cases, caseExports } = house.city
  const selfOf = (party: string): PartyActor => ({ kind: 'party', party, account: party })
  const token = (post: string, acr: 1 | 2 = 2) => gate.officer(post, { scope, acr })
  /** The case of the organ in which lists are wanted: the first that was opened. */
  let served = ''
  const declared = '沈政办〔2026〕5号'
  const wanted = (more: object = {}) => {
    const to = house.clock.today().toString()
    return {
      purpose: 'report',
      words: '统计上报本月的办件',
      ground: { case: served, declared },
      cases: { from: house.clock.today().with({ day: 1 }).toString(), to },
      columns: ['number', 'item', 'status', 'openedOn', 'name', 'identifier', 'phone'],
      ...more,
    }
  }
  const fileOf = async (id: string, post: string) =>
    gate.ask(`/api/exports/${id}/file`, { token: await token(post), headers: { accept: '*/*' } })
  const listed = async (path: string, post: string) => {
    const answer = await gate.ask(path, { token: await token(post) })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json().items as readonly ExportShown[]
  }

  return {
    token,
    declared,
    wanted,
    textOf: unpackedSheet,
    /** Somebody with number and telephone, and a request of his that the city handles. */
    async applicant(name: string, item = 'information-request'): Promise<Applicant> {
      const number = composeCitizen('210102', '19900307', String(running++))
      const { party } = await db.transaction(sql =>
        parties.register(sql, {
          ...{ kind: 'person', name },
          identifiers: [
            { scheme: 'citizen', value: number },
            { scheme: 'phone', value: `13800000${running}` },
          ],
        }),
      )
      const opened = await house.open({
        ...{ item, organ, channel: 'online', by: selfOf(party) },
        parties: [{ role: 'subject', party, unit: 'person' }],
        body: {
          fields: {
            'applicant.name': name,
            'contact.phone': '13800000001',
            'request.text': '申请公开示例文件',
            'request.form': 'electronic',
          },
          materials: { application: 'original' },
        },
      })
      served ||= opened.number
      return { party, number, name, caseId: opened.caseId, case: opened.number }
    },
    withdraw: ({ caseId, party }: Applicant) => cases.act({ caseId, verb: 'withdraw', body: {}, actor: selfOf(party) }),
    async asked(more: object = {}, post = registrar): Promise<{ readonly id: string; readonly number: number }> {
      const answer = await gate.ask('/api/exports', { token: await token(post), body: wanted(more) })
      assert.equal(answer.statusCode, 202, answer.body)
      return answer.json()
    },
    /** A worker's round; or of so many exports only. */
    work: (most?: number) => caseExports.work(most),
    own: (post = registrar) => listed('/api/exports', post),
    waiting: (post: string) => listed('/api/exports/waiting', post),
    async file(id: string, post = registrar): Promise<Buffer> {
      const answer = await fileOf(id, post)
      assert.equal(answer.statusCode, 200, answer.body)
      assert.match(String(answer.headers['content-disposition']), /^attachment; filename="export-\d+\.xlsx"$/)
      return answer.rawPayload
    },
    async codeOfFile(id: string, post = registrar): Promise<readonly [number, string]> {
      const answer = await fileOf(id, post)
      return [answer.statusCode, answer.statusCode === 200 ? '' : answer.json().code]
    },
    async answer(id: string, post: string, approve: boolean, reasons = '确为统计所需') {
      return gate.ask(`/api/exports/${id}/answer`, { token: await token(post), body: { approve, reasons } })
    },
    /** What was put on the trail of exports, by name. */
    trail: async () =>
      (
        await db.query<{ change: string }>(
          `select change from kernel.identity_changes where change like 'export-%' order by id`,
        )
      ).map(({ change }) => change),
  }
}
export type Exporting = ReturnType<typeof exporting>
