import type { Asked } from './contract.ts'
import type { DeclaredQuestion } from './declaration.ts'

/** What a member of their JSON holds, by its dotted name; nothing that JSON does not own. */
export function memberOf(value: unknown, at: string): unknown {
  let found = value
  for (const part of at.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = (found as Record<string, unknown>)[part]
  }
  return found
}

function put(into: Record<string, unknown>, at: string, value: unknown): void {
  const parts = at.split('.')
  const last = parts.pop()!
  let inner = into
  for (const part of parts) {
    if (!Object.hasOwn(inner, part)) inner[part] = Object.create(null)
    inner = inner[part] as Record<string, unknown>
  }
  inner[last] = value
}

/** The question in their words: their member ← our fact. */
export function requestOf(asked: Asked, { with: members }: DeclaredQuestion): Record<string, unknown> {
  const own: Readonly<Record<string, unknown>> = {
    $request: asked.request,
    $purpose: asked.purpose,
    $case: asked.caseId,
    $deadline: asked.deadline,
  }
  const body: Record<string, unknown> = Object.create(null)
  for (const [at, fact] of Object.entries(members)) put(body, at, fact.startsWith('$') ? own[fact] : asked.with[fact])
  return body
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined

/** `2026-03-02 09:00:00` without a zone is the city's time; with one it is itself. */
function instantIn(value: unknown, zone: string): string | undefined {
  const text = textOf(value)?.trim().replace(' ', 'T')
  if (text === undefined) return undefined
  try {
    return /(Z|[+-]\d\d:?\d\d)$/i.test(text)
      ? Temporal.Instant.from(text).toString()
      : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString()
  } catch {
    return undefined
  }
}

export interface MappingSettings {
  readonly question: DeclaredQuestion
  readonly system: string
  readonly zone: string
  readonly now: Temporal.Instant
}

/**
 * 字段对照 Their answer as one of the exchange's own. A word nobody declared, a moment that is none, a member that is missing:
 * it is handed on as it came, and judged unusable there; nothing is guessed.
 */
export function answerFrom(
  came: unknown,
  asked: Asked,
  { question: { value, echo, source, obtained, validUntil, validFor = 'PT1H' }, system, zone, now }: MappingSettings,
): unknown {
  const raw = memberOf(came, value!.at)
  if (raw === undefined) return came
  const words = value!.means
  const word = textOf(raw)
  if (words && raw !== null && (word === undefined || !Object.hasOwn(words, word))) return came
  const at = obtained === undefined ? now.toString() : instantIn(memberOf(came, obtained), zone)
  if (at === undefined) return came
  const until =
    validUntil === undefined
      ? Temporal.Instant.from(at).toZonedDateTimeISO(zone).add(validFor).toInstant().toString()
      : instantIn(memberOf(came, validUntil), zone)
  const from = source === undefined ? system : textOf(memberOf(came, source))
  const request = echo === undefined ? asked.request : textOf(memberOf(came, echo))
  if (until === undefined || from === undefined || request === undefined) return came
  const meant = words && raw !== null ? words[word!] : raw
  return { request, question: asked.question, value: meant, source: from, obtained: at, validUntil: until }
}
