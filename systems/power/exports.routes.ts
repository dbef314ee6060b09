import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import {
  caseColumns,
  exportAnswered,
  exportExpired,
  exportNotReady,
  exportOfOne,
  exportPurposes,
  exportsTooMany,
  exportTakenOften,
  exportUnknown,
  partyColumns,
} from '#hubs/data/export'
import { bodyInvalid, caseNotFound } from '#kernel/case'
import { exportGroundWrong, exportNeedMissing, exportPeriodWrong } from './case-exports.ts'
import { readingRefused } from './details.ts'
import { exportClearForbidden, sheetType } from './export-making.ts'
import { exportCaseClosed, exportCaseMissing } from './export-reading.ts'
import { keyReused } from './idempotency.ts'
import type { RouteNeeds } from './routes.ts'
import { CaseNumber, IsoDate, Key, OrganId, strict, Uuid } from './words.ts'

const written = (minLength: number, maxLength: number) => Type.String({ minLength, maxLength, pattern: '\\S' })
const one = <Word extends string>(words: readonly Word[]) => Type.Enum([...words])

const Asked = Type.Object(
  {
    purpose: one(Object.keys(exportPurposes) as (keyof typeof exportPurposes)[]),
    words: Type.String({ ...written(5, 500), description: 'in the officer’s own words: what the list is for' }),
    ground: Type.Object(
      {
        // Asked of every purpose; left out it is refused in words, not as a form that does not fit.
        case: Type.Optional(CaseNumber),
        declared: Type.Optional(
          Type.String({
            ...written(2, 200),
            description: 'the document that a report, an inspection or a handing over stands on',
          }),
        ),
      },
      {
        ...strict,
        description: 'the open case in which the list is wanted, and the document where the purpose has one',
      },
    ),
    cases: Type.Object(
      {
        item: Type.Optional(Key),
        organ: Type.Optional(OrganId),
        status: Type.Optional(Type.Enum(['open', 'ended'])),
        from: IsoDate,
        to: IsoDate,
      },
      { ...strict, description: 'those opened within these days, as far as the caller may see them' },
    ),
    columns: Type.Array(one([...caseColumns, ...partyColumns]), { minItems: 1, maxItems: 11, uniqueItems: true }),
    clear: Type.Optional(
      Type.Array(one(partyColumns), { maxItems: 3, uniqueItems: true, description: 'columns that are not masked' }),
    ),
    need: Type.Optional(Type.String({ ...written(5, 500), description: 'why they must not be masked' })),
  },
  strict,
)
const ById = Type.Object({ export: Uuid }, strict)
const Added = Type.Object({ id: Uuid, number: Type.Integer() }, strict)
const access = ['cases.export'] as const

/** 导出 A list of cases as a spreadsheet: asked for with purpose and case, answered by a second person where it names many, taken within a day. */
export const exportRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { caseExports, idempotency }) => {
  app.get(
    '/exports',
    {
      config: { words: { access, says: 'The caller’s own exports, the latest first', refuses: [officersOnly] } },
    },
    async request => ({ items: await caseExports.own(officerOf(request)) }),
  )

  app.get(
    '/exports/waiting',
    {
      config: {
        words: {
          access,
          says: 'Exports of the caller’s organ that wait for somebody in another post than who asked',
          refuses: [officersOnly],
        },
      },
    },
    async request => ({ items: await caseExports.waiting(officerOf(request)) }),
  )

  app.post(
    '/exports',
    {
      schema: { body: Asked, response: { 202: Added } },
      config: {
        words: {
          access,
          write: true,
          stepUp: true,
          says: 'Ask for a list of cases, for an open case: masked, made by a worker, kept for a day; beyond a thousand persons it waits for a second person',
          refuses: [
            ...[bodyInvalid, officersOnly, caseNotFound, readingRefused, keyReused, exportsTooMany],
            ...[exportGroundWrong, exportCaseMissing, exportCaseClosed, exportNeedMissing, exportClearForbidden],
            exportPeriodWrong,
          ],
        },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const actor = officerOf(request)
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const write = { actor, key, said: ['POST /exports', actor.post, request.body] }
      const { answer } = await idempotency.once(write, sql => caseExports.ask(sql, { ...caller, actor }, request.body))
      return reply.code(202).send(answer)
    },
  )

  app.post(
    '/exports/:export/answer',
    {
      schema: {
        params: ById,
        body: Type.Object({ approve: Type.Boolean(), reasons: written(2, 500) }, strict),
        response: { 200: Type.Object({ id: Uuid }, strict) },
      },
      config: {
        words: {
          access,
          write: true,
          stepUp: true,
          says: 'Say with reasons whether an export that names many may go out; never by who asked, nor in his post',
          refuses: [bodyInvalid, officersOnly, keyReused, exportUnknown, exportOfOne, exportAnswered],
        },
      },
    },
    async request => {
      const actor = officerOf(request)
      const { export: id } = request.params
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const write = { actor, key, said: ['POST /exports/answer', id, request.body] }
      return (await idempotency.once(write, sql => caseExports.answer(sql, actor, id, request.body))).answer
    },
  )

  app.get(
    '/exports/:export/file',
    {
      schema: { params: ById },
      config: {
        words: {
          access,
          stepUp: true,
          says: 'The file, within a day of its making; every taking is counted, and shown to everybody it tells of',
          refuses: [
            ...[officersOnly, exportUnknown, exportNotReady, exportExpired, exportTakenOften],
            ...[exportCaseMissing, exportCaseClosed, readingRefused],
          ],
          produces: sheetType,
        },
      },
    },
    async (request, reply) => {
      const { number, size, bytes } = await caseExports.take(officerOf(request), request.params.export)
      reply
        .header('content-disposition', `attachment; filename="export-${number}.xlsx"`)
        .header('cache-control', 'no-store')
      return reply.type(sheetType).header('content-length', size).send(Readable.from(bytes))
    },
  )
}
