import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { type Clock, instantOf, uuidv7 } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import type { ContentStore } from './content-store.ts'
import { keptFiles, keptOf } from './file.store.ts'
import { fileDamaged, seal, unseal } from './sealed-stream.ts'

export const fileTooLarge = refusal('FILE_TOO_LARGE', 413, 'The file is larger than is accepted')

/** A file whose bytes are safe on disk and that no row refers to yet. */
export interface StoredFile {
  /** UUIDv7: when it was received. */
  readonly id: string
  /** Bytes of plaintext. */
  readonly size: number
  /** HMAC-SHA256 and HMAC-SM3 of the plaintext under a key derived from the file's own: destroyed with it. */
  readonly commitment: { readonly sha256: Buffer; readonly sm3: Buffer }
  readonly wrappedKey: Buffer
  readonly storedAt: Temporal.Instant
}

export interface FilesDependencies {
  readonly store: ContentStore
  readonly clock: Clock
  /** Wraps a file's key for storage, and back; `kernel/party`'s keyring, or a key service. */
  readonly wrap: (key: Buffer) => Buffer | Promise<Buffer>
  readonly unwrap: (wrapped: Buffer) => Buffer | Promise<Buffer>
}

export interface Inspection {
  readonly seen: number
  readonly missing: readonly string[]
  readonly damaged: readonly string[]
}

/** 文件 Materials and documents: encrypted each under its own key, safe on disk before a step refers to them. */
export interface Files {
  /** Receives a stream. Throws FILE_TOO_LARGE after `maxBytes`, keeping nothing. */
  put(source: AsyncIterable<Uint8Array>, limits: { readonly maxBytes: number }): Promise<StoredFile>
  /** The plaintext as a stream. Throws FILE_MISSING or FILE_DAMAGED; nothing unauthenticated is ever given out. */
  get(id: string, wrappedKey: Buffer): AsyncIterable<Buffer>
  has(id: string): Promise<boolean>
  /** Deletes the bytes. The row is `forget`'s affair, and comes first. */
  remove(id: string): Promise<void>
  /**
   * Deletes bytes that no row keeps and that are older than the grace: uploads never used, steps rolled back, files
   * removed. Returns how many.
   */
  sweep(sql: Sql, grace: Temporal.DurationLike): Promise<number>
  /** Looks whether every kept file is there; `thorough` also reads it and recomputes its commitments. */
  inspect(sql: Sql, thorough: boolean): Promise<Inspection>
}

const commitmentKey = (key: Buffer): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'plumbline/file/commitment', 32))

function committing(key: Buffer) {
  const derived = commitmentKey(key)
  const sha256 = createHmac('sha256', derived)
  const sm3 = createHmac('sm3', derived)
  return {
    update(chunk: Uint8Array) {
      sha256.update(chunk)
      sm3.update(chunk)
    },
    digest: () => ({ sha256: sha256.digest(), sm3: sm3.digest() }),
  }
}

export function makeFiles({ store, clock, wrap, unwrap }: FilesDependencies): Files {
  async function* get(id: string, wrappedKey: Buffer): AsyncGenerator<Buffer> {
    yield* unseal(id, await unwrap(wrappedKey), store.read(id))
  }

  return {
    async put(source, { maxBytes }) {
      const id = uuidv7(clock)
      const key = randomBytes(32)
      const commitment = committing(key)
      let size = 0
      const measured = async function* () {
        for await (const chunk of source) {
          size += chunk.length
          if (size > maxBytes) throw fileTooLarge({ facts: { maxBytes } })
          commitment.update(chunk)
          yield chunk
        }
      }
      const wrappedKey = await wrap(key)
      await store.write(id, seal(id, key, measured()))
      return { id, size, commitment: commitment.digest(), wrappedKey, storedAt: clock.now() }
    },

    get,
    has: id => store.has(id),
    remove: id => store.remove(id),

    async sweep(sql, grace) {
      const before = clock.now().toZonedDateTimeISO('UTC').subtract(grace).toInstant()
      let removed = 0
      const flush = async (batch: readonly string[]) => {
        const kept = await keptOf(sql, batch)
        for (const id of batch)
          if (!kept.has(id)) {
            await store.remove(id)
            removed++
          }
      }
      let batch: string[] = []
      for await (const id of store.names()) {
        if (Temporal.Instant.compare(instantOf(id), before) >= 0) continue
        batch.push(id)
        if (batch.length < 1_000) continue
        await flush(batch)
        batch = []
      }
      if (batch.length > 0) await flush(batch)
      return removed
    },

    async inspect(sql, thorough) {
      let seen = 0
      const missing: string[] = []
      const damaged: string[] = []
      for await (const file of keptFiles(sql)) {
        seen++
        if (!(await store.has(file.id))) missing.push(file.id)
        else if (thorough && !(await isWhole(file))) damaged.push(file.id)
      }
      return { seen, missing, damaged }
    },
  }

  async function isWhole(file: { id: string; wrappedKey: Buffer; size: number; sha256: Buffer; sm3: Buffer }) {
    const commitment = committing(await unwrap(file.wrappedKey))
    let size = 0
    try {
      for await (const chunk of get(file.id, file.wrappedKey)) {
        size += chunk.length
        commitment.update(chunk)
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === fileDamaged.code) return false
      throw error
    }
    const { sha256, sm3 } = commitment.digest()
    return size === file.size && sha256.equals(file.sha256) && sm3.equals(file.sm3)
  }
}
