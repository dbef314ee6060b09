import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf } from '#hubs/application/access'
import { fileCutShort, fileKindRefused, mostLookedThrough, uploadRefusals } from '#hubs/data/upload'
import { beginningLength, fileMissing, fileTooLarge, mediaTypeOf, mediaTypes } from '#kernel/file'
import { fileReadRefused, makeFileReading } from './file-reading.ts'
import { keyReused } from './idempotency.ts'
import type { RouteNeeds } from './routes.ts'
import { strict, Uuid } from './words.ts'

/** The bytes as they come; refuses them as soon as they begin otherwise than the sender said. */
async function* watched(source: Readable, said: string, hash: Hash): AsyncGenerator<Buffer> {
  const begins = (head: Buffer): Buffer => {
    if (mediaTypeOf(head) !== said) throw fileKindRefused({ facts: { takes: mediaTypes } })
    return head
  }
  let head: Buffer | undefined = Buffer.alloc(0)
  try {
    // Whoever refuses in the middle still has to answer over this very connection.
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      hash.update(chunk)
      if (head === undefined) yield chunk
      else {
        head = Buffer.concat([head, chunk])
        if (head.length < beginningLength) continue
        yield begins(head)
        head = undefined
      }
    }
  } catch (cause) {
    if (source.errored || source.destroyed) throw fileCutShort({ cause })
    throw cause
  }
  if (head !== undefined) yield begins(head)
}

async function collected(source: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > most) throw fileTooLarge({ facts: { maxBytes: most } })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export interface FileNeeds extends RouteNeeds {
  /** Bytes of one file at most. */
  readonly maxBytes: number
}

/** 收发文件 Bytes come in before any step refers to them, and go out under a grant and a read record. */
export const fileRoutes: FastifyPluginAsyncTypebox<FileNeeds> = async (app, needs) => {
  const { uploads, idempotency, maxBytes } = needs
  const read = makeFileReading(needs)
  app.addContentTypeParser([...mediaTypes], async (_request: unknown, payload: Readable) => payload)

  app.post(
    '/files',
    {
      schema: { response: { 201: Type.Object({ file: Uuid, size: Type.Integer() }, strict) } },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          takes: mediaTypes,
          says: 'Send in a file; until an act refers to it, within a week, it is yours alone',
          refuses: [...uploadRefusals, fileTooLarge, keyReused],
        },
      },
    },
    async (request, reply) => {
      const { actor } = callerOf(request)
      const owner = actor.kind === 'officer' ? actor.person : actor.party
      const source: unknown = request.body
      // Whatever is left unread when this is refused must not be taken for the next request.
      if (!(source instanceof Readable)) throw fileKindRefused({ facts: { takes: mediaTypes } })
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const said = String(request.headers['content-type']).split(';', 1)[0]!.trim().toLowerCase()
      const hash = createHash('sha256')
      const bytes = watched(source, said, hash)
      const party = actor.kind === 'party' ? actor.party : undefined
      const wanted = { owner, party, takes: mediaTypes, maxBytes }
      await uploads.mustFit(owner, 0)
      const taken =
        said === 'video/mp4'
          ? await uploads.takeStream(bytes, wanted, said)
          : await uploads.take(await collected(bytes, Math.min(maxBytes, mostLookedThrough)), wanted)
      const write = { actor, key, said: ['POST /files', said, hash.digest('base64')] }
      let used = false
      try {
        const { answer, repeated } = await idempotency.once(write, async sql => {
          const { file, size } = await taken.record(sql)
          return { file, size }
        })
        used = !repeated
        return reply.code(201).send(answer)
      } finally {
        if (!used) await taken.drop()
      }
    },
  )

  app.get(
    '/files/:file',
    {
      schema: { params: Type.Object({ file: Uuid }, strict) },
      config: {
        words: {
          access: ['cases.read', 'cases.act'],
          says: 'A file: your own, or one of a case you handle; the reading is recorded',
          refuses: [fileMissing, fileReadRefused],
          produces: 'application/octet-stream',
        },
      },
    },
    async (request, reply) => {
      const { size, mediaType, original, bytes } = await read(callerOf(request), request.params.file)
      reply.header('content-disposition', 'attachment').header('cache-control', 'no-store')
      if (original !== null) reply.header('x-file-original', original)
      return reply
        .type('application/octet-stream')
        .header('content-length', size)
        .header('x-file-type', mediaType)
        .send(bytes)
    },
  )
}
