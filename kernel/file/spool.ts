import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ObjectBody } from './object-client.ts'

export interface Spooled extends ObjectBody, AsyncDisposable {
  /** Base64, as `content-md5` wants it. */
  readonly md5: string
  readonly tag: string
}

const chunk = 256 * 1024

/**
 * 暂存 Holds a stream on disk until it is sent: its length and digest must be known before, and it may have to be sent twice.
 * The file has no name from the beginning, so a crash leaves nothing; what is written is sealed already.
 */
export async function spool(directory: string, name: string, source: AsyncIterable<Uint8Array>): Promise<Spooled> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, `${name}.${process.pid}.${crypto.randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  try {
    await rm(path)
    const [sha256, md5] = [createHash('sha256'), createHash('md5')]
    let length = 0
    for await (const bytes of source) {
      await file.writeFile(bytes)
      sha256.update(bytes)
      md5.update(bytes)
      length += bytes.length
    }
    const sum = md5.digest()
    const read = async function* () {
      for (let at = 0; at < length; ) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunk), 0, Math.min(chunk, length - at), at)
        if (bytesRead === 0) throw new Error('the spooled file is shorter than it was')
        yield buffer.subarray(0, bytesRead)
        at += bytesRead
      }
    }
    return {
      length,
      sha256: sha256.digest('hex'),
      md5: sum.toString('base64'),
      tag: sum.toString('hex'),
      open: () => Readable.from(read(), { objectMode: false }),
      [Symbol.asyncDispose]: () => file.close(),
    }
  } catch (fault) {
    await file.close()
    throw fault
  }
}
