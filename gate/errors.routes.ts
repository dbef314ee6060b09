import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { parse } from 'yaml'
import { declaredRefusals } from '#kernel/refusal'
import { type Problem, routeUnknown } from './problem.ts'

const strict = { additionalProperties: false } as const

/** 拒绝的标题 Chinese titles of refusals by code; what has none keeps its English one. */
export type RefusalTitles = ReadonlyMap<string, string>

export const readRefusalTitles = (folder: string): RefusalTitles =>
  new Map(Object.entries(parse(readFileSync(join(folder, 'refusals.zh-CN.yaml'), 'utf8')) as Record<string, string>))

/** Whether the caller would rather read Chinese: named in `Accept-Language`, before English. */
function prefersChinese(request: Pick<FastifyRequest, 'headers'>): boolean {
  const weights = (request.headers['accept-language'] ?? '').split(',').map(part => {
    const [tag = '', ...rest] = part.trim().split(/\s*;\s*/)
    const weight = rest.find(one => one.startsWith('q='))?.slice(2)
    return { language: tag.slice(0, 2).toLowerCase(), weight: weight === undefined ? 1 : Number(weight) || 0 }
  })
  const first = weights
    .filter(({ language }) => language === 'zh' || language === 'en')
    .sort((a, b) => b.weight - a.weight)[0]
  return first !== undefined && first.language === 'zh' && first.weight > 0
}

/** The problem with its title in the caller's language. */
export const titled = (problem: Problem, request: Pick<FastifyRequest, 'headers'>, titles: RefusalTitles): Problem => {
  const chinese = prefersChinese(request) ? titles.get(problem.code) : undefined
  return chinese === undefined ? problem : { ...problem, title: chinese }
}

/** 拒绝说明 What stands behind the `type` of a problem (RFC 9457 §3.1.1): its code, status, and title in both languages. */
export const errorRoutes: FastifyPluginAsyncTypebox<{ readonly titles: RefusalTitles }> = async (app, { titles }) => {
  app.get(
    '/errors/:code',
    {
      schema: {
        params: Type.Object({ code: Type.String({ pattern: '^[A-Z][A-Z0-9_]{0,63}$' }) }, strict),
        response: {
          200: Type.Object(
            {
              code: Type.String(),
              status: Type.Integer(),
              title: Type.Object({ zh: Type.Union([Type.String(), Type.Null()]), en: Type.String() }, strict),
            },
            strict,
          ),
        },
      },
      config: {
        words: { access: 'public', says: 'What a refusal means, by its permanent code', refuses: [routeUnknown] },
      },
    },
    (request, reply) => {
      const found = declaredRefusals().find(({ code }) => code === request.params.code)
      if (!found) throw routeUnknown()
      const { code, status, title } = found
      reply.header('cache-control', 'max-age=300')
      return { code, status, title: { zh: titles.get(code) ?? null, en: title } }
    },
  )
}
