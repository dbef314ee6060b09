/** What is known of the fields an item wants to publish. */
export interface PublicSource {
  /** Values by name: form answers and what the engine knows (number, outcome, decidedOn …). */
  readonly values: Readonly<Record<string, unknown>>
  /** Declared in the item's `publicity.….fields`. */
  readonly fields: readonly string[]
  /** Declared in `mask`. */
  readonly mask?: readonly string[]
  /** Names of answers that are somebody's own. */
  readonly personal: ReadonlySet<string>
}

/**
 * 脱敏 Leaves the first sign of a short text (张三 → 张*), the first and the last four of a long number, and the number
 * of hidden signs up to eight.
 */
export function masked(value: unknown): string {
  const signs = [...String(value)]
  if (signs.length <= 1) return '*'
  const hidden = (count: number) => '*'.repeat(Math.min(Math.max(count, 1), 8))
  if (signs.length >= 11) return `${signs[0]}${hidden(signs.length - 5)}${signs.slice(-4).join('')}`
  return `${signs[0]}${hidden(signs.length - 1)}`
}

/**
 * 公示字段 Only declared fields, in their declared order. A person's own data is not published, not even when declared, unless it
 * is declared to be masked; then only masked (行政处罚法 48, 政府信息公开条例 15).
 */
export function publicFields({ values, fields, mask = [], personal }: PublicSource): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const field of fields) {
    const value = values[field]
    if (value === undefined || value === null) continue
    if (mask.includes(field)) shown[field] = masked(value)
    else if (!personal.has(field)) shown[field] = value
  }
  return shown
}
