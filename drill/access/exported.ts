import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { City } from '../../main.ts'
import { unpackedSheet } from '../../test/harness/spreadsheet.ts'
import type { Asker } from './asking.ts'

/** 导出的清单 Everything that stands in the list of ended cases an officer takes out for an open one, columns of people too; nothing where there is none. */
export async function exportedBy(
  app: FastifyInstance,
  { token = '' }: Asker,
  { caseExports, clock }: Pick<City, 'caseExports' | 'clock'>,
  serves: string,
): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID(), accept: '*/*' }
  const to = clock.today()
  const payload = {
    purpose: 'report',
    words: '演练：汇总已办结的办件',
    ground: { case: serves, declared: '演练方案' },
    cases: { from: to.subtract({ days: 30 }).toString(), to: to.toString(), status: 'ended' },
    columns: ['number', 'item', 'name', 'identifier', 'phone'],
  }
  const asked = await app.inject({ method: 'POST', url: '/api/exports', headers, payload })
  await caseExports.work()
  if (asked.statusCode !== 202) throw new Error(`an export was not taken: ${asked.body}`)
  const { id = '' } = asked.json() as { readonly id?: string }
  const file = await app.inject({ method: 'GET', url: `/api/exports/${id}/file`, headers })
  return file.statusCode === 200 ? unpackedSheet(file.rawPayload) : ''
}
