import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

/** 外部系统 A department's own system: which questions it answers, and how long one waits for it. */
export interface OutsideSystem {
  readonly system: string
  /** By their names: `hasBalance` of system `budget` is `ask: budget.hasBalance`; a name with a point is the whole question. */
  readonly questions: Readonly<Record<string, OutsideQuestion>>
  /** Milliseconds somebody waits for an answer; later ones are kept, and counted when it is asked again. */
  readonly within: number
  /** ISO 8601; after so long without a usable answer a named person decides. Default three days. */
  readonly humanAfter?: string
  /** With a key, an answer without its Ed25519 signature is none. */
  readonly publicKey?: KeyObject
}

export interface OutsideQuestion {
  readonly with: readonly string[]
  readonly answer: 'boolean' | 'integer' | 'string'
}

/** What goes out. The same `request` is the same question: an adapter may send it twice, the other side answers it once. */
export interface Asked {
  readonly request: string
  readonly question: string
  readonly with: Readonly<Record<string, unknown>>
  readonly purpose: string
  readonly caseId: string
  /** Instant until which an answer is waited for. */
  readonly deadline: string
}

/**
 * 交换适配器 Carries a question to an outside system and brings back whatever came, unread: it is judged here. What comes by
 * another way (pushed, twice, late) goes to `receive`. Never called while a case is locked.
 */
export interface ExchangeAdapter {
  readonly outside: OutsideSystem
  ask(asked: Asked, signal: AbortSignal): Promise<unknown>
}

const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$' })

/** 外部答复 An answer as it travels; `value: null` is "not known here". */
export const OutsideAnswer = Type.Object(
  {
    request: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
    question: Type.String({ maxLength: 200 }),
    value: Type.Union([Type.Boolean(), Type.Integer(), Type.String({ maxLength: 1_000 }), Type.Null()]),
    source: Type.String({ minLength: 1, maxLength: 200 }),
    obtained: Instant,
    validUntil: Instant,
    signature: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$' })),
  },
  { additionalProperties: false },
)
export type OutsideAnswer = Type.Static<typeof OutsideAnswer>

const checker = Compile(OutsideAnswer)

/** What can be kept as text: no half characters, no NUL. */
const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** Instants that can be kept, and read back as what they were: years of four digits, from 1 on. */
const isKept = (text: string): boolean =>
  !text.startsWith('0000') &&
  Temporal.Instant.compare(Temporal.Instant.from(text), Temporal.Instant.from('9999-12-31T23:59:59.999999Z')) <= 0

/** Whether this can be an answer at all; whatever came is only looked at, and may be anything. */
export const isAnswer = (payload: unknown): payload is OutsideAnswer => {
  try {
    if (!checker.Check(payload)) return false
    const { value, source, obtained, validUntil } = payload
    return isKept(obtained) && isKept(validUntil) && isText(source) && (typeof value !== 'string' || isText(value))
  } catch {
    return false
  }
}

/** What is signed: every member but the signature, in this order. */
const signed = ({ request, question, value, source, obtained, validUntil }: Omit<OutsideAnswer, 'signature'>): Buffer =>
  Buffer.from(JSON.stringify(['plumbline/answer/1', request, question, value, source, obtained, validUntil]))

export const signAnswer = (answer: Omit<OutsideAnswer, 'signature'>, key: KeyObject): OutsideAnswer => ({
  ...answer,
  signature: sign(null, signed(answer), key).toString('base64'),
})

export const isSignedBy = (answer: OutsideAnswer, key: KeyObject): boolean =>
  answer.signature !== undefined && verify(null, signed(answer), key, Buffer.from(answer.signature, 'base64'))

/**
 * A keyed tag over what came, whatever it is: of a yes or a no a plain hash would be as good as the answer. The signature counts, or an unsigned copy
 * would stand in the way of the answer.
 */
export function digestOf(payload: unknown, tag: (text: string) => Buffer): Buffer {
  const text = isAnswer(payload) ? `${signed(payload)}${payload.signature ?? ''}` : written(payload)
  // Hashed first: what comes instead of an answer may be megabytes, and is gone through once.
  return tag(`answer ${createHash('sha256').update(text).digest('hex')}`)
}

/** As JSON, or what it is where it cannot be written so. */
function written(payload: unknown): string {
  try {
    return JSON.stringify(payload) ?? typeof payload
  } catch {
    return `unwritable ${typeof payload}`
  }
}
