import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { refusal } from '#kernel/refusal'
import type { TrailReader } from '#kernel/trail'
import { strict } from './words.ts'

export const trailFileUnknown = refusal('TRAIL_FILE_UNKNOWN', 404, 'The log has no such file')

/** 轨迹文件 Checkpoints and tiles after C2SP tlog-tiles, for anybody; the entries are for auditors. */
export const trailRoutes: FastifyPluginAsyncTypebox<{ readonly trail: TrailReader }> = async (app, { trail }) => {
  app.get(
    '/trail/*',
    {
      schema: { params: Type.Object({ '*': Type.String({ maxLength: 100, pattern: '^[0-9a-z/.]+$' }) }, strict) },
      config: {
        words: {
          access: 'public',
          says: 'Files of the log: <n>/checkpoint, <n>/tile/…',
          produces: 'application/octet-stream',
          hidden: true,
        },
      },
    },
    async (request, reply) => {
      const auditor = request.caller?.scopes.has('audit') === true
      const file = await trail.files.get(request.params['*'], { auditor })
      if (!file) throw trailFileUnknown()
      return reply.type(file.contentType).header('cache-control', file.cache).send(file.bytes)
    },
  )
}
