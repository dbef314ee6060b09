import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '#kernel/clock'
import { actorText } from '#kernel/identity'
import type { Db } from '#kernel/storage'
import { comesFromHere, formIn, isUuid } from '#portals/public'
import type { Idempotency } from '#systems/power'

/** 一次按下 The key a form was drawn with, or a program chose; and all that was said with it, by whom. */
interface Press {
  readonly key: string
  readonly said: string
}

interface Answer {
  readonly at: string
  readonly status: number
  readonly headers: Record<string, string | string[]>
  readonly body: string
}

/** What an impatient hand or a broken line sends again; whoever finds an open browser later is not shown what was shown once. */
const lasts = Temporal.Duration.from({ minutes: 5 })

const gate = { kind: 'system', name: 'gate' } as const

/** Forms of the sign-in, which know no person yet, and what is marked to be answered once; `undefined` for everything else. */
function pressOf(request: FastifyRequest): Press | undefined {
  const { body, headers, caller, routeOptions, url } = request
  const { words } = routeOptions.config
  const of = (key: string, said: unknown): Press | undefined =>
    isUuid(key) ? { key, said: JSON.stringify([url, caller ? actorText(caller.actor) : '', said]) } : undefined
  // What another site sends is refused by the route, and leaves nothing behind.
  if (words?.write !== true && !comesFromHere(request)) return undefined
  if (body instanceof Map) return of(String(body.get('key') ?? ''), [...body])
  if (words?.once !== true) return undefined
  if (words.write) return of(String(headers['idempotency-key']).toLowerCase(), body ?? null)
  const form = formIn({ body })
  const files = form.files.map(({ name, bytes }) => [name, createHash('sha256').update(bytes).digest('hex')])
  return of(form.one('key'), [form.entries, files])
}

const hashOf = ({ key, said }: Press): Buffer => createHash('sha256').update(`press ${key} ${said}`).digest()
const idOf = (press: Press): string => {
  const hex = hashOf(press).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
const sealKey = ({ key, said }: Press): Buffer => Buffer.from(hkdfSync('sha256', key, said, 'answer of a press', 32))

function seal(press: Press, answer: Answer): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealKey(press), iv)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}
function unseal(press: Press, text: string): Answer {
  const bytes = Buffer.from(text, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', sealKey(press), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  const opened = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  return JSON.parse(opened.toString('utf8')) as Answer
}

const keptHeaders = ['content-type', 'location', 'set-cookie', 'content-security-policy', 'cache-control'] as const

function answerIn(reply: FastifyReply, payload: unknown, at: string): Answer | undefined {
  const body = payload ?? ''
  if (typeof body !== 'string') return undefined
  const headers = Object.fromEntries(
    keptHeaders.flatMap(name => {
      const value = reply.getHeader(name)
      return value === undefined ? [] : [[name, Array.isArray(value) ? value.map(String) : String(value)]]
    }),
  )
  return { at, status: reply.statusCode, headers, body }
}

const repeat = (reply: FastifyReply, { status, headers, body }: Answer): FastifyReply =>
  reply.code(status).headers(headers).send(body)

interface Underway {
  readonly press: Press
  readonly id: string
  readonly first: PromiseWithResolvers<Answer | undefined>
}

/**
 * 连按一次算 The same press again, within minutes, is answered as the first one was, and nothing is done twice: for whatever keeps no key of its own.
 * The answer may hold what is shown once (printed codes, the cookie of a session), so it is kept sealed under the key of the press, which only the
 * page or program has that sent it. What was refused is forgotten: it may go well the next time.
 */
export function answerOnce(
  app: FastifyInstance,
  { db, clock, idempotency }: { readonly db: Db; readonly clock: Clock; readonly idempotency: Idempotency },
): void {
  const underway = new Map<string, Underway>()
  const presses = new WeakMap<FastifyRequest, Underway>()
  const writeOf = (id: string) => ({ actor: gate, key: id, said: 'press' })

  async function answered(press: Press, id: string): Promise<Answer | undefined> {
    const kept = await idempotency.answered<string>(writeOf(id))
    const answer = kept === undefined ? undefined : unseal(press, kept)
    const fresh = answer && Temporal.Instant.compare(Temporal.Instant.from(answer.at).add(lasts), clock.now()) >= 0
    return fresh ? answer : undefined
  }
  function over(request: FastifyRequest, answer?: Answer): void {
    const one = presses.get(request)
    if (!one) return
    presses.delete(request)
    underway.delete(one.id)
    one.first.resolve(answer)
  }

  app.addHook('preHandler', async (request, reply) => {
    const press = pressOf(request)
    if (!press) return
    const id = idOf(press)
    const twin = await underway.get(id)?.first.promise
    if (twin) return repeat(reply, twin)
    const one: Underway = { press, id, first: Promise.withResolvers() }
    underway.set(id, one)
    presses.set(request, one)
    const before = await answered(press, id)
    if (!before) return
    over(request, before)
    return repeat(reply, before)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const one = presses.get(request)
    const answer = one && reply.statusCode < 500 ? answerIn(reply, payload, clock.now().toString()) : undefined
    if (one && answer && answer.status < 400)
      await db.transaction(sql => idempotency.keep(sql, writeOf(one.id), seal(one.press, answer)))
    over(request, answer)
    return payload
  })
  app.addHook('onResponse', async request => over(request))
}
