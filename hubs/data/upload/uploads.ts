import { Readable } from 'node:stream'
import { type Files, fileTooLarge, findFile, type MediaType, recordFile, type StoredFile, unusedOf } from '#kernel/file'
import type { Db, Sql } from '#kernel/storage'
import { kindOf } from './kind.ts'
import type { Look } from './look.ts'
import { fileInfected, filesTooMany, refusalFor } from './refusals.ts'
import type { Scanner } from './scanner.ts'
import type { Reader, WordsRead } from './words.ts'

/** Files one may have sent in that no act has referred to, and bytes of them. */
const mostUnused = 200
const mostUnusedBytes = 500 << 20
/** What is looked through is held in memory for a moment. */
export const mostLookedThrough = 20 << 20
/** A document of text is light; what is heavier is pictures. */
const mostRead = 8 << 20
/** Bytes of one application that are read at once. */
const mostReadTogether = 24 << 20

export interface UploadNeeds {
  readonly db: Db
  readonly files: Files
  readonly look: Look
  readonly read: Reader
  /** Undefined: this house scans nothing. */
  readonly scanner: Scanner | undefined
}

export interface UploadWanted {
  /** Who sends it in: until a step refers to it, it is his alone. */
  readonly owner: string
  /** The party with whose erasure it goes, where the sender is one. */
  readonly party: string | undefined
  readonly takes: readonly MediaType[]
  readonly maxBytes: number
}

export interface ReceivedFile {
  readonly file: string
  /** Bytes of what was sent. */
  readonly size: number
  readonly mediaType: MediaType
  /** Nothing can be read on it: the sender is told, and may keep it. */
  readonly blank: boolean
  /** What stands on it may not be legible: the sender is told, and may keep it. */
  readonly blurred: boolean
}

/** Bytes that are safe on disk; written down, or thrown away. */
export interface TakenFile {
  record(sql: Sql): Promise<ReceivedFile>
  drop(): Promise<void>
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/**
 * 收文件 Takes in a file as whoever decides will open it: of a wanted kind by its own bytes, looked through, scanned. A picture is made
 * anew of its pixels; what was sent in stays beside it, sealed, as evidence (docs/adr/0007).
 */
export function makeUploads({ db, files, look, read, scanner }: UploadNeeds) {
  async function mustFit(owner: string, bytes: number): Promise<void> {
    const unused = await unusedOf(db, owner)
    if (unused.count < mostUnused && unused.bytes + bytes <= mostUnusedBytes) return
    const remedy =
      'Hand in or drop the applications these files belong to; what nobody refers to is gone after a month.'
    throw filesTooMany({ remedy, facts: { most: mostUnused, mostBytes: mostUnusedBytes } })
  }

  async function mustBeClean(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const said = await scanner?.scan(bytes)
    if (said?.clean === false) throw fileInfected({ remedy: 'Have the device cleaned, then save the file anew.' })
  }

  const put = (bytes: Uint8Array): Promise<StoredFile> =>
    files.put(Readable.from([Buffer.from(bytes)]), { maxBytes: Number.POSITIVE_INFINITY })

  async function take(bytes: Buffer, { owner, party, takes, maxBytes }: UploadWanted): Promise<TakenFile> {
    const most = Math.min(maxBytes, mostLookedThrough)
    if (bytes.length > most) throw fileTooLarge({ facts: { maxBytes: most } })
    const type = kindOf(bytes, takes)
    if (typeof type !== 'string') throw refusalFor(type.fault, { takes })
    await mustFit(owner, bytes.length)
    await mustBeClean(whole(bytes))
    const looked = type === 'video/mp4' ? { pages: 1, blank: false, blurred: false } : await look(bytes, type)
    if ('fault' in looked) throw refusalFor(looked.fault, { takes, ...looked.facts })
    const { remade, blank, blurred } = looked
    const original = await put(bytes)
    const copy =
      remade &&
      (await put(remade).catch(async fault => {
        await files.remove(original.id)
        throw fault
      }))
    const of = { mediaType: type, owner, partyId: party }
    return {
      async record(sql) {
        await recordFile(sql, original, of)
        if (copy) await recordFile(sql, copy, { ...of, original: original.id })
        return { file: (copy ?? original).id, size: bytes.length, mediaType: type, blank, blurred }
      },
      async drop() {
        await files.remove(original.id)
        if (copy) await files.remove(copy.id)
      },
    }
  }

  return {
    mustFit,
    take,
    /**
     * 读文字 The words on documents that this sender sent in himself, by file: for one question, kept and told nowhere. What cannot be read in time,
     * is a scan, or is somebody else's has none.
     */
    async words(owner: string, ids: readonly string[]): Promise<ReadonlyMap<string, WordsRead>> {
      const papers: { readonly id: string; readonly bytes: Buffer }[] = []
      let together = 0
      for (const id of ids) {
        const file = await findFile(db, id)
        if (file?.owner !== owner || !file.wrappedKey || file.mediaType !== 'application/pdf') continue
        if (file.size > mostRead || together + file.size > mostReadTogether) continue
        together += file.size
        const chunks = await Array.fromAsync(files.get(id, file.wrappedKey)).catch(() => [])
        papers.push({ id, bytes: Buffer.concat(chunks) })
      }
      return read(papers)
    },
    /** A film is kept as it comes and scanned as it lies; nothing of it is ever held in memory. */
    async takeStream(
      source: AsyncIterable<Uint8Array>,
      { owner, party, maxBytes }: UploadWanted,
      mediaType: MediaType,
    ): Promise<TakenFile> {
      await mustFit(owner, 0)
      const stored = await files.put(source, { maxBytes })
      try {
        await mustBeClean(files.get(stored.id, stored.wrappedKey))
      } catch (fault) {
        await files.remove(stored.id)
        throw fault
      }
      return {
        async record(sql) {
          await recordFile(sql, stored, { mediaType, owner, partyId: party })
          return { file: stored.id, size: stored.size, mediaType, blank: false, blurred: false }
        },
        drop: () => files.remove(stored.id),
      }
    },
    /** One whole file from a person's own form: taken and written down. */
    async receive(bytes: Buffer, wanted: UploadWanted): Promise<ReceivedFile> {
      const taken = await take(bytes, wanted)
      try {
        return await db.transaction(sql => taken.record(sql))
      } catch (fault) {
        await taken.drop()
        throw fault
      }
    },
  }
}
export type Uploads = ReturnType<typeof makeUploads>
