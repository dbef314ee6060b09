import type { Session } from '#kernel/storage'

const signatureLength = 11

/**
 * Streams the rows of a query as raw fields, by COPY in binary form: no text, no parsing, a tenth of the work of a result
 * set when the fields are kilobytes of bytes. Fields are views; keep a copy of what must outlive the row.
 */
export async function* copyRows(session: Session, query: string): AsyncGenerator<(Buffer | null)[]> {
  let rest: Buffer = Buffer.alloc(0)
  let headed = false
  for await (const chunk of session.copyOut(`copy (${query}) to stdout (format binary)`)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    if (!headed) {
      if (rest.length < signatureLength + 8) continue
      at = signatureLength + 8 + rest.readInt32BE(signatureLength + 4)
      headed = true
    }
    for (;;) {
      const row = readRow(rest, at)
      if (row === undefined) break
      if (row === 'end') return
      yield row.fields
      at = row.end
    }
    rest = rest.subarray(at)
  }
}

/** One tuple at `at`: `undefined` while bytes are missing, `end` at the trailer. */
function readRow(bytes: Buffer, at: number): { fields: (Buffer | null)[]; end: number } | 'end' | undefined {
  if (bytes.length < at + 2) return undefined
  const count = bytes.readInt16BE(at)
  if (count < 0) return 'end'
  const fields: (Buffer | null)[] = []
  let end = at + 2
  for (let field = 0; field < count; field++) {
    if (bytes.length < end + 4) return undefined
    const length = bytes.readInt32BE(end)
    end += 4
    if (bytes.length < end + Math.max(length, 0)) return undefined
    fields.push(length < 0 ? null : bytes.subarray(end, end + length))
    end += Math.max(length, 0)
  }
  return { fields, end }
}

/** Joins the rows of one tile or bundle, which follow each other, into its whole bytes. */
export async function* copyTiles(session: Session, query: string): AsyncGenerator<{ index: number; data: Buffer }> {
  let index = -1
  let parts: Buffer[] = []
  for await (const [key, data] of copyRows(session, query)) {
    const next = Number(key?.readBigInt64BE())
    if (next !== index && parts.length > 0) {
      yield { index, data: parts.length === 1 ? parts[0]! : Buffer.concat(parts) }
      parts = []
    }
    index = next
    parts.push(data ?? Buffer.alloc(0))
  }
  if (parts.length > 0) yield { index, data: parts.length === 1 ? parts[0]! : Buffer.concat(parts) }
}
