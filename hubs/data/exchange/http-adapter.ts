import { createHash, createHmac, createPublicKey } from 'node:crypto'
import { type IncomingMessage, Agent as OpenAgent, request as openRequest } from 'node:http'
import { Agent, request as secureRequest } from 'node:https'
import type { Clock } from '#kernel/clock'
import type { Asked, ExchangeAdapter, OutsideSystem } from './contract.ts'
import type { DeclaredSystem } from './declaration.ts'
import { answerFrom, requestOf } from './mapping.ts'

export interface HttpAdapterNeeds {
  readonly clock: Clock
  /** What its `proof` names; undefined where it has none. */
  readonly secret: string | undefined
}

const agents = { 'https:': new Agent({ keepAlive: true }), 'http:': new OpenAgent({ keepAlive: true }) } as const

/** What the system said, as text of so many bytes at most. Where the connection breaks off before, there was no answer. */
async function textOf(answer: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > most) throw new Error(`its answer is longer than ${most} bytes`)
    chunks.push(chunk)
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
}

/** Whatever is no JSON is kept as what it is, a text nobody can use. */
function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The signature covers time, method, path with query, and the digest of the body. */
function proofOf(
  proof: NonNullable<DeclaredSystem['proof']>,
  secret: string,
  { method, url, body, now }: { method: string; url: URL; body: string; now: Temporal.Instant },
): Record<string, string> {
  if (!('sign' in proof)) return { [proof.header]: `${proof.prefix ?? ''}${secret}` }
  const algorithm = proof.sign === 'hmac-sm3' ? 'sm3' : 'sha256'
  const time = String(now.epochMilliseconds)
  const digest = createHash(algorithm).update(body).digest('hex')
  const signed = [time, method, url.pathname + url.search, digest].join('\n')
  return {
    [proof.time]: time,
    [proof.header]: createHmac(algorithm, secret).update(signed).digest('hex'),
    ...(proof.key && { [proof.key.header]: proof.key.value }),
  }
}

const flat = (value: unknown, name = ''): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => flat(inner, name === '' ? key : `${name}.${key}`))
    : [[name, String(value)]]

/** 外部系统 What the exchange must know of a declared system. */
export const outsideOf = (system: string, declared: DeclaredSystem): OutsideSystem => ({
  system,
  within: declared.within,
  questions: Object.fromEntries(
    Object.entries(declared.questions).map(([question, { with: members, answer }]) => [
      question,
      { answer, with: [...new Set(Object.values(members).filter(fact => !fact.startsWith('$')))] },
    ]),
  ),
  ...(declared.publicKey !== undefined && { publicKey: createPublicKey(declared.publicKey) }),
  ...(declared.humanAfter !== undefined && { humanAfter: declared.humanAfter }),
})

/**
 * HTTP 交换 Carries questions to a declared system over HTTP. Follows no redirect, keeps no more than `most` bytes, throws for
 * whatever is no answer (status, break, silence): what came is judged by the exchange, not here.
 */
export function makeHttpAdapter(
  system: string,
  declared: DeclaredSystem,
  { clock, secret }: HttpAdapterNeeds,
): ExchangeAdapter {
  const base = new URL(declared.url)
  const method = declared.method ?? 'POST'
  const agent = agents[base.protocol as keyof typeof agents]

  const send = (url: URL, body: string, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const proof = declared.proof && secret !== undefined
      const headers = {
        accept: 'application/json',
        ...(method === 'POST' && {
          'content-type': 'application/json; charset=utf-8',
          'content-length': String(Buffer.byteLength(body)),
        }),
        ...(proof && proofOf(declared.proof!, secret!, { method, url, body, now: clock.now() })),
      }
      const sent = (base.protocol === 'https:' ? secureRequest : openRequest)(url, { method, headers, agent, signal })
      sent.on('response', resolve).on('error', reject)
      sent.end(method === 'POST' ? body : undefined)
    })

  return {
    outside: outsideOf(system, declared),
    async ask(asked: Asked, signal: AbortSignal): Promise<unknown> {
      const question = declared.questions[asked.question]!
      const members = question.value ? requestOf(asked, question) : asked
      const url = new URL(base)
      url.pathname = url.pathname.replace(/\/$/, '') + (question.path ?? '')
      if (method === 'GET') for (const [name, value] of flat(members)) url.searchParams.append(name, value)
      const answer = await send(url, method === 'POST' ? JSON.stringify(members) : '', signal)
      const status = answer.statusCode ?? 0
      if (status < 200 || status > 299) {
        answer.destroy()
        throw new Error(`it answered ${status}`)
      }
      const came = read(await textOf(answer, declared.most ?? 65_536))
      if (!question.value) return came
      return answerFrom(came, asked, { question, system, zone: clock.zone, now: clock.now() })
    },
  }
}
