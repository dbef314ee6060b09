import { open } from 'node:fs/promises'

/** 只读开头 As many bytes of a file as may be read, and one more: that is enough to refuse a file of any size at once. */
export async function readStart(file: string, most: number): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    // A pipe has no size: it is read until it ends.
    const buffer = Buffer.alloc(size > 0 ? Math.min(size, most + 1) : most + 1)
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, size > 0 ? filled : null)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  } finally {
    await handle.close()
  }
}
