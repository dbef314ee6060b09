import type { FastifyPluginAsync } from 'fastify'
import { fileKinds } from '../apply/needs.ts'
import { words } from '../asking.ts'
import { type Door, isUuid } from '../citizen.ts'
import type { MineNeeds } from './needs.ts'

const nobody = '00000000-0000-0000-0000-000000000000'

/** 我的文件 What one has sent in oneself, to be saved and opened on one's own device: under an address of its own, never shown within a page. */
export const makeFileRoutes =
  ({ file }: Pick<MineNeeds, 'file'>, door: Door): FastifyPluginAsync =>
  async app => {
    app.get('/files/:file', { config: words('a file one has sent in') }, async (request, reply) => {
      const visit = await door.look(request, reply)
      if (!visit) return reply
      const { file: wanted } = request.params as { file: string }
      const { size, mediaType, bytes } = await file(visit.person, isUuid(wanted) ? wanted : nobody)
      const [ending = 'bin'] = Object.entries(fileKinds).find(([, type]) => type === mediaType) ?? []
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${wanted}.${ending}"`)
        .header('content-length', size)
        .send(bytes)
    })
  }
