import { type Answer, isTelephone, type MessageWay, oneLine, type Report } from './message.ts'

export interface GatewaySettings {
  /** `POST url` hands a message over, `GET url/reports` says what became of those before. */
  readonly url: string
  readonly secret?: string | undefined
}

const codeForm = /^[A-Za-z0-9._-]{1,64}$/
const dateForm = /^\d{4}-\d{2}-\d{2}$/
const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** What will be another time: it is busy, or does not know us just now. */
const passing: ReadonlySet<number> = new Set([401, 403, 408, 425, 429])
const most = 1_048_576

async function jsonOf(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (bytes.length > most) return {}
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
const codeIn = (value: unknown): string | undefined =>
  typeof value === 'string' && codeForm.test(value) ? value : undefined

function reportIn(value: unknown): Report | undefined {
  const { id, kind, on, code } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || !idForm.test(id) || (kind !== 'arrived' && kind !== 'bounced')) return undefined
  const day = typeof on === 'string' && dateForm.test(on) ? on : undefined
  return { id, kind, proof: codeIn(code) ?? kind, ...(day !== undefined && { on: day }) }
}

/**
 * 短信 Hands short messages to the city's gateway over HTTP: one JSON object, the message's id as `Idempotency-Key`. A message the gateway has
 * already (409) counts as taken. No redirect is followed.
 */
export function makeShortMessages({ url, secret }: GatewaySettings): MessageWay {
  const base = url.replace(/\/$/, '')
  const proof: Record<string, string> = secret === undefined ? {} : { authorization: `Bearer ${secret}` }

  return {
    way: 'sms',
    async send({ id, to, text }, signal): Promise<Answer> {
      if (!isTelephone(to)) return { kind: 'refused', proof: 'ADDRESS_INVALID' }
      const answer = await fetch(base, {
        method: 'POST',
        redirect: 'manual',
        signal,
        headers: { ...proof, 'content-type': 'application/json; charset=utf-8', 'idempotency-key': id },
        body: JSON.stringify({ id, to, text: oneLine(text) }),
      })
      const { status } = answer
      const said = await jsonOf(answer)
      if ((status >= 200 && status < 300) || status === 409) {
        const tracking = codeIn(said['receipt'])
        return { kind: 'taken', proof: `HTTP_${status}`, ...(tracking !== undefined && { tracking }) }
      }
      const kind = status >= 400 && status < 500 && !passing.has(status) ? 'refused' : 'later'
      return { kind, proof: codeIn(said['code']) ?? `HTTP_${status}` }
    },
    async reports(take) {
      const answer = await fetch(`${base}/reports`, {
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
        headers: { ...proof, accept: 'application/json' },
      })
      if (!answer.ok) throw new Error(`it answered ${answer.status}`)
      const { reports } = await jsonOf(answer)
      for (const value of Array.isArray(reports) ? reports : []) {
        const report = reportIn(value)
        if (report) await take(report)
      }
    },
  }
}
