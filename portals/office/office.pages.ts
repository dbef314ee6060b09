import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { refusal } from '#kernel/refusal'
import { type Asset, asset, type Bundle, readBundle } from './bundle.ts'
import { deskPolicy, type ShellFacts, shellPage } from './shell.ts'
import { type DeskWords, languageOf } from './words.ts'

/** 坐席 Who sits at this browser, as the desk needs it. */
export interface DeskSeat {
  readonly session: string
  readonly person: string
  readonly post: string | null
  readonly csrf: string
}

/** 岗位 A post that the officer holds today. */
export interface PostHeld {
  readonly id: string
  readonly name: string
  readonly organ: string
  readonly organName: string
}

export interface OfficeNeeds {
  readonly words: DeskWords
  readonly demo: boolean
  /** The officer signed in by this `Cookie`; undefined for nobody, and for a person who is no officer. */
  readonly seated: (cookie: string | undefined) => Promise<DeskSeat | undefined>
  readonly nameOf: (person: string) => Promise<string>
  readonly postsOf: (person: string) => Promise<readonly PostHeld[]>
  readonly takePost: (session: string, post: string) => Promise<void>
  readonly today: () => string
  /** The list of colours, sizes and type that both skins are made from. */
  readonly tokens: string
}

export const assetUnknown = refusal('ASSET_UNKNOWN', 404, 'There is no such file of the desk')
export const postNotTaken = refusal('POST_NOT_TAKEN', 403, 'This post cannot be taken')

const words = (says: string, produces: string) =>
  ({ words: { access: 'public', says, produces, hidden: true } }) as const
const forever = 'public, max-age=31536000, immutable'

const sheets = (tokens: string): string =>
  [
    tokens,
    ...readdirSync(join(import.meta.dirname, 'desk/style'))
      .sort()
      .map(name => readFileSync(join(import.meta.dirname, 'desk/style', name), 'utf8')),
  ].join('\n')

const takesZipped = ({ headers }: FastifyRequest): boolean => /\bgzip\b/.test(headers['accept-encoding'] ?? '')

function sendAsset(request: FastifyRequest, reply: FastifyReply, { type, bytes, zipped }: Asset): FastifyReply {
  reply.type(type).header('cache-control', forever).header('vary', 'accept-encoding')
  return takesZipped(request) ? reply.header('content-encoding', 'gzip').send(zipped) : reply.send(bytes)
}

/** A write of the desk's own shell: with the session's token, from a page of this host. */
function isOwn({ headers, host }: FastifyRequest, csrf: string): boolean {
  const [given, right] = [Buffer.from(String(headers['x-csrf'] ?? '')), Buffer.from(csrf)]
  const { origin } = headers
  return (
    given.length === right.length &&
    timingSafeEqual(given, right) &&
    origin !== undefined &&
    URL.canParse(origin) &&
    new URL(origin).host === host
  )
}

/** 坐席页面 The officers' desk: one shell for every address below /office/, and its files. */
export function makeOfficePages(needs: OfficeNeeds): FastifyPluginAsync {
  let bundle: Bundle | undefined
  const style = sheets(needs.tokens)
  const styleName = `desk-${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`
  const styleAsset = asset(styleName, Buffer.from(style))
  const built = (): Bundle => (bundle ??= readBundle())

  async function shell(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const seat = await needs.seated(request.headers.cookie)
    if (!seat) {
      const to = new URLSearchParams({ to: request.url.split('?', 1)[0]! })
      return reply.code(303).header('location', `/sign-in?${to}`).send()
    }
    const { script, ahead } = built()
    const language = languageOf(request.headers.cookie, request.headers['accept-language'])
    const [name, posts] = await Promise.all([needs.nameOf(seat.person), needs.postsOf(seat.person)])
    const nonce = randomBytes(16).toString('base64')
    const facts: ShellFacts = {
      ...{ language, csrf: seat.csrf, name, posts, post: seat.post, today: needs.today(), demo: needs.demo, nonce },
      words: needs.words[language],
    }
    const page = shellPage(facts, { script, ahead, style: styleName })
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', deskPolicy(nonce))
      .header('vary', 'accept-language, accept-encoding, cookie')
      .header('cache-control', 'no-store')
    return takesZipped(request) ? reply.header('content-encoding', 'gzip').send(gzipSync(page)) : reply.send(page)
  }

  return async app => {
    app.get('/office', { config: words('the desk', 'text/html') }, (_request, reply) =>
      reply.code(303).header('location', '/office/').send(),
    )
    app.get<{ Params: { name: string } }>(
      '/office/assets/:name',
      { config: words('a file of the desk', '*/*') },
      async (request, reply) => {
        const { name } = request.params
        const found = name === styleName ? styleAsset : built().assets.get(name)
        if (!found) throw assetUnknown()
        return sendAsset(request, reply, found)
      },
    )
    app.post<{ Body: { post?: unknown } }>(
      '/office/post',
      { config: words('take a post for this session', 'application/json') },
      async (request, reply) => {
        const seat = await needs.seated(request.headers.cookie)
        if (!seat || !isOwn(request, seat.csrf)) throw postNotTaken({ remedy: 'Load the page again.' })
        const post = request.body?.post
        const held = await needs.postsOf(seat.person)
        if (typeof post !== 'string' || !held.some(({ id }) => id === post)) throw postNotTaken()
        await needs.takePost(seat.session, post)
        return reply.code(204).send()
      },
    )
    app.get('/office/*', { config: words('the desk', 'text/html') }, shell)
  }
}
