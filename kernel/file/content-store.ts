/**
 * 存储 Where bytes lie, by name. Two implementations stand: a directory, and any S3-compatible store. What is
 * written is encrypted before it comes here, so a store is trusted with nothing but keeping.
 */
export interface ContentStore {
  /** Returns when the bytes would survive a power cut. A source that throws leaves nothing. */
  write(name: string, source: AsyncIterable<Uint8Array>): Promise<void>
  /** Throws FILE_MISSING, before the first byte, when there is nothing of that name. */
  read(name: string): AsyncIterable<Buffer>
  has(name: string): Promise<boolean>
  /** Does nothing when there is nothing. */
  remove(name: string): Promise<void>
  names(): AsyncIterable<string>
}
