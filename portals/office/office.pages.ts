import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { refusal } from '#kernel/refusal'
import { asset, type Bundle, readBundle } from './bundle.ts'
import { deskPolicy, type ShellFacts, shellPage } from './shell.ts'
import { type DeskWords, languageOf, languages } from './words.ts'

/** 坐席 Who sits at this browser, as the desk needs it. */
export interface DeskSeat {
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
  /** 督察 The organ supervises the others. */
  readonly supervises: boolean
  /** 窗口岗位 It stands at a counter: accounts and mandates by document are its work alone. */
  readonly counter: boolean
}

export interface OfficeNeeds {
  readonly words: DeskWords
  readonly demo: boolean
  /** The officer signed in by this `Cookie`; undefined for nobody, and for a person who is no officer. */
  readonly seated: (cookie: string | undefined) => Promise<DeskSeat | undefined>
  readonly nameOf: (person: string) => Promise<string>
  readonly postsOf: (person: string) => Promise<readonly PostHeld[]>
  readonly today: () => string
  /** The list of colours, sizes and type that both skins are made from. */
  readonly tokens: string
}

export const assetUnknown = refusal('ASSET_UNKNOWN', 404, 'There is no such file of the desk')

/** The desk's page holds its officer's token, and nothing of its address: no length of it tells anything. */
const words = (says: string, produces: string) =>
  ({ words: { access: 'public', says, produces, hidden: true, zipped: true } }) as const
const forever = 'public, max-age=31536000, immutable'

const sheets = (tokens: string): string =>
  [
    tokens,
    ...readdirSync(join(import.meta.dirname, 'desk/style'))
      .sort()
      .map(name => readFileSync(join(import.meta.dirname, 'desk/style', name), 'utf8')),
  ].join('\n')

/** 三员 An administrator stands in a post of no organ. */
const administratorIn = (post: string): ShellFacts['administers'] =>
  (['system', 'security', 'audit'] as const).find(kind => post === `administration/${kind}`) ?? null

/** 坐席页面 The officers' desk: one shell for every address below /office/, and its files. */
export function makeOfficePages(needs: OfficeNeeds): FastifyPluginAsync {
  let bundle: Bundle | undefined
  const style = sheets(needs.tokens)
  const styleName = `desk-${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`
  const styleAsset = asset(styleName, Buffer.from(style))
  const built = (): Bundle => (bundle ??= readBundle())

  async function shell(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const chosen = languages.find(one => one === (request.query as { lang?: unknown }).lang)
    if (chosen !== undefined)
      return reply
        .code(303)
        .header('set-cookie', `desk-language=${chosen}; Path=/office; HttpOnly; SameSite=Lax; Max-Age=31536000`)
        .header('location', request.url.split('?', 1)[0]!)
        .send()
    const seat = await needs.seated(request.headers.cookie)
    if (!seat) {
      const to = new URLSearchParams({ to: request.url.split('?', 1)[0]! })
      return reply.code(303).header('location', `/sign-in?${to}`).send()
    }
    if (seat.post === null) {
      const to = new URLSearchParams({ to: request.url.split('?', 1)[0]! })
      return reply.code(303).header('location', `/sign-in/post?${to}`).send()
    }
    const { script, ahead } = built()
    const language = languageOf(request.headers.cookie, request.headers['accept-language'])
    const [name, posts] = await Promise.all([needs.nameOf(seat.person), needs.postsOf(seat.person)])
    const nonce = randomBytes(16).toString('base64')
    const facts: ShellFacts = {
      ...{
        language,
        csrf: seat.csrf,
        person: seat.person,
        name,
        posts,
        post: seat.post,
        administers: administratorIn(seat.post),
        today: needs.today(),
        demo: needs.demo,
        nonce,
      },
      words: needs.words[language],
    }
    const page = shellPage(facts, { script, ahead, style: styleName })
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', deskPolicy(nonce))
      .header('vary', 'accept-language, cookie')
      .header('cache-control', 'no-store')
    return reply.send(page)
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
        return reply.type(found.type).header('cache-control', forever).send(found.bytes)
      },
    )
    app.get('/office/*', { config: words('the desk', 'text/html') }, shell)
  }
}
