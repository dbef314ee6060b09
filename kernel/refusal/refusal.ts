import type { Reason } from './verdict.ts'

export interface RefusalDetails {
  /** Says what is wrong with this one; shown to the caller, so never personal detail. */
  readonly detail?: string
  /** What the caller can do about it. */
  readonly remedy?: string
  readonly facts?: Readonly<Record<string, unknown>>
  readonly reasons?: readonly Reason[]
  readonly cause?: unknown
}

/** 拒绝 A thrown "no" with a permanent code: the gate turns it into an RFC 9457 problem. Everything else thrown is a bug. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly remedy: string | undefined
  readonly facts: Readonly<Record<string, unknown>>
  readonly reasons: readonly Reason[]
  constructor(code: string, status: number, title: string, details: RefusalDetails) {
    super(details.detail ?? title, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'Refusal'
    this.code = code
    this.status = status
    this.title = title
    this.remedy = details.remedy
    this.facts = details.facts ?? {}
    this.reasons = details.reasons ?? []
  }
}

export interface RefusalKind {
  (details?: RefusalDetails): Refusal
  readonly code: string
  readonly status: number
  readonly title: string
}

const kinds = new Map<string, RefusalKind>()

/**
 * Declares one kind of refusal, once, beside the module that refuses. Codes are SCREAMING_SNAKE and permanent;
 * a second declaration of the same code is a programming error. `docs/errors.md` is generated from these.
 */
export function refusal(code: string, status: number, title: string): RefusalKind {
  if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code)) throw new TypeError(`refusal code ${code} is not SCREAMING_SNAKE`)
  if (kinds.has(code)) throw new TypeError(`refusal code ${code} is declared twice`)
  const kind = Object.assign((details: RefusalDetails = {}) => new Refusal(code, status, title, details), {
    code,
    status,
    title,
  })
  kinds.set(code, kind)
  return kind
}

/** Every kind declared so far, by code: the source of `docs/errors.md`. */
export const declaredRefusals = (): readonly RefusalKind[] =>
  [...kinds.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
