import type { Session } from '#kernel/storage'

/** One row as `COPY … (format binary)` writes it, and where each of its fields begins; -1 for null. */
export interface Row {
  readonly bytes: Buffer
  readonly fields: readonly number[]
}

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
/** No flags, no extension. */
export const head = Buffer.concat([signature, Buffer.alloc(8)])
export const tail = Buffer.from([0xff, 0xff])

/** Cuts what the server sent into rows. */
export function cut(sent: Buffer): Row[] {
  if (!sent.subarray(0, signature.length).equals(signature)) throw new TypeError('the server sent no binary copy')
  const rows: Row[] = []
  let at = head.length
  for (;;) {
    const count = sent.readInt16BE(at)
    if (count === -1) return rows
    const from = at
    const fields: number[] = []
    at += 2
    for (let field = 0; field < count; field++) {
      const length = sent.readInt32BE(at)
      at += 4
      fields.push(length === -1 ? -1 : at - from)
      if (length > 0) at += length
    }
    rows.push({ bytes: sent.subarray(from, at), fields })
  }
}

/** The rows of a query, as bytes that another table of the same columns takes. */
export async function rowsOf(session: Session, query: string): Promise<Row[]> {
  const parts: Buffer[] = []
  for await (const part of session.copyOut(`copy (${query}) to stdout (format binary)`)) parts.push(part)
  return cut(Buffer.concat(parts))
}

/** One field as bytes: numbers and texts as the server reads them, null as none. */
export function fieldOf(value: Buffer | null): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(value === null ? -1 : value.length)
  return value === null ? length : Buffer.concat([length, value])
}
