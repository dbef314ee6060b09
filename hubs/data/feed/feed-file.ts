import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { refusal } from '#kernel/refusal'
import type { FeedEncoding, FeedFormat } from './feed-row.ts'

export const feedFileUnfit = refusal('FEED_FILE_UNFIT', 422, 'The file cannot be read as rows')
export const feedFileChanged = refusal('FEED_FILE_CHANGED', 409, 'The file changed while it was read')

const chunk = 1 << 20
const packed: readonly (readonly [what: string, magic: string])[] = [
  ['a ZIP archive or an Excel workbook', '504b0304'],
  ['an old Excel workbook', 'd0cf11e0'],
  ['a gzip archive', '1f8b'],
  ['an xz archive', 'fd377a58'],
  ['a bzip2 archive', '425a68'],
  ['a Zstandard archive', '28b52ffd'],
  ['a 7-Zip archive', '377abcaf'],
  ['a RAR archive', '52617221'],
]

export interface FeedFile extends AsyncDisposable {
  readonly bytes: number
  /** SHA-256 of the whole content: the same content is the same feed. */
  readonly content: Buffer
  readonly encoding: FeedEncoding
  readonly format: FeedFormat
  /** Where the first line begins: behind a byte order mark. */
  readonly start: number
  chunks(from: number): AsyncGenerator<Buffer>
  /** Throws FEED_FILE_CHANGED when somebody wrote to the file meanwhile. */
  mustBeUnchanged(): Promise<void>
}

const isOf = (encoding: FeedEncoding, bytes: Buffer, whole: boolean): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !whole })
    return true
  } catch {
    return false
  }
}

function encodingOf(head: Buffer, whole: boolean, path: string): FeedEncoding {
  const wide = /^(fffe|feff)/.test(head.toString('hex', 0, 2))
  if (wide)
    throw feedFileUnfit({ detail: `${path}: byte 0: the file is UTF-16`, remedy: 'Save it as UTF-8 or GB18030.' })
  if (isOf('utf-8', head, whole)) return 'utf-8'
  return isOf('gb18030', head, whole) ? 'gb18030' : 'utf-8'
}

/** Nothing is ever unpacked here, so nothing can swell. */
function refusePacked(head: Buffer, path: string): void {
  const found = packed.find(([, magic]) => head.toString('hex', 0, magic.length / 2) === magic)
  if (found)
    throw feedFileUnfit({
      detail: `${path}: byte 0: the file is ${found[0]}`,
      remedy: 'Unpack it, or save the sheet as CSV, and feed that.',
    })
}

async function read(handle: FileHandle, from: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(chunk)
  const { bytesRead } = await handle.read(buffer, 0, chunk, from)
  return buffer.subarray(0, bytesRead)
}

/** Opens a file, looks what it is, and digests it; holds one chunk at a time. */
export async function openFeedFile(
  path: string,
  said: { readonly encoding?: FeedEncoding; readonly format?: FeedFormat } = {},
): Promise<FeedFile> {
  // A pipe nobody writes into would keep whoever opens it waiting for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = await handle.stat()
    if (!stat.isFile())
      throw feedFileUnfit({ detail: `${path} is no file`, remedy: 'Name a file, not a folder or a device.' })
    const head = await read(handle, 0)
    if (head.length === 0)
      throw feedFileUnfit({
        detail: `${path} is empty`,
        remedy: 'Export it again; a feed without rows has its header.',
      })
    refusePacked(head, path)
    const chunks = async function* (from: number) {
      for (let at = from; ; ) {
        const bytes = await read(handle, at)
        if (bytes.length === 0) return
        yield bytes
        at += bytes.length
      }
    }
    const hash = createHash('sha256')
    for await (const bytes of chunks(0)) hash.update(bytes)
    const start = head.toString('hex', 0, 3) === 'efbbbf' ? 3 : 0
    return {
      bytes: stat.size,
      content: hash.digest(),
      encoding: said.encoding ?? encodingOf(head, head.length === stat.size, path),
      format: said.format ?? (/\.(jsonl|ndjson)$/i.test(path) || head[start] === 0x7b ? 'jsonl' : 'csv'),
      start,
      chunks,
      async mustBeUnchanged() {
        const now = await handle.stat()
        if (now.size !== stat.size || now.mtimeMs !== stat.mtimeMs)
          throw feedFileChanged({
            detail: `${path} was written to`,
            remedy: 'Feed a file that nobody writes any more.',
          })
      },
      [Symbol.asyncDispose]: () => handle.close(),
    }
  } catch (fault) {
    await handle.close()
    throw fault
  }
}
