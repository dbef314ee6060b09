import { Readable } from 'node:stream'
import {
  type ContentFault,
  contentFaultOf,
  type Files,
  type MediaType,
  mediaTypeOf,
  recordFile,
  unusedOf,
} from '#kernel/file'
import { refusal } from '#kernel/refusal'
import type { Db } from '#kernel/storage'
import { fileCutShort, fileKindRefused, filesTooMany, mostUnused } from './files.routes.ts'

export const fileEncrypted = refusal('FILE_ENCRYPTED', 422, 'The file is locked with a password')
export const fileActive = refusal('FILE_ACTIVE', 422, 'The file holds programs or other files')

const remedies: Readonly<Record<ContentFault, () => Error>> = {
  encrypted: () => fileEncrypted({ remedy: 'Save it again without a password.' }),
  active: () => fileActive({ remedy: 'Print it to a new PDF, which holds pages only.' }),
  cut: () => fileCutShort({ remedy: 'Send it again.' }),
}

export interface ReceivedFile {
  readonly file: string
  readonly size: number
  readonly mediaType: MediaType
}

/** 收文件 One whole file from a person's own form: of a kind that is wanted, readable by whoever decides, kept before anything refers to it. */
export const makeFileReception =
  ({ db, files }: { readonly db: Db; readonly files: Files }) =>
  async (
    party: string,
    bytes: Buffer,
    { takes, maxBytes }: { readonly takes: readonly MediaType[]; readonly maxBytes: number },
  ): Promise<ReceivedFile> => {
    const mediaType = mediaTypeOf(bytes)
    if (mediaType === undefined || !takes.includes(mediaType)) throw fileKindRefused({ facts: { takes } })
    const fault = contentFaultOf(bytes, mediaType)
    if (fault) throw remedies[fault]()
    if ((await unusedOf(db, party)) >= mostUnused) throw filesTooMany({ facts: { most: mostUnused } })
    const stored = await files.put(Readable.from([bytes]), { maxBytes })
    try {
      await recordFile(db, stored, { mediaType, owner: party, partyId: party })
    } catch (fault) {
      await files.remove(stored.id)
      throw fault
    }
    return { file: stored.id, size: stored.size, mediaType }
  }
