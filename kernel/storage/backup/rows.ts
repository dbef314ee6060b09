import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createZstdDecompress } from 'node:zlib'
import type { BackedUpTable } from './manifest.ts'

/** The COPY stream of one table of a backup. */
export const readTable = (directory: string, table: BackedUpTable): AsyncIterable<Buffer> =>
  createReadStream(join(directory, table.file)).compose(createZstdDecompress()) as AsyncIterable<Buffer>

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

const unescapeField = (field: string): string | null =>
  field === '\\N' ? null : field.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter)

/** The rows of one table of a backup, each value as PostgreSQL's text or null: for what must be known before loading. */
export async function* readRows(
  directory: string,
  table: BackedUpTable,
): AsyncGenerator<Record<string, string | null>> {
  const decoder = new TextDecoder()
  let held = ''
  const parse = (line: string) =>
    Object.fromEntries(
      line.split('\t').map((field, at) => [table.columns[at]!.replaceAll('"', ''), unescapeField(field)]),
    )
  for await (const chunk of readTable(directory, table)) {
    const lines = (held + decoder.decode(chunk, { stream: true })).split('\n')
    held = lines.pop()!
    yield* lines.map(parse)
  }
}
