import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'

/** 不回显 What a caller sent comes back in a problem only where it looks like a word of ours, never like a name or a number. */
export const isField = (word: string): boolean =>
  /^[a-z][A-Za-z-]*[A-Za-z](\.[a-z][A-Za-z]*)*$/.test(word) && word.length <= 64

/** Names of organs, posts, outcomes and numbered parts of ours, ids made by us, and days. */
const isOurs = (word: string): boolean =>
  isField(word) ||
  /^\d{6}-[a-z][a-z-]{0,60}(\/[a-z-]{1,60})?$/.test(word) ||
  /^\d{4}-\d{2}-\d{2}$/.test(word) ||
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word) ||
  /^[a-z][a-z-]{0,40}-?\d{0,3}$/.test(word)

const most = 5_000

// A body of bytes is a stream, and behind a stream stands half the server.
function collect(value: unknown, into: Set<string>): Set<string> {
  if (into.size >= most) return into
  if (typeof value === 'string') {
    if (value.length > 1 && !isOurs(value)) into.add(value)
  } else if (typeof value === 'object' && value !== null && !(value instanceof Readable))
    for (const [name, one] of Object.entries(value)) {
      if (!Array.isArray(value)) collect(name, into)
      collect(one, into)
    }
  return into
}

/** Takes out of a text or a tree of facts whatever stood in this request. */
export function withoutEcho<Value>(
  told: Value,
  request: Partial<Pick<FastifyRequest, 'body' | 'params' | 'query'>>,
): Value {
  const sent = collect([request.body, request.params, request.query], new Set<string>())
  if (sent.size === 0) return told
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (sent.has(value)) return '…'
      let text = value
      // A short word may stand in a sentence of ours by chance.
      for (const word of sent) if (word.length >= 6 && text.includes(word)) text = text.replaceAll(word, '…')
      return text
    }
    if (Array.isArray(value)) return value.map(clean)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [clean(name), clean(one)]))
  }
  return clean(told) as Value
}
